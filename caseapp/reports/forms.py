"""The forms of reports."""

from caseapp.i18n import _l
from caseapp.reports.rules import NARRATIVE_MAX, REPORT_LANGUAGE_NAMES, Period
from caseapp.web.fields import Chips, Day, Text, choices_of
from caseapp.web.forms import EditForm, NewRecordForm


class ReportForm(NewRecordForm):
    """A new report: its days and its language."""

    starts_on = Day(_l("First day"), required=True)
    ends_on = Day(_l("Last day"), required=True)
    language = Chips(_l("Language of the report"), choices_of(REPORT_LANGUAGE_NAMES))

    @classmethod
    def over(cls, period, language):
        """The form with these days and this language filled in."""
        return cls(data={"starts_on": period.starts_on, "ends_on": period.ends_on, "language": language})

    def period(self):
        """The days that were chosen."""
        return Period(self.starts_on.data, self.ends_on.data)


class NarrativeForm(EditForm):
    """What the mentor tells."""

    narrative = Text(
        _l("How it went"),
        longest=NARRATIVE_MAX,
        description=_l("What helped, what stood in the way, what comes next. An empty line begins a new paragraph."),
    )
