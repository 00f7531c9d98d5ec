"""The form that filters the trail; it is kept in the address, as ids and without names."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from flask import request

from caseapp.i18n import _, _l
from caseapp.supervision.trail.filter_rules import TrailFilter
from caseapp.supervision.trail.rules import ACT_NAMES
from caseapp.web.fields import Choice, Day
from caseapp.web.forms import BaseForm


class TrailForm(BaseForm):
    """Whose entries to show, of which act, from which day to which."""

    class Meta(BaseForm.Meta):
        csrf = False

    who = Choice(_l("Who"), required=False)
    act = Choice(_l("What"), required=False)
    first_on = Day(_l("Start date"))
    last_on = Day(_l("End date"))

    @classmethod
    def offering(cls, people: Sequence[tuple[UUID, str]]) -> Self:
        """The form as the address fills it in, with these people to choose from."""
        form = cls(request.args)
        form.who.choices = [("", _("Everyone")), *((str(person_id), name) for person_id, name in people)]
        form.act.choices = [("", _("Everything")), *sorted(ACT_NAMES.items(), key=lambda act: str(act[1]))]
        return form

    def draft(self, client_id: UUID | None = None) -> TrailFilter:
        """What to show."""
        who_id = UUID(self.who.data) if self.who.data else None
        return TrailFilter(who_id, self.act.data or "", self.first_on.data, self.last_on.data, client_id)
