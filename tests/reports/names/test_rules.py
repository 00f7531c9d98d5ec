"""Which names a report can hold, and what is printed in their place."""

import pytest

from caseapp.reports.names.rules import NAMES_MAX, SUBSTITUTE_NAMES, Substitute, check_name, words_for
from tests.refusals import refused


@pytest.mark.parametrize("name", ["", " ", "12-7"])
def test_what_has_no_letter_is_no_name(name):
    with refused("name"):
        check_name(name, [])


def test_a_report_holds_sixty_names_and_no_more():
    check_name("D7", ["Dana"] * (NAMES_MAX - 1))
    with refused("name"):
        check_name("Dana", ["Dana"] * NAMES_MAX)


def test_a_name_becomes_its_first_letters_or_the_words_chosen():
    assert words_for("דנה כהן", Substitute.INITIAL) == "ד׳ כ׳"
    assert words_for("Dana Ann Cohen", Substitute.INITIAL) == "D. A."
    assert words_for("Dana", Substitute.FRIEND) == SUBSTITUTE_NAMES[Substitute.FRIEND]
