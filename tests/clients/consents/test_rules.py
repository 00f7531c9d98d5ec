from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.clients.consents.rules import (
    CONSENT_STATUS_NAMES,
    CONTENT_NAMES,
    COVERS,
    MANNER_NAMES,
    PURPOSE_MAX,
    REASON_MAX,
    RECIPIENT_NAMES,
    ConsentContent,
    ConsentManner,
    ConsentStatus,
    ConsentTerms,
    Recipient,
    WithdrawalDraft,
    check_consent,
    check_withdrawal,
    consent_status,
    may_receive,
    needs_consent,
)
from caseapp.clients.rules import NAME_MAX
from tests.refusals import refused

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Given:
    id: UUID
    recipient: Recipient
    content: ConsentContent
    starts_on: date
    ends_on: date | None = None
    withdrawn_on: date | None = None
    is_in_error: bool = False


days = st.dates(TODAY - 30 * DAY, TODAY + 30 * DAY)
consents = st.builds(
    Given,
    id=st.uuids(),
    recipient=st.sampled_from(Recipient),
    content=st.sampled_from(ConsentContent),
    starts_on=days,
    ends_on=st.none() | days,
    withdrawn_on=st.none() | days,
    is_in_error=st.booleans(),
)
asked = {"recipient": st.sampled_from(Recipient), "content": st.sampled_from(ConsentContent), "on": days}


@given(held=st.lists(consents, max_size=8), **asked)
def test_what_is_found_covers_holds_and_is_of_that_recipient(held, recipient, content, on):
    found = may_receive(held, recipient, content, on)
    fitting = [
        consent
        for consent in held
        if consent.recipient is recipient
        and content in COVERS[consent.content]
        and not consent.is_in_error
        and consent.starts_on <= on
        and (consent.ends_on is None or on <= consent.ends_on)
        and (consent.withdrawn_on is None or on < consent.withdrawn_on)
    ]
    assert found in fitting if fitting else found is None


@given(held=st.lists(consents, max_size=8), random=st.randoms(), **asked)
def test_the_answer_does_not_hang_on_the_order(held, random, recipient, content, on):
    mixed = random.sample(held, len(held))
    assert may_receive(held, recipient, content, on) == may_receive(mixed, recipient, content, on)


@given(held=st.lists(consents, max_size=8), **asked)
def test_withdrawn_expired_and_future_ones_never_open_anything(held, recipient, content, on):
    over = [replace(consent, withdrawn_on=min(on, consent.withdrawn_on or on)) for consent in held]
    expired = [replace(consent, ends_on=on - DAY) for consent in held]
    ahead = [replace(consent, starts_on=on + DAY) for consent in held]
    struck = [replace(consent, is_in_error=True) for consent in held]
    for closed in (over, expired, ahead, struck, []):
        assert may_receive(closed, recipient, content, on) is None


@given(st.sampled_from(ConsentContent), st.sampled_from(ConsentContent), st.sampled_from(ConsentContent))
def test_covering_is_an_order(one, two, three):
    assert one in COVERS[one]
    if two in COVERS[one] and one in COVERS[two]:
        assert one is two
    if two in COVERS[one] and three in COVERS[two]:
        assert three in COVERS[one]


@given(held=st.lists(consents, max_size=8), **asked)
def test_who_may_receive_much_may_receive_little(held, recipient, content, on):
    if may_receive(held, recipient, content, on):
        for less in COVERS[content]:
            assert may_receive(held, recipient, less, on)


def test_everything_covers_all_and_safety_stands_by_itself():
    assert COVERS[ConsentContent.FULL] == set(ConsentContent) - {ConsentContent.CHECK_IN}
    assert COVERS[ConsentContent.CHECK_IN] == {ConsentContent.CHECK_IN}
    assert COVERS[ConsentContent.SUMMARY] == {ConsentContent.SUMMARY, ConsentContent.GOALS, ConsentContent.ATTENDANCE}
    assert COVERS[ConsentContent.SAFETY] == {ConsentContent.SAFETY}
    assert ConsentContent.ATTENDANCE not in COVERS[ConsentContent.GOALS]


