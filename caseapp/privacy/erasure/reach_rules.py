"""How far an erasure reaches: what becomes of every table and, where rows stay, of every column. Tables that point to a
client are emptied of the client by themselves; whatever else there is stands here, or a test fails."""

from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """What becomes of a column in rows that stay."""

    KEPT = "kept"
    ROUNDED = "rounded"
    YEAR = "year"
    BLANK = "blank"
    NUMBER = "number"


class Spared(StrEnum):
    """Why a table is left as it is."""

    HOUSE = "about the house and its people, about no client"
    GROUP = "about a whole group; the page of the erasure says that its texts are looked through by hand"
    DIGEST = "keyed hashes and numbers, from which nothing can be read"
    TRAIL = "the trail stays whole: the client's id in it is a pseudonym that leads nowhere any more"


SPARED: Final[dict[str, Spared]] = {
    **dict.fromkeys(
        (
            *("authenticators", "backup_runs", "deputyships", "facilitators", "installation", "joinings"),
            *("known_browsers", "known_shapes", "links", "list_entries", "organisation", "recovery_codes"),
            *("stuck_answers", "support_sources", "teams", "users"),
            *("access_reviews", "reading_reviews", "fitness_kinds", "fitness_papers"),
            *("duty_settings", "incidents", "incident_tellings", "done_duties", "processors"),
            *("privacy_notices", "instrument_texts"),
            *("batch_teams", "passkeys", "used_challenges", "own_cards", "unusual_readings", "watched_days"),
        ),
        Spared.HOUSE,
    ),
    **dict.fromkeys(("groups", "meetings", "group_notes"), Spared.GROUP),
    **dict.fromkeys(("idempotency_keys", "throttles"), Spared.DIGEST),
    **dict.fromkeys(
        (
            *("trail_anchors", "trail_chains", "trail_checks", "trail_client_sets", "trail_entries", "trail_purged"),
            "trail_set_members",
        ),
        Spared.TRAIL,
    ),
}

SWEPT: Final[dict[str, str]] = {
    "drafts": "those that name one of the person's records in their address or text",
    "batches": "the reason that was given, where one of the reports was the person's",
    "batch_tables": "the file, where the person was in it",
    "uploads": "what was read of a file, as soon as nobody works at it",
    "uploaded_files": "the file, as soon as nobody works at it",
    "sign_ins": "the session in which the person holds the screen",
    "unreadable_fields": "those of rows that are gone",
}
"""Tables that do not point to a client and can still hold something of one."""

ORDERS: Final = "erasure_orders"
"""Its rows stay, with the client's id as the pseudonym and without the reason."""

ANONYMISED: Final[dict[str, dict[str, Fate]]] = {
    "clients": {
        **dict.fromkeys(("id", "version", "stamp", "team_id", "language"), Fate.KEPT),
        **dict.fromkeys(("gender_form", "status", "no_voicemail", "no_messages"), Fate.KEPT),
        **dict.fromkeys(("given_name", "search_name"), Fate.NUMBER),
        **dict.fromkeys(("family_name", "preferred_name", "alias", "sound", "spoken", "interpreter"), Fate.BLANK),
        **dict.fromkeys(("national_id_sealed", "national_id_hash", "phone_sealed", "email_sealed"), Fate.BLANK),
        **dict.fromkeys(("contact_way", "introduction_sealed", "adjustments_sealed", "meeting_every_days"), Fate.BLANK),
        **dict.fromkeys(("status_on", "opened_at"), Fate.ROUNDED),
        "birth_on": Fate.YEAR,
    },
    "client_statuses": {
        **dict.fromkeys(("id", "client_id", "status", "reason", "created_by_id"), Fate.KEPT),
        **dict.fromkeys(("starts_on", "returns_on", "created_at"), Fate.ROUNDED),
        "words_sealed": Fate.BLANK,
    },
    "assignments": {
        **dict.fromkeys(("id", "version", "client_id", "mentor_id", "assigned_by_id", "covered_id"), Fate.KEPT),
        **dict.fromkeys(("starts_on", "ends_on", "assigned_at"), Fate.ROUNDED),
        "handover_sealed": Fate.BLANK,
    },
    "approvals": {
        **dict.fromkeys(("id", "version", "client_id", "service", "amount", "unit", "per"), Fate.KEPT),
        **dict.fromkeys(("starts_on", "ends_on", "decided_on"), Fate.ROUNDED),
        **dict.fromkeys(("reference", "committee"), Fate.BLANK),
    },
    "activities": {
        **dict.fromkeys(("id", "version", "client_id", "mentor_id", "starts_at", "minutes", "mode"), Fate.KEPT),
        **dict.fromkeys(("outcome", "safety", "kinds", "place", "discreet", "with_client"), Fate.KEPT),
        **dict.fromkeys(("expenses", "kilometres", "error_by_id"), Fate.KEPT),
        **dict.fromkeys(("held_on", "created_at", "noted_at", "error_at"), Fate.ROUNDED),
        **dict.fromkeys(("note_sealed", "client_words_sealed", "next_step_sealed", "next_step_on"), Fate.BLANK),
        **dict.fromkeys(("place_words_sealed", "mood", "others_present_sealed", "went_well_sealed"), Fate.BLANK),
        **dict.fromkeys(("feedback_sealed", "safety_action_sealed", "remark_sealed"), Fate.BLANK),
        "error_reason_sealed": Fate.BLANK,
    },
    "memberships": {
        **dict.fromkeys(("id", "group_id", "client_id"), Fate.KEPT),
        **dict.fromkeys(("starts_on", "ends_on"), Fate.ROUNDED),
    },
    "attendance_marks": {
        **dict.fromkeys(("id", "meeting_id", "client_id", "held_on", "mark", "is_guest", "marked_by_id"), Fate.KEPT),
        "marked_at": Fate.ROUNDED,
        "reason_sealed": Fate.BLANK,
    },
}
"""What an anonymised person leaves behind: periods, approvals, meetings and attendance, to be counted. All other rows
go. The day of a group's meeting is the group's and stays."""
