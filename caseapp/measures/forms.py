"""The forms of measures."""

from collections.abc import Iterable
from typing import Any, Self

from wtforms import BooleanField, HiddenField

from caseapp.i18n import _l
from caseapp.measures.instrument_rules import Instrument, Wording
from caseapp.measures.rules import HELPER_NAMES, TAKEN_BY_NAMES, Helper, MeasureMode, TakenBy
from caseapp.web.fields import Chips, choices_of
from caseapp.web.forms import BaseForm, NewRecordForm

BY_MENTOR = (TakenBy.TOGETHER, TakenBy.PAPER)
ITEM = "item-"


def item_fields(instrument: Instrument, text: Wording) -> dict[str, Chips]:
    """One field for each question, by its name; each may be left out."""
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

    to_be_on = HiddenField()
    has_terms = BooleanField(_l("I confirm that we keep these terms"))


class MeasureForm(NewRecordForm):
    """One tap for each question, each of which may be skipped."""

    items: tuple[str, ...] = ()

    @classmethod
    def of(cls, instrument: Instrument, text: Wording, *, with_mode: bool) -> Self:
        """The form of one instrument in one language; the client alone is not asked who helps."""
        fields: dict[str, Any] = {"items": tuple(item.id for item in instrument.items)}
        if with_mode:
            fields["taken_by"] = Chips(_l("How was it answered?"), choices_of(TAKEN_BY_NAMES, BY_MENTOR))
            fields["helper"] = Chips(_l("Who helped?"), choices_of(HELPER_NAMES))
        fields |= item_fields(instrument, text)
        form: type[Self] = type(cls.__name__, (cls,), fields)
        return form()

    def answers(self) -> dict[str, int]:
        """What was answered; a question that was skipped is not there."""
        return answers_in(self, self.items)

    def mode(self) -> MeasureMode:
        """In which way, and who helped, as the mentor said."""
        return MeasureMode(TakenBy(self["taken_by"].data), Helper(self["helper"].data))
