"""While a client holds the screen: what the server shows, what it refuses, and the only way back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import flash, redirect

from caseapp.access import public
from caseapp.accounts.models import SignIn
from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.models import Assignment
from caseapp.clients.queries import for_maintenance
from caseapp.clock import today
from caseapp.db import db, writing
from tests import world as made
from tests.access.conftest import token_of
from tests.accounts.conftest import PASSWORD, give_password
from tests.accounts.second_step.conftest import code_now, with_phone, wrong_code
from tests.circles.drawing import NOW, THEN, draw
from tests.reports.reviewing import submitted
from tests.trail import clients_of

OWN = ("/with", "/with/goals", "/with/circle", "/with/back")
TYPED = (
    "/",
    "/session",
    "/sign-in",
    "/account",
    "/clients",
    "/search",
    "/drafts",
    "/offline/he",
    "/help/he",
    "/nowhere",
)


def held_with():
    return db.session.scalars(sa.select(SignIn.with_client_id)).all()


def entries(act):
    return db.session.scalars(sa.select(Entry.id).where(Entry.act == act)).all()


def test_the_client_sees_their_own_things_in_the_first_person_and_no_menu(handed, client) -> None:
    page = handed.see("/with")
    assert "With Yael" in page.words
    assert "A friend to drink coffee with" in page.words
    own = {f"/clients/{client.id}/{name}" for name in ("wins", "answers", "areas/talk", "interests")}
    own |= {f"/clients/{client.id}/measures/{code}/new" for code in ("pulse", "ucla3", "cel3")}
    assert set(page.links) == {"#content", "/with", "/with/back", "/with/goals", *own}
    assert 'class="nav"' not in page.html
    assert "My goal, in my own words" in handed.see("/with/goals").words


@pytest.mark.parametrize("path", TYPED)
def test_every_other_address_is_refused_and_says_the_way_back(handed, path) -> None:
    page = handed.see(path, 403)
    assert "This screen shows only what is your own." in page.words
    assert set(page.links) == {"#content", "/with", "/with/back"}


def test_the_clients_own_file_is_refused_too_and_the_refusal_is_in_the_trail(handed, client) -> None:
    assert handed.get(f"/clients/{client.id}").status_code == 403
    (refusal,) = entries(Act.REFUSED)
    assert clients_of(refusal) == {client.id}


def test_a_record_of_another_client_is_not_found_behind_a_safe_address(handed, world) -> None:
    """The mentor sees both; while the first holds the screen, nothing of the second is there."""
    other = submitted(world.client, world.mentor)
    assert handed.get(f"/reports/{other.id}/client-part").status_code == 404


def test_the_own_report_is_read_and_answered_and_leads_back_to_the_own_page(handed, client, world) -> None:
    path = f"/reports/{submitted(client, world.mentor).id}/client-part"
    assert path in handed.see("/with").links
    assert set(handed.see(path).links) == {"#content", "/with", "/with/back"}
    answer = handed.send(path, {"agreement": "agree", "own_words": "Yes, this is how it was"})
    assert answer.headers["Location"] == "/with"


def test_the_page_speaks_the_clients_language(as_, world) -> None:
    russian = made.make_client(world.team, world.mentor, language="ru")
    browser = as_(world.mentor)
    browser.send(f"/clients/{russian.id}/beside")
    assert browser.see("/with").lang == "ru"
    assert browser.see("/nowhere", 403).lang == "ru"


def test_what_was_told_to_the_mentor_is_not_told_to_the_client(app, as_, world, client) -> None:
    """A sentence about somebody else that waits for the next page is dropped."""
    browser = as_(world.mentor)

    @public
    def planted():
        flash("Saved for Dana Levi", "success")
        return redirect("/")

    view = app.view_functions["accounts.show_lost_password"]
    app.view_functions["accounts.show_lost_password"] = planted
    try:
        browser.get("/sign-in/lost-password")
    finally:
        app.view_functions["accounts.show_lost_password"] = view
    token = token_of(app, browser)
    browser.post(f"/clients/{client.id}/beside", data={"csrf_token": token})
    assert "Dana" not in browser.see("/with").words


def test_another_session_of_the_mentor_is_not_with_the_client(handed, as_, world) -> None:
    assert as_(world.mentor).get("/").status_code == 200
    assert handed.get("/").status_code == 403


def test_what_another_tab_writes_into_the_session_does_not_end_it(handed, client) -> None:
    """The contents are written whole by every request that changes them; the mode is not among them."""
    with writing():
        db.session.execute(sa.update(SignIn).values(contents="{}"))
    assert handed.get("/clients").status_code == 403
    assert held_with() == [client.id]


def test_only_the_mentors_password_leads_back(handed, client, world) -> None:
    give_password(world.mentor)
    wrong = handed.send("/with/back", {"present": "cold kettle under snow"})
    assert wrong.status_code == 200
    assert handed.get("/").status_code == 403
    right = handed.send("/with/back", {"present": PASSWORD})
    assert right.headers["Location"] == f"/clients/{client.id}"
    assert handed.get("/").status_code == 200
    assert held_with() == [None]
    assert [clients_of(each) for act in (Act.SCREEN_HANDED, Act.SCREEN_TAKEN_BACK) for each in entries(act)] == [
        {client.id}
    ] * 2


def test_guessing_the_password_is_slowed_down_as_at_sign_in(handed, world, clock) -> None:
    give_password(world.mentor)
    for _ in range(5):
        assert handed.send("/with/back", {"present": "cold kettle under snow"}).status_code == 200
    answer = handed.send("/with/back", {"present": PASSWORD})
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "300")
    clock.shift(timedelta(minutes=5))
    assert handed.send("/with/back", {"present": PASSWORD}).status_code == 303


def test_a_browser_does_not_fill_in_the_password_that_it_keeps(handed) -> None:
    assert 'autocomplete="new-password"' in handed.see("/with/back").html


def test_a_mentor_who_no_longer_sees_the_client_can_only_take_the_screen_back(handed, client, world) -> None:
    give_password(world.mentor)
    held = sa.select(Assignment).where(Assignment.client_id == client.id, for_maintenance())
    with writing():
        made.amend(db.session.scalars(held).one(), ends_on=today() - timedelta(days=1))
    assert [handed.get(path).status_code for path in OWN] == [403, 403, 403, 200]
    assert "Yael" not in handed.see("/with/back").words
    handed.send("/with/back", {"present": PASSWORD})
    assert handed.get("/").status_code == 200


def test_a_session_that_ended_in_the_mode_leads_to_the_sign_in_page(handed, clock) -> None:
    clock.shift(timedelta(hours=24))
    assert handed.get("/with").headers["Location"] == "/sign-in"


def test_nobody_is_with_a_client_without_having_handed_the_screen(as_, world) -> None:
    for person in (world.mentor, world.supervisor, world.administrator):
        assert [as_(person).get(path).status_code for path in OWN] == [403] * 4


def test_the_pages_hold_no_draft_and_no_script_that_asks_for_one(handed, client, world) -> None:
    page = handed.see(f"/reports/{submitted(client, world.mentor).id}/client-part")
    asked = " ".join(str(script.get("src")) for script in page.scripts)
    assert [name for name in ("drafts", "post", "offline") if f"/{name}" in asked] == []


def test_whoever_has_a_second_step_needs_it_to_come_back(handed, world) -> None:
    with_phone(give_password(world.mentor))
    for code in ("", wrong_code()):
        handed.send("/with/back", {"present": PASSWORD, "code": code})
        assert "This code does not fit." in handed.page.words
        assert handed.get("/").status_code == 403
    assert handed.send("/with/back", {"present": PASSWORD, "code": code_now()}).status_code == 303
    assert handed.get("/").status_code == 200


def test_the_own_circle_is_shown_without_the_ways_of_the_mentors_page(handed, client, world) -> None:
    draw(world.mentor, client, THEN, 180)
    draw(world.mentor, client, NOW)
    assert "/with/circle" in handed.see("/with").links
    page = handed.see("/with/circle")
    assert page.html.count("<svg") > 2
    assert "מיכל" in page.words
    assert set(page.links) == {"#content", "/with", "/with/back"}
