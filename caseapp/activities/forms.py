"""What every form of a meeting shares, and the form of a note entered in error."""

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from caseapp.activities.when_rules import AlreadyThere
from caseapp.i18n import _l
from caseapp.web.fields import Line
from caseapp.web.forms import BaseForm, Done, EditForm

R = TypeVar("R")


class MeetingFields(BaseForm):
    """A form that asks before it stores the same meeting a second time."""

    same_id: UUID | None = None

    def is_second(self) -> bool:
        """Whether the person was asked, and this is a second meeting."""
        return request.form.get("anyway") == "1"

    def carry_out_once(
        self, action: Callable[[], R], *, conflict: Callable[[], ResponseReturnValue] | None = None
    ) -> Done[R] | None:
        """As `carry_out`; where the same meeting is there already, the form is shown again and asks about it."""
        try:
            return self.carry_out(action, conflict=conflict)
        except AlreadyThere as same:
            self.same_id = same.activity_id
            return None


class ActivityErrorForm(EditForm):
    """Why a note was entered in error."""

    reason = Line(_l("What is wrong with this note?"), required=True)


class UndoForm(EditForm):
    """A button that carries the version of what it takes back."""
