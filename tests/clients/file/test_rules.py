"""What a client's contact preferences, contacts and status may be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from caseapp.clients.file.rules import (
    NEXT_STATUSES,
    ClientStatusDraft,
    ContactDraft,
    ContactKind,
    ContactPreferences,
    GuardianScope,
    check_contact,
    check_contact_preferences,
    check_status_change,
)
from caseapp.clients.rules import LANGUAGE_NAMES, NAME_MAX, RHYTHM_NAMES, ClientStatus
from caseapp.errors import RuleBroken
from tests.refusals import refused

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
SINCE = TODAY - 30 * DAY


@pytest.mark.parametrize(
    ("preferences", "field"),
    [
        (ContactPreferences(alias="x" * (NAME_MAX + 1)), "alias"),
        (ContactPreferences(email="yael"), "email"),
        (ContactPreferences(email="yael @example.org"), "email"),
        (ContactPreferences(spoken=("he", "fr")), "spoken"),
        (ContactPreferences(interpreter="fr"), "interpreter"),
        (ContactPreferences(every_days=8), "every_days"),
        (ContactPreferences(every_days=0), "every_days"),
    ],
)
def test_preferences_that_cannot_be_are_refused_at_their_field(preferences, field):
    with refused(field):
        check_contact_preferences(preferences)


def test_every_language_and_frequency_that_is_offered_can_be_kept():
    check_contact_preferences(ContactPreferences())
    check_contact_preferences(ContactPreferences(email="yael@example.org", alias="x" * NAME_MAX))
    check_contact_preferences(ContactPreferences(spoken=tuple(LANGUAGE_NAMES)))
    for language in LANGUAGE_NAMES:
        check_contact_preferences(ContactPreferences(interpreter=language))
    for days in RHYTHM_NAMES:
        check_contact_preferences(ContactPreferences(every_days=days))


@pytest.mark.parametrize(
    ("kind", "contact", "field"),
    [
        *((kind, ContactDraft(" ", "050", scope=GuardianScope.BODY), "name") for kind in ContactKind),
        (ContactKind.PHONE, ContactDraft("Work", " "), "phone"),
        (ContactKind.EMERGENCY, ContactDraft("Rachel", scope=GuardianScope.BODY), "phone"),
        (ContactKind.GUARDIAN, ContactDraft("Rachel", "050"), "scope"),
    ],
)
def test_a_contact_has_a_name_and_a_phone_and_a_guardian_a_scope(kind, contact, field):
    with refused(field):
        check_contact(kind, contact)


def test_a_guardian_needs_no_phone_and_others_no_scope():
    check_contact(ContactKind.GUARDIAN, ContactDraft("Rachel", scope=GuardianScope.BODY))
    check_contact(ContactKind.PHONE, ContactDraft("Work", "050"))
    check_contact(ContactKind.EMERGENCY, ContactDraft("Rachel", "050"))


@pytest.mark.parametrize("was", ClientStatus)
@pytest.mark.parametrize("to", ClientStatus)
def test_a_status_follows_those_before_it_and_no_others(was, to):
    draft = ClientStatusDraft(to, TODAY, reason="own_wish")
    if to in NEXT_STATUSES[was]:
        check_status_change(was, SINCE, draft, TODAY)
    else:
        with refused("status"):
            check_status_change(was, SINCE, draft, TODAY)


PAUSE = ClientStatusDraft(ClientStatus.PAUSED, TODAY)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(PAUSE, starts_on=TODAY + DAY), "starts_on"),
        (replace(PAUSE, starts_on=SINCE - DAY), "starts_on"),
        (replace(PAUSE, returns_on=TODAY), "returns_on"),
        (replace(PAUSE, status=ClientStatus.CLOSED), "reason"),
    ],
)
def test_a_change_of_status_that_cannot_be_is_refused_at_its_field(draft, field):
    with refused(field):
        check_status_change(ClientStatus.ACTIVE, SINCE, draft, TODAY)


def test_a_pause_begins_with_the_status_before_it_or_today_and_lasts_a_day_at_least():
    for draft in (PAUSE, replace(PAUSE, starts_on=SINCE), replace(PAUSE, returns_on=TODAY + DAY)):
        check_status_change(ClientStatus.ACTIVE, SINCE, draft, TODAY)


def test_whoever_would_pause_a_closed_file_is_told_to_reopen_it_first():
    with pytest.raises(RuleBroken, match="Reopen a closed file first"):
        check_status_change(ClientStatus.CLOSED, SINCE, PAUSE, TODAY)
