"""What a request may not do: change by reading, act without a token, reach across parents, set what no form offers."""

from datetime import date
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from caseapp.access import Role
from caseapp.access.decorators import public
from caseapp.accounts.models import Team
from caseapp.db import db, writing
from tests import world as made
from tests.access.actors import Actor
from tests.access.conftest import token_of
from tests.access.controls import changes, tables
from tests.access.filling import FIRST, GETS, POSTS, filled, path_of, usual_actor
from tests.access.matrix import LEAD_TO_SIGN_IN, MATRIX
from tests.app.raw import ask
from tests.watch.records import make_review

# What a request may do is decided before the store: one engine tells all.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_reading_changes_nothing(app, company, browser_of) -> None:
    """GET and HEAD never change data, on any route, for any role that may use it."""
    for row in GETS:
        for actor in sorted(row.let_in & {*FIRST, Actor.FACILITATOR}):
            path, browser = path_of(app, row, row.subject(company)), browser_of(actor)
            before = tables()
            assert browser.get(path).status_code in (200, 303), (path, actor)
            cookies = "; ".join(f"{cookie.key}={cookie.value}" for cookie in [browser.get_cookie("session")] if cookie)
            assert ask(app, path.encode(), "HEAD", HTTP_COOKIE=cookies).status in (200, 303), path
            assert not changes(before, tables()), f"{row.endpoint} as {actor}"


def test_a_change_by_reading_is_seen(app, company, browser_of) -> None:
    """The check itself: a planted page that adds a row when it is read."""
    true_view = app.view_functions["accounts.show_lost_password"]

    @public
    def planted():
        with writing():
            db.session.add(Team(name="planted"))
        return true_view()

    before = tables()
    app.view_functions["accounts.show_lost_password"] = planted
    try:
        browser_of(Actor.VISITOR).get("/sign-in/lost-password")
    finally:
        app.view_functions["accounts.show_lost_password"] = true_view
    assert [name for name, _ in changes(before, tables())] == ["teams"]


def test_nothing_is_done_without_the_sessions_own_token(app, company, browser_of) -> None:
    """A missing, altered, earlier or foreign CSRF token is refused, and the typed text is shown again."""
    for row in POSTS:
        actor = usual_actor(row)
        browser, earlier, foreign = browser_of(actor), browser_of(actor), browser_of(Actor.OTHER_SUPERVISOR)
        if actor is Actor.VISITOR:
            continue
        good = token_of(app, browser)
        path = path_of(app, row, row.subject(company))
        before = tables()
        for token in (None, "", "x", token_of(app, earlier), token_of(app, foreign), good[:-1], good.swapcase()):
            form = {"note": "Words that were typed and stay"} | ({} if token is None else {"csrf_token": token})
            answer = browser.post(path, data=form)
            assert answer.status_code == 400, (row.endpoint, token)
            assert "Words that were typed and stay" in answer.text
        for header in ("X-CSRFToken", "X-CSRF-Token"):
            assert browser.post(path, headers={header: token_of(app, foreign)}).status_code == 400
        assert not changes(before, tables()), row.endpoint


def test_a_visitors_post_needs_a_token_too(app, company, browser_of) -> None:
    for row in (row for row in POSTS if Actor.VISITOR in row.let_in):
        browser, other = browser_of(Actor.VISITOR), browser_of(Actor.VISITOR)
        path = path_of(app, row, row.subject(company))
        browser.see("/sign-in")
        for token in ("", token_of(app, other)):
            assert browser.post(path, data={"csrf_token": token}).status_code == 400
        answer = browser.post(path, data={"csrf_token": token_of(app, browser)})
        assert answer.status_code == 200 or answer.location == "/sign-in", "the second step leads to the first"


def test_a_child_is_not_found_under_another_parent(app, company, browser_of) -> None:
    """Even under another record that the same person may see."""
    nested = [row for row in MATRIX if sum(isinstance(value, UUID) for value in row.subject(company).values()) > 1]
    assert {row.endpoint for row in nested} >= {"register.close_assignment", "groups.end_member"}
    world = company.world
    others = {"client_id": world.team_mates_client.id, "group_id": made.make_group(world.team).id}
    others["team_id"] = world.other_team.id
    others["review_id"] = make_review(month=date(1980, 1, 1)).id
    for row in nested:
        values = row.subject(company)
        (parent,) = others.keys() & values.keys()
        for actor in sorted(row.let_in):
            browser = browser_of(actor)
            for method in row.methods.split():
                before = tables()
                path = path_of(app, row, {**values, parent: others[parent]})
                form = {"csrf_token": token_of(app, browser), "ends_on": "2026-11-22"}
                answer = browser.get(path) if method == "GET" else browser.post(path, data=form)
                assert answer.status_code == 404, (row.endpoint, method, actor)
                assert not changes(before, tables())


