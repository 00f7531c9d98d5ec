"""Making a whole file, with the rights that whoever asked for it has at that moment."""

import logging
import zipfile
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import BytesIO
from uuid import UUID

from caseapp.access import Capability, Viewer, ensure
from caseapp.audit import Act, record
from caseapp.batches.queue import Background
from caseapp.clock import local, now
from caseapp.db import transaction
from caseapp.documents.merging import bound, count_pages
from caseapp.documents.server.client import DrawingCrowded, draw_bounded
from caseapp.errors import Conflict, KeyMissing, NotAllowed
from caseapp.i18n import _, in_language
from caseapp.privacy.contents.rules import WholeRecord
from caseapp.privacy.whole_file.actions import remove_old_files
from caseapp.privacy.whole_file.file_blocks import index_document, parts_of
from caseapp.privacy.whole_file.html_page import html_page
from caseapp.privacy.whole_file.json_page import json_page
from caseapp.privacy.whole_file.models import WholeFile
from caseapp.privacy.whole_file.queries import find_file_job, waiting_files
from caseapp.privacy.whole_file.record_queries import whole_record

LOG = logging.getLogger("caseapp")
NAME = "whole-file"


def make_file(file_id: UUID) -> None:
    """Make the file and keep it, unless it was made meanwhile. `DrawingCrowded` where it has to wait for its turn."""
    job = find_file_job(None, file_id)
    if job is None:
        return
    with suppress(Conflict):  # another worker was quicker: its file stands
        try:
            if job.person.disabled_at:
                raise NotAllowed
            ensure(job.person, Capability.EXPORT_RECORDS)
            with in_language(job.file.language):
                whole = whole_record(job.person, job.file.client_id)
                content = zipped(whole, job.file.language)
        except (DrawingCrowded, KeyMissing):
            raise
        except Exception as fault:  # its text may hold a client's words
            LOG.error("a whole file was not made: %s", type(fault).__name__)
            _keep_failed(job.person, job.file)
        else:
            _keep_made(job.person, job.file, content, whole)


def zipped(whole: WholeRecord, language: str) -> bytes:
    """The file in its three forms. Names in it say nothing about the client."""
    made_at = now()
    day = local(made_at).timetuple()[:6]
    forms = {"pdf": _pdf(whole, language), "html": html_page(whole), "json": json_page(whole, made_at, language)}
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as files:
        for ending, form in forms.items():
            files.writestr(zipfile.ZipInfo(f"{NAME}.{ending}", day), form, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def _pdf(whole: WholeRecord, language: str) -> bytes:
    """Each part is drawn once, because the pages of the index can be counted beforehand."""
    parts = list(parts_of(whole))
    page = 1 + count_pages(draw_bounded(index_document(whole, [(part.name, part.number, 0) for part in parts])))
    drawn, places = [], []
    for part in parts:
        footer = replace(part.document.footer, first_page=page)
        pdf = draw_bounded(replace(part.document, footer=footer))
        drawn.append((part.name, pdf))
        places.append((part.name, part.number, page))
        page += count_pages(pdf)
    index = draw_bounded(index_document(whole, places))
    return bound([(_("Contents"), index), *drawn], title=_("The whole file"), language=language)


@transaction
def _keep_made(viewer: Viewer, file: WholeFile, content: bytes, whole: WholeRecord) -> None:
    file.keep(content, now())
    record(Act.WHOLE_FILE_MADE, viewer, about=file, clients=[file.client_id], rows=whole.rows)


@transaction
def _keep_failed(viewer: Viewer, file: WholeFile) -> None:
    file.fail(now())
    record(Act.WHOLE_FILE_FAILED, viewer, about=file, clients=[file.client_id])


BACKGROUND = Background(make_file, partial(waiting_files, None), remove_old_files)
