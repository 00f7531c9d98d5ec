"""What the worker does with files that somebody sent, with the rights that the person has at that moment."""

import io
import json
import logging
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from caseapp.access import Capability, Role, ensure
from caseapp.accounts.models import User
from caseapp.audit import Act, record
from caseapp.batches.queue import Background
from caseapp.clock import local, now, today
from caseapp.db import changed_rows, transaction
from caseapp.errors import Conflict, KeyMissing, NotAllowed
from caseapp.exchange.actions import KeepRejected, import_files, in_folder
from caseapp.exchange.difference_actions import take_changes
from caseapp.exchange.difference_words import taken_in_words
from caseapp.exchange.rehearsal_actions import rehearse_files
from caseapp.exchange.spreadsheets.days import Order
from caseapp.exchange.spreadsheets.files import folder_of, tables_by_path
from caseapp.exchange.spreadsheets.outcomes import Became, RecordChange, TakenChange, how_many
from caseapp.exchange.spreadsheets.rejected_rows import rejected_path, rejected_text
from caseapp.exchange.spreadsheets.row_errors import RejectedRow
from caseapp.exchange.spreadsheets.sheets import Choices, Sheet
from caseapp.exchange.tables.table import SheetLine
from caseapp.exchange.uploads.actions import remember, remove_old_uploads
from caseapp.exchange.uploads.models import Upload
from caseapp.exchange.uploads.page import by_field, recognised, said_of_shapes, shapes_in, summed
from caseapp.exchange.uploads.queries import UploadJob, files_of, find_upload_job, known_shapes, waiting_uploads
from caseapp.exchange.uploads.rejected_folder import folder_on_host, remove_old_folders
from caseapp.exchange.uploads.rules import UploadState
from caseapp.i18n import in_language

LOG = logging.getLogger("caseapp")
RejectedTexts = dict[str, str]
EVERY = 20  # rows between two signs of life while differences are taken


def work_on(upload_id: UUID) -> None:
    """Look at the files, or import them; nothing where somebody else does it or nobody wants it any more."""
    with suppress(Conflict):  # another worker was quicker
        job = _take(upload_id)
        if job is None:
            return
        try:
            if job.person.disabled_at or job.person.role != job.upload.role:
                raise NotAllowed
            ensure(job.person, Capability.IMPORT_CASELOAD)
            with in_language(job.upload.language):
                (_take_wanted if job.upload.state is UploadState.TAKING else _work)(job.upload, job.person)
        except NotAllowed:
            _keep_failed(job.upload, job.person)
        except KeyMissing:
            _give_back(upload_id)
            raise
        except Exception as fault:  # its text may hold a client's words
            LOG.error("files were not imported: %s", type(fault).__name__)
            _keep_failed(job.upload, job.person)


def _work(upload: Upload, person: User) -> None:
    files = files_of(person, upload)
    tables, faults = tables_by_path({Path(file.name): partial(bytes, file.content) for file in files})
    choices = _choices(person, upload, tables)
    found = folder_of(tables, faults, today(), choices)
    may_see_cells = person.role != Role.ADMINISTRATOR
    findings = recognised(tables, found, choices, may_see_cells=may_see_cells)
    findings["choices"] = {"columns": dict(choices.columns), "answers": dict(choices.answers)}
    texts: RejectedTexts = {}
    was_interrupted = upload.done > 0
    if upload.state is UploadState.CHECKING:
        caseload = rehearse_files(person, found, _collect(texts))
    else:
        rows = sum(len(sheet.lines) for sheet in found.sheets)
        keep = _collect(texts) if may_see_cells else in_folder(folder_on_host(upload.id))
        caseload = import_files(person, found, keep, _progress(upload.id, rows))
        remember(said_of_shapes(tables, choices))
        findings["is_on_host"] = bool(caseload.rejected_files)
        findings["was_interrupted"] = was_interrupted
    findings |= summed(caseload, may_see_cells=may_see_cells)
    _keep_done(upload, findings, _packed(texts) if may_see_cells else b"")


