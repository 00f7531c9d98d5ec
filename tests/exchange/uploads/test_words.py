"""Each column that is understood has a name for people."""

from caseapp.exchange.spreadsheets.heading_words import ASKED_ONCE, HEADINGS
from caseapp.exchange.uploads.words import FIELD_NAMES, answer_choices, field_choices


def test_each_column_has_a_name(app):
    fields = {field for of_kind in HEADINGS.values() for field in of_kind}
    assert fields == FIELD_NAMES.keys()
    assert dict(field_choices(["clients", "goals"])).keys() >= {"phone", "domain"}


def test_one_answer_for_a_file_is_chosen_or_written(app):
    chosen = {field for fields in ASKED_ONCE.values() for field in fields if answer_choices(field)}
    assert chosen == {"mode", "outcome", "domain"}
