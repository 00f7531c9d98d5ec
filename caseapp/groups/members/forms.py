"""The forms of a group's members."""

from typing import Any
from uuid import UUID

from caseapp.groups.forms import WAITING
from caseapp.groups.members.rules import MembersDraft
from caseapp.i18n import _, _l
from caseapp.web.fields import Day, Line, Several, ValidationError
from caseapp.web.forms import BaseForm, NewRecordForm


class MembersForm(NewRecordForm):
    """Clients who join a group, or wait for a place in it."""

    clients = Several(_l("Who is joining?"), choices=[])
    starts_on = Day(_l("From"), required=True)
    where = Line(longest=20)

    def draft(self) -> MembersDraft:
        """The clients who were ticked, and from which day."""
        return MembersDraft(tuple(UUID(client_id) for client_id in self.clients.data or ()), self.starts_on.data)

    def is_for_waiting_list(self) -> bool:
        """Whether they are put on the waiting list."""
        return bool(self.where.data == WAITING)

    def validate_clients(self, field: Any) -> None:
        if not field.data:
            raise ValidationError(_("Choose at least one client."))


class LeavingForm(BaseForm):
    """The last day of a membership."""

    last_on = Day(_l("Last day"), required=True)


class AdmissionForm(BaseForm):
    """From which day somebody who was waiting is a member."""

    starts_on = Day(_l("From"), required=True)
