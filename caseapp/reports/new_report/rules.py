"""What is asked for when a report is started."""

from dataclasses import dataclass

from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.rules import Period


@dataclass(frozen=True)
class NewReportDraft:
    """A new report: about which days, in which language, for whom."""

    period: Period
    language: str
    kind: ReportKind = ReportKind.FULL
