"""The forms of a meeting's note, and of a worry out of a meeting."""

from collections.abc import Sequence
from uuid import UUID

from caseapp.followups.rules import SAFETY_NAMES, WORDS_MAX, Safety
from caseapp.groups.rules import WORDS_MAX as LINE_MAX
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Line, Text, choices_of
from caseapp.web.forms import EditForm, NewRecordForm

NOTE_MAX = 5_000


WORRIES = [level for level in Safety if level is not Safety.NONE]


class NoteForm(EditForm):
    """What a meeting was about."""

    topic = Line(_l("Topic"), longest=LINE_MAX)
    themes = Text(_l("What came up, without names"), longest=NOTE_MAX)
    next = Text(_l("What the group does next"), longest=NOTE_MAX)


class WorryForm(NewRecordForm):
    """A worry about somebody of the group."""

    client = Choice(_l("Who is it about?"), [])
    level = Chips(_l("How urgent is it?"), choices_of(SAFETY_NAMES, WORRIES), default=Safety.WATCH.value)
    words = Text(_l("What you saw or heard"), required=True, longest=WORDS_MAX)

    def offer(self, people: Sequence[tuple[UUID, str]]):
        """Let one of these people be chosen."""
        self.client.choices = [("", ""), *((str(client_id), name) for client_id, name in people)]
        return self
