"""The forms of a client's personal details, and of the search."""

from collections.abc import Sequence
from typing import Any, Self
from uuid import UUID

from caseapp.clients.phone_rules import shown_phone
from caseapp.clients.rules import (
    GENDER_FORM_NAMES,
    LANGUAGE_NAMES,
    NAME_MAX,
    PHONE_MAX,
    GenderForm,
    NewClientDraft,
    PersonalDetails,
    to_edit,
)
from caseapp.i18n import _, _l, apart
from caseapp.web.fields import Chips, Choice, Day, Line, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

SEARCH_LINE_MAX = 100


class PersonalFields(BaseForm):
    """Personal details."""

    given_name = Line(_l("Given name"), required=True, longest=NAME_MAX)
    family_name = Line(_l("Family name"), required=True, longest=NAME_MAX)
    preferred_name = Line(_l("Preferred name"), longest=NAME_MAX)
    national_id = Line(_l("ID number"), longest=20)
    birth_on = Day(_l("Date of birth"))
    phone = Line(_l("Phone"), longest=PHONE_MAX)
    language = Choice(_l("Language"), choices_of(LANGUAGE_NAMES))
    gender_form = Chips(_l("Gender used in texts"), choices_of(GENDER_FORM_NAMES))

    def details(self, national_id: str | None) -> PersonalDetails:
        """The personal details as typed."""
        return PersonalDetails(
            given_name=self.given_name.data,
            family_name=self.family_name.data,
            preferred_name=self.preferred_name.data,
            national_id=national_id,
            birth_on=self.birth_on.data,
            phone=self.phone.data,
            language=self.language.data,
            gender_form=GenderForm(self.gender_form.data),
        )


class NewClientForm(PersonalFields, NewRecordForm):
    """A new file."""

    team_id = Choice(_l("Team"), required=False)
    mentor_id = Choice(_l("Mentor"), required=False)
    anyway = Line()

    @classmethod
    def offering(cls, mentors: Sequence[Any], teams: Sequence[tuple[UUID, str]]) -> Self:
        """The form with the mentors to choose from, and the teams if there are several."""
        form = cls(data={"language": "he", "gender_form": str(GenderForm.NEUTRAL)})
        form.team_id.choices = [(str(team_id), name) for team_id, name in teams] or [("", "")]
        form.mentor_id.choices = [("", _("Not chosen yet")), *mentor_choices(mentors)]
        return form

    def draft(self) -> NewClientDraft:
        """The new file as typed."""
        return NewClientDraft(
            details=self.details(self.national_id.data),
            mentor_id=UUID(self.mentor_id.data) if self.mentor_id.data else None,
            team_id=UUID(self.team_id.data) if self.team_id.data else None,
        )

    def ignores_duplicates(self) -> bool:
        """Whether the possible duplicates were shown and the file is wanted all the same."""
        return bool(self.anyway.data == "1")


class ClientForm(PersonalFields, EditForm):
    """The personal details of an open file. The id number is never shown in full; an empty field keeps it."""

    @classmethod
    def of(cls, client: Any) -> Self:
        """The form filled in with the stored details."""
        return cls(data={**stored_details(client), "version": client.version})

    def draft(self) -> PersonalDetails:
        """The personal details as typed."""
        return self.details(self.national_id.data or None)


class ClientSearchForm(BaseForm):
    """A search; it is posted, so that no name appears in an address."""

    words = Line(_l("Name"), longest=SEARCH_LINE_MAX)


def stored_details(client: Any) -> dict[str, Any]:
    """The values of the form's fields that are stored now, without the id number."""
    return {
        "given_name": client.given_name,
        "family_name": client.family_name,
        "preferred_name": client.preferred_name,
        "birth_on": client.birth_on,
        "phone": shown_phone(to_edit(client.phone)),
        "language": client.language,
        "gender_form": str(client.gender_form),
    }


def mentor_choices(mentors: Sequence[Any]) -> list[tuple[str, str]]:
    """Mentors as choices, with their teams if there are several."""
    teams = {mentor.team for mentor in mentors}
    return [
        (
            str(mentor.id),
            f"{apart(mentor.name)} · {apart(mentor.team)}" if len(teams) > 1 and mentor.team else mentor.name,
        )
        for mentor in mentors
    ]
