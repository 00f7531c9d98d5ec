"""Meetings, calls and messages, each counted by itself."""

from datetime import date
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from caseapp.activities.contact_rules import (
    KIND_OF,
    ContactRecord,
    KindOfContact,
    count_by_kind,
    counts_in_all,
    modes_of,
    time_figure,
)
from caseapp.activities.rules import Mode, Outcome

DAY = date(2026, 11, 22)
CONTACTS = st.lists(
    st.builds(
        ContactRecord,
        st.just(uuid4()),
        st.just(DAY),
        st.sampled_from(Mode),
        st.sampled_from(Outcome),
        st.integers(min_value=0, max_value=1440),
    ),
    max_size=60,
)
COUNTED = ("held", "partly", "client_cancelled", "mentor_cancelled", "no_show", "emergency")
MODES = {"meeting": {"in_person", "outing", "home"}, "call": {"phone", "video"}, "message": {"text"}}


@given(CONTACTS)
def test_each_kind_is_counted_as_one_would_count_by_hand(contacts):
    by_kind = count_by_kind(contacts)
    assert list(by_kind) == list(KindOfContact)
    for kind, modes in MODES.items():
        own = [each for each in contacts if each.mode.value in modes]
        counts = by_kind[KindOfContact(kind)]
        assert [getattr(counts, name) for name in COUNTED] == [
            len([each for each in own if each.outcome.value == name]) for name in COUNTED
        ]
        assert counts.minutes == sum(each.minutes for each in own if each.outcome.value in ("held", "partly"))
        assert counts.took_place == len([each for each in own if each.outcome.value in ("held", "partly")])
        assert counts.planned == len([each for each in own if each.outcome.value != "planned"])


@given(CONTACTS)
def test_the_kinds_add_up_to_all_and_so_do_their_hours_as_they_are_shown(contacts):
    by_kind = count_by_kind(contacts)
    whole = counts_in_all(by_kind.values())
    assert whole.planned == len([each for each in contacts if each.outcome is not Outcome.PLANNED])
    shown = [counts.time.split(":") for counts in by_kind.values()]
    assert time_figure(sum(int(hours) * 60 + int(minutes) for hours, minutes in shown)) == whole.time


def test_every_way_to_be_in_contact_is_of_one_kind():
    assert set(KIND_OF) == set(Mode)
    assert {kind.value: {mode.value for mode in modes_of(kind)} for kind in KindOfContact} == MODES
