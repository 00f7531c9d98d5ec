"""The forms of a file beyond the person: how to reach, whom to call, where it stands."""

from wtforms import BooleanField

from caseapp.clients.file.rules import (
    AVOID_NAMES,
    EMAIL_MAX,
    MOVES,
    NOTE_MAX,
    SCOPE_NAMES,
    WAY_NAMES,
    ContactFacts,
    ContactKind,
    GuardianScope,
    Move,
    Reach,
)
from caseapp.clients.phone_rules import shown_phone
from caseapp.clients.rules import (
    LANGUAGE_NAMES,
    NAME_MAX,
    PHONE_MAX,
    RHYTHM_NAMES,
    STATUS_NAMES,
    ClientStatus,
    ContactWay,
)
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Choice, Day, Line, Several, Text, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class ReachForm(EditForm):
    """How the client is reached, with which discretion, in which languages and how often."""

    phone = Line(_l("Phone"), longest=PHONE_MAX)
    email = Line(_l("Email"), longest=EMAIL_MAX)
    way = Choice(_l("Preferred contact"), required=False)
    avoid = Several(_l("Please avoid"), choices=choices_of(AVOID_NAMES))
    introduction = Text(_l("How you introduce yourself in public"), longest=NOTE_MAX)
    alias = Line(_l("Name on group lists"), longest=NAME_MAX)
    spoken = Several(_l("Languages spoken"), choices=choices_of(LANGUAGE_NAMES))
    interpreter = Choice(_l("Interpreter needed"), required=False)
    every_days = Choice(_l("Meeting frequency"), required=False)

    @classmethod
    def of(cls, client, avoided):
        """The form as the file stands."""
        form = cls(data={**stored_reach(client, avoided), "version": client.version})
        form.way.choices = [("", _("Any")), *choices_of(WAY_NAMES)]
        form.interpreter.choices = [("", _("No")), *choices_of(LANGUAGE_NAMES)]
        form.every_days.choices = [("", _("The organisation's default")), *choices_of(RHYTHM_NAMES)]
        return form

    def reach(self):
        """The fields in one piece."""
        return Reach(
            phone=self.phone.data,
            email=self.email.data,
            way=ContactWay(self.way.data) if self.way.data else None,
            avoid=frozenset(self.avoid.data),
            introduction=self.introduction.data,
            alias=self.alias.data,
            spoken=tuple(self.spoken.data),
            interpreter=self.interpreter.data or "",
            every_days=int(self.every_days.data) if self.every_days.data else None,
        )


class ContactFields(BaseForm):
    """What all contacts have."""

    name = Line(_l("Name"), required=True, longest=NAME_MAX)
    phone = Line(_l("Phone"), longest=PHONE_MAX)
    note = Text(_l("Remarks"), longest=NOTE_MAX)

    def contact(self):
        """The fields in one piece."""
        return ContactFacts(name=self.name.data, phone=self.phone.data, note=self.note.data)


class PhoneFields(ContactFields):
    """A further phone of the client's own."""

    name = Line(_l("Whose phone, or where"), required=True, longest=NAME_MAX)


class EmergencyFields(ContactFields):
    """Somebody to call in an emergency."""

    relation = Line(_l("Relationship"), longest=NAME_MAX)
    is_agreed = BooleanField(_l("The client agrees to us calling this person"))

    def contact(self):
        """The fields in one piece."""
        return ContactFacts(
            name=self.name.data,
            phone=self.phone.data,
            note=self.note.data,
            relation=self.relation.data,
            is_agreed=self.is_agreed.data,
        )


class GuardianFields(ContactFields):
    """A guardian."""

    scope = Choice(_l("Appointed for"), choices_of(SCOPE_NAMES))
    until_on = Day(_l("Until"))

    def contact(self):
        """The fields in one piece."""
        return ContactFacts(
            name=self.name.data,
            phone=self.phone.data,
            note=self.note.data,
            scope=GuardianScope(self.scope.data),
            until_on=self.until_on.data,
        )


class NewPhoneForm(PhoneFields, NewRecordForm):
    """A further phone."""


class NewEmergencyForm(EmergencyFields, NewRecordForm):
    """A further emergency contact."""


class NewGuardianForm(GuardianFields, NewRecordForm):
    """A guardian."""


class PhoneForm(PhoneFields, EditForm):
    """A phone as it is written down."""


class EmergencyForm(EmergencyFields, EditForm):
    """An emergency contact as it is written down."""


class GuardianForm(GuardianFields, EditForm):
    """A guardian as written down."""


NEW_CONTACTS = {
    ContactKind.PHONE: NewPhoneForm,
    ContactKind.EMERGENCY: NewEmergencyForm,
    ContactKind.GUARDIAN: NewGuardianForm,
}
CONTACTS = {
    ContactKind.PHONE: PhoneForm,
    ContactKind.EMERGENCY: EmergencyForm,
    ContactKind.GUARDIAN: GuardianForm,
}


class RemoveForm(BaseForm):
    """One tap that takes a contact off the file."""


class StatusForm(NewRecordForm, EditForm):
    """Where a client stands, from which day on and why."""

    status = Chips(_l("Status"))
    starts_on = Day(_l("From"), required=True)
    returns_on = Day(_l("Expected return"))
    reason = Choice(_l("Reason for closing"), required=False)
    words = Text(_l("What is worth knowing"), longest=NOTE_MAX)
    ends_assignments = BooleanField(_l("Yes, end the assignments with the file"))

    @classmethod
    def of(cls, client, reasons, day):
        """The form with the steps that can follow; the status that is there is offered, so that a second tap fits."""
        form = cls(data={"version": client.version, "starts_on": day})
        offered = choices_of(STATUS_NAMES, (client.status, *MOVES[client.status]))
        form.status.choices = offered
        form.reason.choices = [("", _("Choose a reason")), *reasons]
        return form

    def move(self):
        """The fields in one piece."""
        return Move(
            status=ClientStatus(self.status.data),
            starts_on=self.starts_on.data,
            reason=self.reason.data or "",
            returns_on=self.returns_on.data,
            words=self.words.data,
            ends_assignments=self.ends_assignments.data,
        )


def stored_reach(client, avoided):
    """What the file says now, in the form's words."""
    return {
        "phone": shown_phone(client.phone),
        "email": client.email,
        "way": str(client.contact_way or ""),
        "avoid": avoided,
        "introduction": client.introduction,
        "alias": client.alias,
        "spoken": client.spoken.split(),
        "interpreter": client.interpreter,
        "every_days": str(client.meeting_every_days or ""),
    }


def stored_contact(contact):
    """What a contact says now, in the form's words."""
    return {
        "name": contact.name,
        "phone": shown_phone(contact.phone),
        "note": contact.note,
        "relation": contact.relation,
        "is_agreed": contact.is_agreed,
        "scope": str(contact.scope or ""),
        "until_on": contact.until_on,
    }
