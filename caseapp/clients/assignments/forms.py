"""The forms of the register: who mentors whom."""

from uuid import UUID

from caseapp.clients.forms import mentor_choices
from caseapp.i18n import _, _l
from caseapp.web.fields import Choice, Day
from caseapp.web.forms import EditForm, NewRecordForm


class AssignmentForm(NewRecordForm):
    """A mentor for a client, from a day, perhaps until a day."""

    mentor_id = Choice(_l("Mentor"))
    starts_on = Day(_l("Start date"), required=True)
    ends_on = Day(_l("End date"))
    covered_id = Choice(_l("Covering for"), required=False)

    @classmethod
    def offering(cls, mentors, covered, day):
        """The form with these mentors to choose from, and those whom they can cover, beginning on that day."""
        form = cls(data={"starts_on": day})
        form.mentor_id.choices = [("", _("Choose a mentor")), *mentor_choices(mentors)]
        nobody = ("", _("Nobody: this is the regular mentor"))
        form.covered_id.choices = [nobody, *((str(mentor_id), name) for mentor_id, name in covered.items())]
        return form

    def assignment(self):
        """The mentor, the first day, and where they are known the last one and who is covered."""
        covered_id = UUID(self.covered_id.data) if self.covered_id.data else None
        return UUID(self.mentor_id.data), self.starts_on.data, self.ends_on.data, covered_id


class EndForm(EditForm):
    """The last day of an assignment."""

    ends_on = Day(_l("End date"), required=True)

    @classmethod
    def of(cls, assignment, day):
        """The form as the assignment stands; where no last day is known yet, that day."""
        return cls(data={"ends_on": assignment.ends_on or day, "version": assignment.version})
