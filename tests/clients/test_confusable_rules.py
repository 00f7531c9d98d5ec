"""Before a second file is opened, names that look the same are pointed out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.clients.confusable_rules import look_alike, skeleton
from tests.clients.test_views import NEW
from tests.world import make_client

NAMES = st.text("אבהוחילםמןנסר abceiojlx авекор'-", max_size=12)
ALIKE = [
    (("רון", "כהן"), ("רוו", "כהן")),
    (("רון", "כהן"), ("רון", "כהו")),
    (("חנה", "לוי"), ("הנה", "לוי")),
    (("אברהם", "שץ"), ("אברהס", "שץ")),
    (("יעל", "מזרחי"), ("מזרחי", "יעל")),
    (("יָעֵל", "מזרחי"), ("יעל", "מזרחי")),
    (("בת שבע", "בן דוד"), ("בת-שבע", "בנדוד")),
    (("Anna", "Koch"), ("\u0410nn\u0430", "\u041aoch")),
    (("Ilan", "Or"), ("llan", "Or")),
    (("Anna", "O'Neil"), ("ANNA", "ONeil")),
    (("ani", "x"), ("an\u0131", "x")),
]
DIFFERENT = [
    (("יעל", "מזרחי"), ("יעל", "מזרחיאן")),
    (("דוד", "כהן"), ("דויד", "כהן")),
    (("רות", "לוי"), ("רינה", "לוי")),
    (("Anna", "Koch"), ("Hanna", "Koch")),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_the_same_are_known(one, other) -> None:
    assert look_alike(one, other)
    assert look_alike(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_an_eye_tells_apart_are_not(one, other) -> None:
    assert not look_alike(one, other)


@given(NAMES, NAMES)
def test_a_name_looks_like_itself_and_a_skeleton_has_no_other(given_name, family) -> None:
    assert look_alike((given_name, family), (family, given_name))
    assert skeleton(skeleton(given_name)) == skeleton(given_name)


def test_a_look_alike_is_shown_whatever_the_birth_date_and_only_within_ones_own(world, as_) -> None:
    make_client(world.team, given_name="חנה", family_name="כהן", birth_on=date(1980, 1, 1))
    foreign = make_client(world.other_team, given_name="חנה", family_name="כהן")
    browser = as_(world.supervisor)
    form = {**NEW, "given_name": "כהו", "family_name": "הנה", "birth_on": "1990-05-01"}
    assert browser.send("/clients/new", form).status_code == 200
    assert "חנה כהן" in browser.page.words
    assert "1980" in browser.page.words
    assert f"/clients/{foreign.id}" not in browser.page.links
    assert browser.send("/clients/new", {**form, "anyway": "1"}, fresh=False).status_code == 303
