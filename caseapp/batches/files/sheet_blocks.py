"""The covering sheet of printed reports: who took them along, when and what for. The files below it stay as they are,
and no client is named."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from caseapp.batches.queries import MadeReportRow
from caseapp.batches.rules import file_name
from caseapp.charts.shapes import Direction
from caseapp.clock import now
from caseapp.documents.blocks import Column, Document, Facts, Heading, Note, RunningFooter, RunningHeader, Table
from caseapp.i18n import _, direction, language
from caseapp.organisation.queries import organisation_settings
from caseapp.web.filters import moment


class Taking(NamedTuple):
    """Who takes files along, of which day they are, what for, and when a second person confirmed it."""

    by: str
    day: date
    what_for: str
    confirmed_at: datetime | None


def covering_sheet(taking: Taking, made: Mapping[int, MadeReportRow]) -> Document:
    """The sheet, in the current language."""
    house = organisation_settings().details.name
    return Document(
        title=_("Covering sheet"),
        language=language(),
        direction=Direction(direction()),
        header=RunningHeader(house, kind=_("Progress reports")),
        footer=RunningFooter(_("Page {page} of {pages}"), (_("Confidential: for the addressee only"),)),
        author=house,
        made_at=now(),
        blocks=(
            Facts(tuple(_facts(taking, len(made)))),
            Note(_("The reports below this sheet are as they were signed or printed; nothing in them was changed.")),
            Heading(1, _("Files")),
            Table(
                (
                    Column(_("Name of the file"), weight=1.8),
                    *(Column(words) for words in (_("Kind"), _("From"), _("To"), _("Language"))),
                ),
                tuple(_row(place, row, taking.day) for place, row in sorted(made.items())),
            ),
        ),
    )


def _facts(taking: Taking, number: int) -> list[tuple[str, str]]:
    facts = [(_("Taken along by"), taking.by), (_("When"), moment(now())), (_("Reports"), str(number))]
    if taking.what_for:
        facts.append((_("What for"), taking.what_for))
    if taking.confirmed_at:
        facts.append((_("Confirmed by a second person"), moment(taking.confirmed_at)))
    return facts


def _row(place: int, row: MadeReportRow, day: date) -> tuple[str, ...]:
    kind, language_name, _made_at = row.words
    return file_name(place, day), kind, f"{row.starts_on:%d.%m.%Y}", f"{row.ends_on:%d.%m.%Y}", language_name
