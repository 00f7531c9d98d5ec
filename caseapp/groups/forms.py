"""The forms of groups."""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from caseapp.groups.rules import MEETINGS_MAX, MINUTES_MAX, NAME_MAX, PEOPLE_MAX, WEEKDAY_NAMES, WORDS_MAX, GroupDraft
from caseapp.i18n import _, _l
from caseapp.web.fields import Choice, Day, Hour, Line, Several, Whole, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

WAITING = "waiting"
Words = Sequence[tuple[str, str]]


class _GroupFields(BaseForm):
    name = Line(_l("Group name"), required=True, longest=NAME_MAX)
    kind = Choice(_l("Kind of group"), [], required=False)
    service = Choice(_l("Service"), [], required=False)
    weekday = Choice(_l("Day of the week"), [], required=False)
    starts_at = Hour(_l("Start time"))
    minutes = Whole(_l("Duration in minutes"), 1, MINUTES_MAX, required=True, default=90)
    place = Choice(_l("Where"), [], required=False)
    place_words = Line(_l("Where exactly"), longest=WORDS_MAX)
    leaders = Several(_l("Leaders"), choices=[])
    assistants = Several(_l("Assistant leaders"), choices=[])
    capacity = Whole(_l("Number of places"), 1, PEOPLE_MAX)
    starts_on = Day(_l("Start date"))
    ends_on = Day(_l("End date"))
    enough = Whole(_l("Meetings needed to complete the group"), 1, MEETINGS_MAX)

    def offer(self, people: Sequence[tuple[UUID, str]], kinds: Words, services: Words, places: Words) -> Self:
        """Let these people be chosen, and the organisation's kinds, services and places."""
        named = [(str(user_id), name) for user_id, name in people]
        self.leaders.choices, self.assistants.choices = named, named
        self.weekday.choices = [("", _("No fixed day")), *choices_of(WEEKDAY_NAMES)]
        self.kind.choices = [("", _("Not stated")), *kinds]
        self.service.choices = [("", _("Counts for no service")), *services]
        self.place.choices = [("", _("Not stated")), *places]
        return self

    def draft(self) -> GroupDraft:
        """What the form says; whoever leads a group is not its assistant as well."""
        leaders = _chosen(self.leaders)
        return GroupDraft(
            name=self.name.data,
            weekday=int(self.weekday.data) if self.weekday.data else None,
            starts_at=self.starts_at.data,
            minutes=self.minutes.data,
            facilitators=leaders,
            assistants=_chosen(self.assistants) - leaders,
            kind=self.kind.data or "",
            service=self.service.data or "",
            place=self.place.data or "",
            place_words=self.place_words.data or "",
            capacity=self.capacity.data,
            enough=self.enough.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
        )

    def says_more(self) -> bool:
        """Whether anything in the folded part is filled in or has an error."""
        return any(self[name].errors or self[name].data for name in ("ends_on", "enough"))


class GroupForm(_GroupFields, NewRecordForm):
    """A new group."""

    team_id = Choice(_l("Team"), required=False)

    def offer_teams(self, teams: Sequence[tuple[UUID, str]]) -> Self:
        """Let one of these teams be chosen."""
        self.team_id.choices = [(str(team_id), name) for team_id, name in teams] or [("", "")]
        return self

    def team(self) -> UUID | None:
        """The chosen team, if any."""
        return UUID(self.team_id.data) if self.team_id.data else None


class GroupEditForm(_GroupFields, EditForm):
    """A group that is changed."""


def stored_group(draft: GroupDraft, version: int) -> dict[str, object]:
    """The group as the form's values."""
    return {
        **{name: value for name, value in vars(draft).items() if name not in ("facilitators", "assistants", "weekday")},
        "version": version,
        "weekday": "" if draft.weekday is None else str(draft.weekday),
        "leaders": [str(user_id) for user_id in draft.facilitators],
        "assistants": [str(user_id) for user_id in draft.assistants],
    }


def _chosen(field: Several) -> frozenset[UUID]:
    return frozenset(UUID(user_id) for user_id in field.data or ())
