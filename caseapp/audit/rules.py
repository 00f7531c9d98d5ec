"""The kinds of entries in the audit trail, and how entries are chained."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

CHAIN_START = b"\0" * 32
SET_ID_BYTES = 16
KEY_NAME_BYTES = 8
BEFORE = "before"
"""In the detail of a change of the key: what the key from before makes of all the rest of the entry."""


class Act(StrEnum):
    """The kinds of entries."""

    CHAIN_OPENED = "chain_opened"
    CHAIN_CLOSED = "chain_closed"
    READ = "read"
    NOTES_SEARCHED = "notes_searched"
    REFUSED = "refused"
    READINGS_WATCHED = "readings_watched"
    READING_LOOKED_AT = "reading_looked_at"
    READING_SAMPLE_DRAWN = "reading_sample_drawn"
    READING_REVIEW_SIGNED = "reading_review_signed"
    ACCESS_REVIEWED = "access_reviewed"
    EMERGENCY_OPENED = "emergency_opened"
    EMERGENCY_CLOSED = "emergency_closed"
    EMERGENCY_REVIEWED = "emergency_reviewed"
    PRINTED = "printed"
    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SIGNED_OUT = "signed_out"
    SESSION_ENDED = "session_ended"
    SCREEN_HANDED = "screen_handed"
    SCREEN_TAKEN_BACK = "screen_taken_back"
    PASSWORD_CHANGED = "password_changed"  # nosec B105  # noqa: S105 - a word of the trail
    SECOND_STEP_ADDED = "second_step_added"
    SECOND_STEP_REMOVED = "second_step_removed"
    SECOND_STEP_FAILED = "second_step_failed"
    PASSKEY_ADDED = "passkey_added"
    PASSKEY_REMOVED = "passkey_removed"
    PASSKEY_FAILED = "passkey_failed"
    RECOVERY_CODES_MADE = "recovery_codes_made"
    RECOVERY_CODE_USED = "recovery_code_used"
    USER_ADDED = "user_added"
    USER_CHANGED = "user_changed"
    USER_DISABLED = "user_disabled"
    USER_ENABLED = "user_enabled"
    TEAM_ADDED = "team_added"
    TEAM_CHANGED = "team_changed"
    DEPUTY_SET = "deputy_set"
    DEPUTY_CHANGED = "deputy_changed"
    JOINING_ASKED = "joining_asked"
    JOINING_CONFIRMED = "joining_confirmed"
    JOINING_REFUSED = "joining_refused"
    LINK_ISSUED = "link_issued"
    LINK_USED = "link_used"
    ORGANISATION_CHANGED = "organisation_changed"
    SETTINGS_CHANGED = "settings_changed"
    LIST_CHANGED = "list_changed"
    INSTRUMENT_SWITCHED = "instrument_switched"
    INSTRUMENT_LOADED = "instrument_loaded"
    CLIENT_OPENED = "client_opened"
    CLIENT_CHANGED = "client_changed"
    MESSAGE_OPENED = "message_opened"
    STATUS_CHANGED = "status_changed"
    CONTACT_ADDED = "contact_added"
    CONTACT_CHANGED = "contact_changed"
    CONTACT_REMOVED = "contact_removed"
    CONSENT_RECORDED = "consent_recorded"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    MENTOR_ASSIGNED = "mentor_assigned"
    ASSIGNMENT_ENDED = "assignment_ended"
    CLIENT_TRANSFERRED = "client_transferred"
    CLIENT_MOVED = "client_moved"
    WORK_HANDED_OVER = "work_handed_over"
    HANDOVER_WRITTEN = "handover_written"
    HANDOVER_READ = "handover_read"
    APPROVAL_RECORDED = "approval_recorded"
    APPROVAL_CHANGED = "approval_changed"
    GOAL_AGREED = "goal_agreed"
    GOAL_ACTIVATED = "goal_activated"
    GOAL_CHANGED = "goal_changed"
    GOAL_MOVED = "goal_moved"
    LADDER_RENEWED = "ladder_renewed"
    STEP_ADDED = "step_added"
    AREAS_TALKED = "areas_talked"
    AREA_ENDED = "area_ended"
    MEASURE_TAKEN = "measure_taken"
    CHECK_IN_SENT = "check_in_sent"
    CHECK_IN_ANSWERED = "check_in_answered"
    CHECK_IN_REFUSED = "check_in_refused"
    CHECK_IN_SEEN = "check_in_seen"
    PLAN_REVIEWED = "plan_reviewed"
    GOODBYE_PLANNED = "goodbye_planned"
    GOODBYE_CHANGED = "goodbye_changed"
    GOODBYE_EXPLAINED = "goodbye_explained"
    LOOKED_BACK = "looked_back"
    STUCK_STEP_CHOSEN = "stuck_step_chosen"
    STUCK_STEP_ANSWERED = "stuck_step_answered"
    STEP_TICKED = "step_ticked"
    STEP_PLACED = "step_placed"
    STEP_DROPPED = "step_dropped"
    GOAL_RATED = "goal_rated"
    OWN_LEVEL_SAID = "own_level_said"
    CLIENT_ANSWERED = "client_answered"
    WIN_ADDED = "win_added"
    WIN_TAKEN_BACK = "win_taken_back"
    TIE_ADDED = "tie_added"
    TIE_CHANGED = "tie_changed"
    TIE_STEP_ADDED = "tie_step_added"
    TIE_STEP_UNDONE = "tie_step_undone"
    TIE_ANSWERED = "tie_answered"
    CIRCLE_DRAWN = "circle_drawn"
    ACTIVITY_RECORDED = "activity_recorded"
    ACTIVITY_CHANGED = "activity_changed"
    ACTIVITY_AMENDED = "activity_amended"
    MEETINGS_PLANNED = "meetings_planned"
    ENTERED_IN_ERROR = "entered_in_error"
    SOURCE_ADDED = "source_added"
    SOURCE_CHANGED = "source_changed"
    SOURCE_CONFIRMED = "source_confirmed"
    SOURCES_EXPORTED = "sources_exported"
    SOURCES_IMPORTED = "sources_imported"
    INTERESTS_CHOSEN = "interests_chosen"
    OWN_CARDS_CHOSEN = "own_cards_chosen"
    SHORTLIST_CHANGED = "shortlist_changed"
    GROUP_OPENED = "group_opened"
    GROUP_CHANGED = "group_changed"
    GROUP_MEMBERS_CHANGED = "group_members_changed"
    GROUP_WAITING_CHANGED = "group_waiting_changed"
    MEETING_PLANNED = "meeting_planned"
    MEETING_CHANGED = "meeting_changed"
    GROUP_NOTE_WRITTEN = "group_note_written"
    ATTENDANCE_RECORDED = "attendance_recorded"
    FOLLOW_UP_RAISED = "follow_up_raised"
    FOLLOW_UP_CHANGED = "follow_up_changed"
    FOLLOW_UP_CLOSED = "follow_up_closed"
    CONCERN_RAISED = "concern_raised"
    CONCERN_ACKNOWLEDGED = "concern_acknowledged"
    CONCERN_CLOSED = "concern_closed"
    DUTY_ANSWERED = "duty_answered"
    DUTY_DRILLED = "duty_drilled"
    DUTY_GUIDE_CHANGED = "duty_guide_changed"
    MENTOR_REMINDED = "mentor_reminded"
    REMINDER_SEEN = "reminder_seen"
    ROW_SNOOZED = "row_snoozed"
    POINT_ADDED = "point_added"
    POINT_CLOSED = "point_closed"
    REPORT_WRITTEN = "report_written"
    REPORT_CHANGED = "report_changed"
    REPORT_SUBMITTED = "report_submitted"
    REPORT_HANDED_OVER = "report_handed_over"
    REPORT_COMMENTED = "report_commented"
    COMMENT_SETTLED = "comment_settled"
    REPORT_RETURNED = "report_returned"
    CLIENT_PART_RECORDED = "client_part_recorded"
    REPORT_SIGNED = "report_signed"
    REPORT_CORRECTED = "report_corrected"
    BATCH_BEGUN = "batch_begun"
    BATCH_ASKED = "batch_asked"
    BATCH_CONFIRMED = "batch_confirmed"
    BATCH_REFUSED = "batch_refused"
    BATCH_CANCELLED = "batch_cancelled"
    BATCH_ITEM_FAILED = "batch_item_failed"
    BATCH_FETCHED = "batch_fetched"
    BATCHES_REMOVED = "batches_removed"
    FILES_SENT = "files_sent"
    IMPORT_STARTED = "import_started"
    IMPORT_FAILED = "import_failed"
    DIFFERENCES_WANTED = "differences_wanted"
    REJECTED_ROWS_FETCHED = "rejected_rows_fetched"
    UPLOADS_REMOVED = "uploads_removed"
    CASELOAD_IMPORTED = "caseload_imported"
    RECORDS_EXPORTED = "records_exported"
    REQUEST_RECORDED = "request_recorded"
    REQUEST_DECIDED = "request_decided"
    NOTICE_WRITTEN = "notice_written"
    NOTICE_CHANGED = "notice_changed"
    NOTICE_PUBLISHED = "notice_published"
    NOTICE_TOLD = "notice_told"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    ERASURE_PROPOSED = "erasure_proposed"
    ERASURE_ASKED = "erasure_asked"
    ERASURE_CONFIRMED = "erasure_confirmed"
    ERASURE_DROPPED = "erasure_dropped"
    CLIENT_ERASED = "client_erased"
    CLIENT_ANONYMISED = "client_anonymised"
    FREE_SPACE_CLEARED = "free_space_cleared"
    WHOLE_FILE_ASKED = "whole_file_asked"
    WHOLE_FILE_MADE = "whole_file_made"
    WHOLE_FILE_FAILED = "whole_file_failed"
    WHOLE_FILE_FETCHED = "whole_file_fetched"
    WHOLE_FILES_REMOVED = "whole_files_removed"
    PASSAGE_BLACKENED = "passage_blackened"
    PASSAGE_SHOWN = "passage_shown"
    PAPER_RECORDED = "paper_recorded"
    PAPER_WITHDRAWN = "paper_withdrawn"
    PAPER_KIND_CHANGED = "paper_kind_changed"
    FIT_RULE_CHANGED = "fit_rule_changed"
    INCIDENT_RECORDED = "incident_recorded"
    INCIDENT_CHANGED = "incident_changed"
    INCIDENT_TOLD = "incident_told"
    DUTY_DONE = "duty_done"
    DUTY_TAKEN_BACK = "duty_taken_back"
    TRAIL_CHECKED = "trail_checked"
    PROCESSOR_ADDED = "processor_added"
    PROCESSOR_CHANGED = "processor_changed"
    EVIDENCE_MADE = "evidence_made"
    DRAFT_BEGUN = "draft_begun"
    DRAFT_ENDED = "draft_ended"
    KEYS_ROTATED = "keys_rotated"
    TRAIL_KEY_CHANGED = "trail_key_changed"
    TRAIL_PURGED = "trail_purged"
    BACKED_UP = "backed_up"
    NOT_BACKED_UP = "not_backed_up"
    RESTORE_PROVED = "restore_proved"
    RESTORE_NOT_PROVED = "restore_not_proved"


def client_set_id(clients: Iterable[UUID]) -> bytes:
    """The id of a set of clients: a hash of its members, so that every writer finds the same set without asking.

    It needs no key, because the members stand beside it.
    """
    return hashlib.sha256(b"".join(sorted(client.bytes for client in set(clients)))).digest()[:SET_ID_BYTES]


def entry_content(entry: Any, clients: Iterable[UUID]) -> dict[str, Any]:
    """What an entry's authentication code covers, in a form that is the same on both engines."""
    return {
        "id": entry.id.hex,
        "chain": entry.chain_id.hex,
        "seq": entry.seq,
        "at": entry.at.isoformat(timespec="microseconds"),
        "actor": entry.actor_id.hex if entry.actor_id else None,
        "act": str(entry.act),
        "subject": entry.subject,
        "subject_id": entry.subject_id.hex if entry.subject_id else None,
        "detail": entry.detail,
        "address": entry.address,
        "clients": sorted(client.hex for client in clients),
    }


def entry_mac(key: bytes, previous: bytes, content: dict[str, Any]) -> bytes:
    """HMAC-SHA256 over the previous entry's code and this entry's content."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(key, previous + text.encode(), hashlib.sha256)


def key_name(key: bytes) -> str:
    """What entries call a key of the trail."""
    return hmac.digest(key, b"name", hashlib.sha256)[:KEY_NAME_BYTES].hex()


def digest_of(lines: Iterable[tuple[Any, ...]]) -> str:
    """One hash for what is attested together, in whatever order it was read."""
    return hashlib.sha256(json.dumps(sorted(lines), separators=(",", ":")).encode()).hexdigest()


def kept_since(moment: datetime, years: int) -> datetime:
    """The instant since which entries are kept for that many years; of a 29 February, the day before."""
    try:
        return moment.replace(year=moment.year - years)
    except ValueError:
        return moment.replace(year=moment.year - years, day=28)
