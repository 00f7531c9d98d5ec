"""Four questions by a one-time link: looked at without effect, answered once, sealed, and seen by somebody."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from caseapp.audit.models import Entry
from caseapp.audit.rules import Act
from caseapp.check_ins.models import CheckIn
from caseapp.check_ins.queries import unseen_check_ins
from caseapp.clients.consents.models import Consent
from caseapp.clients.consents.rules import ConsentContent, Recipient
from caseapp.clients.models import Assignment, Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import Base, db
from caseapp.measures.models import MeasureTaken
from caseapp.measures.rules import Helper, TakenBy
from caseapp.supervision.board.order_rules import Reason
from caseapp.supervision.board.queries import board_of
from tests.app.raw import ask
from tests.trail import clients_of
from tests.world import amend, make_consent

PAGE = "/check-in/en"
USED = "This link cannot be used"
TAPS = {"item-connected": "7", "item-group": "4", "item-hopeful": "5"}


def rows_of(model):
    return list(db.session.scalars(sa.select(model).where(for_maintenance()).order_by(model.created_at, model.id)))


def agree(world, **more):
    amend(world.client, phone="+972502345678", language="en")
    return make_consent(world.client, world.mentor, recipient=Recipient.CLIENT, content=ConsentContent.CHECK_IN, **more)


def sent_code(world, as_):
    """What follows the # in the message that a mentor opens."""
    browser = as_(world.mentor)
    answer = browser.send(f"/clients/{world.client.id}/check-ins", {"app": "sms"})
    return re.search(r"/check-in/en#([a-z2-7]{32})", answer.text).group(1)


def reasons(world):
    db.session.expire_all()
    (row,) = [row for row in board_of(world.supervisor).rows if row.id == world.client.id]
    return {each.reason: each.number for each in row.attention.reasons}


def acts(*wanted):
    return list(db.session.scalars(sa.select(Entry).where(Entry.act.in_(wanted)).order_by(Entry.id)))


