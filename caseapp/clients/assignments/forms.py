"""The forms of assignments."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from caseapp.clients.assignments.rules import AssignmentDraft
from caseapp.clients.forms import mentor_choices
from caseapp.i18n import _, _l
from caseapp.web.fields import Choice, Day
from caseapp.web.forms import EditForm, NewRecordForm


class AssignmentForm(NewRecordForm):
    """A mentor for a client."""

    mentor_id = Choice(_l("Mentor"))
    starts_on = Day(_l("Start date"), required=True)
    ends_on = Day(_l("End date"))
    covered_id = Choice(_l("Covering for"), required=False)

    @classmethod
    def offering(cls, mentors: Sequence[Any], covered: Mapping[UUID, str], day: date, chosen: str) -> Self:
        """The form with the mentors who can be assigned, one of them perhaps chosen, and those who can be covered."""
        form = cls(data={"starts_on": day, "mentor_id": chosen})
        form.mentor_id.choices = [("", _("Choose a mentor")), *mentor_choices(mentors)]
        nobody = ("", _("Nobody: this is the regular mentor"))
        form.covered_id.choices = [nobody, *((str(mentor_id), name) for mentor_id, name in covered.items())]
        return form

    def draft(self) -> AssignmentDraft:
        """The assignment as typed."""
        return AssignmentDraft(
            mentor_id=UUID(self.mentor_id.data),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            covered_id=UUID(self.covered_id.data) if self.covered_id.data else None,
        )


class EndAssignmentForm(EditForm):
    """The last day of an assignment."""

    ends_on = Day(_l("End date"), required=True)

    @classmethod
    def of(cls, assignment: Any, day: date) -> Self:
        """The form with the assignment's last day, or that day if it has none yet."""
        return cls(data={"ends_on": assignment.ends_on or day, "version": assignment.version})
