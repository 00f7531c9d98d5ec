"""The forms of measures."""

from collections.abc import Callable, Iterable
from typing import Any, Self

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from caseapp.i18n import _, _l
from caseapp.measures.definitions.instrument_rules import Instrument, Wording
from caseapp.measures.rules import HELPER_NAMES, TAKEN_BY_NAMES, Asked, Helper, InstrumentChoice, MeasureMode, TakenBy
from caseapp.web.fields import Chips, ProgramText, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm

BY_MENTOR = (TakenBy.TOGETHER, TakenBy.PAPER)
ITEM = "item-"


def asked_fields(asked: Asked) -> dict[str, Any]:
    """One field for each question, by its name, which may be left out; and the stamp of what was shown."""
    fields: dict[str, Any] = {"items": tuple(item.id for item in asked.instrument.items)}
    fields["version"] = HiddenField(default=asked.stamp, validators=[_as_shown(asked.stamp)])
    return fields | _item_fields(asked.instrument, asked.text)


def _as_shown(stamp: str) -> Callable[[Any, HiddenField], None]:
    def check(_form: Any, field: HiddenField) -> None:
        if field.data != stamp:
            field.data = stamp
            raise ValidationError(_("The questions have changed since this page was opened. Please check the answers."))

    return check


def _item_fields(instrument: Instrument, text: Wording) -> dict[str, Chips]:
    fields = {}
    for item in instrument.items:
        words = text.options.get(item.options, ())
        options = instrument.likert_options[item.options]
        choices = [(str(value), words[value - options.min] if words else str(value)) for value in options.values]
        fields[f"{ITEM}{item.id}"] = Chips(text.items[item.id], choices, required=False)
    return fields


def answers_in(form: BaseForm, items: Iterable[str]) -> dict[str, int]:
    """What was answered in the fields of these questions."""
    given = {item: form[f"{ITEM}{item}"].data for item in items}
    return {item: int(value) for item, value in given.items() if value}


class InstrumentForm(BaseForm):
    """Whether an instrument is to be offered, and that its terms are kept."""

    version = HiddenField()
    to_be_on = HiddenField()
    has_terms = BooleanField(_l("I confirm that we keep these terms"))
    has_scoring = BooleanField(_l("I compared the scoring and the direction with the author's publication"))

    def choice(self) -> InstrumentChoice:
        """What was chosen."""
        is_on = self.to_be_on.data == "yes"
        return InstrumentChoice(self.version.data or "", is_on, self.has_terms.data, self.has_scoring.data)


class MeasureForm(NewRecordForm):
    """One tap for each question, each of which may be skipped."""

    items: tuple[str, ...] = ()

    @classmethod
    def of(cls, asked: Asked, *, with_mode: bool) -> Self:
        """The form of one instrument in one language; the client alone is not asked who helps."""
        fields: dict[str, Any] = {}
        if with_mode:
            fields["taken_by"] = Chips(_l("How was it answered?"), choices_of(TAKEN_BY_NAMES, BY_MENTOR))
            fields["helper"] = Chips(_l("Who helped?"), choices_of(HELPER_NAMES))
        fields |= asked_fields(asked)
        form: type[Self] = type(cls.__name__, (cls,), fields)
        return form()

    def answers(self) -> dict[str, int]:
        """What was answered; a question that was skipped is not there."""
        return answers_in(self, self.items)

    def mode(self) -> MeasureMode:
        """In which way, and who helped, as the mentor said."""
        return MeasureMode(TakenBy(self["taken_by"].data), Helper(self["helper"].data))


class InstrumentTextForm(NewRecordForm):
    """A file, or what was pasted; it is taken as it is, because spaces and marks mean something in it."""

    file = FileField(_l("File (YAML)"))
    text = ProgramText(_l("Or the text itself"))

    def content(self) -> bytes:
        """What was chosen, or else what was pasted."""
        chosen: bytes = self.file.data.read() if self.file.data else b""
        return chosen or (self.text.data or "").replace("\r\n", "\n").encode("utf-8", "surrogatepass")
