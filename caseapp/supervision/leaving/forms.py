"""The form that asks who takes over."""

from collections.abc import Iterable
from typing import Any, Self
from uuid import UUID

from caseapp.i18n import _, _l
from caseapp.supervision.leaving.rules import TakersDraft
from caseapp.web.fields import Choice
from caseapp.web.forms import EditForm, NewRecordForm

LEAVE = "leave"


class TakersForm(NewRecordForm, EditForm):
    """One person for everything, or another for a kind."""

    everything = Choice(_l("Who takes everything"), required=False)
    clients = Choice(_l("Clients"), required=False)
    groups = Choice(_l("Groups"), required=False)
    tasks = Choice(_l("Tasks"), required=False)
    reports = Choice(_l("Drafts of reports"), required=False)

    @classmethod
    def offering(cls, takers: Iterable[Any], version: int) -> Self:
        """The form with those who can take over: clients and reports go to mentors only."""
        form = cls(data={"version": version})
        known = list(takers)
        mentors = [(str(taker.id), taker.name) for taker in known if taker.is_mentor]
        everybody = [(str(taker.id), taker.name) for taker in known]
        form.everything.choices = [("", _("Nobody yet")), *mentors]
        usual = [("", _("Whoever takes everything")), (LEAVE, _("Stays as it is"))]
        form.clients.choices = form.reports.choices = [*usual, *mentors]
        form.groups.choices = form.tasks.choices = [*usual, *everybody]
        return form

    def draft(self) -> TakersDraft:
        """Who takes what."""
        fields = {"clients": self.clients, "groups": self.groups, "tasks": self.tasks, "reports": self.reports}
        return TakersDraft(**{name: self._taker(field.data) for name, field in fields.items()})

    def _taker(self, chosen: str | None) -> UUID | None:
        taker = chosen or self.everything.data
        return UUID(taker) if taker and taker != LEAVE else None
