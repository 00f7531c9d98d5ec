"""The form of a roll-call."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import request

from caseapp.clock import today
from caseapp.groups.attendance.rules import RollFound
from caseapp.groups.rules import (
    MARK_NAMES,
    MEETING_STATUS_NAMES,
    PEOPLE_MAX,
    WORDS_MAX,
    Mark,
    Marked,
    MeetingStatus,
    Roll,
)
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Day, Line, Several, Whole, choices_of
from caseapp.web.filters import day
from caseapp.web.forms import EditForm, NewRecordForm

MARK, WHY, WORDS, CALL = "mark-", "why-", "words-", "call-"
TOMORROW, IN_A_WEEK, KEPT, NO_CALL = "1", "7", "kept", ""


class RollForm(EditForm):
    """A roll-call: whether the group met, each member's mark, reason and more words about it, and who else came."""

    status = Chips(_l("Did the group meet?"), choices_of(MEETING_STATUS_NAMES), default=MeetingStatus.HELD.value)
    reason = Line(_l("Why not, in a few words"), longest=WORDS_MAX)
    guests = Several(_l("Guests who are your own clients"), choices=[])
    others = Whole(_l("Other guests, without names"), 0, PEOPLE_MAX, default=0)

    def fields_of(self, client_id: UUID):
        """The fields of one member."""
        return tuple(self[f"{part}{client_id}"] for part in (MARK, WHY, WORDS, CALL))

    def roll(self, found: RollFound):
        """The roll as the form tells it; nobody is marked where the group did not meet."""
        status = MeetingStatus(self.status.data)
        if status is not MeetingStatus.HELD:
            return Roll(status, self.reason.data or "", {})
        marks = {row.client_id: self._marked(row.client_id) for row in found.members}
        away = [client_id for client_id, marked in marks.items() if marked.mark is Mark.ABSENT]
        return Roll(
            status,
            "",
            marks,
            guests=frozenset(UUID(client_id) for client_id in self.guests.data or ()),
            others=self.others.data or 0,
            calls=self._calls(away, found.calls),
        )

    def _marked(self, client_id: UUID):
        mark, why, words, _call = self.fields_of(client_id)
        chosen = Mark(mark.data)
        away = chosen in (Mark.ABSENT, Mark.EXCUSED)
        return Marked(chosen, (words.data or why.data or "") if away else "")

    def _calls(self, away: Iterable[UUID], kept: Mapping[UUID, date | None]):
        calls = {}
        for client_id in away:
            chosen = self[f"{CALL}{client_id}"].data
            if chosen == KEPT:
                calls[client_id] = kept[client_id]
            elif chosen:
                calls[client_id] = today() + timedelta(days=int(chosen))
        return calls


def roll_form(found: RollFound, start: Mapping[str, object], reasons: Sequence[tuple[str, str]]):
    """A roll-call of these people, everybody present beforehand; `start` is what is stored already, `reasons` are the
    organisation's own words for an absence."""
    fields: dict[str, Any] = {}
    for row in found.members:
        fields |= _fields_of(row.client_id, row.name, found.calls, reasons)
    form = type("RollForm", (RollForm,), fields)(
        **({"version": start["version"]} if request.method == "POST" else start)
    )
    form.guests.choices = [(str(client_id), name) for client_id, name in found.invited]
    return form


def start_roll(roll: Roll, version: int, found: RollFound, reasons: Sequence[tuple[str, str]]) -> dict[str, object]:
    """What the roll-call says beforehand: what is stored, everybody else present, and a call to whoever is absent."""
    start: dict[str, object] = {
        "version": version,
        "status": roll.status.value,
        "reason": roll.reason,
        "guests": sorted(str(client_id) for client_id in roll.guests),
        "others": roll.others,
    }
    for row in found.members:
        client_id = row.client_id
        marked = roll.marks.get(client_id, Marked(Mark.PRESENT))
        usual = marked.reason in dict(reasons)
        start |= {
            f"{MARK}{client_id}": marked.mark.value,
            f"{WHY}{client_id}": marked.reason if usual else "",
            f"{WORDS}{client_id}": "" if usual else marked.reason,
            f"{CALL}{client_id}": _call_beforehand(client_id, roll, found.calls),
        }
    return start


def _fields_of(client_id: UUID, name: str, calls: Mapping[UUID, date | None], reasons: Sequence[tuple[str, str]]):
    why = [("", _("Not known")), *reasons]
    return {
        f"{MARK}{client_id}": Chips(name, choices_of(MARK_NAMES), default=Mark.PRESENT.value),
        f"{WHY}{client_id}": Chips(_("%(name)s: reason, if known", name=name), why, required=False, default=""),
        f"{WORDS}{client_id}": Line(_("%(name)s: other reason", name=name), longest=WORDS_MAX),
        f"{CALL}{client_id}": Chips(
            _("%(name)s: call to see how they are", name=name),
            _call_choices(client_id, calls),
            required=False,
            default=KEPT if client_id in calls else TOMORROW,
        ),
    }


def _call_choices(client_id: UUID, calls: Mapping[UUID, date | None]):
    choices = [(TOMORROW, _("Tomorrow")), (IN_A_WEEK, _("In a week")), (NO_CALL, _("No call"))]
    if client_id in calls:
        due_on = calls[client_id]
        choices.insert(0, (KEPT, _("By %(day)s", day=day(due_on)) if due_on else _("No date yet")))
    return choices


def _call_beforehand(client_id: UUID, roll: Roll, calls: Mapping[UUID, date | None]) -> str:
    if client_id in calls:
        return KEPT
    was_away = client_id in roll.marks and roll.marks[client_id].mark is Mark.ABSENT
    return NO_CALL if was_away else TOMORROW


class MeetingForm(NewRecordForm):
    """The day of a meeting whose roll is to be called."""

    held_on = Day(_l("Meeting date"), required=True)


def meeting_form(held_on: date):
    """One tap that opens the roll of that day."""
    return MeetingForm(formdata=None, held_on=held_on)
