"""What a group note says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class GroupNoteDraft:
    """What a meeting was about, without names."""

    topic: str = ""
    themes: str = ""
    next: str = ""
