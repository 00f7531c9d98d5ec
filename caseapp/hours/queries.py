"""The contacts behind figures of used hours."""

from uuid import UUID

from caseapp.access import Viewer
from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.queries import contacts_between
from caseapp.basket.queries import ApprovalRow, list_approvals
from caseapp.hours.allocation_rules import Share
from caseapp.hours.rules import CountedHours, shares_in, shares_of


def list_counted(viewer: Viewer, client_id: UUID, asked: CountedHours) -> list[Share[ContactRecord, ApprovalRow]]:
    """The contacts, or the parts of them, that a figure of a client's used hours counts, the newest first."""
    contacts = contacts_between(viewer, client_id, asked.since, asked.until)
    shares = shares_of(contacts, list_approvals(viewer, client_id), asked.since, asked.until)
    return shares_in(shares, asked.counted)[::-1]
