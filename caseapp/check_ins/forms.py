"""The forms of check-ins: sending the link, and answering it."""

from typing import Any, Self

from wtforms import BooleanField

from caseapp.activities.messages.rules import APP_NAMES, MessageApp
from caseapp.check_ins.rules import CODE_MAX, CheckInDraft
from caseapp.i18n import _l
from caseapp.measures.forms import answers_in, asked_fields
from caseapp.measures.rules import Asked
from caseapp.web.fields import Chips, Line, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm


class SendCheckInForm(NewRecordForm):
    """In which app the link is sent."""

    app = Chips(choices=choices_of(APP_NAMES))

    def chosen(self) -> MessageApp:
        """What was pressed."""
        return MessageApp(self.app.data)


class CheckInAnswerForm(BaseForm):
    """Four taps, each of which may be skipped, and the wish to be called; the code comes with the link."""

    code = Line(_l("The code in your link"), required=True, longest=CODE_MAX)
    wants_call = BooleanField(_l("Please call me back"))
    items: tuple[str, ...] = ()
    asked: Asked
    ends: tuple[str, ...] = ()
    """What the lowest and the highest answer mean."""

    @classmethod
    def of(cls, asked: Asked) -> Self:
        """The form of what is shown."""
        fields: dict[str, Any] = {"asked": asked, "ends": asked.text.ends} | asked_fields(asked)
        form: type[Self] = type(cls.__name__, (cls,), fields)
        return form()

    def draft(self) -> CheckInDraft:
        """What was tapped."""
        return CheckInDraft(self.code.data, answers_in(self, self.items), self.wants_call.data, self.asked)
