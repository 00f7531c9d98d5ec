"""The forms of the organisation's settings."""

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField

from caseapp.i18n import _l
from caseapp.organisation.rules import ADDRESS_MAX, LABEL_MAX, LIMITS, NAME_MAX, Entry, Threshold
from caseapp.web.fields import Day, Line, Whole
from caseapp.web.forms import BaseForm, EditForm

PHONE_MAX = 40


class DetailsForm(EditForm):
    """Who runs the installation."""

    name = Line(_l("Organisation name"), longest=NAME_MAX)
    address = Line(_l("Address"), longest=ADDRESS_MAX)
    phone = Line(_l("Phone"), longest=PHONE_MAX)
    accessibility_contact = Line(_l("Accessibility contact (name, phone, e-mail)"), longest=ADDRESS_MAX)
    accessibility_on = Day(_l("Date of the accessibility statement"))
    has_hebrew_dates = BooleanField(_l("Show Hebrew dates beside the others in Hebrew reports"))


class LogoForm(BaseForm):
    """A picture for the head of reports."""

    logo = FileField(_l("Image (PNG or JPEG)"), [FileRequired(_l("Choose an image."))])


def thresholds_form(numbers, version):
    """One whole number for each threshold."""
    fields = {}
    for threshold, limit in LIMITS.items():
        fields[threshold.value] = Whole(limit.name, limit.lowest, limit.highest, required=True)
    form = type("ThresholdsForm", (EditForm,), fields)
    return form(data={**{of.value: number for of, number in numbers.items()}, "version": version})


def numbers_of(form):
    """What the form says, by threshold."""
    return {threshold: form[threshold.value].data for threshold in Threshold}


class ListForm(EditForm):
    """A list's words with their places; fields are made for each entry."""

    added = Line(_l("Another entry"), longest=LABEL_MAX)


def list_form(known, version):
    """Words, place and whether it is offered, for each entry of a list."""
    fields, start = {}, {"version": version}
    for place, entry in enumerate(known, start=1):
        fields[f"label-{entry.code}"] = Line(_l("Entry"), required=True, longest=LABEL_MAX)
        fields[f"place-{entry.code}"] = Whole(_l("Position"), 1, 999, required=True)
        fields[f"offered-{entry.code}"] = BooleanField(_l("Can be chosen"))
        start |= {
            f"label-{entry.code}": entry.label,
            f"place-{entry.code}": place,
            f"offered-{entry.code}": entry.is_offered,
        }
    return type("EntriesForm", (ListForm,), fields)(data=start)


def entries_of(form, known):
    """The entries in the order of their places."""
    said = [
        (
            form[f"place-{entry.code}"].data,
            at,
            Entry(entry.code, form[f"label-{entry.code}"].data, form[f"offered-{entry.code}"].data, entry.is_own),
        )
        for at, entry in enumerate(known)
    ]
    return [entry for _place, _at, entry in sorted(said, key=lambda each: each[:2])]