def test_the_newest_of_several_is_named():
    old = Given(UUID(int=1), Recipient.FAMILY, ConsentContent.FULL, TODAY - 9 * DAY)
    new = Given(UUID(int=2), Recipient.FAMILY, ConsentContent.SUMMARY, TODAY - 2 * DAY)
    assert may_receive([new, old], Recipient.FAMILY, ConsentContent.GOALS, TODAY) == new


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ConsentStatus.VALID),
        ({"ends_on": TODAY}, ConsentStatus.VALID),
        ({"ends_on": TODAY - DAY}, ConsentStatus.EXPIRED),
        ({"starts_on": TODAY + DAY}, ConsentStatus.AHEAD),
        ({"withdrawn_on": TODAY}, ConsentStatus.WITHDRAWN),
        ({"withdrawn_on": TODAY - DAY, "ends_on": TODAY - DAY}, ConsentStatus.WITHDRAWN),
        ({"withdrawn_on": TODAY, "is_in_error": True}, ConsentStatus.IN_ERROR),
    ],
)
def test_a_consent_holds_from_its_first_to_its_last_day(changes, expected):
    consent = Given(UUID(int=1), Recipient.FAMILY, ConsentContent.FULL, TODAY)
    assert consent_status(replace(consent, **changes), TODAY) is expected


def test_the_client_needs_no_consent_for_the_own_record():
    assert [recipient for recipient in Recipient if not needs_consent(recipient)] == [Recipient.CLIENT]


def test_everything_has_words():
    for names, kind in (
        (RECIPIENT_NAMES, Recipient),
        (CONTENT_NAMES, ConsentContent),
        (MANNER_NAMES, ConsentManner),
        (CONSENT_STATUS_NAMES, ConsentStatus),
    ):
        assert set(names) == set(kind)


TERMS = ConsentTerms(
    recipient=Recipient.FAMILY,
    who="Rachel",
    content=ConsentContent.SUMMARY,
    purpose="So that she knows",
    starts_on=TODAY,
    ends_on=None,
    manner=ConsentManner.SPOKEN,
    taken_by="Maya",
    taken_on=TODAY,
)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"who": " "}, "who"),
        ({"who": "x" * (NAME_MAX + 1)}, "who"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * (PURPOSE_MAX + 1)}, "purpose"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
        ({"taken_on": TODAY + DAY}, "taken_on"),
        ({"taken_by": ""}, "taken_by"),
    ],
)
def test_terms_that_cannot_be_are_refused(changes, field):
    with refused(field):
        check_consent(replace(TERMS, **changes), TODAY)


@pytest.mark.parametrize(
    "changes",
    [
        {"who": "x" * NAME_MAX},
        {"who": "", "recipient": Recipient.CLIENT},
        {"purpose": "x" * PURPOSE_MAX},
        {"ends_on": TODAY},
        {"starts_on": TODAY + DAY},
        {"taken_on": TODAY - DAY},
    ],
)
def test_terms_on_the_border_pass(changes):
    check_consent(replace(TERMS, **changes), TODAY)


@pytest.mark.parametrize(
    ("on", "words", "field"),
    [
        (TODAY + DAY, "", "withdrawn_on"),
        (TODAY - 2 * DAY, "", "withdrawn_on"),
        (TODAY, "x" * (REASON_MAX + 1), "words"),
    ],
)
def test_a_withdrawal_that_cannot_be_is_refused(on, words, field):
    for day in (TODAY, TODAY - DAY):
        check_withdrawal(WithdrawalDraft(day, "x" * REASON_MAX), TODAY - DAY, TODAY)
    with refused(field):
        check_withdrawal(WithdrawalDraft(on, words), TODAY - DAY, TODAY)
