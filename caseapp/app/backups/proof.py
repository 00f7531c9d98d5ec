"""Restoring a backup, and the proof that what was restored can be worked with."""

from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from flask import Flask, current_app

from caseapp.access import Role
from caseapp.accounts.models import SignIn, User
from caseapp.accounts.sign_in.sessions import begin_sign_in, cookie_name
from caseapp.app import create_app
from caseapp.app.schema import match_revision, upgrade
from caseapp.audit.key_actions import change_trail_key
from caseapp.audit.trail import close_chain
from caseapp.audit.verify import verify
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db, writing
from caseapp.db.backup import BackupContents, count_rows, read_backup, read_revision
from caseapp.db.backup.outside_list import list_places
from caseapp.db.keys.installation import hold_current_keys, key_place
from caseapp.db.keys.ring import KeyRing
from caseapp.db.revisions import list_revisions, unknown_revision
from caseapp.db.sealing import key_ring
from caseapp.errors import RuleBroken
from caseapp.privacy.erasure.list_actions import NAME, add_to_list, read_list
from caseapp.privacy.erasure.repeat_actions import repeat_erasures
from caseapp.reports.models import Report
from caseapp.reports.paper.actions import draw_for_person
from caseapp.reports.paper.page import document_of
from caseapp.reports.queries import find_report_details
from caseapp.reports.sections.queries import sections_of
from caseapp.reports.signatures.queries import signed_bytes
from caseapp.reports.signatures.verification_queries import find_signed_file
from caseapp.reports.status_rules import ReportStatus

DRAWING_SECONDS = 60.0


def prove(source: Path, folder: Path) -> str:
    """Restore the backup into a database of its own in that folder, which must be empty, and try everything, also that
    whoever was erased here since is erased there."""
    lists = list_places(NAME)
    changed = {"DATA": str(folder), "ANCHOR_FILE": str(folder / "anchors.log")}
    without = dict.fromkeys(("DATABASE_URL", "BACKUP_FOLDER", "BACKUP_STORE"), "")
    copy = create_app(type("Proof", (current_app.extensions["settings"],), {**changed, **without}))
    try:
        return restore_into(copy, source, lists, is_drill=True)
    finally:
        with copy.app_context():
            db.engine.dispose()


def restore_into(app: Flask, source: Path, lists: Sequence[Path] = (), *, is_drill: bool = False) -> str:
    """Restore the rows, upgrade the schema, count and try everything; returns the sentence that says so. `lists` are
    further places of the list of erasures."""
    with app.app_context():
        ring = key_ring()
        revision = read_revision(source, ring)
        if revision not in list_revisions(app):
            raise RuleBroken(unknown_revision(f"The backup {source}", revision))
        match_revision(app, revision)
        found = read_list([*list_places(NAME), source.with_name(NAME), *lists])
        if found.files:
            add_to_list(found.erased)
        contents = read_backup(source, ring)
        if count_rows(contents.rows) != contents.rows:
            raise RuleBroken("Restored, but the row counts differ from the backup.")
        upgrade(app)
        _write_with_new_key(ring, is_drill=is_drill)
        repeated = repeat_erasures(found)
        return f"{_proof(app, contents)} {repeated}"


def _write_with_new_key(ring: KeyRing, *, is_drill: bool) -> None:
    """A backup from before the trail's key was changed goes on with a new one: those that were made since lay in a key
    file, and nobody knows who read them. What a drill makes is kept nowhere."""
    hold_current_keys(ring)
    if ring.trail != ring.trails[-1]:
        place, is_sent = key_place(), bool(current_app.config["DATABASE_URL"])
        change_trail_key(ring, lambda: None if is_drill else place.keep(ring), is_sent=is_sent)


def prove_in_place(app: Flask) -> str:
    """Try everything that a proof tries, with the records of the installation itself."""
    return _proof(app, BackupContents("", count_rows(table.name for table in db.metadata.sorted_tables)))


def _proof(app: Flask, contents: BackupContents) -> str:
    verdict = verify()
    if not verdict.is_whole:
        raise RuleBroken(f"Restored, but the trail is not intact: {verdict.faults[0]}")
    signed_in, printed = _try_sign_in(app), _try_report()
    close_chain(app)
    return (
        f"Proved: {sum(contents.rows.values())} rows, {verdict.entries} trail entries intact, "
        + ("a sign-in works, " if signed_in else "there is nobody to sign in, ")
        + ("a report was printed." if printed else "there is no report to print.")
    )


def _try_sign_in(app: Flask) -> bool:
    """Whether a user of the restored copy, signed in for a moment, gets a page."""
    user = db.session.scalar(sa.select(User).where(User.disabled_at.is_(None)).limit(1))
    if user is None:
        return False
    with writing():
        row, secret = begin_sign_in(user, "back-up")
    host = (app.config["TRUSTED_HOSTS"] or ["localhost"])[0].lstrip(".")
    browser = app.test_client()
    browser.set_cookie(cookie_name(app), secret, domain=host)
    with app.app_context():
        page = browser.get("/account", base_url=f"https://{host}")
    with writing():
        db.session.execute(sa.delete(SignIn).where(SignIn.id == row.id))
    if page.status_code != 200:
        raise RuleBroken("Restored, but a sign-in does not lead to a page.")
    return True


def _try_report() -> bool:
    """Whether a report can be printed for its supervisor: a signed one as the bytes that were signed, or else drawn."""
    is_unsigned = sa.case((Report.status == ReportStatus.SIGNED, 0), else_=1)
    found = db.session.execute(
        sa.select(Report.id, User)
        .join(Client, Client.id == Report.client_id)
        .join(User, User.team_id == Client.team_id)
        .where(for_maintenance(), User.role == Role.SUPERVISOR, User.disabled_at.is_(None))
        .order_by(is_unsigned, Report.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return False
    report, viewer = find_report_details(found.User, found.id), found.User
    signed = signed_bytes(viewer, report.id)
    pdf = signed or draw_for_person(document_of(viewer, report, sections_of(viewer, report.id)), DRAWING_SECONDS)
    if not pdf.startswith(b"%PDF-") or (signed and not find_signed_file(signed)):
        raise RuleBroken("Restored, but a report cannot be printed.")
    return True