# What these forms ask for cannot be filled in by their names alone; their own tests do it.
NOT_SAVED = {
    "accounts.welcome",
    "accounts.invite_user",
    "accounts.issue_user_link",
    "accounts.change_own_password",
    "accounts.change_authenticator",
    "accounts.new_passkey",
    "accounts.show_recovery_codes",
    "areas.new_talk",
    "measures.new_measure",
    "check_ins.show_check_ins",
    "check_ins.answer",
    "goals.list_answers",
    "goodbyes.explain_none",
    "goodbyes.new_goodbye",
    "goodbyes.new_look_back",
    "goals.rate_own",
    "accounts.show_user",
    "clients.search_clients",
    "activities.choose_client",
    "activities.new_outing",
    "activities.show_messages",
    "activities.undo",
    "beside.take_back",
    "emergencies.open_file",
    "drafts.keep",
    "offline.leave",
    "oversight.make_file",
    "oversight.new_processor",
    "oversight.show_duty",
    "oversight.tell_incident",
    "privacy.search_people",
    "search.search_all_notes",
    "search.search_clients_notes",
    "uploads.show_differences",
    "register.search_register",
    "stuck.choose",
    "supervision.show_board",
    "supervision.hand_over",
    "groups.list_members",
    "register.show_assignments",
    "transfers.new_transfer",
    "transfers.new_team",
    "circles.new_circle",
    "goals.agree",
    "groups.record_attendance",
    "files.edit_status",
    "files.new_contact",
    "goals.move",
    "activities.edit_activity",
    "batches.fetch",
    "batches.new_batch",
    "clients.open_file",
    "exports.new_export",
    "privacy.confirm_due",
    "privacy.confirm_erasure",
    "privacy.drop_erasure",
    "privacy.list_due",
    "privacy.show_clients_erasure",
    "privacy.fetch_whole_file",
    "privacy.mark_passages",
    "privacy.new_notice",
    "privacy.publish",
    "privacy.list_clients_requests",
    "privacy.show_request",
    "privacy.show_whole_file",
    "consents.new_consent",
    "directory.new_source",
    "groups.new_group",
    "instruments.load_text",
    "handovers.new_handover",
    "reports.comment",
    "reports.correct",
    "reports.edit_names",
    "reports.edit_section",
    "reports.keep_draft",
    "reports.search_notes",
    "reports.take_client_part",
    "uploads.add",
    "uploads.new_upload",
    "sources.show_table",
    "fitness.new_kind",
    "fitness.show_rule",
    "followups.show_duty",
    "followups.walk_drill",
    "watch.show_reading",
    "watch.show_review",
}


def test_fields_that_no_form_offers_change_nothing(app, company, browser_of) -> None:
    """Every column name is posted to every form; only the form's own fields are taken."""
    world = company.world
    strangers = [world.other_client.id, world.other_team.id, world.other_mentor.id, uuid7()]
    columns = {column.name for rows in db.metadata.sorted_tables for column in rows.columns}
    saved = set()
    for row in POSTS:
        actor = usual_actor(row)
        if actor is Actor.VISITOR or row.endpoint in LEAD_TO_SIGN_IN:
            continue
        browser = browser_of(actor)
        path = path_of(app, row, row.subject(company))
        form = filled(browser, path) if "GET" in row.methods else {}
        form["csrf_token"] = token_of(app, browser)
        after = tables()
        for number, stranger in enumerate(strangers):
            extra = {
                name: str(stranger) for name in columns - form.keys() if name.endswith("id") or name in ("by", "id")
            }
            extra |= {
                "role": Role.ADMINISTRATOR.value,
                "team": str(stranger),
                "is_active": "1",
                "mentor": str(stranger),
            }
            extra |= {"created_at": "1999-01-01", "password_hash": "planted", "disabled_at": "1999-01-01"}
            extra |= {"in_error": "1", "error_at": "1999-01-01", "changed_by": str(stranger), "team_name": "planted"}
            extra = {name: value for name, value in extra.items() if name not in form}
            again = filled(browser, path) if number and "record_id" in form else {}
            fresh = {name: value for name, value in again.items() if name == "record_id"}
            answer = browser.post(path, data={**extra, **form, **fresh})
            # What was ended is not there a second time, and a screen that was handed over is the client's.
            gone = number > 0 and answer.status_code == (403 if row.endpoint == "beside.show_together" else 404)
            assert gone or answer.status_code in (200, 303, 400, 409), (row.endpoint, answer.status_code)
            if answer.status_code == 303 and number == 0:
                saved.add(row.endpoint)
            before, after = after, tables()
            for (table, row_id), new in changes(before, after).items():
                arrived = [name for name, value in new.items() if value == stranger or value == "planted"]
                assert not arrived, f"{row.endpoint} lets {arrived} into {table}"
                assert row_id != stranger
                assert new.get("role") != Role.ADMINISTRATOR or "role" in form
                assert not any(isinstance(value, date) and value.year == 1999 for value in new.values())
    unsaved = {row.endpoint for row in POSTS if usual_actor(row) is not Actor.VISITOR} - saved - LEAD_TO_SIGN_IN
    assert unsaved <= NOT_SAVED, " ".join(sorted(unsaved - NOT_SAVED))
