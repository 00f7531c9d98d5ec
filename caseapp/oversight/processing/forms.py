"""The forms of processors."""

from typing import Any, Self

from caseapp.i18n import _l
from caseapp.oversight.processing.rules import LINE_MAX, NAME_MAX, ProcessorDraft
from caseapp.web.fields import Day, Line
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm


class ProcessorFields(BaseForm):
    """Who handles records for the organisation."""

    name = Line(_l("Name"), required=True, longest=NAME_MAX)
    purpose = Line(_l("What for"), required=True, longest=LINE_MAX)
    records = Line(_l("Which records"), required=True, longest=LINE_MAX)
    country = Line(_l("In which country"), required=True, longest=NAME_MAX)
    contract_on = Day(_l("Day of the contract"))
    ended_on = Day(_l("Last day"))

    def draft(self) -> ProcessorDraft:
        """What was typed."""
        words = (self.name.data, self.purpose.data, self.records.data, self.country.data)
        return ProcessorDraft(*words, self.contract_on.data, self.ended_on.data)


class NewProcessorForm(ProcessorFields, NewRecordForm):
    """A processor that was not recorded yet."""


class ProcessorForm(ProcessorFields, EditForm):
    """A processor as it is recorded now."""

    @classmethod
    def of(cls, row: Any) -> Self:
        """The form with what is stored."""
        return cls(data=stored_processor(row) | {"version": row.version})


def stored_processor(row: Any) -> dict[str, Any]:
    """The values of the form's fields that are stored now."""
    return {name: getattr(row, name) for name in ("name", "purpose", "records", "country", "contract_on", "ended_on")}
