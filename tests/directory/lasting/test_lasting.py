"""How many ties lasted that came out of an entry: counts only, and none below five."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from uuid_utils.compat import uuid7

from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import IdempotencyKey, db
from caseapp.directory.lasting.actions import follow_source
from caseapp.directory.lasting.models import SourceTie
from caseapp.directory.lasting.queries import followed_sources, lasting_counts
from caseapp.directory.lasting.rules import FollowedTie, LastingCount, lasting_count
from caseapp.directory.shortlist.actions import put_on_list
from caseapp.errors import NotVisible
from caseapp.ties.models import Tie
from caseapp.ties.queries import list_ties
from caseapp.ties.rules import TieKind
from tests.directory.records import make_source
from tests.world import amend, keep, make_client

TWELVE_WEEKS = timedelta(days=84)


def stands(*, lasting, days=84):
    alone_on = today() - timedelta(days=days)
    return FollowedTie(alone_on, today() if lasting else None, None if lasting else today(), None)


def key():
    return IdempotencyKey(uuid7(), b"sent")


def tie_from(source, client, *, lasting, **more):
    """A tie of the client out of the entry, alone for twelve weeks, that lasts or has ended."""
    told = {"alone_on": today() - TWELVE_WEEKS, "thought_on": today() - 2 * TWELVE_WEEKS, **more}
    told |= {"lasting_on": today()} if lasting else {"ended_on": today()}
    tie = Tie(client_id=client.id, kind=TieKind.GROUP, created_at=now(), **told)
    tie.name = "Studio"
    keep(tie)
    keep(SourceTie(client_id=client.id, tie_id=tie.id, source_id=source.id))
    return tie


@pytest.mark.parametrize(
    ("lasting", "ended", "told"),
    [
        (4, 0, LastingCount(None, None)),
        (4, 1, LastingCount(None, 5)),
        (5, 0, LastingCount(5, 5)),
        (6, 3, LastingCount(6, 9)),
        (0, 5, LastingCount(None, 5)),
    ],
)
def test_no_number_below_five_is_told(lasting, ended, told):
    ties = [stands(lasting=True)] * lasting + [stands(lasting=False)] * ended
    assert lasting_count(ties, today()) == told


def test_before_the_twelve_weeks_are_over_a_tie_is_not_counted():
    assert lasting_count([stands(lasting=True, days=83)] * 9, today()) == LastingCount(None, None)


def test_ties_of_clients_whom_one_does_not_see_are_counted_but_never_shown(world, as_):
    source = make_source(world.mentor)
    for number in range(7):
        team, mentor = (world.team, world.team_mate) if number % 2 else (world.other_team, world.other_mentor)
        tie_from(source, make_client(team, mentor), lasting=number < 6)
    assert lasting_counts(world.mentor, [source.id], today()) == {source.id: LastingCount(6, 7)}
    browser = as_(world.mentor)
    for path in ("/sources", f"/sources/{source.id}", f"/clients/{world.client.id}/sources"):
        page = browser.see(path)
        assert "Lasted 12 weeks: 6 of 7" in page.words
        assert not [
            link for link in page.links if "ties" in link and str(world.client.id) not in link and "/ties/" in link
        ]
        assert ("there is no list to open" in page.words) == (path == f"/sources/{source.id}")


def test_few_ties_are_not_told_and_the_page_says_so(world, as_):
    source = make_source(world.mentor)
    for _number in range(4):
        tie_from(source, make_client(world.team, world.mentor), lasting=True)
    assert "Lasted 12 weeks: fewer than 5, so not shown" in as_(world.mentor).see("/sources").words
    tie_from(source, make_client(world.team, world.mentor), lasting=False)
    assert "Lasted 12 weeks: fewer than 5 of 5" in as_(world.mentor).see("/sources").words


def test_a_tie_in_error_is_not_counted(world):
    source = make_source(world.mentor)
    ties = [tie_from(source, make_client(world.team, world.mentor), lasting=True) for _number in range(5)]
    amend(ties[0], error_at=now())
    assert lasting_counts(world.mentor, [source.id], today()) == {source.id: LastingCount(None, None)}


def test_an_entry_is_followed_as_a_tie_once(world):
    source = make_source(world.mentor)
    for _twice in range(2):
        follow_source(world.mentor, world.client.id, source.id, key())
    (tie,) = list_ties(world.mentor, world.client.id)
    assert (tie.kind, tie.name, tie.detail) == (
        TieKind.GROUP,
        "Open studio",
        "יום ראשון, יום רביעי, 10:00–12:00",
    )
    assert followed_sources(world.mentor, world.client.id) == {source.id}


def test_nobody_elses_client_follows(world):
    source = make_source(world.mentor)
    with pytest.raises(NotVisible):
        follow_source(world.other_mentor, world.client.id, source.id, key())
    assert db.session.scalar(sa.select(sa.func.count(SourceTie.id)).where(for_maintenance())) == 0


def test_a_tap_on_the_list_leads_to_the_tie(world, as_):
    source = make_source(world.mentor)
    put_on_list(world.mentor, world.client.id, source.id, is_on=True)
    browser = as_(world.mentor)
    path = f"/clients/{world.client.id}/shortlist"
    (form,) = [form for form in browser.see(path).forms if form["action"] == f"{path}/tie"]
    answer = browser.post(form["action"], data=form["fields"])
    assert answer.headers["Location"].endswith(f"/clients/{world.client.id}/ties")
    assert "Open studio" in browser.see(f"/clients/{world.client.id}/ties").words
    assert "Followed as a tie" in browser.see(path).words
