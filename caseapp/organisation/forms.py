"""The forms of the organisation's settings."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from caseapp.i18n import _l
from caseapp.organisation.rules import (
    ADDRESS_MAX,
    LABEL_MAX,
    MESSENGERS,
    NAME_MAX,
    NUMBERS_MAX,
    ListDraft,
    ListOption,
    OrganisationDetails,
    Threshold,
)
from caseapp.organisation.threshold_rules import THRESHOLD_RULES
from caseapp.web.fields import Day, Line, Several, Whole
from caseapp.web.forms import BaseForm, EditForm

PHONE_MAX = 40


class DetailsForm(EditForm):
    """Who runs the installation."""

    name = Line(_l("Organisation name"), longest=NAME_MAX)
    address = Line(_l("Address"), longest=ADDRESS_MAX)
    phone = Line(_l("Phone"), longest=PHONE_MAX)
    accessibility_contact = Line(_l("Accessibility contact (name, phone, email)"), longest=ADDRESS_MAX)
    accessibility_on = Day(_l("Date of the accessibility statement"))
    has_hebrew_dates = BooleanField(_l("Show Hebrew dates beside the others in Hebrew reports"))
    second_step_for_mentors = BooleanField(_l("Mentors too sign in by two steps"), default=True)
    privacy_contact = Line(_l("Whom people ask about their records"), longest=ADDRESS_MAX)
    emergency_numbers = Line(_l("Emergency numbers for clients who answer by a link"), longest=NUMBERS_MAX)
    messengers = Several(_l("Messengers that mentors may open"), choices=list(MESSENGERS.items()))

    def draft(self) -> OrganisationDetails:
        return OrganisationDetails(
            name=self.name.data,
            address=self.address.data,
            phone=self.phone.data,
            accessibility_contact=self.accessibility_contact.data,
            accessibility_on=self.accessibility_on.data,
            has_hebrew_dates=self.has_hebrew_dates.data,
            second_step_for_mentors=self.second_step_for_mentors.data,
            emergency_numbers=self.emergency_numbers.data,
            privacy_contact=self.privacy_contact.data,
            messengers=" ".join(self.messengers.data or ()),
        )


class LogoForm(BaseForm):
    """A picture for the head of reports."""

    logo = FileField(_l("Image (PNG or JPEG)"), [FileRequired(_l("Choose an image."))])


class ThresholdsForm(EditForm):
    """One whole number for each threshold."""

    @classmethod
    def of(cls, numbers: Mapping[Threshold, int], version: int | None) -> Self:
        """The form with the numbers that hold now."""
        fields = {
            threshold.value: Whole(limit.name, limit.lowest, limit.highest, required=True)
            for threshold, limit in THRESHOLD_RULES.items()
        }
        form: type[Self] = type(cls.__name__, (cls,), fields)
        return form(data={**{threshold.value: number for threshold, number in numbers.items()}, "version": version})

    def draft(self) -> dict[Threshold, int]:
        return {threshold: self[threshold.value].data for threshold in Threshold}


class ListForm(EditForm):
    """Label and position of each option of a list, whether it is offered, and one more option."""

    added = Line(_l("Another entry"), longest=LABEL_MAX)
    options: Sequence[ListOption] = ()

    @classmethod
    def of(cls, options: Sequence[ListOption], version: int | None) -> Self:
        """The form with the options as they are now."""
        fields: dict[str, Any] = {"options": options}
        data: dict[str, Any] = {"version": version}
        for position, option in enumerate(options, start=1):
            fields[f"label-{option.code}"] = Line(_l("Entry"), required=True, longest=LABEL_MAX)
            fields[f"place-{option.code}"] = Whole(_l("Position"), 1, 999, required=True)
            fields[f"offered-{option.code}"] = BooleanField(_l("Can be chosen"))
            data[f"label-{option.code}"] = option.label
            data[f"place-{option.code}"] = position
            data[f"offered-{option.code}"] = option.is_offered
        form: type[Self] = type(cls.__name__, (cls,), fields)
        return form(data=data)

    def draft(self) -> ListDraft:
        ordered = sorted(self.options, key=lambda option: self[f"place-{option.code}"].data)
        return ListDraft(tuple(self._option(option) for option in ordered), self.added.data)

    def _option(self, option: ListOption) -> ListOption:
        label, is_offered = self[f"label-{option.code}"].data, self[f"offered-{option.code}"].data
        return ListOption(option.code, label, is_offered, option.is_own)
