"""Which approval a contact counts against: nothing is lost, and nothing counts twice."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.contact_rules import ContactRecord
from caseapp.activities.rules import CONTACT, Mode, Outcome
from caseapp.basket.rules import ApprovalTerms, ApprovalUnit, Per
from caseapp.hours.allocation_rules import allocate, is_meeting, whole_amount
from caseapp.hours.rules import NOT_APPROVED, hours_used, shares_in, shares_of

FIRST = date(2026, 11, 1)
HOUR, MEETING, DAY = ApprovalUnit.HOUR, ApprovalUnit.MEETING, ApprovalUnit.DAY


def terms(amount, first, last, unit=HOUR, service="social_mentoring"):
    """A weekly amount from one day of November to another."""
    days = (FIRST + timedelta(days=first - 1), FIRST + timedelta(days=last - 1))
    return ApprovalTerms(service, Decimal(amount), unit, Per.WEEK, *days)


def met(day, minutes=60, mode=Mode.IN_PERSON, outcome=Outcome.HELD):
    return ContactRecord(UUID(int=day), FIRST + timedelta(days=day - 1), mode, outcome, minutes)


def counted(contacts, *approvals):
    return [(share.contact.on.day, share.terms, share.minutes, share.amount) for share in allocate(contacts, approvals)]


def test_what_ends_first_is_used_first_and_time_is_divided_where_it_is_used_up():
    short, long = terms(1, 1, 14), terms(1, 1, 28)
    meetings = [met(1, 90), met(3, 90), met(14, 30), met(15, 45)]
    assert counted(meetings, long, short) == [
        (1, short, 90, 90), (3, short, 30, 30), (3, long, 60, 60), (14, long, 30, 30), (15, long, 45, 45),
    ]  # fmt: skip


def test_over_use_stands_with_the_last_one_and_only_uncovered_days_with_none():
    short, long = terms(1, 1, 7), terms(1, 1, 14)
    meetings = [met(2, 240), met(14, 60), met(15, 30)]
    assert counted(meetings, short, long) == [
        (2, short, 60, 60), (2, long, 180, 180), (14, long, 60, 60), (15, None, 30, 0),
    ]  # fmt: skip
    club = terms(9, 1, 28, service="social_club")
    assert counted([met(2)], club) == [(2, None, 60, 0)]


def test_each_unit_is_used_in_its_own_way():
    meetings, days, hours = terms(1, 1, 7, MEETING), terms(1, 1, 14, DAY), terms(1, 1, 21)
    held = [met(1, 30), met(2, 30, Mode.PHONE), met(3), met(3, 45), met(4), met(5, 20), met(20, 20)]
    assert counted(held, hours, days, meetings) == [
        (1, meetings, 30, 1), (2, hours, 30, 30), (3, days, 60, 1), (3, days, 45, 0),
        (4, days, 60, 1), (5, hours, 20, 20), (20, hours, 20, 20),
    ]  # fmt: skip
    assert counted([met(1, 30, Mode.PHONE)], meetings) == [(1, meetings, 30, 0)]
    assert counted([met(1, 60, Mode.PHONE), met(1, 30)], days) == [(1, days, 60, 0), (1, days, 30, 1)]


APPROVALS = st.builds(
    lambda amount, unit, per, service, first, length: ApprovalTerms(
        service, amount, unit, per, FIRST + timedelta(days=first), FIRST + timedelta(days=first + length)
    ),
    st.decimals(Decimal("0.25"), Decimal(6), places=2),
    st.sampled_from(ApprovalUnit),
    st.sampled_from(Per),
    st.sampled_from(["social_mentoring", "social_mentoring", "social_mentoring", "social_club"]),
    st.integers(0, 40),
    st.integers(0, 60),
)
CONTACTS = st.lists(
    st.builds(
        lambda day, minutes, mode, outcome: met(day, minutes, mode, outcome),
        st.integers(1, 90),
        st.integers(0, 300),
        st.sampled_from(Mode),
        st.sampled_from(Outcome),
    ),
    max_size=25,
).map(lambda contacts: sorted(contacts, key=lambda each: each.on))


@given(CONTACTS, st.lists(APPROVALS, max_size=5))
def test_the_parts_over_all_approvals_and_none_are_the_records(contacts, approvals):
    held = [each for each in contacts if each.outcome in CONTACT]
    shares = allocate(held, approvals)
    for contact in held:
        parts = [share for share in shares if share.contact is contact]
        covering = [each for each in approvals if each.service == "social_mentoring"]
        is_covered = any(each.starts_on <= contact.on <= each.ends_on for each in covering)
        assert sum(part.minutes for part in parts) == contact.minutes
        assert [part.terms is not None for part in parts] == [is_covered] * len(parts)
        assert all(part.terms.starts_on <= contact.on <= part.terms.ends_on for part in parts if part.terms)
        assert len({id(part.terms) for part in parts}) == len(parts)
    used = {id(each): sum(share.amount for share in shares if share.terms is each) for each in approvals}
    for each in approvals:  # over-used is only what nothing that ends later could take
        if used[id(each)] > whole_amount(each):
            assert any(is_last(share, approvals) for share in shares if share.terms is each)


def is_last(share, approvals):
    covering = [
        each for each in approvals
        if each.service == "social_mentoring" and each.starts_on <= share.contact.on <= each.ends_on
    ]  # fmt: skip
    if not is_meeting(share.contact):
        covering = [each for each in covering if each.unit is HOUR] or covering
    return share.terms.ends_on == max(each.ends_on for each in covering)


@given(CONTACTS, st.lists(APPROVALS, max_size=5), st.integers(0, 60), st.integers(0, 60))
def test_the_figures_of_any_days_are_the_records_of_these_days(contacts, approvals, first, length):
    days = FIRST + timedelta(days=first), FIRST + timedelta(days=first + length)
    uses = hours_used(contacts, approvals, *days)
    shares = shares_of(contacts, approvals, *days)
    inside = [each for each in contacts if each.outcome in CONTACT and days[0] <= each.on <= days[1]]
    assert sum(share.minutes for share in shares) == sum(each.minutes for each in inside)
    assert len({(use.unit, use.approved is None) for use in uses}) == len(uses) >= 1
    for use in uses:
        listed = shares_in(shares, use.list_name)
        if use.list_name in (HOUR, NOT_APPROVED):
            assert use.used == Decimal(sum(share.minutes for share in listed)) / 60
        elif use.unit is MEETING:
            assert use.used == len(listed)
        else:
            assert use.used == len({(id(share.terms), share.contact.on) for share in listed})
    if all(each.unit is HOUR for each in approvals):
        assert sum(use.used for use in uses) == Decimal(sum(each.minutes for each in inside)) / 60


def test_the_order_in_which_approvals_are_read_changes_nothing():
    same = [terms(2, 1, 14, unit) for unit in ApprovalUnit]
    held = [met(day) for day in (1, 2, 3, 4, 5, 6)]
    assert counted(held, *same) == counted(held, *same[::-1])
    more = replace(same[0], amount=Decimal(3))
    assert counted(held, same[0], more) == counted(held, more, same[0])


def test_the_order_in_which_contacts_of_a_day_are_read_changes_no_figure():
    one_meeting, hours = terms(1, 1, 7, MEETING), terms(9, 1, 14)
    held = [met(1, 60), met(1, 30), met(1, 30, Mode.PHONE), met(1, 45, outcome=Outcome.PLANNED)]
    for order in permutations(held):
        assert counted(order, one_meeting, hours) == [
            (1, one_meeting, 60, 1), (1, hours, 30, 30), (1, hours, 30, 30), (1, hours, 45, 45),
        ]  # fmt: skip