def _take_wanted(upload: Upload, person: User) -> None:
    """Take the differences that were chosen; what was taken leaves the list, the others stay, with the reason."""
    findings, changes = upload.findings, upload.changes
    wanted = _wanted(changes, findings.pop("wanted"))
    taken = take_changes(person, wanted.values(), _progress(upload.id, len(wanted), EVERY))
    results = dict(zip(wanted, taken, strict=True))
    remaining: list[RecordChange] = []
    left: dict[str, str] = {}
    for place, change in enumerate(changes):
        result = results.get(place)
        kept = change if result is None or result.became is Became.LEFT else _without(change, result)
        if kept.says:
            if result and result.became is Became.LEFT:
                left[str(len(remaining))] = result.sentence
            remaining.append(kept)
    fewer = len(changes) - len(remaining)
    findings |= {
        "totals": [findings["totals"][0], findings["totals"][1] + fewer],
        "changes": [change.as_json() for change in remaining],
        "left": left,
        "differing": by_field(remaining),
        "differences": findings["differences"] - fewer,
        "took": taken_in_words(how_many(taken)),
    }
    _keep_taken(upload, findings)


def _wanted(changes: Sequence[RecordChange], wanted: Mapping[str, Sequence[str]]) -> dict[int, RecordChange]:
    """Of each place in the list what was chosen, where anything was."""
    fields, columns = set(wanted["fields"]), set(wanted["columns"])
    chosen = {
        place: change.only(
            field for field in change.says if f"{place}:{field}" in fields or f"{change.kind.value}.{field}" in columns
        )
        for place, change in enumerate(changes)
    }
    return {place: change for place, change in chosen.items() if change.says}


def _without(change: RecordChange, taken: TakenChange) -> RecordChange:
    rest = change.only(field for field in change.says if field not in taken.change.says)
    return replace(rest, version=taken.change.version)


def _choices(person: User, upload: Upload, tables: Any) -> Choices:
    """What was said of these files; of what was not, what was said of earlier ones with these headings."""
    said = upload.choices
    columns: dict[str, str] = {}
    answers: dict[str, str] = {}
    for known in known_shapes(person, shapes_in(tables)).values():
        columns |= known["columns"]
        answers |= known["answers"]
    order = Order(said["order"]) if said.get("order") else None
    return Choices(order, {**answers, **said.get("answers", {})}, {**columns, **said.get("columns", {})})


def _collect(texts: RejectedTexts) -> KeepRejected:
    def keep(sheet: Sheet, rows: Sequence[RejectedRow], closing: Sequence[SheetLine]) -> None:
        if rows:
            texts[rejected_path(sheet.path).name] = rejected_text(sheet, rows, closing)

    return keep


def _packed(texts: Mapping[str, str]) -> bytes:
    """The rejected rows: one file as it is, several in a ZIP."""
    contents = {name: text.encode("utf-8-sig") for name, text in texts.items()}
    if len(contents) < 2:
        return next(iter(contents.values()), b"")
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as files:
        for name, content in contents.items():
            files.writestr(zipfile.ZipInfo(name, local(now()).timetuple()[:6]), content)
    return whole.getvalue()


def _progress(upload_id: UUID, rows: int, every: int = 1) -> Callable[[int], None]:
    """Keeps how many rows are done, each time that there are so many more."""
    done = kept = 0

    @transaction
    def keep() -> None:
        changed_rows(sa.update(Upload).where(Upload.id == upload_id).values(done=done, total=rows, taken_at=now()))

    def advance(more: int) -> None:
        nonlocal done, kept
        done = min(done + more, rows)
        if done >= kept + every or done == rows:
            keep()
            kept = done

    return advance


@transaction
def _take(upload_id: UUID) -> UploadJob | None:
    job = find_upload_job(None, upload_id)
    if job:
        job.upload.taken_at = now()
    return job


@transaction
def _give_back(upload_id: UUID) -> None:
    changed_rows(sa.update(Upload).where(Upload.id == upload_id).values(taken_at=None))


@transaction
def _keep_done(upload: Upload, findings: dict[str, Any], rejected: bytes) -> None:
    upload.keep(findings, rejected)
    upload.state = UploadState.READY if upload.state is UploadState.CHECKING else UploadState.DONE


@transaction
def _keep_taken(upload: Upload, findings: dict[str, Any]) -> None:
    upload.state = UploadState(findings.pop("state_after"))
    upload.findings_text = json.dumps(findings, ensure_ascii=False)


@transaction
def _keep_failed(upload: Upload, person: User) -> None:
    upload.state = UploadState.FAILED
    record(Act.IMPORT_FAILED, person, about=upload)


def remove_old(before: datetime) -> int:
    """Remove the files that were sent before that instant, and rejected rows that lie on the host as long."""
    remove_old_folders(before)
    return remove_old_uploads(before)


BACKGROUND = Background(work_on, partial(waiting_uploads, None), remove_old)
