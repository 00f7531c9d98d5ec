"""A file that is opened in an emergency: one client, one hour, told at once, reviewed afterwards."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from caseapp.access import Role
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.queries import for_maintenance
from caseapp.clock import now, today
from caseapp.db import db
from caseapp.emergencies.models import EmergencyAccess
from caseapp.emergencies.queries import count_unreviewed
from caseapp.emergencies.rules import LASTS, REVIEWED_WITHIN
from caseapp.errors import NotAllowed
from tests.emergencies.records import REASON, make_access
from tests.trail import clients_of
from tests.world import amend, assign, deputise, keep, make_activity, make_client, make_concern, make_goal, make_user

FOUND = {"names": "Rut Almog", "reason": REASON}


@pytest.fixture
def stranger(world):
    """A client of another team than that of the mentor who meets the emergency."""
    client = make_client(world.team, world.mentor, given_name="Rut", family_name="Almog", birth_on=date(1990, 2, 3))
    amend(client, introduction="A friend from the choir", phone="+972502345678")
    amend(make_concern(client, world.mentor), words="Said that life is too heavy")
    make_activity(client, world.mentor, today(), note="We walked along the sea")
    return client


def entries(act):
    return list(db.session.scalars(sa.select(Entry).where(Entry.act == act)))


def accesses():
    return list(db.session.scalars(sa.select(EmergencyAccess).where(for_maintenance())))


def test_the_file_is_read_for_an_hour_and_nothing_else_of_anybody(world, as_, stranger, clock):
    other = make_client(world.team, world.mentor, given_name="Dan", family_name="Almog")
    make_activity(other, world.mentor, today(), note="About Dan")
    browser = as_(world.other_mentor)
    browser.see("/emergency")
    answer = browser.send("/emergency", FOUND)
    assert answer.status_code == 303, browser.page.words
    page = browser.see(answer.location)
    for words in ("Rut Almog", "050-234-5678", "A friend from the choir", "life is too heavy", "along the sea"):
        assert words in page.words
    assert "until 11:00" in page.words
    assert "About Dan" not in page.words
    for path in ("", "/records", "/file", "/activities/new", "/concerns"):
        assert browser.get(f"/clients/{stranger.id}{path}").status_code == 404
    assert browser.see("/clients").words.count("Almog") == 0
    clock.shift(LASTS - timedelta(seconds=1))
    assert "along the sea" in as_(world.other_mentor).see(answer.location).words
    clock.shift(timedelta(seconds=1))
    page = as_(world.other_mentor).see(answer.location)
    assert "This access has ended" in page.words
    assert "Almog" not in page.words
    clock.shift(-2 * LASTS)  # the clock of the host is set back
    assert "Almog" not in as_(world.other_mentor).see(answer.location).words


def test_each_look_stands_in_the_trail_and_in_the_clients_list_of_readers(world, as_, stranger):
    browser = as_(world.other_mentor)
    browser.see("/emergency")
    browser.see(browser.send("/emergency", FOUND).location)
    (opened,) = entries(Act.EMERGENCY_OPENED)
    assert clients_of(opened.id) == {stranger.id}
    assert REASON not in opened.detail
    assert [entry for entry in entries(Act.READ) if '"emergency"' in entry.detail]
    words = as_(world.supervisor).see(f"/clients/{stranger.id}/readers").words
    assert world.other_mentor.name in words
    assert "File opened in an emergency" in words


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"reason": "Danger, danger, now"}, "at least 20 letters"),
        ({"reason": "1234567890 1234567890 !!!"}, "at least 20 letters"),
        ({"names": "Almog"}, "the given name and the family name"),
        ({"names": "Rut Al"}, "do not lead to one client"),
        ({"names": "Nobody Knownhere"}, "do not lead to one client"),
        ({"birth_on": "1990-02-04"}, "do not lead to one client"),
        ({"names": "% %"}, "the given name and the family name"),
        ({"names": "Rut Almog " + "x" * 200}, "characters"),
    ],
)
def test_what_is_missing_is_said_and_opens_nothing(world, as_, stranger, form, sentence):
    browser = as_(world.other_mentor)
    browser.see("/emergency")
    answer = browser.send("/emergency", FOUND | form)
    assert answer.status_code == 200
    assert sentence in browser.page.words
    assert accesses() == []


def test_of_two_people_of_one_name_the_date_of_birth_tells_which(world, as_, stranger):
    twin = make_client(world.other_team, world.other_mentor, given_name="Rut", family_name="Almog")
    amend(twin, birth_on=date(1971, 5, 6))
    browser = as_(world.team_mate)
    browser.see("/emergency")
    assert "do not lead to one client" in browser.send("/emergency", FOUND).text
    browser.see("/emergency")
    assert browser.send("/emergency", FOUND | {"birth_on": "1990-02-03"}).status_code == 303
    assert [access.client_id for access in accesses()] == [stranger.id]


def test_an_own_client_is_opened_the_usual_way(world, as_, stranger):
    assign(stranger, world.team_mate)
    browser = as_(world.team_mate)
    browser.see("/emergency")
    assert "one of your own clients" in browser.send("/emergency", FOUND).text
    assert accesses() == []


def test_who_tries_name_after_name_is_stopped(world, as_, stranger):
    browser = as_(world.other_mentor)
    browser.see("/emergency")
    answers = [browser.send("/emergency", FOUND | {"names": f"Guess N{n}"}).status_code for n in range(11)]
    assert answers == [200] * 10 + [429]
    assert browser.send("/emergency", FOUND).status_code == 429
    assert accesses() == []


def test_a_double_tap_opens_it_once(world, as_, stranger):
    browser = as_(world.other_mentor)
    page = browser.see("/emergency")
    form = FOUND | {"csrf_token": page.field("csrf_token"), "record_id": page.field("record_id")}
    places = {browser.post("/emergency", data=form).location for _tap in range(2)}
    assert len(places) == len(accesses()) == 1


def test_a_session_that_was_left_open_asks_for_the_password_first(world, as_, stranger, clock):
    browser = as_(world.other_mentor)
    page = browser.see("/emergency")
    clock.shift(timedelta(minutes=11))
    form = FOUND | {"csrf_token": page.field("csrf_token"), "record_id": page.field("record_id")}
    assert browser.post("/emergency", data=form).status_code == 200
    assert "Your password" in browser.page.words
    assert accesses() == []


def test_it_ends_when_it_is_closed_and_belongs_to_nobody_else(world, as_, stranger):
    access = make_access(stranger, world.other_mentor)
    for other in (world.team_mate, world.mentor, world.supervisor):
        as_(other).see(f"/emergency/{access.id}", 404)
    browser = as_(world.other_mentor)
    browser.see(f"/emergency/{access.id}")
    for _tap in range(2):
        assert browser.send(f"/emergency/{access.id}/close", fresh=False).status_code == 303
    assert "This access has ended" in browser.see(f"/emergency/{access.id}").words
    assert len(entries(Act.EMERGENCY_CLOSED)) == 1


def test_the_supervisor_is_told_at_once_and_reviews_it_with_a_word(world, as_, stranger):
    access = make_access(stranger, world.other_mentor)
    boss = as_(world.supervisor)
    page = boss.see("/board")
    assert "A file was opened in an emergency" in page.words
    assert REASON in page.words
    assert f"/emergencies/{access.id}" in page.links
    assert "emergency" not in as_(world.other_supervisor).see("/board").words
    place = f"/emergencies/{access.id}"
    boss.see(place)
    assert boss.send(place, {"words": " "}).status_code == 200
    token = boss.see(place).field("csrf_token")
    for words in ("Right, I called her mother", "Another word"):
        assert boss.post(place, data={"csrf_token": token, "words": words}).status_code == 303
    page = boss.see(place)
    assert "I called her mother" in page.words
    assert "Another word" not in page.words
    assert "emergency" not in boss.see("/board").words
    assert "Almog" in boss.see("/emergencies").words


def test_a_deputy_is_told_on_the_first_page(world, as_, stranger):
    deputise(world.other_mentor, world.team)
    access = make_access(stranger, world.team_mate)
    page = as_(world.other_mentor).see("/")
    assert "A file was opened in an emergency" in page.words
    assert f"/emergencies/{access.id}" in page.links
    assert "emergency" not in as_(world.mentor).see("/").words


def test_one_that_is_too_old_for_the_list_still_opens(world, as_, stranger):
    old = make_access(stranger, world.team_mate)
    opened = {"client_id": stranger.id, "person_id": world.team_mate.id, "opened_at": now() + timedelta(seconds=1)}
    keep(*(EmergencyAccess(**opened, reason="Later") for _number in range(200)))
    boss = as_(world.supervisor)
    assert f"/emergencies/{old.id}" not in boss.see("/emergencies").links
    assert REASON in boss.see(f"/emergencies/{old.id}").words


def test_nobody_reviews_what_they_opened_themselves(world, as_, stranger):
    access = make_access(stranger, world.supervisor)
    boss = as_(world.supervisor)
    assert "Somebody else who is in charge" in boss.see(f"/emergencies/{access.id}").words
    boss.send(f"/emergencies/{access.id}", {"words": "I was right"})
    assert accesses()[0].reviewed_at is None


def test_what_nobody_reviews_within_a_week_is_told_to_those_who_oversee(world, as_, stranger, clock):
    """A team may have nobody in charge but whoever opened the file: it is a number for them, and no name."""
    access = make_access(stranger, world.supervisor)
    officer, said = make_user(Role.PRIVACY_OFFICER), "A file that was opened in an emergency was not reviewed"
    clock.shift(REVIEWED_WITHIN)
    assert said not in as_(officer).see("/").words
    clock.shift(timedelta(seconds=1))
    for overseer in (officer, world.administrator):
        page = as_(overseer).see("/")
        assert said in page.words
        assert "Almog" not in page.words
    with pytest.raises(NotAllowed):
        count_unreviewed(world.supervisor)
    deputise(world.other_mentor, world.team)
    boss, place = as_(world.other_mentor), f"/emergencies/{access.id}"
    boss.see(place)
    assert boss.send(place, {"words": "Right, I called her mother"}).status_code == 303
    assert said not in as_(officer).see("/").words


def test_a_former_mentor_is_a_stranger_too(world, as_):
    client = make_client(world.team, world.mentor, given_name="Rut", family_name="Almog")
    make_goal(client)
    browser = as_(world.former_mentor)
    browser.see("/emergency")
    assert browser.send("/emergency", FOUND).status_code == 303


def test_names_and_reasons_are_shown_as_text(world, as_):
    client = make_client(world.team, world.mentor, given_name="<img src=x>", family_name="Almog")
    access = make_access(client, world.other_mentor)
    amend(access, reason="<img src=x onerror=alert(1)> \u202e turned")
    assert "<img" not in as_(world.other_mentor).see(f"/emergency/{access.id}").html
    boss = as_(world.supervisor)
    for path in ("/board", "/emergencies", f"/emergencies/{access.id}"):
        assert "<img" not in boss.see(path).html
