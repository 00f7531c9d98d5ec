"""Each figure of a report opens exactly the records that it counts, and a signed one those that it counted."""

import json
import re
from datetime import date, timedelta
from random import Random

import pytest
import sqlalchemy as sa

from caseapp.activities.rules import Mode
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now
from caseapp.db import db
from caseapp.reports.kind_rules import ReportKind
from caseapp.reports.paper.page import LIST_NAMES
from caseapp.reports.paper.record_blocks import RecordList
from caseapp.reports.signatures.models import ReportSignature
from caseapp.ties.rules import StillThere, TieStepKind
from tests.figures.reading import faults, figures_of, rows_of
from tests.figures.records import fill_contacts, fill_goals, fill_group
from tests.reports.reviewing import signed
from tests.world import amend, join, make_activity, make_goal, make_group, make_report, make_tie, make_tie_step

TODAY = date(2026, 11, 22)
FROM_KINDS = [ReportKind.FULL, ReportKind.COMMITTEE, ReportKind.CLIENT]


def fill(world, seed):
    """A client's year at random: contacts of all kinds, marks of two groups, goals with ratings."""
    chance = Random(seed)
    fill_contacts(world, world.client, chance)
    fill_goals(world, world.client, chance)
    for name in ("Art", "Choir"):
        group = make_group(world.team, name=name)
        join(group, world.client)
        fill_group(world, group, [world.client], chance)
    fill_ties(world)


def fill_ties(world):
    """One tie that lasts and one of which nobody knows."""
    for name, days_ago in (("Art", 120), ("Café", 90)):
        tie = make_tie(world.client, name=name, thought_on=TODAY - timedelta(days=200))
        make_tie_step(tie, world.mentor, TieStepKind.ALONE, TODAY - timedelta(days=days_ago))
        if name == "Art":
            answered = {"week": 12, "answer": StillThere.ALONE}
            make_tie_step(tie, world.mentor, TieStepKind.ANSWER, TODAY - timedelta(days=30), **answered)


def test_the_report_says_how_many_ties_last_with_the_sentence_of_the_figure(world, as_):
    fill_ties(world)
    dates = {"starts_on": date(2026, 5, 23), "ends_on": TODAY}
    browser = as_(world.mentor)
    words = browser.see(f"/reports/{make_report(world.client, world.mentor, language='en', **dates).id}").words
    assert re.search(r"Lasting 12 weeks without a mentor\W+1\W+All ties that are counted\W+2\b", words)
    assert "on or after day 84" in words
    earlier = {"starts_on": date(2026, 5, 23), "ends_on": TODAY - timedelta(days=31)}
    words = browser.see(f"/reports/{make_report(world.client, world.mentor, language='en', **earlier).id}").words
    assert re.search(r"Lasting 12 weeks without a mentor\W+0\W+All ties that are counted\W+1\b", words)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("kind", FROM_KINDS)
def test_each_figure_of_a_report_opens_exactly_its_list(world, as_, kind, seed):
    fill(world, seed)
    report = make_report(
        world.client, world.mentor, kind=kind, language="en", starts_on=date(2026, 5, 23), ends_on=TODAY
    )
    browser, path = as_(world.mentor), f"/reports/{report.id}"
    assert faults(browser, path) == []
    assert len(figures_of(browser.see(path).html)) > (2 if kind is ReportKind.CLIENT else 20)


def test_the_figures_of_a_signed_report_open_what_they_counted_when_it_was_signed(world, as_):
    fill(world, 3)
    kept = make_activity(world.client, world.mentor, TODAY, minutes=60)
    report = signed(world.client, world.mentor, world.supervisor)
    browser, path = as_(world.supervisor), f"/reports/{report.id}"
    before = [rows_of(browser, figure.href) for figure in figures_of(browser.see(path).html)]
    amend(kept, error_at=now())
    make_activity(world.client, world.mentor, TODAY - timedelta(days=1), mode=Mode.PHONE)
    assert faults(browser, path) == []
    assert [rows_of(browser, figure.href) for figure in figures_of(browser.see(path).html)] == before
    assert "as they were then" in browser.see(f"{path}/records").words


def test_what_was_signed_before_records_were_kept_opens_no_list_and_says_so(world, as_):
    make_activity(world.client, world.mentor, TODAY)
    report = signed(world.client, world.mentor, world.supervisor)
    signature = db.session.scalars(sa.select(ReportSignature).where(for_maintenance())).one()
    content = json.loads(signature.facts)
    del content["records"]
    del content["meetings"]["kinds"]
    amend(signature, facts=json.dumps(content))
    page = as_(world.mentor).see(f"/reports/{report.id}")
    assert figures_of(page.html) == []
    assert "the figures open no lists" in page.words
    assert "the figures open no lists" in as_(world.mentor).see(f"/reports/{report.id}/records").words


def test_each_list_has_a_heading_of_its_own(world, as_):
    assert LIST_NAMES.keys() == set(RecordList)
    report, shown = make_report(world.client, world.mentor, language="en"), set()
    for query in (*RecordList, "used&counted=none"):
        (heading,) = as_(world.mentor).see(f"/reports/{report.id}/records?of={query}").headings
        shown.add(heading)
        assert (heading == "Goals") is (query in (RecordList.RATINGS, RecordList.RATED_GOALS)), query
    assert len(shown) == len(RecordList)  # two are of goals, and one is of two kinds


def test_a_list_that_does_not_exist_is_not_found(world, as_):
    report = make_report(world.client, world.mentor)
    for query in ("of=secrets", "of=contacts&kind=visit", "of=marks&group=1", "since=yesterday"):
        as_(world.mentor).see(f"/reports/{report.id}/records?{query}", status=404)


def test_a_plain_copy_says_beforehand_which_goals_its_reader_finds_in_another_language(world, as_):
    make_goal(world.client, wording="לפגוש חבר פעם בשבוע")
    make_goal(world.client, wording="Cook for friends")
    sentence = "One goal is written in another language than this report."
    for kind, is_told in ((ReportKind.CLIENT, True), (ReportKind.FULL, False)):
        report = make_report(world.client, world.mentor, kind=kind, language="en")
        assert (sentence in as_(world.mentor).see(f"/reports/{report.id}").words) is is_told
