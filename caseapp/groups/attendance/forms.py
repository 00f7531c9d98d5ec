"""The forms for taking attendance."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from flask import request
from wtforms import Field

from caseapp.clock import today
from caseapp.groups.attendance.rules import AttendanceToRecord
from caseapp.groups.rules import (
    MARK_NAMES,
    MEETING_STATUS_NAMES,
    PEOPLE_MAX,
    WORDS_MAX,
    AttendanceDraft,
    GivenMark,
    Mark,
    MeetingStatus,
)
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Day, Line, Several, Whole, choices_of
from caseapp.web.filters import day
from caseapp.web.forms import EditForm, NewRecordForm

Choices: TypeAlias = Sequence[tuple[str, str]]
MARK, WHY, WORDS, CALL = "mark-", "why-", "words-", "call-"
TOMORROW, IN_A_WEEK, KEPT, NO_CALL = "1", "7", "kept", ""


class AttendanceForm(EditForm):
    """Attendance: whether the group met, each member's mark with its reason, and who else came."""

    status = Chips(_l("Did the group meet?"), choices_of(MEETING_STATUS_NAMES), default=MeetingStatus.HELD.value)
    reason = Line(_l("Why not, in a few words"), longest=WORDS_MAX)
    guests = Several(_l("Guests who are your own clients"), choices=[])
    others = Whole(_l("Other guests, without names"), 0, PEOPLE_MAX, default=0)

    def fields_of(self, client_id: UUID) -> tuple[Field, ...]:
        """The fields of one member."""
        return tuple(self[f"{part}{client_id}"] for part in (MARK, WHY, WORDS, CALL))

    def draft(self, sheet: AttendanceToRecord) -> AttendanceDraft:
        """What the form says; nobody is marked if the group did not meet."""
        status = MeetingStatus(self.status.data)
        if status is not MeetingStatus.HELD:
            return AttendanceDraft(status, self.reason.data or "", {})
        marks = {row.client_id: self._marked(row.client_id) for row in sheet.members}
        away = [client_id for client_id, marked in marks.items() if marked.mark is Mark.ABSENT]
        return AttendanceDraft(
            status,
            "",
            marks,
            guests=frozenset(UUID(client_id) for client_id in self.guests.data or ()),
            others=self.others.data or 0,
            calls=self._calls(away, sheet.calls),
        )

    def _marked(self, client_id: UUID) -> GivenMark:
        mark, why, words, _call = self.fields_of(client_id)
        chosen = Mark(mark.data)
        away = chosen in (Mark.ABSENT, Mark.EXCUSED)
        return GivenMark(chosen, (words.data or why.data or "") if away else "")

    def _calls(self, away: Iterable[UUID], kept: Mapping[UUID, date | None]) -> dict[UUID, date | None]:
        calls: dict[UUID, date | None] = {}
        for client_id in away:
            chosen = self[f"{CALL}{client_id}"].data
            if chosen == KEPT:
                calls[client_id] = kept[client_id]
            elif chosen:
                calls[client_id] = today() + timedelta(days=int(chosen))
        return calls


def attendance_form(sheet: AttendanceToRecord, start: Mapping[str, object], reasons: Choices) -> AttendanceForm:
    """The form for these people; `start` is what it says at first, `reasons` are the organisation's reasons for an
    absence."""
    fields: dict[str, Any] = {}
    marks, why = [(mark, str(name)) for mark, name in choices_of(MARK_NAMES)], [("", _("Not known")), *reasons]
    for row in sheet.members:
        fields |= _fields_of(row.client_id, row.name, sheet.calls, marks, why)
    form: AttendanceForm = type("AttendanceForm", (AttendanceForm,), fields)(
        **({"version": start["version"]} if request.method == "POST" else start)
    )
    form.guests.choices = [(str(client_id), name) for client_id, name in sheet.invited]
    return form


def stored_form(draft: AttendanceDraft, version: int, sheet: AttendanceToRecord, reasons: Choices) -> dict[str, object]:
    """What the form says at first: what is stored, everybody else present, and a call to whoever is absent."""
    start: dict[str, object] = {
        "version": version,
        "status": draft.status.value,
        "reason": draft.reason,
        "guests": sorted(str(client_id) for client_id in draft.guests),
        "others": draft.others,
    }
    for row in sheet.members:
        client_id = row.client_id
        marked = draft.marks.get(client_id, GivenMark(Mark.PRESENT))
        usual = marked.reason in dict(reasons)
        start |= {
            f"{MARK}{client_id}": marked.mark.value,
            f"{WHY}{client_id}": marked.reason if usual else "",
            f"{WORDS}{client_id}": "" if usual else marked.reason,
            f"{CALL}{client_id}": _call_beforehand(client_id, draft, sheet.calls),
        }
    return start


def _fields_of(
    client_id: UUID, name: str, calls: Mapping[UUID, date | None], marks: Choices, why: Choices
) -> dict[str, Field]:
    return {
        f"{MARK}{client_id}": Chips(name, marks, default=Mark.PRESENT.value),
        f"{WHY}{client_id}": Chips(_("%(name)s: reason, if known", name=name), why, required=False, default=""),
        f"{WORDS}{client_id}": Line(_("%(name)s: other reason", name=name), longest=WORDS_MAX),
        f"{CALL}{client_id}": Chips(
            _("%(name)s: call to see how they are", name=name),
            _call_choices(client_id, calls),
            required=False,
            default=KEPT if client_id in calls else TOMORROW,
        ),
    }


def _call_choices(client_id: UUID, calls: Mapping[UUID, date | None]) -> list[tuple[str, str]]:
    choices = [(TOMORROW, _("Tomorrow")), (IN_A_WEEK, _("In a week")), (NO_CALL, _("No call"))]
    if client_id in calls:
        due_on = calls[client_id]
        choices.insert(0, (KEPT, _("By %(day)s", day=day(due_on)) if due_on else _("No date yet")))
    return choices


def _call_beforehand(client_id: UUID, draft: AttendanceDraft, calls: Mapping[UUID, date | None]) -> str:
    if client_id in calls:
        return KEPT
    was_away = client_id in draft.marks and draft.marks[client_id].mark is Mark.ABSENT
    was_away = was_away and draft.status is MeetingStatus.HELD  # the calls are taken back where the group did not meet
    return NO_CALL if was_away else TOMORROW


class MeetingForm(NewRecordForm):
    """The day of a meeting at which attendance is taken."""

    held_on = Day(_l("Meeting date"), required=True)


def meeting_form(held_on: date) -> MeetingForm:
    """The button that opens the attendance of that day."""
    return MeetingForm(formdata=None, held_on=held_on)
