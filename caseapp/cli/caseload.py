"""`caseapp import FOLDER --by USER`: a provider's spreadsheets come in."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from caseapp.access import Capability, ensure
from caseapp.accounts.queries import find_user_by_name
from caseapp.accounts.rules import normal_username
from caseapp.exchange.actions import import_caseload
from caseapp.exchange.difference_actions import take_changes
from caseapp.exchange.difference_words import taken_in_words
from caseapp.exchange.spreadsheets.days import Order
from caseapp.exchange.spreadsheets.heading_words import FileKind
from caseapp.exchange.spreadsheets.outcomes import (
    FILE_KIND_NAMES,
    Became,
    Caseload,
    FileReading,
    ImportCount,
    TakenChange,
    how_many,
)
from caseapp.exchange.spreadsheets.row_errors import RowFault, without_cells, without_quotes
from caseapp.exchange.spreadsheets.sheets import Choices
from caseapp.exchange.spreadsheets.vocabulary import fold
from caseapp.i18n import LANGUAGES, _, in_language, ngettext


@click.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--by", "username", required=True, help="Username of the person who imports the records.")
@click.option(
    "--rejected", type=click.Path(file_okay=False, path_type=Path), help="Folder for the rows that are not imported."
)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--days", type=click.Choice([order.value for order in Order]), help="What stands first in days.")
@click.option(
    "--answer",
    "answers",
    multiple=True,
    callback=lambda _context, _option, given: _pairs(given),
    help="What a column that a file does not have would hold in all its rows, such as outcome=held.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    callback=lambda _context, _option, given: _pairs(given),
    help="What a heading means, such as “Tel=phone”; “Tel=” leaves the column out.",
)
@click.option(
    "--take-differences", is_flag=True, help="Change the records that are here already where the files say otherwise."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def import_folder(
    folder: Path,
    username: str,
    rejected: Path | None,
    language: str,
    days: str | None,
    answers: dict[str, str],
    columns: dict[str, str],
    take_differences: bool,
    as_json: bool,
) -> None:
    """Import clients, goals, meetings and group attendance from FOLDER. Existing records are not added again.

    It ends with 1 where nothing was taken from some file.
    """
    choices = Choices(
        Order(days) if days else None, answers, {fold(heading): field for heading, field in columns.items()}
    )
    with in_language(language):
        by = find_user_by_name(normal_username(username))
        if take_differences:
            ensure(by, Capability.RECORD_WORK)
        if rejected:
            rejected.mkdir(parents=True, exist_ok=True, mode=0o700)
        caseload = import_caseload(by, folder, rejected, choices)
        taken = take_changes(by, caseload.changes) if take_differences else []
        if as_json:
            click.echo(json.dumps(_as_json(caseload, taken), ensure_ascii=False, indent=2))
        else:
            for line in (*_lines(caseload), *_taken_lines(taken)):
                click.echo(line)
    if caseload.left_out:
        raise click.exceptions.Exit(1)


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    wrong = next((text for text in given if "=" not in text), None)
    if wrong is not None:
        raise click.BadParameter(f"“{wrong}” has no “=”.")
    return dict(text.rsplit("=", 1) for text in given)


def _as_json(caseload: Caseload, taken: Sequence[TakenChange]) -> dict[str, Any]:
    return {
        "clients": asdict(caseload.clients),
        "goals": asdict(caseload.goals),
        "activities": asdict(caseload.activities),
        "groups": asdict(caseload.groups),
        "files": [asdict(reading) for reading in caseload.read],
        "faults": [asdict(fault) for fault in _faults(caseload)],
        "cells_left_out": [asdict(fault) for fault in _shown(caseload.cells_left_out)],
        "differences": [asdict(fault) for fault in caseload.differences],
        "differences_taken": {became.value: count for became, count in how_many(taken).items()},
        "files_left_out": [asdict(fault) for fault in caseload.left_out],
        "rejected_files": [str(path) for path in caseload.rejected_files],
        "files_not_written": [asdict(fault) for fault in caseload.unwritten],
    }


def _lines(caseload: Caseload) -> Iterator[str]:
    yield _("Clients: %(counts)s.", counts=_counts(caseload.clients))
    yield _("Goals: %(counts)s.", counts=_counts(caseload.goals))
    yield _("Activities: %(counts)s.", counts=_counts(caseload.activities))
    yield from _group_lines(caseload)
    for reading in caseload.read:
        yield f"{reading.file}: {' '.join(_said(reading))}"
    for fault in (*_faults(caseload), *_shown(caseload.cells_left_out), *caseload.differences):
        place = _("%(file)s, line %(line)s", file=fault.file, line=fault.line)
        yield f"{place}, {fault.column}: {fault.sentence}" if fault.column else f"{place}: {fault.sentence}"
    for left_out in (*caseload.left_out, *caseload.unwritten):
        yield f"{left_out.file}: {left_out.sentence}"
    if caseload.rejected_files:
        yield _(
            "Rows that were not imported are in these files, readable only by you, ready to correct and import again:"
        )
        yield from (f"  {path}" for path in caseload.rejected_files)
    if caseload.unwritten:
        yield _("To keep the rows that were not imported, name a folder: --rejected FOLDER")


def _taken_lines(taken: Sequence[TakenChange]) -> Iterator[str]:
    if not taken:
        return
    yield taken_in_words(how_many(taken))
    for each in taken:
        if each.became is Became.LEFT:
            yield f"{_('%(file)s, line %(line)s', file=each.change.file, line=each.change.line)}: {each.sentence}"


def _said(reading: FileReading) -> Iterator[str]:
    """What the file is, and what people should know of how it was read."""
    yield _("%(kind)s, %(encoding)s.", kind=FILE_KIND_NAMES[FileKind(reading.kind)], encoding=reading.encoding)
    if reading.unknown:
        headings = _(", ").join(f"“{heading}”" for heading in reading.unknown)
        yield _("Columns that are not known and were left out: %(headings)s.", headings=headings)
    yield from reading.remarks


def _counts(count: ImportCount) -> str:
    counts: str = _(
        "%(added)s added, %(already_there)s already there, %(rejected)s rejected",
        added=count.added,
        already_there=count.already_there,
        rejected=count.rejected,
    )
    return counts


def _group_lines(caseload: Caseload) -> Iterator[str]:
    groups = caseload.groups
    yield _("Groups: %(counts)s.", counts=_counts(groups))
    if groups.members or groups.meetings or groups.holidays or groups.marks:
        came = (
            ngettext("%(num)s member", "%(num)s members", groups.members),
            ngettext("%(num)s meeting", "%(num)s meetings", groups.meetings),
            ngettext("%(num)s holiday", "%(num)s holidays", groups.holidays),
            ngettext("%(num)s attendance mark", "%(num)s attendance marks", groups.marks),
        )
        yield _("In the groups: %(counts)s.", counts=_(", ").join(came))


def _faults(caseload: Caseload) -> Iterator[RowFault]:
    """Every fault as a terminal may show it, which keeps what it showed."""
    for _sheet, row in caseload.rejected:
        yield from without_cells(row)


def _shown(faults: Iterable[RowFault]) -> Iterator[RowFault]:
    """Faults of cells as a terminal may show them."""
    return map(without_quotes, faults)
