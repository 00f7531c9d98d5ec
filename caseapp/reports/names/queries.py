"""The names of other people that a report does not print, narrowed to the viewer's clients."""

from typing import NamedTuple
from uuid import UUID

from caseapp.access import Viewer
from caseapp.clients.file.queries import ContactRow, list_contacts
from caseapp.clients.file.rules import ContactKind
from caseapp.clients.queries import about_visible_clients
from caseapp.db import db
from caseapp.errors import NotVisible
from caseapp.i18n import in_language
from caseapp.reports.names.masking_rules import OtherName
from caseapp.reports.names.models import ReportName
from caseapp.reports.names.rules import Substitute, words_for

_OFFERED = {ContactKind.EMERGENCY: Substitute.RELATIVE, ContactKind.GUARDIAN: Substitute.PROFESSIONAL}


class NameRow(NamedTuple):
    """A name, and the words that are printed for it in the report's language."""

    id: UUID
    name: str
    instead: Substitute
    words: str


def list_names(viewer: Viewer, report_id: UUID, language: str) -> list[NameRow]:
    """The names that a visible client's report does not print, in the order in which they were added."""
    found = about_visible_clients(viewer, ReportName).where(ReportName.report_id == report_id)
    rows = db.session.scalars(found.order_by(ReportName.created_at, ReportName.id))
    with in_language(language):
        return [NameRow(row.id, row.name, row.instead, words_for(row.name, row.instead)) for row in rows]


def other_names(viewer: Viewer, report_id: UUID, language: str) -> list[OtherName]:
    """The same, as the paper needs them."""
    return [OtherName(row.name, row.words) for row in list_names(viewer, report_id, language)]


def name_rows(viewer: Viewer, report_id: UUID) -> list[ReportName]:
    """The names as rows, to copy them into another version."""
    return list(db.session.scalars(about_visible_clients(viewer, ReportName).where(ReportName.report_id == report_id)))


def find_name(viewer: Viewer, name_id: UUID) -> ReportName:
    """A name in a visible client's report, or `NotVisible`."""
    row: ReportName | None = db.session.scalar(
        about_visible_clients(viewer, ReportName).where(ReportName.id == name_id)
    )
    if row is None:
        raise NotVisible
    return row


def offered_names(viewer: Viewer, client_id: UUID, known: list[NameRow]) -> list[ContactRow]:
    """Emergency contacts and guardians of the file that are not among the known names yet."""
    taken = {row.name for row in known}
    contacts = list_contacts(viewer, client_id)
    return [contact for contact in contacts if contact.kind in _OFFERED and contact.name not in taken]


def usual_substitute(contact: ContactRow) -> Substitute:
    """What is proposed for a contact of the file."""
    return _OFFERED[contact.kind]
