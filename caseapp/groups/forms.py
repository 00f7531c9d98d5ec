"""The forms of groups."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from flask import request

from caseapp.groups.rules import (
    MARK_NAMES,
    MEETING_STATUS_NAMES,
    MINUTES_MAX,
    WEEKDAY_NAMES,
    GroupDraft,
    Mark,
    Marked,
    MeetingStatus,
    Roll,
)
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Choice, Day, Hour, Line, Several, ValidationError, Whole, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

NAME_MAX = 120
REASON_MAX = 200
MARK, WHY, WORDS = "mark-", "why-", "words-"


class _GroupFields(BaseForm):
    name = Line(_l("Name of the group"), required=True, longest=NAME_MAX)
    weekday = Choice(_l("Day of the week"), [], required=False)
    starts_at = Hour(_l("Begins at"))
    minutes = Whole(_l("Length in minutes"), 1, MINUTES_MAX, required=True, default=90)
    leaders = Several(_l("Who leads it?"), choices=[])

    def offer(self, people: Sequence[tuple[UUID, str]]):
        """Let these people be chosen as leaders."""
        self.weekday.choices = [("", _("No fixed day")), *choices_of(WEEKDAY_NAMES)]
        self.leaders.choices = [(str(user_id), name) for user_id, name in people]
        return self

    def draft(self):
        """What the form says, in the words of the work."""
        return GroupDraft(
            name=self.name.data,
            weekday=int(self.weekday.data) if self.weekday.data else None,
            starts_at=self.starts_at.data,
            minutes=self.minutes.data,
            facilitators=frozenset(UUID(user_id) for user_id in self.leaders.data or ()),
        )


class GroupForm(_GroupFields, NewRecordForm):
    """A new group."""

    team_id = Choice(_l("Team"), required=False)

    def offer_teams(self, teams: Sequence[tuple[UUID, str]]):
        """Let one of these teams keep the group, where there are several."""
        self.team_id.choices = [(str(team_id), name) for team_id, name in teams] or [("", "")]
        return self

    def team(self):
        """The chosen team, if any."""
        return UUID(self.team_id.data) if self.team_id.data else None


class GroupEditForm(_GroupFields, EditForm):
    """A group that is changed."""


class MembersForm(NewRecordForm):
    """Clients who join a group."""

    clients = Several(_l("Who joins?"), choices=[])
    starts_on = Day(_l("From"), required=True)

    def chosen(self):
        """The clients who were ticked."""
        return [UUID(client_id) for client_id in self.clients.data or ()]

    def validate_clients(self, field):
        if not field.data:
            raise ValidationError(_("Please choose at least one client."))


class EndForm(BaseForm):
    """One button: this membership ends today."""


class MeetingForm(NewRecordForm):
    """The day of a meeting whose roll is to be called."""

    held_on = Day(_l("Day of the meeting"), required=True)


class RollForm(EditForm):
    """A roll-call: whether the group met, and each member's mark, reason and more words about it."""

    status = Chips(_l("Did the group meet?"), choices_of(MEETING_STATUS_NAMES), default=MeetingStatus.HELD.value)
    reason = Line(_l("Why not, in a few words"), longest=REASON_MAX)

    def fields_of(self, client_id: UUID):
        """The three fields of one member."""
        return self[f"{MARK}{client_id}"], self[f"{WHY}{client_id}"], self[f"{WORDS}{client_id}"]

    def roll(self, client_ids: Iterable[UUID]):
        """The roll as the form tells it; nobody is marked where the group did not meet."""
        status = MeetingStatus(self.status.data)
        if status is not MeetingStatus.HELD:
            return Roll(status, self.reason.data or "", {})
        return Roll(status, "", {client_id: self._marked(client_id) for client_id in client_ids})

    def _marked(self, client_id: UUID):
        mark, why, words = self.fields_of(client_id)
        chosen = Mark(mark.data)
        away = chosen in (Mark.ABSENT, Mark.EXCUSED)
        return Marked(chosen, (words.data or why.data or "") if away else "")


def roll_form(members: Sequence[tuple[UUID, str]], start: Mapping[str, object], reasons: Sequence[tuple[str, str]]):
    """A roll-call of these members, everybody present beforehand; `start` is what is stored already, `reasons` are the
    organisation's own words for an absence."""
    fields = {}
    for client_id, name in members:
        fields[f"{MARK}{client_id}"] = Chips(name, choices_of(MARK_NAMES), default=Mark.PRESENT.value)
        fields[f"{WHY}{client_id}"] = Chips(
            _("%(name)s: why, if you know", name=name),
            [("", _("Not known")), *reasons],
            required=False,
            default="",
        )
        fields[f"{WORDS}{client_id}"] = Line(_("%(name)s: another reason", name=name), longest=REASON_MAX)
    form = type("RollForm", (RollForm,), fields)
    return form(**({"version": start["version"]} if request.method == "POST" else start))


def start_roll(
    roll: Roll, version: int, members: Iterable[UUID], reasons: Sequence[tuple[str, str]]
) -> dict[str, object]:
    """What the roll-call says beforehand: what is stored, and everybody else present."""
    start: dict[str, object] = {"version": version, "status": roll.status.value, "reason": roll.reason}
    for client_id in members:
        marked = roll.marks.get(client_id, Marked(Mark.PRESENT))
        usual = marked.reason in dict(reasons)
        start |= {
            f"{MARK}{client_id}": marked.mark.value,
            f"{WHY}{client_id}": marked.reason if usual else "",
            f"{WORDS}{client_id}": "" if usual else marked.reason,
        }
    return start
