"""Form fields whose text is cleaned and limited in length, with whole sentences for errors."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from babel.support import LazyProxy
from flask_login import current_user
from wtforms import (
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import Label
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    StopValidation,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget, RadioInput, TextArea, TextInput, core
from wtforms.widgets.core import clean_key

from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.i18n.length_rules import TEXT_MAX
from caseapp.web.day_rules import read_day, with_century
from caseapp.web.parts import attributes_of, input_tag
from caseapp.web.text_rules import clean

LINE_MAX = 200


class _Required:
    """A required field that is empty says which one it is: a reader of the sentences alone knows what to do."""

    def __init__(self, check: InputRequired | DataRequired) -> None:
        self.check, self.field_flags = check, check.field_flags

    def __call__(self, form: Any, field: Any) -> None:
        try:
            self.check(form, field)
        except StopValidation:
            raise StopValidation(_("Missing: %(field)s", field=field.label.text)) from None


def _presence(required: bool) -> Any:
    return _Required(InputRequired()) if required else Optional(strip_whitespace=True)


def _written(required: bool) -> Any:
    # A required text must not be empty after cleaning: blanks alone do not count.
    return _Required(DataRequired()) if required else _presence(required)


class _Cleaned:
    lines = False
    longest: int

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            self.data = ""
            return
        self.data = valuelist[0]
        try:
            self.data = clean(valuelist[0], lines=self.lines)
        except RuleBroken as fault:
            raise ValueError(str(fault)) from None


def _attributes(**given: Any) -> str:
    return attributes_of({clean_key(name): value for name, value in given.items()})


# The widgets of WTForms write their attributes so too; it formats each by itself, which takes five times as long.
core.html_params = core.Input.html_params = staticmethod(_attributes)


class Option:
    """One choice as pages show it: its value, its words, and when called its radio button or tick. WTForms makes a
    whole field of each."""

    __slots__ = ("_attributes", "data", "id", "label")

    def __init__(self, number: int, choice: Any, field: Any, attributes: dict[str, Any]) -> None:
        self.data, self.id = choice.value, f"{field.id}-{number}"
        words = choice.label.value if isinstance(choice.label, LazyProxy) else choice.label  # once, not at each use
        self.label = Label(self.id, words or choice.value)
        self._attributes = {**attributes, "id": self.id, "value": str(choice.value), "checked": bool(choice.selected)}

    def __call__(self, **given: Any) -> Any:
        return input_tag(**{**self._attributes, **{clean_key(name): value for name, value in given.items()}})


def _options(field: Any) -> Iterator[Option]:
    required = any(getattr(check, "field_flags", {}).get("required", False) for check in field.validators)
    attributes = {"name": field.name, "type": field.option_widget.input_type, "required": required}
    return (Option(number, choice, field, attributes) for number, choice in enumerate(field.iter_choices()))


def _typed(field: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The attributes of a field in which one types: its text takes its own direction, and no browser sends it to its
    vendor to be checked or continued."""
    is_checked = bool(current_user) and current_user.is_authenticated and current_user.local_spelling
    words = {"spellcheck": "true" if is_checked else "false", "writingsuggestions": "false"}
    most = {"data-most": field.longest} if field.longest > LINE_MAX else {}
    return {"dir": "auto", **most, **words, **given}


class _OneLine(TextInput):
    def __call__(self, field: Any, **given: Any) -> Any:
        return super().__call__(field, **_typed(field, given))


class _SeveralLines(TextArea):
    def __call__(self, field: Any, **given: Any) -> Any:
        return super().__call__(field, **_typed(field, given))


class _Longest(Length):
    """Says that a text is too long. Its field gets no `maxlength`: with that a browser cuts what is pasted, and says
    nothing."""

    def __init__(self, longest: int) -> None:
        super().__init__(max=longest, message=_l("Use at most %(max)d characters."))
        self.field_flags: dict[str, Any] = {}


class Line(_Cleaned, StringField):
    """One line of text."""

    widget = _OneLine()

    def __init__(self, label: Any = None, required: bool = False, longest: int = LINE_MAX, **rest: Any) -> None:
        self.longest = longest
        checks = [_written(required), _Longest(longest)]
        super().__init__(label, [*checks, *rest.pop("validators", [])], **rest)


