"""The form with which a message is opened."""

from caseapp.activities.messages.rules import APP_NAMES, KIND_NAMES, MessageApp, MessageKind
from caseapp.web.fields import Chips, choices_of
from caseapp.web.forms import BaseForm


class MessageForm(BaseForm):
    """Which message, and in which app."""

    kind = Chips(choices=choices_of(KIND_NAMES))
    app = Chips(choices=choices_of(APP_NAMES))

    def chosen(self) -> tuple[MessageKind, MessageApp]:
        """What was pressed."""
        return MessageKind(self.kind.data), MessageApp(self.app.data)
