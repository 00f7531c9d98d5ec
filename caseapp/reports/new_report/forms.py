"""The form that starts a report."""

from datetime import date

from wtforms import HiddenField

from caseapp.i18n import _l
from caseapp.reports.kind_rules import REPORT_KIND_NAMES, ReportKind
from caseapp.reports.rules import REPORT_LANGUAGE_NAMES, Period
from caseapp.web.fields import Chips, Day, choices_of
from caseapp.web.forms import NewRecordForm


class ReportForm(NewRecordForm):
    """A new report: for whom, its days and its language; `checked` says for which of them the gaps were seen."""

    kind = Chips(_l("Who is it for?"), choices_of(REPORT_KIND_NAMES))
    starts_on = Day(_l("Start date"), required=True)
    ends_on = Day(_l("End date"), required=True)
    language = Chips(_l("Report language"), choices_of(REPORT_LANGUAGE_NAMES))
    checked = HiddenField()

    @classmethod
    def asked(cls, address, period, language):
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

    def period(self):
        """The days that were chosen."""
        return Period(self.starts_on.data, self.ends_on.data)

    def chosen_kind(self):
        """For whom the report is to be."""
        return ReportKind(self.kind.data)

    def is_whole(self):
        """Whether it names a kind and days that can be."""
        first, last = self.starts_on.data, self.ends_on.data
        return self.kind.data in set(ReportKind) and bool(first and last) and first <= last

    def choice(self):
        """What decides on the gaps, in a few letters."""
        return f"{self.kind.data} {self.starts_on.data} {self.ends_on.data}"

    def saw_gaps(self):
        """Whether the person has seen what is missing for this very choice."""
        seen = self.checked.data == self.choice()
        self.checked.data = self.choice()
        return seen


def _day(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
