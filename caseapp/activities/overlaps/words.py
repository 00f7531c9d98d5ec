"""Meetings at the same time as another, in sentences."""

from collections.abc import Sequence

from caseapp.activities.overlaps.rules import Overlap
from caseapp.i18n import _
from caseapp.web.filters import day, hour

TOLD_MOST = 3


def overlap_words(overlaps: Sequence[Overlap]) -> str:
    """A sentence for each of the first few; nothing where there is none."""
    return " ".join(list(dict.fromkeys(map(_sentence, overlaps)))[:TOLD_MOST])


def _sentence(overlap: Overlap) -> str:
    when = overlap.when
    told = {"day": day(when.held_on), "start": hour(when.starts_at), "end": hour(when.ends_at.time())}
    if overlap.is_with_client and not overlap.is_own:
        return str(_("Somebody else has a meeting with this client on %(day)s from %(start)s to %(end)s.", **told))
    return str(_("You have another meeting on %(day)s from %(start)s to %(end)s.", **told))
