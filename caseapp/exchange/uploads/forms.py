"""The forms of an import."""

from collections.abc import Mapping
from typing import Any

from flask_wtf.file import MultipleFileField

from caseapp.exchange.spreadsheets.days import Order
from caseapp.exchange.uploads.rules import ChoicesDraft, SentFile, WantedDraft
from caseapp.exchange.uploads.words import FIELD_NAMES, answer_choices, column_name, field_choices
from caseapp.i18n import _l
from caseapp.web.fields import Chips, Choice, Line, Several
from caseapp.web.forms import BaseForm, NewRecordForm

LATER, NOTHING = "", "-"
ORDER_NAMES = {
    "": _l("By what the whole column says"),
    Order.DAY_FIRST.value: _l("Day first"),
    Order.MONTH_FIRST.value: _l("Month first"),
}


class FilesForm(NewRecordForm):
    """Files to be imported."""

    files = MultipleFileField(_l("Files"))

    def sent(self) -> list[SentFile]:
        """What was chosen."""
        return [SentFile(file.filename, file.read()) for file in self.files.data or () if file and file.filename]


class UploadStepForm(BaseForm):
    """One tap."""


class DifferencesForm(BaseForm):
    """Which differences are to be taken: of single rows, and of whole columns."""

    fields = Several(_l("Rows"), choices=[])
    columns = Several(_l("Whole columns"), choices=[])

    @classmethod
    def offering(cls, tokens: list[str], columns: Mapping[str, int]) -> "DifferencesForm":
        """The form with these to choose from."""
        form = cls()
        form.fields.choices = [(token, "") for token in tokens]
        form.columns.choices = [(column, f"{column_name(column)} ({rows})") for column, rows in columns.items()]
        return form

    def draft(self) -> WantedDraft:
        """What was chosen."""
        return WantedDraft(tuple(self.fields.data or ()), tuple(self.columns.data or ()))


class ChoicesForm(BaseForm):
    """What is to be said of the files: what stands first in days, what an unknown column is, what no column says."""

    unknown: list[str] = []
    order = Chips(_l("How days are written"), list(ORDER_NAMES.items()), required=False, default="")

    @classmethod
    def asking(cls, findings: dict[str, Any], choices: dict[str, Any]) -> "ChoicesForm":
        """The form with these questions and what was answered so far."""
        columns, answers = choices.get("columns", {}), choices.get("answers", {})
        fields: dict[str, Any] = {"unknown": list(findings.get("unknown", {}))}
        for number, (folded, asked) in enumerate(findings.get("unknown", {}).items()):
            said = columns.get(folded, LATER)
            options = [
                (LATER, _l("Not known: left out until you choose")),
                *field_choices(asked["kinds"]),
                (NOTHING, _l("Leave this column out")),
            ]
            default = NOTHING if folded in columns and not said else said
            fields[f"column_{number}"] = Choice(asked["heading"], options, required=False, default=default)
        for field in dict.fromkeys([*findings.get("missing", []), *answers]):
            options = answer_choices(field)
            said = answers.get(field, "")
            label = FIELD_NAMES[field]
            fields[f"answer_{field}"] = (
                Choice(label, [("", _l("Choose")), *options], required=False, default=said)
                if options
                else Line(label, default=said)
            )
        form: ChoicesForm = type("AskedChoicesForm", (cls,), fields)(data={"order": choices.get("order", "")})
        return form

    def draft(self) -> ChoicesDraft:
        """What was said."""
        said = {name: field.data or "" for name, field in self._fields.items()}
        columns = {folded: said[f"column_{number}"] for number, folded in enumerate(self.unknown)}
        return ChoicesDraft(
            said["order"],
            {name.removeprefix("answer_"): text for name, text in said.items() if name.startswith("answer_") and text},
            {folded: "" if field == NOTHING else field for folded, field in columns.items() if field != LATER},
        )

    def questions(self) -> dict[str, Any]:
        """What columns are whose headings nobody knows, by heading."""
        return {self[f"column_{number}"].label.text: self[f"column_{number}"] for number in range(len(self.unknown))}

    def whole_file(self) -> list[Any]:
        """What no column says."""
        return [field for name, field in self._fields.items() if name.startswith("answer_")]
