"""What a note asks for."""

from typing import NamedTuple
from uuid import UUID


class GoalToChoose(NamedTuple):
    """A goal that a note can be about: its title, and its name on a chip."""

    id: UUID
    title: str
    called: str
