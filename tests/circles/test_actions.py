from dataclasses import replace

import pytest
import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.circles.actions import draw_circle, mark_circle_in_error
from caseapp.circles.queries import circles_of, find_circle, find_snapshot, latest_ties
from caseapp.circles.rules import CircleDraft, DrawnBy, Ring
from caseapp.clock import today
from caseapp.db import IdempotencyKey, db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.circles.drawing import MUM, NOW, RUTI, THEN, draw, key
from tests.world import assign

OUTSIDERS = [
    ("team_mate", NotVisible),
    ("former_mentor", NotVisible),
    ("other_mentor", NotVisible),
    ("other_supervisor", NotVisible),
    ("administrator", NotAllowed),
]


def named(ties):
    return [tie.nickname for tie in ties]


@pytest.mark.parametrize("relation", ["mentor", "supervisor"])
def test_a_map_is_kept_once_whole_and_sealed(world, relation):
    by, sent = getattr(world, relation), key()
    draft = CircleDraft(today(), DrawnBy.CLIENT, THEN)
    for _ in range(2):
        snapshot = draw_circle(by, world.client.id, draft, sent)
    [circle] = circles_of(world.mentor, world.client.id)
    assert [replace(tie, angle=None) for tie in circle.ties] == list(THEN)
    assert (circle.drawn_on, circle.drawn_by, circle.recorded_by) == (today(), DrawnBy.CLIENT, by.name)
    assert "רותי".encode() not in snapshot.ties_sealed
    acts = list(db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == snapshot.id)))
    assert acts == [Act.CIRCLE_DRAWN]
    with pytest.raises(Conflict):
        draw_circle(by, world.client.id, draft, IdempotencyKey(sent.id, b"other"))


@pytest.mark.parametrize(("relation", "error"), OUTSIDERS)
def test_nobody_else_draws_reads_or_strikes_a_map(world, relation, error):
    person = getattr(world, relation)
    snapshot = draw(world.mentor, world.client, THEN)
    with pytest.raises(error):
        draw(person, world.client, THEN)
    with pytest.raises(error):
        mark_circle_in_error(person, snapshot, "Not hers")
    with pytest.raises(NotVisible):
        find_circle(person, snapshot.id)
    assert circles_of(person, world.client.id) == []
    assert latest_ties(person, world.client.id) == ()


def test_the_next_map_begins_from_the_last_and_ties_keep_their_angles(world):
    first = draw(world.mentor, world.client, THEN, days_ago=180)
    before = {tie.key: tie.angle for tie in latest_ties(world.mentor, world.client.id)}
    draw(world.mentor, world.client, NOW)
    after = {tie.key: tie for tie in latest_ties(world.mentor, world.client.id)}
    stayed = [tie.key for tie in THEN if after[tie.key].ring is tie.ring]
    assert len(stayed) == 4
    assert all(after[each].angle == before[each] for each in stayed)
    assert [tie.angle for tie in find_circle(world.mentor, first.id).ties] == list(before.values())
    assert all(tie.angle is not None for tie in after.values() if tie.ring is not Ring.GONE)


def test_a_map_entered_in_error_stays_and_the_next_begins_from_the_one_before(world):
    draw(world.mentor, world.client, [MUM], days_ago=5)
    wrong = draw(world.mentor, world.client, [MUM, RUTI])
    with pytest.raises(RuleBroken):
        mark_circle_in_error(world.mentor, wrong, "  ")
    mark_circle_in_error(world.supervisor, wrong, "Another client's.")
    assert named(latest_ties(world.mentor, world.client.id)) == ["אמא"]
    newest, before = circles_of(world.mentor, world.client.id)
    assert (newest.is_in_error, newest.error_reason, before.is_in_error) == (True, "Another client's.", False)
    acts = list(db.session.scalars(sa.select(Entry.act).where(Entry.subject_id == wrong.id).order_by(Entry.seq)))
    assert acts == [Act.CIRCLE_DRAWN, Act.ENTERED_IN_ERROR]


def test_a_colleague_does_not_strike_out_what_another_drew(world):
    snapshot = draw(world.supervisor, world.client, [MUM])
    assign(world.client, world.team_mate)
    with pytest.raises(NotAllowed):
        mark_circle_in_error(world.team_mate, snapshot, "I think so")
    assert not find_snapshot(world.mentor, snapshot.id).is_in_error
