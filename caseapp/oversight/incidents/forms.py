"""The forms of incidents."""

from datetime import date, datetime, time
from typing import Any, Self

from wtforms import BooleanField

from caseapp.clock import local, now, zone
from caseapp.i18n import _l
from caseapp.oversight.incidents.rules import (
    KIND_NAMES,
    LINE_MAX,
    PEOPLE_MAX,
    SEVERITY_NAMES,
    TOLD_NAMES,
    WORDS_MAX,
    IncidentDraft,
    IncidentKind,
    Severity,
    TellingDraft,
    Told,
)
from caseapp.web.fields import Chips, Choice, Day, Hour, Line, Text, Whole, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

FIRST_MINUTE = time(0)


class IncidentFields(BaseForm):
    """What is known of an incident."""

    kind = Choice(_l("What happened"), choices_of(KIND_NAMES))
    severity = Chips(_l("How severe"), choices_of(SEVERITY_NAMES), default=str(Severity.SEVERE))
    found_on = Day(_l("Found on"), required=True)
    found_at = Hour(_l("Found at"), required=True)
    happened_on = Day(_l("Happened on"))
    happened_at = Hour(_l("Happened at"))
    people = Whole(_l("About how many people"), 0, PEOPLE_MAX)
    words = Text(_l("What happened, in a few words"), required=True, longest=WORDS_MAX)
    records = Text(_l("Which records"), longest=WORDS_MAX)
    measures = Text(_l("What was done"), longest=WORDS_MAX)
    tells_people = BooleanField(_l("The people whom the records are about are told"))
    known: IncidentDraft | None = None

    def draft(self) -> IncidentDraft:
        """What was typed."""
        happened_on = self.happened_on.data
        found, happened = (self.known.found_at, self.known.happened_at) if self.known else (None, None)
        return IncidentDraft(
            kind=IncidentKind(self.kind.data),
            severity=Severity(self.severity.data),
            found_at=instant(self.found_on.data, self.found_at.data, found),
            happened_at=instant(happened_on, self.happened_at.data, happened) if happened_on else None,
            people=self.people.data,
            words=self.words.data,
            data=self.records.data,
            measures=self.measures.data,
            tells_people=self.tells_people.data,
            is_closed=bool("is_closed" in self._fields and self._fields["is_closed"].data),
        )


class NewIncidentForm(IncidentFields, NewRecordForm):
    """An incident that was found just now, unless somebody says otherwise."""

    @classmethod
    def of_now(cls) -> Self:
        """The form with the present minute."""
        here = local(now())
        return cls(data={"found_on": here.date(), "found_at": here.time()})


class IncidentForm(IncidentFields, EditForm):
    """An incident as it is known by now."""

    is_closed = BooleanField(_l("Nothing is left to be done"))

    @classmethod
    def of(cls, known: IncidentDraft, version: int) -> Self:
        """The form with what is stored."""
        form = cls(data=stored_incident(known) | {"version": version})
        form.known = known
        return form


class TellingForm(NewRecordForm):
    """That somebody was told."""

    whom = Chips(_l("Who was told"), choices_of(TOLD_NAMES))
    told_on = Day(_l("Day"), required=True)
    told_at = Hour(_l("Time"), required=True)
    words = Line(_l("How, and under which reference"), longest=LINE_MAX)

    @classmethod
    def of_now(cls) -> Self:
        """The form with the present minute."""
        here = local(now())
        return cls(data={"told_on": here.date(), "told_at": here.time()})

    def draft(self) -> TellingDraft:
        """What was typed."""
        return TellingDraft(Told(self.whom.data), instant(self.told_on.data, self.told_at.data), self.words.data)


def instant(on: date, at: time | None, stored: datetime | None = None) -> datetime:
    """The instant of a day and an hour on the clock of the organisation; without an hour its first minute. Where the
    stored one is shown like that, it is that one: an hour can come twice."""
    typed = datetime.combine(on, (at or FIRST_MINUTE).replace(second=0, microsecond=0), tzinfo=zone())
    shown = stored and local(stored).replace(second=0, microsecond=0, fold=0)
    return stored if stored and shown == typed else typed


def stored_incident(known: IncidentDraft) -> dict[str, Any]:
    """The values of the form's fields that are stored now."""
    values: dict[str, Any] = vars(known) | {"found_on": local(known.found_at).date()}
    values["records"] = values.pop("data")
    values["found_at"] = local(known.found_at).time()
    happened = known.happened_at and local(known.happened_at)
    values["happened_on"], values["happened_at"] = (happened.date(), happened.time()) if happened else (None, None)
    return values
