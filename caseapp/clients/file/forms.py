"""The forms of contact preferences, contacts and the status of a file."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self

from wtforms import BooleanField

from caseapp.clients.file.adjustment_rules import ADJUSTMENT_NAMES, read_adjustments
from caseapp.clients.file.representation_rules import REPRESENTATION_NAMES
from caseapp.clients.file.rules import (
    AVOID_NAMES,
    EMAIL_MAX,
    NEXT_STATUSES,
    NOTE_MAX,
    PAPERS_MAX,
    SCOPE_NAMES,
    WAY_NAMES,
    ClientStatusDraft,
    ContactDraft,
    ContactKind,
    ContactPreferences,
    GuardianScope,
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
    to_edit,
)
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Choice, Day, Line, Several, Text, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class ContactPreferencesForm(EditForm):
    """How, in which language and how often to contact the client, and what to avoid."""

    phone = Line(_l("Phone"), longest=PHONE_MAX)
    email = Line(_l("Email"), longest=EMAIL_MAX)
    way = Choice(_l("Preferred contact"), required=False)
    avoid = Several(_l("Please avoid"), choices=choices_of(AVOID_NAMES))
    introduction = Text(_l("How you introduce yourself in public"), longest=NOTE_MAX)
    alias = Line(_l("Name on group lists"), longest=NAME_MAX)
    spoken = Several(_l("Languages spoken"), choices=choices_of(LANGUAGE_NAMES))
    interpreter = Choice(_l("Interpreter needed"), required=False)
    every_days = Choice(_l("Meeting frequency"), required=False)
    adjustments = Several(_l("What to mind"), choices=choices_of(ADJUSTMENT_NAMES))

    @classmethod
    def of(cls, client: Any, avoided: Sequence[str]) -> Self:
        """The form filled in with the stored preferences."""
        form = cls(data={**stored_preferences(client, avoided), "version": client.version})
        form.way.choices = [("", _("Any")), *choices_of(WAY_NAMES)]
        form.interpreter.choices = [("", _("No")), *choices_of(LANGUAGE_NAMES)]
        form.every_days.choices = [("", _("The organisation's default")), *choices_of(RHYTHM_NAMES)]
        return form

    def draft(self) -> ContactPreferences:
        """The preferences as typed."""
        return ContactPreferences(
            phone=self.phone.data,
            email=self.email.data,
            way=ContactWay(self.way.data) if self.way.data else None,
            avoid=frozenset(self.avoid.data),
            introduction=self.introduction.data,
            alias=self.alias.data,
            spoken=tuple(self.spoken.data),
            interpreter=self.interpreter.data or "",
            every_days=int(self.every_days.data) if self.every_days.data else None,
            adjustments=tuple(self.adjustments.data),
        )


class ContactFields(BaseForm):
    """The fields of every contact."""

    name = Line(_l("Name"), required=True, longest=NAME_MAX)
    phone = Line(_l("Phone"), longest=PHONE_MAX)
    note = Text(_l("Remarks"), longest=NOTE_MAX)

    def draft(self) -> ContactDraft:
        """The contact as typed."""
        return ContactDraft(name=self.name.data, phone=self.phone.data, note=self.note.data)


class PhoneFields(ContactFields):
    """Another phone number of the client."""

    name = Line(_l("Whose phone, or where"), required=True, longest=NAME_MAX)


class EmergencyFields(ContactFields):
    """Somebody to call in an emergency."""

    relation = Line(_l("Relationship"), longest=NAME_MAX)
    is_agreed = BooleanField(_l("The client agrees to us calling this person"))

    def draft(self) -> ContactDraft:
        """The contact as typed."""
        return ContactDraft(
            name=self.name.data,
            phone=self.phone.data,
            note=self.note.data,
            relation=self.relation.data,
            is_agreed=self.is_agreed.data,
        )


class GuardianFields(ContactFields):
    """Somebody who represents the client, or a statement of wishes."""

    representation = Choice(_l("By what"), [("", _l("Choose")), *choices_of(REPRESENTATION_NAMES)])
    scope = Choice(_l("Appointed for"), choices_of(SCOPE_NAMES))
    from_on = Day(_l("From"))
    until_on = Day(_l("Until"))
    papers = Line(_l("Papers that were seen"), longest=PAPERS_MAX)
    papers_by = Line(_l("Who saw them"), longest=NAME_MAX)
    papers_on = Day(_l("Seen on"))

    def draft(self) -> ContactDraft:
        """The contact as typed."""
        return ContactDraft(
            name=self.name.data,
            phone=self.phone.data,
            note=self.note.data,
            scope=GuardianScope(self.scope.data),
            until_on=self.until_on.data,
            representation=self.representation.data or None,
            from_on=self.from_on.data,
            papers=self.papers.data,
            papers_by=self.papers_by.data,
            papers_on=self.papers_on.data,
        )


class NewPhoneForm(PhoneFields, NewRecordForm):
    """A new phone number."""


class NewEmergencyForm(EmergencyFields, NewRecordForm):
    """A new emergency contact."""


class NewGuardianForm(GuardianFields, NewRecordForm):
    """A new guardian."""


class PhoneForm(PhoneFields, EditForm):
    """A change of a phone number."""


class EmergencyForm(EmergencyFields, EditForm):
    """A change of an emergency contact."""


class GuardianForm(GuardianFields, EditForm):
    """A change of a guardian."""


NEW_CONTACTS: dict[ContactKind, type[NewPhoneForm | NewEmergencyForm | NewGuardianForm]] = {
    ContactKind.PHONE: NewPhoneForm,
    ContactKind.EMERGENCY: NewEmergencyForm,
    ContactKind.GUARDIAN: NewGuardianForm,
}
CONTACTS: dict[ContactKind, type[PhoneForm | EmergencyForm | GuardianForm]] = {
    ContactKind.PHONE: PhoneForm,
    ContactKind.EMERGENCY: EmergencyForm,
    ContactKind.GUARDIAN: GuardianForm,
}


class RemoveContactForm(BaseForm):
    """A button that removes a contact."""


class ClientStatusForm(NewRecordForm, EditForm):
    """A new status of a file, from which day on and why."""

    status = Chips(_l("Status"))
    starts_on = Day(_l("From"), required=True)
    returns_on = Day(_l("Expected return"))
    reason = Choice(_l("Reason for closing"), required=False)
    words = Text(_l("What is worth knowing"), longest=NOTE_MAX)
    ends_assignments = BooleanField(_l("Yes, end the assignments with the file"))

    @classmethod
    def of(cls, client: Any, reasons: Iterable[tuple[str, str]], day: date) -> Self:
        """The form with the statuses that can follow, and the present one, so that a repeated post is valid."""
        form = cls(data={"version": client.version, "starts_on": day})
        offered = choices_of(STATUS_NAMES, (client.status, *NEXT_STATUSES[client.status]))
        form.status.choices = offered
        form.reason.choices = [("", _("Choose a reason")), *reasons]
        return form

    def draft(self) -> ClientStatusDraft:
        """The new status as typed."""
        return ClientStatusDraft(
            status=ClientStatus(self.status.data),
            starts_on=self.starts_on.data,
            reason=self.reason.data or "",
            returns_on=self.returns_on.data,
            words=self.words.data,
            ends_assignments=self.ends_assignments.data,
        )


def stored_preferences(client: Any, avoided: Sequence[str]) -> dict[str, Any]:
    """The values of the form's fields that are stored now."""
    return {
        "phone": shown_phone(to_edit(client.phone)),
        "email": to_edit(client.email),
        "way": str(client.contact_way or ""),
        "avoid": avoided,
        "introduction": client.introduction,
        "alias": client.alias,
        "spoken": client.spoken.split(),
        "interpreter": client.interpreter,
        "every_days": str(client.meeting_every_days or ""),
        "adjustments": list(read_adjustments(client.adjustments)),
    }


def stored_contact(contact: Any) -> dict[str, Any]:
    """The values of the form's fields that are stored now."""
    return {
        "name": contact.name,
        "phone": shown_phone(to_edit(contact.phone)),
        "note": contact.note,
        "relation": contact.relation,
        "is_agreed": contact.is_agreed,
        "scope": str(contact.scope or ""),
        "until_on": contact.until_on,
        "representation": str(contact.representation or ""),
        "from_on": contact.from_on,
        "papers": contact.papers,
        "papers_by": contact.papers_by,
        "papers_on": contact.papers_on,
    }
