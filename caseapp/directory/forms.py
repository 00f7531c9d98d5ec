"""The forms of the directory."""

from typing import Any
from uuid import UUID

from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from caseapp.clients.rules import LANGUAGE_NAMES
from caseapp.directory.interest_rules import INTEREST_NAMES
from caseapp.directory.rules import (
    ABOUT_MAX,
    LIGHT_NAMES,
    NAME_MAX,
    NOISE_NAMES,
    PHONE_MAX,
    SOURCE_KIND_NAMES,
    STORED,
    WAY_IN_NAMES,
    WORDS_MAX,
    Light,
    Noise,
    SourceDraft,
    SourceKind,
    WayIn,
)
from caseapp.groups.rules import WEEKDAY_NAMES
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Hour, Line, Several, Text, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class _SourceFields(BaseForm):
    name = Line(_l("What it is called"), required=True, longest=NAME_MAX)
    kind = Chips(_l("What it is"), choices_of(SOURCE_KIND_NAMES))
    about = Text(_l("What happens there"), longest=ABOUT_MAX)
    for_whom = Line(_l("For whom"), longest=WORDS_MAX)
    organisation = Line(_l("Who runs it"), longest=NAME_MAX)
    interests = Several(_l("For people who enjoy"), choices=choices_of(INTEREST_NAMES))
    languages = Several(_l("Languages spoken there"), choices=choices_of(LANGUAGE_NAMES))
    weekdays = Several(_l("Days of the week"), choices=choices_of(WEEKDAY_NAMES))
    starts_at = Hour(_l("Start time"))
    ends_at = Hour(_l("End time"))
    when_words = Line(_l("More about when"), longest=WORDS_MAX)
    area = Line(_l("Area"), longest=NAME_MAX)
    place = Line(_l("Place"), longest=NAME_MAX)
    address = Line(_l("Address"), longest=WORDS_MAX)
    bus = Line(_l("By bus"), longest=WORDS_MAX)
    way_in = Chips(_l("With a wheelchair"), choices_of(WAY_IN_NAMES), required=False)
    way_in_words = Line(_l("More about the way in"), longest=WORDS_MAX)
    noise = Chips(_l("How loud it is"), choices_of(NOISE_NAMES), required=False)
    light = Chips(_l("Light there"), choices_of(LIGHT_NAMES), required=False)
    cost = Line(_l("What it costs"), longest=WORDS_MAX)
    discretion = Line(_l("Discretion"), longest=WORDS_MAX)
    contact = Line(_l("Whom to ask for"), longest=NAME_MAX)
    phone = Line(_l("Phone"), longest=PHONE_MAX)
    email = Line(_l("E-mail"), longest=NAME_MAX)
    website = Line(_l("Web address"), longest=WORDS_MAX)

    def draft(self) -> SourceDraft:
        """What was typed and chosen."""
        told: dict[str, Any] = {name: self[name].data for name in STORED if name in self}
        told |= {name: tuple(self[name].data or ()) for name in ("interests", "languages")}
        told["weekdays"] = tuple(int(day) for day in self.weekdays.data or ())
        told["kind"] = SourceKind(self.kind.data)
        told["way_in"] = WayIn(self.way_in.data) if self.way_in.data else None
        told["noise"] = Noise(self.noise.data) if self.noise.data else None
        told["light"] = Light(self.light.data) if self.light.data else None
        return SourceDraft(**told)


class SourceForm(_SourceFields, NewRecordForm):
    """A new entry."""


class SourceEditForm(_SourceFields, EditForm):
    """An entry that is there: what is to change, whether it was checked, and whether it is still offered."""

    is_confirmed = BooleanField(_l("I have checked that all of this is right today"))
    is_over = BooleanField(_l("This is no longer offered"))


class SourceButtonForm(BaseForm):
    """A button about one entry, which is sent with it."""

    entry = HiddenField()

    def validate_entry(self, field: Any) -> None:
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError("") from None

    def source_id(self) -> UUID:
        """The entry."""
        return UUID(self.entry.data)


class ConfirmSourceForm(BaseForm):
    """A button of its own; only the token is sent."""


def stored_source(draft: SourceDraft, version: int) -> dict[str, Any]:
    """An entry as the fields of its form."""
    told = {name: getattr(draft, name) for name in STORED}
    told |= {name: [str(value) for value in told[name]] for name in ("interests", "languages", "weekdays")}
    return told | {name: told[name] or "" for name in ("way_in", "noise", "light")} | {"version": version}
