"""Which records there are, what for and for how long: each table of the database belongs to one category. A test holds
every table to be in one."""

from enum import StrEnum
from typing import Any, NamedTuple

from caseapp.i18n import _l
from caseapp.privacy.contents.table_words import TABLE_NAMES


class Category(StrEnum):
    """What a table holds records of."""

    CARE = "care"
    DUTY = "duty"
    GROUPS = "groups"
    PASSING = "passing"
    STAFF = "staff"
    SIGN_IN = "sign_in"
    TRAIL = "trail"
    HOUSE = "house"


class CategoryWords(NamedTuple):
    """What a category is called, about whom it is, what for, and how long it is kept."""

    name: Any
    about: Any
    purpose: Any
    kept: Any


CATEGORIES: dict[Category, CategoryWords] = {
    Category.CARE: CategoryWords(
        _l("Files of clients"),
        _l("Clients, and the people whom they or their mentors name"),
        _l("To accompany people in their rehabilitation: goals, meetings, reports, and who decides with them"),
        _l("Until the years after closing that the settings name; then two people decide. A legal hold wins."),
    ),
    Category.DUTY: CategoryWords(
        _l("Reports that a law asks for"),
        _l("Clients and people who are responsible for them"),
        _l("To show that the duty to report was answered"),
        _l("As long as the client's file"),
    ),
    Category.GROUPS: CategoryWords(
        _l("Groups and their meetings"),
        _l("Groups as a whole"),
        _l("To plan groups, and to write what they did"),
        _l("No rule removes them"),
    ),
    Category.PASSING: CategoryWords(
        _l("Copies and what is on its way"),
        _l("Clients"),
        _l("To print, export, import and keep what was typed and not saved"),
        _l("For days; they are deleted by themselves"),
    ),
    Category.STAFF: CategoryWords(
        _l("People who work here"),
        _l("Mentors, supervisors and everybody else with an account"),
        _l("To know who may see what, and that mentors have the papers that they need"),
        _l("As long as the trail names them; a closed account cannot be used"),
    ),
    Category.SIGN_IN: CategoryWords(
        _l("Signing in"),
        _l("Everybody with an account"),
        _l("To let the right people in and to slow down those who guess"),
        _l("Until it ends or is replaced"),
    ),
    Category.TRAIL: CategoryWords(
        _l("The audit trail and what is looked at in it"),
        _l("Everybody with an account, and clients by a number"),
        _l("To show who did and read what, as the regulations of 2017 ask"),
        _l("As many years as the settings name, never less than two"),
    ),
    Category.HOUSE: CategoryWords(
        _l("The house itself"),
        _l("Nobody, or the organisation as a whole"),
        _l("Settings, lists, sources of support, incidents, duties and backups"),
        _l("No rule removes them"),
    ),
}

CATEGORY_OF: dict[str, Category] = {
    **dict.fromkeys(TABLE_NAMES, Category.CARE),
    "duty_reports": Category.DUTY,
    **dict.fromkeys(("groups", "meetings", "group_notes", "facilitators"), Category.GROUPS),
    **dict.fromkeys(
        (
            *("batches", "batch_items", "batch_tables", "batch_teams", "whole_files", "blackened_passages"),
            *("uploads", "uploaded_files", "drafts", "stuck_answers"),
        ),
        Category.PASSING,
    ),
    **dict.fromkeys(
        ("users", "teams", "deputyships", "joinings", "fitness_papers", "access_reviews", "own_cards"), Category.STAFF
    ),
    **dict.fromkeys(
        (
            *("authenticators", "passkeys", "used_challenges", "recovery_codes", "known_browsers", "links"),
            *("sign_ins", "throttles", "idempotency_keys"),
        ),
        Category.SIGN_IN,
    ),
    **dict.fromkeys(
        (
            *("trail_anchors", "trail_chains", "trail_checks", "trail_client_sets", "trail_entries"),
            *("trail_purged", "trail_set_members", "watched_days", "unusual_readings", "unusual_reading_clients"),
            *("reading_reviews", "sampled_readings"),
        ),
        Category.TRAIL,
    ),
    **dict.fromkeys(
        (
            *("organisation", "list_entries", "support_sources", "known_shapes", "fitness_kinds", "duty_settings"),
            *(
                "incidents",
                "incident_tellings",
                "done_duties",
                "processors",
                "privacy_notices",
                "instrument_texts",
                "backup_runs",
                "installation",
                "unreadable_fields",
            ),
        ),
        Category.HOUSE,
    ),
}
