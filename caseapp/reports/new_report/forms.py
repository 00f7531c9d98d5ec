"""The form that starts a report."""

from datetime import date
from typing import Self

from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from caseapp.i18n import _l
from caseapp.reports.kind_rules import REPORT_KIND_NAMES, ReportKind
from caseapp.reports.new_report.rules import NewReportDraft
from caseapp.reports.rules import REPORT_LANGUAGE_NAMES, Period
from caseapp.web.fields import Chips, Day, choices_of
from caseapp.web.forms import NewRecordForm


class ReportForm(NewRecordForm):
    """A new report: for whom, about which days, in which language; `checked` says for what missing data was shown."""

    kind = Chips(_l("Who is it for?"), choices_of(REPORT_KIND_NAMES))
    starts_on = Day(_l("Start date"), required=True)
    ends_on = Day(_l("End date"), required=True)
    language = Chips(_l("Report language"), choices_of(REPORT_LANGUAGE_NAMES))
    checked = HiddenField()

    @classmethod
    def asked(cls, address: MultiDict[str, str], period: Period, language: str) -> Self:
        """The form with what the address asks for, else these days and this language."""
        kind, tongue = address.get("kind"), address.get("language")
        return cls(
            data={
                "kind": kind if kind in set(ReportKind) else ReportKind.FULL,
                "starts_on": _day(address.get("starts_on")) or period.starts_on,
                "ends_on": _day(address.get("ends_on")) or period.ends_on,
                "language": tongue if tongue in REPORT_LANGUAGE_NAMES else language,
            }
        )

    def period(self) -> Period:
        """The days that were chosen."""
        return Period(self.starts_on.data, self.ends_on.data)

    def chosen_kind(self) -> ReportKind:
        """For whom the report is to be."""
        return ReportKind(self.kind.data)

    def is_complete(self) -> bool:
        """Whether it names a kind and days that can be."""
        first, last = self.starts_on.data, self.ends_on.data
        return self.kind.data in set(ReportKind) and bool(first and last) and first <= last

    def draft(self) -> NewReportDraft:
        """What is asked for."""
        return NewReportDraft(self.period(), self.language.data, self.chosen_kind())

    def choice(self) -> str:
        """What decides on the missing data, in a few letters."""
        return f"{self.kind.data} {self.starts_on.data} {self.ends_on.data}"

    def has_seen_missing_data(self) -> bool:
        """Whether the person has been shown what is missing for this very choice."""
        return bool(self.checked.data == self.choice())

    def mark_missing_data_seen(self) -> None:
        """Say, when the form is sent again, that what is missing for this choice has been shown."""
        self.checked.data = self.choice()


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
