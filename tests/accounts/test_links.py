"""Links that work once: an invitation, and a new password of which nobody else learns."""

import json
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from caseapp.accounts.models import KnownBrowser, Link, User
from caseapp.accounts.sign_in.sessions import hashed
from caseapp.audit.models import Entry
from caseapp.db import Base, db
from tests.accounts.conftest import OTHER, PASSWORD, is_inside, sign_in

pytestmark = pytest.mark.usefixtures("before_the_first_client")

NEW = "amber lake, seven spoons"
REFUSED = "This link is not valid, or has already been used"


@pytest.fixture
def admin(world, as_):
    return as_(world.administrator)


def issue(admin, person):
    """The code of a new link, as the administrator's page shows it once."""
    admin.see(f"/users/{person.id}")
    answer = admin.send(f"/users/{person.id}/link", fresh=False)
    assert answer.status_code == 200
    return shown_code(admin)


def shown_code(admin):
    return re.search(r"/welcome#([\w-]+)", admin.page.html)[1]


def use(browser, code, password=NEW):
    return browser.send("/welcome", {"code": code, "new": password, "again": password})


def test_an_invited_person_sets_a_password_and_is_inside(world, admin, new_browser):
    """The new person gets exactly the role and team that the invitation was made for."""
    form = {"name": "נועה ברק", "username": "noa.barak", "role": "mentor", "team": str(world.team.id)}
    answer = admin.send("/users/new", {**form, "language": "en", "address_form": "feminine"})
    assert answer.status_code == 200
    code = shown_code(admin)
    noa = new_browser()
    assert use(noa, code).location == "/"
    assert "נועה ברק" in noa.see("/account").words
    assert sign_in(new_browser("192.0.2.2"), "noa.barak", NEW).status_code == 303
    person = db.session.scalars(sa.select(User).where(User.username == "noa.barak")).one()
    assert (person.role, person.team_id) == ("mentor", world.team.id)


def test_a_link_is_shown_once_and_stored_nowhere(world, owner, admin):
    """The database keeps only a hash of the link's secret of at least 128 bits."""
    code = issue(admin, owner)
    assert len(code) * 6 >= 128
    assert code not in admin.see(f"/users/{owner.id}").html
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            assert code not in str(connection.execute(sa.select(table)).all())
    assert db.session.scalars(sa.select(Link.secret_hash)).one() == hashed(code)


def test_the_secret_of_a_link_is_not_part_of_what_a_browser_asks_for(world, owner, admin):
    """It follows the #, so it is never sent in a request or written to a server's log."""
    issue(admin, owner)
    (shown,) = set(re.findall(r"http://localhost/welcome[^\s<\"]*", admin.page.html))
    assert shown.startswith("http://localhost/welcome#")


def test_an_invitation_that_is_sent_twice_makes_one_person(world, admin):
    """The second answer cannot show the link again."""
    admin.see("/users/new")
    form = {name: admin.page.field(name) for name in ("csrf_token", "record_id")}
    form |= {
        "name": "Noa",
        "username": "noa",
        "role": "mentor",
        "team": str(world.team.id),
        "language": "en",
        "address_form": "neutral",
    }
    first = admin.post("/users/new", data=form)
    code = shown_code(admin)
    second = admin.post("/users/new", data=form)
    assert (first.status_code, second.status_code) == (200, 200)
    assert code not in second.get_data(as_text=True)
    assert db.session.scalar(sa.select(sa.func.count(User.id)).where(User.username == "noa")) == 1
    assert db.session.scalar(sa.select(sa.func.count(Link.id))) == 1


def test_used_outdated_replaced_and_unknown_links_get_one_answer(world, owner, admin, new_browser, clock):
    """The answer does not reveal why a link is refused; links expire after 48 hours."""
    used = issue(admin, owner)
    use(new_browser(), used)
    replaced = issue(admin, owner)
    outdated = issue(admin, owner)
    pages = {}
    for case, code in (("used", used), ("replaced", replaced), ("unknown", "x" * 32), ("outdated", outdated)):
        if case == "outdated":
            clock.shift(timedelta(hours=48))
        client = new_browser()
        assert use(client, code, OTHER).status_code == 200
        assert REFUSED in client.page.words
        pages[case] = client.page.words
        assert not is_inside(client)
    assert len(set(pages.values())) == 1


def test_a_link_works_to_the_end_of_its_hours(world, owner, admin, new_browser, clock):
    code = issue(admin, owner)
    clock.shift(timedelta(hours=47, minutes=59))
    assert use(new_browser(), code).status_code == 303


