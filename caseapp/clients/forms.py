"""The forms of a client's file and of the register."""

from uuid import UUID

from caseapp.clients.phone_rules import shown_phone
from caseapp.clients.rules import (
    GENDER_FORM_NAMES,
    LANGUAGE_NAMES,
    NAME_MAX,
    PHONE_MAX,
    GenderForm,
    PersonalFacts,
)
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Choice, Day, Line, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

SEARCH_LINE_MAX = 100


class FactFields(BaseForm):
    """What a file says about the person."""

    given_name = Line(_l("Given name"), required=True, longest=NAME_MAX)
    family_name = Line(_l("Family name"), required=True, longest=NAME_MAX)
    preferred_name = Line(_l("Preferred name"), longest=NAME_MAX)
    national_id = Line(_l("ID number"), longest=20)
    birth_on = Day(_l("Date of birth"))
    phone = Line(_l("Phone"), longest=PHONE_MAX)
    language = Choice(_l("Language"), choices_of(LANGUAGE_NAMES))
    gender_form = Chips(_l("Gender used in texts"), choices_of(GENDER_FORM_NAMES))

    def facts(self, national_id):
        """The fields in one piece."""
        return PersonalFacts(
            given_name=self.given_name.data,
            family_name=self.family_name.data,
            preferred_name=self.preferred_name.data,
            national_id=national_id,
            birth_on=self.birth_on.data,
            phone=self.phone.data,
            language=self.language.data,
            gender_form=GenderForm(self.gender_form.data),
        )


class NewClientForm(FactFields, NewRecordForm):
    """A new file."""

    team_id = Choice(_l("Team"), required=False)
    mentor_id = Choice(_l("Mentor"), required=False)
    anyway = Line()

    @classmethod
    def offering(cls, mentors, teams):
        """The form with these mentors to choose from, and these teams where there are several."""
        form = cls(data={"language": "he", "gender_form": str(GenderForm.NEUTRAL)})
        form.team_id.choices = [(str(team_id), name) for team_id, name in teams] or [("", "")]
        form.mentor_id.choices = [("", _("Not chosen yet")), *mentor_choices(mentors)]
        return form

    def new_facts(self):
        """What was typed about the person."""
        return self.facts(self.national_id.data)

    def is_wanted_anyway(self):
        """Whether the files that may be the same were seen and a new one is wanted all the same."""
        return self.anyway.data == "1"

    def given_to(self):
        """The chosen mentor and team, if any."""
        chosen = {"mentor_id": self.mentor_id.data, "team_id": self.team_id.data}
        return {name: UUID(value) if value else None for name, value in chosen.items()}


class ClientForm(FactFields, EditForm):
    """The facts of a file that is open. The id number is never shown whole: an empty field keeps the stored one."""

    @classmethod
    def of(cls, client):
        """The form as the file stands."""
        return cls(data={**stored_facts(client), "version": client.version})

    def changed_facts(self):
        """What was typed about the person."""
        return self.facts(self.national_id.data or None)


class SearchForm(BaseForm):
    """Words to search by; posted, so that no name stands in an address."""

    words = Line(_l("Name"), longest=SEARCH_LINE_MAX)


def stored_facts(client):
    """What the file says now, in the form's words; the id number is not among it."""
    return {
        "given_name": client.given_name,
        "family_name": client.family_name,
        "preferred_name": client.preferred_name,
        "birth_on": client.birth_on,
        "phone": shown_phone(client.phone),
        "language": client.language,
        "gender_form": str(client.gender_form),
    }


def mentor_choices(mentors):
    """Mentors as choices, each with the team where more than one is to choose from."""
    teams = {mentor.team for mentor in mentors}
    return [
        (str(mentor.id), f"{mentor.name} · {mentor.team}" if len(teams) > 1 and mentor.team else mentor.name)
        for mentor in mentors
    ]
