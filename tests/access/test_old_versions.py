"""Whoever saves from another version than the stored one is told so, and nothing changes."""

import pytest

from caseapp.privacy.notices import actions as notice_actions
from tests.access.conftest import token_of
from tests.access.controls import changes, tables
from tests.access.filling import LADDER, POSTS, filled, path_of, usual_actor

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
TYPED = ("name", "client_words", "wording", "reason", "evidence", "narrative", "note", "words", *LADDER)
FURTHER = {
    "activities.edit_plan": {"minutes": "45"},
    "privacy.show_request": {"reasons": "As the law says"},
}
REFUSED = {
    "accounts.edit_deputy",
    "accounts.show_team",
    "accounts.show_user",
    "activities.cancel",
    "activities.edit_plan",
    "activities.take_back_activity",
    "activities.undo",
    "basket.edit_approval",
    "clients.edit_client",
    "directory.edit_source",
    "files.edit_contact",
    "files.edit_reach",
    "followups.close",
    "followups.drop",
    "goals.change_ladder",
    "goals.edit_goal",
    "goodbyes.edit_goodbye",
    "groups.edit_group",
    "groups.show_day",
    "organisation.show_settings",
    "oversight.edit_incident",
    "oversight.edit_processor",
    "privacy.confirm_erasure",
    "privacy.drop_erasure",
    "privacy.edit_notice",
    "privacy.publish",
    "privacy.show_hold",
    "privacy.show_request",
    "register.close_assignment",
    "reports.edit_section",
    "reports.keep_draft",
    "supervision.close",
    "ties.edit_tie",
    "transfers.edit_handover",
}
"""What takes a believable form with the stored version, and refuses the same form with another one."""


def refused(app, company, browser_of, rows=POSTS) -> set[str]:
    """The endpoints that refuse a form for its version alone."""
    found = set()
    for row in rows:
        browser, path = browser_of(usual_actor(row)), path_of(app, row, row.subject(company))
        form = filled(browser, path) if "GET" in row.methods else {"version": "1", "reason": "x"}
        form |= {name: f"Other {name}" for name in TYPED if name in form} | FURTHER.get(row.endpoint, {})
        if not form.get("version", "").isdigit():
            continue
        before = tables()
        other = form | {"version": str(int(form["version"]) + 7), "csrf_token": token_of(app, browser)}
        if browser.post(path, data=other).status_code != 409:
            continue
        assert not changes(before, tables()), row.endpoint
        if browser.post(path, data=form | {"csrf_token": token_of(app, browser)}).status_code in (200, 303):
            found.add(row.endpoint)
    return found


def test_another_version_is_refused_wherever_one_is_kept(app, company, browser_of):
    assert refused(app, company, browser_of) == REFUSED


def test_a_version_that_is_not_looked_at_is_seen(app, company, browser_of, monkeypatch):
    rows = [row for row in POSTS if row.endpoint in ("privacy.edit_notice", "privacy.publish")]
    assert refused(app, company, browser_of, rows) == {row.endpoint for row in rows}
    monkeypatch.setattr(notice_actions, "expect_version", lambda row, version: None)
    assert refused(app, company, browser_of, rows) == set()
