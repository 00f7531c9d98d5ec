"""What is known of a meeting that is at the same time as another."""

from typing import NamedTuple

from caseapp.activities.when_rules import When


class Overlap(NamedTuple):
    """Another meeting at that time: when, whether it is the viewer's own, and whether it is with the same client. With
    whom else it is stays unsaid, because the viewer may not see that client any more."""

    when: When
    is_own: bool
    is_with_client: bool
