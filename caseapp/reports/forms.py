"""The forms of reports."""

from datetime import date
from uuid import UUID

from wtforms import HiddenField

from caseapp.i18n import _l
from caseapp.reports.kind_rules import RECOMMENDATION_NAMES, REPORT_KIND_NAMES, Recommendation, ReportKind
from caseapp.reports.rules import REPORT_LANGUAGE_NAMES, Period
from caseapp.reports.section_rules import Written, read_taken
from caseapp.web.fields import Chips, Day, Line, Text, choices_of
from caseapp.web.forms import BaseForm, EditForm, NewRecordForm

TYPED_MAX = 1_000_000


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


class SectionForm(EditForm):
    """What is written in a section. Whatever it is, it is kept: what is too long is said when it is submitted."""

    words = Text(_l("Text"), longest=TYPED_MAX)
    source = HiddenField()
    take = HiddenField()

    def written(self):
        """The words, the notes that they are out of, and the sentence that is to be added."""
        pressed = [text for text in self.take.raw_data or () if text]
        return Written(
            self.words.data or "",
            source_ids=tuple(_ids(self.source.raw_data or ())),
            taken=read_taken(pressed[-1]) if pressed else None,
            recommendation=self.chosen(),
        )

    def chosen(self):
        """What is recommended; only one section says it."""
        return


class RecommendationForm(SectionForm):
    """What is recommended, and why."""

    recommendation = Chips(_l("What do you recommend?"), choices_of(RECOMMENDATION_NAMES), required=False)

    def chosen(self):
        """What is recommended; nothing while nobody has chosen."""
        return Recommendation(self.recommendation.data) if self.recommendation.data else None


class SearchForm(BaseForm):
    """Words to look for in the notes; posted, so that none of them stands in an address."""

    wanted = Line(_l("Search the notes"))


class SubmissionForm(NewRecordForm):
    """That a report is given for review."""


def _day(text):
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _ids(texts):
    for text in texts:
        try:
            yield UUID(text)
        except ValueError:
            continue
