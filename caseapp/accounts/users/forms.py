"""The administrator's forms about people and teams."""

from typing import Any, Self
from uuid import UUID

from caseapp.access import ROLE_NAMES, Role
from caseapp.accounts.forms import LATIN, NAME
from caseapp.accounts.rules import ADDRESS_NAMES, NAME_MAX, TEAM_MAX, USERNAME_MAX, AddressForm
from caseapp.accounts.users.rules import NewPerson, PersonDraft
from caseapp.i18n import LANGUAGES, _l
from caseapp.web.fields import Chips, Choice, Line, choices_of
from caseapp.web.forms import EditForm, NewRecordForm


class _WithRole:
    team: Any

    def offer_teams(self, teams: dict[UUID, str]) -> Self:
        """The same form, with these teams to choose from."""
        self.team.choices = [("", _l("No team")), *((str(team_id), name) for team_id, name in teams.items())]
        return self

    def chosen_team_id(self) -> UUID | None:
        return UUID(self.team.data) if self.team.data else None


class InviteForm(_WithRole, NewRecordForm):
    """A new person."""

    name = Line(_l("Name"), required=True, longest=NAME_MAX, render_kw=NAME)
    username = Line(
        _l("Username"),
        required=True,
        longest=USERNAME_MAX,
        description=_l("Lower-case Latin letters, digits, dots, hyphens or underscores."),
        render_kw={**NAME, **LATIN},
    )
    role = Chips(_l("Role"), choices=choices_of(ROLE_NAMES))
    team = Choice(_l("Team"), required=False)
    language = Chips(_l("Language"), choices=list(LANGUAGES.items()), default="he")
    address_form = Chips(_l("Form of address"), choices=choices_of(ADDRESS_NAMES), default=AddressForm.NEUTRAL.value)

    def draft(self) -> NewPerson:
        return NewPerson(
            username=self.username.data,
            name=self.name.data,
            role=Role(self.role.data),
            team_id=self.chosen_team_id(),
            language=self.language.data,
            address_form=AddressForm(self.address_form.data),
        )


class PersonForm(_WithRole, EditForm):
    """What the administrator can change about a person."""

    name = Line(_l("Name"), required=True, longest=NAME_MAX, render_kw=NAME)
    role = Chips(_l("Role"), choices=choices_of(ROLE_NAMES))
    team = Choice(_l("Team"), required=False)

    def draft(self) -> PersonDraft:
        return PersonDraft(self.name.data, Role(self.role.data), self.chosen_team_id())


class NewTeamForm(NewRecordForm):
    """A new team."""

    name = Line(_l("Team name"), required=True, longest=TEAM_MAX, render_kw=NAME)


class TeamNameForm(EditForm):
    """A team's name."""

    name = Line(_l("Team name"), required=True, longest=TEAM_MAX, render_kw=NAME)