def test_a_whole_link_may_be_pasted(world, owner, admin, new_browser):
    code = issue(admin, owner)
    assert use(new_browser(), f" http://localhost/welcome#{code}").status_code == 303


def test_looking_at_the_page_uses_nothing_up(world, owner, admin, new_browser):
    """A messenger that looks at a link to preview it must not spend it."""
    code = issue(admin, owner)
    for _ in range(3):
        new_browser().see("/welcome")
    assert use(new_browser(), code).status_code == 303


def test_a_weak_password_does_not_spend_the_link(world, owner, admin, new_browser):
    code = issue(admin, owner)
    client = new_browser()
    assert use(client, code, "Maya Mentor 2026").status_code == 200
    assert "easy to guess" in client.page.words
    assert use(client, code).status_code == 303


def test_a_reset_ends_nothing_until_it_is_used_and_then_everything(world, owner, admin, new_browser):
    """Using a reset link ends every session and the old password."""
    before = new_browser("192.0.2.2")
    sign_in(before, owner.username)
    code = issue(admin, owner)
    assert is_inside(before)
    assert sign_in(new_browser("192.0.2.3"), owner.username, PASSWORD).status_code == 303
    assert use(new_browser("192.0.2.4"), code).status_code == 303
    assert not is_inside(before)
    assert sign_in(new_browser("192.0.2.5"), owner.username, PASSWORD).status_code == 200
    assert sign_in(new_browser("192.0.2.6"), owner.username, NEW).status_code == 303


def test_browsers_of_before_are_strangers_after_a_reset(world, owner, admin, new_browser):
    """One of the browsers known so far may be the thief's."""
    sign_in(new_browser("192.0.2.2"), owner.username)
    use(new_browser("192.0.2.4"), issue(admin, owner))
    assert db.session.scalar(sa.select(sa.func.count(KnownBrowser.id))) == 1


def test_the_person_is_told_of_a_reset_at_the_next_sign_in_once(world, owner, admin, new_browser, clock):
    sign_in(new_browser("192.0.2.2"), owner.username)
    clock.shift(timedelta(minutes=5))
    use(new_browser("192.0.2.4"), issue(admin, owner))
    clock.shift(timedelta(minutes=5))
    told, later = new_browser("192.0.2.5"), new_browser("192.0.2.6")
    sign_in(told, owner.username, NEW)
    assert "changed with a one-time link on 22.11.2026, 10:05" in told.see("/account").words
    clock.shift(timedelta(minutes=5))
    sign_in(later, owner.username, NEW)
    assert "one-time link" not in later.see("/account").words


def test_a_disabled_person_cannot_come_in_by_a_link(world, owner, admin, new_browser):
    code = issue(admin, owner)
    admin.see(f"/users/{owner.id}")
    admin.send(f"/users/{owner.id}/disabling", fresh=False)
    client = new_browser()
    use(client, code)
    assert REFUSED in client.page.words
    assert admin.send(f"/users/{owner.id}/link", fresh=False).status_code == 400


def test_a_change_of_the_password_withdraws_open_links(world, owner, admin, new_browser):
    code = issue(admin, owner)
    client = new_browser("192.0.2.2")
    sign_in(client, owner.username)
    client.send("/account/password", {"present": PASSWORD, "new": OTHER, "again": OTHER})
    thief = new_browser("192.0.2.3")
    use(thief, code)
    assert REFUSED in thief.page.words


def test_the_trail_tells_who_issued_and_who_used_a_link(world, owner, admin, new_browser):
    code = issue(admin, owner)
    use(new_browser(), code)
    entries = {entry.act: entry for entry in db.session.scalars(sa.select(Entry).where(Entry.subject_id == owner.id))}
    assert entries["link_issued"].actor_id == world.administrator.id
    assert json.loads(entries["link_issued"].detail) == {"kind": "reset"}
    assert entries["link_used"].actor_id == owner.id
    assert entries["password_changed"].actor_id == owner.id
    assert all(code not in entry.detail for entry in entries.values())


def test_two_uses_of_one_link_at_once_set_one_password(world, owner, admin, new_browser, app, engine):
    """A link is used up by whoever writes first."""
    import threading

    code = issue(admin, owner)
    browsers = [new_browser(f"192.0.2.{number}") for number in range(4)]
    for client in browsers:
        client.see("/welcome")
    answers = []

    def spend(client, number):
        password = f"{NEW} {number} times"
        form = {"code": code, "new": password, "again": password, "csrf_token": client.page.field("csrf_token")}
        with app.app_context():
            answers.append(client.post("/welcome", data=form).status_code)

    threads = [threading.Thread(target=spend, args=pair) for pair in zip(browsers, range(4), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200, 200, 200, 303]
