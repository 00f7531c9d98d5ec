"""All requests of a crawl that follows every link against the trail's rows: who saw whom is there, and once."""

import re
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import sqlalchemy as sa

from caseapp.audit import Act
from caseapp.audit.models import Entry
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from tests.access.actors import Actor
from tests.figures.crawl import kind_of
from tests.figures.records import fill_world
from tests.trail import clients_of

SAYS = {Act.READ, Act.PRINTED, Act.HANDOVER_READ}
LEADS_ELSEWHERE = ("/static/", "/language/", "/sign-out")


def entries_since(last):
    found = sa.select(Entry.id, Entry.act, Entry.actor_id).where(Entry.id > last).order_by(Entry.id)
    return db.session.execute(found).all()


def newest_entry():
    return db.session.scalar(sa.select(Entry.id).order_by(Entry.id.desc()).limit(1))


def named_in(text, clients) -> set:
    """The clients whose family name, which is nobody else's, a page shows."""
    shown = set(re.findall(r"\w+", text))
    return {client.id for client in clients if client.family_name in shown}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("actor", [Actor.MENTOR, Actor.SUPERVISOR, Actor.ADMINISTRATOR])
def test_each_page_that_names_clients_has_one_row_that_names_them_all(app, company, browser_of, actor) -> None:
    fill_world(company.world, 1)
    clients = db.session.scalars(sa.select(Client).where(for_maintenance())).all()
    browser, me = browser_of(actor), company.people[actor].id
    waiting, seen, told = ["/"], set(), 0
    while waiting:
        path = waiting.pop(0)
        if kind_of(path) in seen or path.startswith(LEADS_ELSEWHERE):
            continue
        seen.add(kind_of(path))
        before = newest_entry()
        answer = browser.get(path)
        rows = [row for row in entries_since(before) if row.act in SAYS]
        if answer.status_code == 303:
            waiting.append(urlsplit(answer.headers["Location"]).path)
        if answer.mimetype != "text/html" or answer.status_code != 200:
            assert answer.status_code in (200, 303), path
            continue
        named = named_in(answer.text, clients)
        assert len(rows) <= 1, path
        assert {row.actor_id for row in rows} <= {me}
        recorded = set().union(*(clients_of(row.id) for row in rows))
        assert named <= recorded, path
        told += bool(rows)
        waiting += [urldefrag(urljoin(path, link))[0] for link in browser.page.links if not urlsplit(link).scheme]
    assert len(seen) > 30
    assert told > 5
