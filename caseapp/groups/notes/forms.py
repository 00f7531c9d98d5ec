"""The forms of a group note, and of a concern that comes out of a meeting."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from caseapp.followups.rules import SAFETY_NAMES, WORDS_MAX, Safety
from caseapp.groups.attendance.rules import GroupConcernDraft
from caseapp.groups.notes.rules import GroupNoteDraft
from caseapp.groups.rules import WORDS_MAX as LINE_MAX
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Line, Text, choices_of
from caseapp.web.forms import EditForm, NewRecordForm

CONCERN_LEVELS = [level for level in Safety if level is not Safety.NONE]


class GroupNoteForm(EditForm):
    """What a meeting was about."""

    topic = Line(_l("Topic"), longest=LINE_MAX)
    themes = Text(_l("What came up, without names"))
    next = Text(_l("What the group does next"))

    def draft(self) -> GroupNoteDraft:
        """The note."""
        return GroupNoteDraft(self.topic.data or "", self.themes.data or "", self.next.data or "")


class GroupConcernForm(NewRecordForm):
    """A concern about somebody in the group."""

    client = Choice(_l("Who is it about?"), [])
    level = Chips(_l("How urgent is it?"), choices_of(SAFETY_NAMES, CONCERN_LEVELS), default=Safety.WATCH.value)
    words = Text(_l("What you saw or heard"), required=True, longest=WORDS_MAX)

    def offer(self, people: Sequence[tuple[UUID, str]]) -> Self:
        """Let one of these people be chosen."""
        self.client.choices = [("", ""), *((str(client_id), name) for client_id, name in people)]
        return self

    def draft(self) -> GroupConcernDraft:
        """Who it is about, how urgent it is, and what was seen."""
        return GroupConcernDraft(UUID(self.client.data), Safety(self.level.data), self.words.data)
