"""What the organisation has set."""

from flask import Flask

from caseapp.db import db, writing
from caseapp.organisation.models import ListEntry, Organisation
from caseapp.organisation.queries import forget_organisation_settings, list_options, name_of, offered, threshold
from caseapp.organisation.rules import ListKind, Threshold
from caseapp.organisation.threshold_rules import THRESHOLD_RULES
from tests.statements import statements


def keep(*rows) -> None:
    with writing():
        db.session.add_all(rows)
    forget_organisation_settings()


def test_a_threshold_that_nobody_set_is_the_default(app: Flask) -> None:
    assert threshold(Threshold.NOT_SEEN_DAYS) == THRESHOLD_RULES[Threshold.NOT_SEEN_DAYS].default == 14


def test_a_threshold_that_was_set_holds(app: Flask) -> None:
    keep(Organisation(thresholds='{"not_seen_days": 21}'))
    assert threshold(Threshold.NOT_SEEN_DAYS) == 21
    assert threshold(Threshold.ABSENCES_IN_A_ROW) == 2


def test_a_list_can_be_added_to_renamed_and_hidden(app: Flask) -> None:
    keep(
        ListEntry(list_kind=ListKind.PLACES, code="garden", label="The garden", position=1),
        ListEntry(list_kind=ListKind.PLACES, code="home", label="At the client's", position=2),
        ListEntry(list_kind=ListKind.PLACES, code="online", position=9, is_hidden=True),
    )
    assert next(iter(offered(ListKind.PLACES))) == ("garden", "The garden")
    assert "online" not in dict(offered(ListKind.PLACES))
    assert "online" in dict(offered(ListKind.PLACES, also="online"))
    assert name_of(ListKind.PLACES, "home") == "At the client's"
    assert name_of(ListKind.PLACES, "in words of its own") == "in words of its own"
    assert [entry.is_own for entry in list_options(ListKind.PLACES) if entry.code == "garden"] == [True]


def test_what_is_set_is_read_once(app: Flask) -> None:
    forget_organisation_settings()
    threshold(Threshold.NOT_SEEN_DAYS)
    with statements() as sent:
        threshold(Threshold.NOT_SEEN_DAYS)
        list_options(ListKind.DOMAINS)
    assert not sent
