"""Import clients with their mentors and approvals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from caseapp.access import Capability, Role, ensure
from caseapp.accounts.models import User
from caseapp.audit import Act, record
from caseapp.basket.models import Approval
from caseapp.clients.models import Assignment, Client
from caseapp.clients.rules import GenderForm, PersonalDetails, check_personal_details
from caseapp.clock import now, today
from caseapp.db import Base, db, transaction
from caseapp.db.sealing import key_ring
from caseapp.errors import RuleBroken
from caseapp.exchange.queries import (
    KnownMentor,
    approvals_of_clients,
    assignments_of_clients,
    clients_by_national_id,
    id_hashes,
    mentors_by_name,
)
from caseapp.exchange.spreadsheets.cells import OWN_ID
from caseapp.exchange.spreadsheets.outcomes import ImportOutcome, Said, Tally
from caseapp.exchange.spreadsheets.row_errors import Reading
from caseapp.exchange.spreadsheets.rows import ImportedApproval, ImportedClient
from caseapp.i18n import _

APPROVED = ("service", "amount", "unit", "per", "starts_on", "ends_on")


@dataclass
class ClientFiles:
    """The files that the importer may change, and those that are being opened."""

    clients: dict[str, Client]
    assignments: dict[UUID, list[Assignment]]
    approvals: dict[UUID, list[Approval]]
    hashes: set[bytes]
    opened: list[Base] = field(default_factory=list)


@transaction
def import_clients(
    viewer: User, reading: Reading[ImportedClient], first_meetings: Mapping[str, date]
) -> ImportOutcome[Reading[ImportedClient]]:
    """Open a file for each client who has none; a further row of that client adds a further approval.

    `first_meetings` are the dates of first meetings by id number: an assignment begins with the approval or with the
    first meeting, whichever was earlier.
    """
    ensure(viewer, Capability.IMPORT_CASELOAD)
    tally, mentors = Tally(reading.sheet), mentors_by_name(viewer)
    heading = reading.sheet.heading
    national_ids = {row.national_id for row in reading.rows}
    clients = clients_by_national_id(viewer, national_ids)
    files = ClientFiles(
        clients,
        assignments_of_clients(viewer, clients.values()),
        approvals_of_clients(viewer, clients.values()),
        id_hashes(viewer, national_ids),
    )
    for row in reading.rows:
        mentor, client = mentors.get(row.mentor), files.clients.get(row.national_id)
        team_id = mentor.team_id if mentor else None
        if client:
            if _add_approval(row, client, files):
                tally.add(client.id)
            else:
                tally.already_there += 1
            _note_differences(tally, row, client, files, mentor)
        elif OWN_ID.fullmatch(row.national_id):
            tally.reject(row.line, heading("national_id"), _("This client's file is no longer here."))
        elif sentence := _refusal(viewer, mentor, _hashed(row.national_id) in files.hashes):
            tally.reject(row.line, heading("mentor"), sentence)
        elif mentor and team_id:
            row = _by_the_rules(row, tally)
            first_day = _first_day(row, first_meetings.get(row.national_id))
            tally.add(_open(viewer, row, team_id, mentor, first_day, files).id)
    _keep(files.opened)
    if tally.added:
        record(Act.CASELOAD_IMPORTED, viewer, clients=tally.clients, kind="clients", added=tally.added)
    return tally.outcome_of(reading)


def _refusal(viewer: User, mentor: KnownMentor | None, is_stored_elsewhere: bool) -> str | None:
    sentence: str | None = None
    if mentor is None or not mentor.is_active:
        sentence = _("This mentor's account is no longer active.")
    elif mentor.team_id is None:
        sentence = _("This mentor is not in a team yet. Choose a team for the mentor first.")
    elif viewer.role != Role.ADMINISTRATOR and mentor.team_id not in viewer.team_ids_in_charge:
        sentence = _(
            "This mentor is in another team. That team's supervisor or the administrator can import the client."
        )
    elif is_stored_elsewhere:
        sentence = _("The file with this ID number is with another team. Ask the administrator.")
    return sentence


def _by_the_rules(row: ImportedClient, tally: Tally) -> ImportedClient:
    """The row without a birth date by which nobody can have a file; it is told."""
    try:
        check_personal_details(_facts(row), today())
    except RuleBroken as broken:
        tally.leave_out(row.line, tally.sheet.heading("born_on"), str(broken))
        return replace(row, born_on=None)
    return row


def _facts(row: ImportedClient) -> PersonalDetails:
    return PersonalDetails(
        given_name=row.first_name,
        family_name=row.last_name,
        preferred_name=row.preferred_name or "",
        national_id=row.national_id,
        birth_on=row.born_on,
        phone=row.phone or "",
        language=row.language or "he",
        gender_form=GenderForm(row.gender_form),
    )


def _first_day(row: ImportedClient, first_meeting: date | None) -> date:
    days = (row.approval.from_on if row.approval else None, first_meeting)
    return min((day for day in days if day and day <= today()), default=today())


def _open(
    viewer: User, row: ImportedClient, team_id: UUID, mentor: KnownMentor, first_day: date, files: ClientFiles
) -> Client:
    facts = _facts(row)
    client = Client(
        team_id=team_id, birth_on=facts.birth_on, language=facts.language, opened_at=now(), status_on=first_day
    )
    client.rename(facts.given_name, facts.family_name, facts.preferred_name)
    client.gender_form, client.phone = facts.gender_form, facts.phone
    client.national_id, client.national_id_hash = row.national_id, _hashed(row.national_id)
    assignment = Assignment(
        client_id=client.id, mentor_id=mentor.id, starts_on=first_day, assigned_by_id=viewer.id, assigned_at=now()
    )
    approvals = [_approval(row.approval, client)] if row.approval else []
    files.clients[row.national_id] = client
    files.assignments[client.id], files.approvals[client.id] = [assignment], approvals
    files.opened += [client, assignment, *approvals]
    return client


def _add_approval(row: ImportedClient, client: Client, files: ClientFiles) -> bool:
    """Add the approval of a further row about a client whose file an earlier row opened."""
    known = files.approvals[client.id] if any(opened is client for opened in files.opened) else None
    if known is None or row.approval is None or any(_is_same(row.approval, kept) for kept in known):
        return False
    approval = _approval(row.approval, client)
    known.append(approval)
    files.opened.append(approval)
    return True


def _approval(row: ImportedApproval, client: Client) -> Approval:
    return Approval(client_id=client.id, **vars(row.terms()))


def _keep(rows: list[Base]) -> None:
    """Store the clients first, because the other rows refer to them."""
    db.session.add_all(row for row in rows if isinstance(row, Client))
    db.session.flush()
    db.session.add_all(row for row in rows if not isinstance(row, Client))
    db.session.flush()


def _hashed(national_id: str) -> bytes:
    return key_ring().blind("national_id", national_id)


def _note_differences(
    tally: Tally, row: ImportedClient, client: Client, files: ClientFiles, mentor: KnownMentor | None
) -> None:
    says = _other_details(row, client)
    tally.can_change(row.line, client, client.id, says)
    headings = [tally.sheet.heading(name) for name in (*says, *_differing(row, client, files, mentor))]
    if headings:
        sentence = _(
            "This client already exists with different information under %(headings)s. Nothing was changed.",
            headings=_(", ").join(headings),
        )
        tally.differs(row.line, headings[0], sentence)


def _other_details(row: ImportedClient, client: Client) -> dict[str, Said]:
    """The personal details that differ from the stored file; empty cells do not count."""
    values = {
        "first_name": (row.first_name, client.given_name),
        "last_name": (row.last_name, client.family_name),
        "preferred_name": (row.preferred_name, client.preferred_name),
        "born_on": (row.born_on, client.birth_on),
        "phone": (row.phone, client.phone),
        "language": (row.language, client.language),
        "gender_form": (row.gender_form if row.gender_form != GenderForm.NEUTRAL else None, client.gender_form),
    }
    return {name: str(said) for name, (said, stored) in values.items() if said and said != stored}


def _differing(row: ImportedClient, client: Client, files: ClientFiles, mentor: KnownMentor | None) -> Iterator[str]:
    """What has rules of its own and differs from the stored file: mentor and approval."""
    mentor_ids = [assignment.mentor_id for assignment in files.assignments.get(client.id, [])]
    if mentor and mentor.id not in mentor_ids:
        yield "mentor"
    if row.approval and not any(_is_same(row.approval, kept) for kept in files.approvals.get(client.id, [])):
        yield "service"


def _is_same(row: ImportedApproval, kept: Approval) -> bool:
    """Whether an approval is what the row says."""
    return all(getattr(kept, name) == said for name, said in vars(row.terms()).items() if name in APPROVED)