def test_a_link_is_looked_at_without_effect_answered_once_and_seen(app, world, as_, visitor, clock):
    agree(world)
    code = sent_code(world, as_)
    (check_in,) = rows_of(CheckIn)
    stored = " ".join(str(value) for value in vars(check_in).values())
    assert code not in stored
    assert code.encode() not in check_in.secret_hash
    for _look in range(3):  # a messenger looks at it beforehand
        page = visitor.see(PAGE)
        assert ask(app, PAGE.encode(), "HEAD").status == 200
    for telling in (code, world.client.name, world.client.called, str(world.client.id), world.mentor.name):
        assert telling not in page.html
    answer = visitor.get(PAGE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert rows_of(CheckIn)[0].answered_at is None
    assert visitor.send(PAGE, {"code": code}).status_code == 200
    assert "Nothing is chosen yet" in visitor.page.words
    visitor.send(PAGE, {"code": code, "item-connected": "11"})
    assert rows_of(CheckIn)[0].answered_at is None
    visitor.send(PAGE, {"code": f"https://case.test/check-in/en#{code.upper()}\n", "wants_call": "y", **TAPS})
    assert "Your answer has arrived" in visitor.page.words
    assert "1201" in visitor.page.words
    assert world.client.called not in visitor.page.html
    (taken,) = rows_of(MeasureTaken)
    assert (taken.client_id, taken.taken_by, taken.helper) == (world.client.id, TakenBy.LINK, Helper.NOBODY)
    assert taken.answers == '{"connected": 7, "group": 4, "hopeful": 5}'
    assert b"hopeful" not in taken.answers_sealed
    (entry,) = acts(Act.CHECK_IN_ANSWERED)
    assert (entry.actor_id, clients_of(entry.id)) == (None, {world.client.id})
    visitor.send(PAGE, {"code": code, "item-connected": "0"})
    assert USED in visitor.page.words
    assert len(rows_of(MeasureTaken)) == 1
    browser = as_(world.mentor)
    assert f"Please call back: \u2068{world.client.name}" in browser.see("/").words
    assert Reason.CHECK_IN not in reasons(world)
    (check_in,) = rows_of(CheckIn)
    assert as_(world.team_mate).post(f"/check-ins/{check_in.id}/seen").status_code in (400, 404)
    assert f"/measures/{taken.id}" in browser.see(f"/clients/{world.client.id}/check-ins").links
    assert "The link was sent by" in browser.see(f"/measures/{taken.id}").words
    for _tap in range(2):
        assert browser.send(f"/check-ins/{check_in.id}/seen", {"from": "today"}, fresh=False).status_code == 303
    assert "Please call back" not in browser.see("/").words
    assert [each.actor_id for each in acts(Act.CHECK_IN_SEEN)] == [world.mentor.id]


def test_whoever_guesses_or_comes_late_is_answered_alike_and_slowed_down(app, world, as_, visitor, clock):
    agree(world)
    first = sent_code(world, as_)
    second = sent_code(world, as_)
    assert first != second
    said = set()
    for code in (first, "x", "' OR 1=1 --", "ת" * 300, second[:-1], "a" * 32):
        visitor.send(PAGE, {"code": code, "wants_call": "y"})
        said.add(visitor.page.words)
        assert USED in visitor.page.words
    clock.move_to("2026-11-25T08:00:01+00:00")
    visitor.send(PAGE, {"code": second, "wants_call": "y"})
    said.add(visitor.page.words)
    assert len(said) == 1
    assert [each.answered_at for each in rows_of(CheckIn)] == [None, None]
    assert len(acts(Act.CHECK_IN_REFUSED)) == 7
    for _try in range(19):
        visitor.send(PAGE, {"code": "a" * 32, "wants_call": "y"})
    assert visitor.send(PAGE, {"code": "a" * 32, "wants_call": "y"}).status_code == 429
    assert visitor.get("/check-in/xx").status_code == 404


ENDS = {
    "consent": lambda world: amend(rows_of(Consent)[0], withdrawn_on=date(2026, 11, 22)),
    "consent in error": lambda world: amend(rows_of(Consent)[0], error_at=rows_of(Consent)[0].created_at),
    "assignment": lambda world: amend(
        db.session.scalars(
            sa.select(Assignment).where(for_maintenance(), Assignment.client_id == world.client.id)
        ).first(),
        ends_on=date(2026, 11, 21),
    ),
    "file": lambda world: amend(db.session.get(Client, world.client.id), status="closed"),
    "account": lambda world: amend(world.mentor, disabled_at=world.mentor.created_at),
}


@pytest.mark.parametrize("what", ENDS)
def test_a_link_ends_with_what_it_stands_on(world, as_, visitor, what):
    agree(world)
    code = sent_code(world, as_)
    ENDS[what](world)
    visitor.send(PAGE, {"code": code, "wants_call": "y"})
    assert USED in visitor.page.words
    assert rows_of(CheckIn)[0].answered_at is None


def test_it_needs_the_clients_own_consent_a_number_and_ones_own_client(world, as_):
    path = f"/clients/{world.client.id}/check-ins"
    make_consent(world.client, world.mentor, recipient=Recipient.CLIENT, content=ConsentContent.FULL)
    amend(world.client, phone="+972502345678", language="en")
    browser = as_(world.mentor)
    new_consent = f"/clients/{world.client.id}/consents/new"
    assert new_consent in browser.see(path).links
    form = {"recipient": "family", "who": "Rachel", "scope": "check_in", "purpose": "x", "manner": "spoken"}
    browser.send(new_consent, form | {"starts_on": "2026-11-22", "taken_by": "Noa", "taken_on": "2026-11-22"})
    assert "Choose the client as the recipient" in browser.page.words
    token = {"csrf_token": browser.page.field("csrf_token"), "app": "sms"}
    assert "check_in" not in [each.content for each in rows_of(Consent)]
    agree(world)
    assert "Only a mentor of this client" in as_(world.supervisor).see(path).words
    amend(world.client, no_messages=True)
    assert "has asked for no messages" in browser.see(path).words
    amend(world.client, no_messages=False)
    browser.see(path)
    form = token | {"csrf_token": browser.page.field("csrf_token"), "record_id": browser.page.field("record_id")}
    once, twice = (re.search(r"#(\w{32})", browser.post(path, data=form).text).group(1) for _tap in range(2))
    assert once == twice
    assert [clients_of(each.id) for each in acts(Act.CHECK_IN_SENT)] == [{world.client.id}]
    assert browser.post(path, data=form | {"app": "viber"}).status_code == 409


def test_an_answer_that_nobody_saw_stands_on_the_board_after_two_working_days(world, as_, visitor, clock):
    agree(world)
    code = sent_code(world, as_)
    visitor.send(PAGE, {"code": code, "wants_call": "y"})
    assert [each.wants_call for each in unseen_check_ins(world.mentor)] == [True]
    assert unseen_check_ins(world.team_mate) == []
    clock.move_to("2026-11-24T20:00:00+00:00")
    assert Reason.CHECK_IN not in reasons(world)
    clock.move_to("2026-11-25T08:00:00+00:00")
    assert reasons(world)[Reason.CHECK_IN] == 3
    page = as_(world.supervisor).see("/board")
    assert "nobody has seen for 3 working days" in page.words
    assert f"/clients/{world.client.id}/check-ins" in page.links
    supervisor = as_(world.supervisor)
    supervisor.see(f"/clients/{world.client.id}/check-ins")
    supervisor.send(f"/check-ins/{rows_of(CheckIn)[0].id}/seen", fresh=False)
    assert Reason.CHECK_IN not in reasons(world)


def test_a_pulse_by_link_that_falls_leads_to_the_stuck_page(world, as_, visitor, clock):
    agree(world)
    for moment, value in ((None, "8"), ("2026-11-29T08:00:00+00:00", "3")):
        if moment:
            clock.move_to(moment)
        visitor.send(
            PAGE, {"code": sent_code(world, as_)} | {f"item-{item}": value for item in ("connected", "group", "myself")}
        )
    assert [each.needs_step for each in rows_of(MeasureTaken)] == [False, True]
    clock.move_to("2026-11-30T08:00:00+00:00")
    assert reasons(world)[Reason.PULSE] == 1
    page = as_(world.supervisor).see("/board?reason=pulse")
    assert "The pulse of belonging was low or fell 1 day ago" in page.words
    assert f"/clients/{world.client.id}/stuck" in page.links


def test_the_numbers_are_the_organisations_and_the_page_speaks_the_clients_language(world, as_, visitor):
    assert visitor.see("/check-in/ar").lang == "ar"
    assert "1201" in visitor.page.words
    browser = as_(world.administrator)
    browser.send("/organisation", {"name": "Circles", "emergency_numbers": "On-call 03-555 1234"})
    page = visitor.see("/check-in/ru")
    assert page.lang == "ru"
    assert "03-555 1234" in page.words
    assert "1201" not in page.words


def test_the_hash_alone_is_in_the_table():
    texts = [column.name for column in Base.metadata.tables["check_ins"].c if isinstance(column.type, sa.LargeBinary)]
    assert texts == ["secret_hash"]
