"""Every form about a client, sent twice at a time: unchanged, with two texts, and with nothing that can be taken.

Whatever branch an answer takes, it is an answer, and what it says of a client stands in the trail.
"""

import threading

import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.reports.sections import actions as section_actions
from caseapp.reports.sections import views as section_views
from tests.access.actors import Actor
from tests.access.conftest import token_of
from tests.access.controls import Controls
from tests.access.filling import POSTS, filled, path_of, usual_actor
from tests.trail import clients_of

# Writers of PostgreSQL meet in the rows; those of SQLite wait for each other before.
pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)

OF_NO_CLIENT = ("accounts.", "organisation.", "fitness.")
TAKEN = {200, 202, 303, 400, 404, 409, 422}
HIDDEN = {"csrf_token", "record_id", "version"}
HANDS_OVER = {"beside.show_together"}  # the session is the client's afterwards
KEPT_OF_PAGE = {"reports.keep_draft"}  # kept while one types in the form of the page
SECONDS = 60


class Pair:
    """One person in two browsers."""

    def __init__(self, app, browser_of, actor) -> None:
        self.app, self.browsers = app, [browser_of(actor) for _ in "ab"]
        self.tokens = [token_of(app, browser) for browser in self.browsers]

    def send(self, path, forms):
        """Both at once; status and text of each answer."""
        gate, answers = threading.Barrier(2, timeout=SECONDS), [None, None]

        def post(number):
            with self.app.app_context():
                gate.wait()
                sent = {**forms[number], "csrf_token": self.tokens[number]}
                try:
                    answer = self.browsers[number].post(path, data=sent)
                except Exception as fault:
                    answers[number] = (repr(fault)[:150], "")
                else:
                    answers[number] = (answer.status_code, answer.text if answer.mimetype == "text/html" else "")

        threads = [threading.Thread(target=post, args=(number,)) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS)
        assert None not in answers, path
        return answers


def texts_of(form):
    """The form with two different texts in it."""
    words = [name for name, value in form.items() if name not in HIDDEN and " " in value]
    return [{**form, **{name: f"{form[name]} {mark}" for name in words}} for mark in ("first", "second")]


def form_of(browser, row, path):
    """The form, from its own page or the one on which it stands; nothing for an act of one button."""
    if "GET" in row.methods:
        return filled(browser, path)
    page = path.rpartition("/")[0] or "/"
    html = browser.get(page).text
    return dict(Controls(html, path).sent) or (dict(Controls(html, page).sent) if row.endpoint in KEPT_OF_PAGE else {})


def branches(form):
    """What cannot be taken changes nothing, and the same words again change little: one page serves all three."""
    refused = {"refused": [{}, {}]}
    return {**refused, "unchanged": [form, form], "two texts": texts_of(form)} if form else refused


def told_since(last, me):
    """Of which clients this person's answers told, how often, after that entry."""
    db.session.rollback()
    found = sa.select(Entry.id).where(Entry.id > last, Entry.actor_id == me, Entry.act != Act.REFUSED)
    return [clients_of(entry_id) for entry_id in db.session.scalars(found)]


def newest_entry():
    return db.session.scalar(sa.select(Entry.id).order_by(Entry.id.desc()).limit(1))


def faults_of(app, row, company, pair_of, me, clients):
    """What is wrong with the answers to one form, branch by branch."""
    pair = pair_of(row)
    path = path_of(app, row, row.subject(company))
    form = form_of(pair.browsers[0], row, path)
    for branch, forms in branches(form).items():
        pair, last = pair_of(row), newest_entry()
        answers = pair.send(path, forms)
        found = {status for status, _text in answers}
        if not found <= TAKEN:
            yield f"{row.endpoint}, {branch}: {found}"
        told = told_since(last, me)
        for client in clients:
            saying = sum(client.family_name in text for _status, text in answers)
            if sum(client.id in of for of in told) < saying:
                yield f"{row.endpoint}, {branch}: {saying} answers of {found} tell of a client, the trail has {told}"


def faults(app, company, browser_of, rows):
    clients = db.session.scalars(sa.select(Client).where(for_maintenance())).all()
    pairs, found = {}, []

    def pair_of(row):
        actor = usual_actor(row)
        if actor not in pairs or row.endpoint in HANDS_OVER:
            pairs[actor] = Pair(app, browser_of, actor)
        return pairs[actor]

    for row in rows:
        found += faults_of(app, row, company, pair_of, company.people[usual_actor(row)].id, clients)
        if row.endpoint in HANDS_OVER:
            pairs.clear()
    return found


def test_two_at_a_time_are_answered_and_recorded(app, company, browser_of):
    rows = [row for row in POSTS if not row.endpoint.startswith(OF_NO_CLIENT) and Actor.VISITOR not in row.let_in]
    assert len(rows) > 80
    assert faults(app, company, browser_of, rows) == []


def forgetting(record, forgotten):
    """It records everything but the reading of that page."""

    def recording(*told, **more):
        if forgotten not in (*told, more.get("page")):
            record(*told, **more)

    return recording


@pytest.mark.parametrize(
    ("module", "name", "page", "endpoint"),
    [
        (section_actions, "record", "report_section", "reports.keep_draft"),
        (section_views, "record_reading", "both_texts", "reports.edit_section"),
    ],
)
def test_a_branch_that_records_nothing_is_seen(app, company, browser_of, monkeypatch, module, name, page, endpoint):
    monkeypatch.setattr(module, name, forgetting(getattr(module, name), page))
    assert faults(app, company, browser_of, [row for row in POSTS if row.endpoint == endpoint])