class Text(_Cleaned, TextAreaField):
    """Several lines of text."""

    widget = _SeveralLines()
    lines = True

    def __init__(self, label: Any = None, required: bool = False, longest: int = TEXT_MAX, **rest: Any) -> None:
        self.longest = longest
        checks = [_written(required), _Longest(longest)]
        super().__init__(label, [*checks, *rest.pop("validators", [])], **rest)


class ProgramText(TextAreaField):
    """Text for a program, in which spaces and marks mean something: taken as it was sent."""

    widget = _SeveralLines()
    longest = LINE_MAX


def read_typed_day(text: str) -> date:
    """A day as somebody types it; `RuleBroken` where it is none."""
    return read_day(with_century(clean(text), today()))


class Day(DateField):
    """A date that exists and is plausible; typed by hand, the day comes first."""

    data: Any

    def __init__(self, label: Any = None, required: bool = False, **rest: Any) -> None:
        super().__init__(label, [_presence(required), *rest.pop("validators", [])], **rest)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        if not valuelist:
            return
        self.data = None
        try:
            if valuelist[0]:
                self.data = read_typed_day(valuelist[0])
        except RuleBroken as fault:
            raise ValueError(str(fault)) from None


class Hour(TimeField):
    """An hour and minutes, on a 24-hour clock."""

    def __init__(self, label: Any = None, required: bool = False, **rest: Any) -> None:
        super().__init__(label, [_presence(required), *rest.pop("validators", [])], **rest)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Enter the time like this: 16:30.")) from None


class Whole(IntegerField):
    """A whole number between two bounds."""

    def __init__(self, label: Any, least: int, most: int, required: bool = False, **rest: Any) -> None:
        message = _l("Enter a whole number from %(min)s to %(max)s.")
        super().__init__(label, [_presence(required), NumberRange(least, most, message)], **rest)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        try:
            if valuelist and len(valuelist[0]) > 12:
                raise ValueError
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Enter a whole number.")) from None


class Password(PasswordField):
    """A password: taken unchanged, never shown again."""

    def __init__(self, label: Any, **rest: Any) -> None:
        super().__init__(label, [_Required(InputRequired()), *rest.pop("validators", [])], **rest)


class _WithChoices(SelectField):
    """Choices as pairs of a value and its label."""

    def __init__(self, *arguments: Any, choices: Any = None, **rest: Any) -> None:
        super().__init__(*arguments, choices=_as_choices(choices), **rest)

    @property
    def choices(self) -> Any:
        return self._choices

    @choices.setter
    def choices(self, pairs: Any) -> None:
        self._choices = _as_choices(pairs)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Blanks are no choice, neither where one must be made nor where none need be; what was sent twice is one."""
        self.raw_data = list(dict.fromkeys(value if value.strip() else "" for value in valuelist))
        super().process_formdata(self.raw_data)


def _as_choices(pairs: Any) -> Any:
    return pairs and [pair if isinstance(pair, SelectChoice) else SelectChoice(*pair) for pair in pairs]


class Choice(_WithChoices):
    """One of a list, in a drop-down."""

    def __init__(self, label: Any = None, choices: Any = None, required: bool = True, **rest: Any) -> None:
        super().__init__(label, [_presence(required)], choices=choices, validate_choice=True, **rest)


class Chips(_WithChoices, RadioField):
    """One of a few, as chips."""

    option_widget = RadioInput()
    __iter__ = _options

    def __init__(self, label: Any = None, choices: Any = None, required: bool = True, **rest: Any) -> None:
        super().__init__(label, [_presence(required)], choices=choices, validate_choice=True, **rest)


class Several(_WithChoices, SelectMultipleField):
    """Any number of a few, as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    __iter__ = _options


def choices_of(names: dict[Any, Any], only: Iterable[Any] | None = None) -> list[tuple[str, Any]]:
    """Choices of a field from the labels of an enum, in their order."""
    return [(str(key), name) for key, name in names.items() if only is None or key in set(only)]


__all__ = [
    "LINE_MAX",
    "TEXT_MAX",
    "Chips",
    "Choice",
    "Day",
    "Hour",
    "Line",
    "Password",
    "Several",
    "Text",
    "ValidationError",
    "Whole",
    "choices_of",
    "read_typed_day",
]
