"""Which earlier words a report is shown with."""

from datetime import date, timedelta

import pytest

from caseapp.clock import now
from caseapp.reports.kind_rules import ReportKind, SectionKind
from caseapp.reports.rules import Period
from caseapp.reports.sections.queries import NO_TEXTS, background_before, texts_for
from tests.world import make_report

HOW = SectionKind.HOW_IT_WENT
FIRST, LAST = date(2026, 5, 1), date(2026, 10, 31)


def say(world, text, **more):
    values = {"language": "en", "starts_on": FIRST, "ends_on": LAST, **more}
    return make_report(more.pop("client", world.client), world.mentor, words={HOW: text} if text else {}, **values)


def told(world, language="en"):
    found = texts_for(world.mentor, world.client.id, Period(FIRST, LAST), language)
    return found.texts.get(HOW) if found != NO_TEXTS else None


@pytest.mark.parametrize(
    "other",
    [
        {"kind": ReportKind.FAMILY},
        {"starts_on": FIRST - timedelta(days=1)},
        {"ends_on": LAST + timedelta(days=1)},
    ],
)
def test_words_are_those_of_the_newest_full_report_about_these_days(world, other):
    assert told(world) is None
    say(world, "old", created_at=now() - timedelta(days=2))
    say(world, "new", created_at=now() - timedelta(days=1))
    say(world, "", created_at=now())
    say(world, "other", created_at=now(), **other)
    make_report(world.team_mates_client, world.team_mate, words={HOW: "hers"}, starts_on=FIRST, ends_on=LAST)
    assert told(world) == "new"


def test_a_report_in_the_language_comes_before_a_newer_one_in_another(world):
    say(world, "english", created_at=now() - timedelta(days=1))
    say(world, "hebrew", language="he")
    assert [told(world, language) for language in ("en", "he", "ru")] == ["english", "hebrew", "hebrew"]


def test_the_background_is_the_newest_one_in_the_language(world):
    for days, language, words in ((3, "en", "older"), (2, "en", "newer"), (1, "he", "hebrew"), (0, "en", "")):
        made = now() - timedelta(days=days)
        sections = {SectionKind.BACKGROUND: words} if words else {HOW: "not this"}
        make_report(world.client, world.mentor, language=language, created_at=made, words=sections)
    hers = {SectionKind.BACKGROUND: "hers"}
    make_report(world.team_mates_client, world.team_mate, language="ru", words=hers)
    assert [background_before(world.mentor, world.client.id, each) for each in ("en", "he", "ru")] == [
        "newer",
        "hebrew",
        "",
    ]
