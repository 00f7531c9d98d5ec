"""The forms about deputies."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self
from uuid import UUID

from caseapp.accounts.deputies.rules import DeputyDraft
from caseapp.i18n import _, _l
from caseapp.web.fields import Choice, Day
from caseapp.web.forms import EditForm, NewRecordForm


class DeputyForm(NewRecordForm):
    """A deputy for a team, with the first day and perhaps the last."""

    person_id = Choice(_l("Deputy"))
    starts_on = Day(_l("Start date"), required=True)
    ends_on = Day(_l("End date"))

    @classmethod
    def offering(cls, people: Sequence[Any], day: date) -> Self:
        """The form with these people to choose from, starting on that day."""
        form = cls(data={"starts_on": day})
        form.person_id.choices = [("", _("Choose someone")), *((str(person.id), person.words) for person in people)]
        return form

    def draft(self) -> DeputyDraft:
        return DeputyDraft(UUID(self.person_id.data), self.starts_on.data, self.ends_on.data)


class DeputyEndForm(EditForm):
    """The last day of a deputyship."""

    ends_on = Day(_l("End date"), required=True)
