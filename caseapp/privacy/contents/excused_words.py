"""What of the database is not in a client's whole file, each with its reason. A test holds every column of every table
to be either in the file or here."""

from enum import StrEnum
from typing import Any, NamedTuple

from caseapp.i18n import _l
from caseapp.privacy.contents.rules import LeftOut


class Excuse(StrEnum):
    """Why something is not in the file."""

    NOBODYS = "nobodys"
    SYSTEM = "system"
    SEARCH = "search"
    COPIES = "copies"
    SIGNED = "signed"
    DRAFTS = "drafts"
    GROUP = "group"
    TRAIL = "trail"
    SENT = "sent"
    DUTY = "duty"


class _Told(NamedTuple):
    """What is left out, and why, in any language."""

    what: Any
    why: Any


TOLD = {
    Excuse.COPIES: _Told(
        _l("Printed files that are kept for a few days"),
        _l("They are copies of what is in this file, and are deleted by themselves."),
    ),
    Excuse.SIGNED: _Told(
        _l("The signed reports as they were printed, with the figures of their day"),
        _l("Their words are in this file. The paper itself is printed again from the report, unchanged, on request."),
    ),
    Excuse.DRAFTS: _Told(
        _l("What somebody has typed and not saved yet"),
        _l("Only the writer sees it, it is part of no record, and it is deleted by itself."),
    ),
    Excuse.GROUP: _Told(
        _l("Notes about a meeting of a whole group"),
        _l("They are about the group and not about one person. Attendance, and what was said of it, is in this file."),
    ),
    Excuse.SENT: _Told(
        _l("Files from which records were imported"),
        _l("They are about many people and are deleted by themselves. What was imported from them is in this file."),
    ),
    Excuse.DUTY: _Told(
        _l("Whether somebody reported to an authority because the law asks for it"),
        _l(
            "Only whoever reported and whoever is in charge of the team see it. Every file says this, also where there "
            "is no such record."
        ),
    ),
    Excuse.SEARCH: _Told(
        _l("The names and the ID number in the forms in which they are searched"),
        _l("They are copies that help to find a file; the names and the number themselves are in this file."),
    ),
    Excuse.TRAIL: _Told(
        _l("Technical details of the audit trail"),
        _l("Who opened the file and when is in this file. The rest proves that no entry was changed."),
    ),
}
"""What the file itself says; the other reasons are about tables that hold nothing about a client."""

EXCUSED_TABLES: dict[str, Excuse] = {
    **dict.fromkeys(
        (
            *(
                "authenticators",
                "passkeys",
                "used_challenges",
                "deputyships",
                "facilitators",
                "joinings",
                "known_browsers",
                "links",
                "organisation",
            ),
            *("list_entries", "recovery_codes", "stuck_answers", "support_sources", "teams", "throttles", "users"),
            *("groups", "meetings", "known_shapes", "own_cards", "access_reviews", "instrument_texts"),
            *("fitness_kinds", "fitness_papers", "duty_settings"),
            *("incidents", "incident_tellings", "done_duties", "processors", "privacy_notices"),
        ),
        Excuse.NOBODYS,
    ),
    **dict.fromkeys(
        ("backup_runs", "idempotency_keys", "installation", "sign_ins", "unreadable_fields"), Excuse.SYSTEM
    ),
    **dict.fromkeys(("batch_items", "batch_tables", "batch_teams", "batches", "whole_files"), Excuse.COPIES),
    "blackened_passages": Excuse.COPIES,
    **dict.fromkeys(("uploads", "uploaded_files"), Excuse.SENT),
    **dict.fromkeys(("trail_anchors", "trail_chains", "trail_entries", "trail_purged"), Excuse.TRAIL),
    **dict.fromkeys(("trail_client_sets", "trail_set_members"), Excuse.TRAIL),
    "trail_checks": Excuse.TRAIL,
    **dict.fromkeys(("watched_days", "unusual_readings", "unusual_reading_clients"), Excuse.TRAIL),
    **dict.fromkeys(("reading_reviews", "sampled_readings"), Excuse.TRAIL),
    "drafts": Excuse.DRAFTS,
    "duty_reports": Excuse.DUTY,
    "group_notes": Excuse.GROUP,
}

EVERYWHERE = frozenset({"id", "client_id", "version", "error_at"})
"""Columns that every record of the file says by itself: which record it is, whose, and whether it was in error."""

EXCUSED_COLUMNS: dict[str, Excuse] = {
    "clients.search_name": Excuse.SEARCH,
    "clients.sound": Excuse.SEARCH,
    "clients.national_id_hash": Excuse.SEARCH,
    "report_signatures.pdf_sealed": Excuse.SIGNED,
    "report_signatures.pdf_sha256": Excuse.SIGNED,
    "report_signatures.content_sha256": Excuse.SIGNED,
    "report_signatures.facts_sealed": Excuse.SIGNED,
    "clients.stamp": Excuse.SYSTEM,
    "attendance_marks.held_on": Excuse.SYSTEM,
    "goal_touches.held_on": Excuse.SYSTEM,
    "goal_steps.place": Excuse.SYSTEM,
    "check_ins.secret_hash": Excuse.SYSTEM,
    "erasure_orders.done_at": Excuse.SYSTEM,
}


def left_out() -> tuple[LeftOut, ...]:
    """What the file says that it leaves out, in the current language."""
    return tuple(LeftOut(str(each.what), str(each.why)) for each in TOLD.values())
