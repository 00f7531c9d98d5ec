"""What people typed stays text on every page, whatever it looks like."""

import json
import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser

from caseapp.audit import Act, record
from caseapp.clients.models import Client
from caseapp.clients.queries import for_maintenance
from caseapp.db import Base, Sealed, db, transaction
from caseapp.web import parts
from tests.access.actors import Actor
from tests.access.filling import GETS, path_of, usual_actor
from tests.access.hostile.payloads import MARK, PAYLOADS

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

TEXT = " ".join(PAYLOADS)
TYPED = re.compile(r"[A-Z\u0590-\u06ff ]")  # what is no code of the program
KEPT_AS_IT_IS = ("trail_", "sign_ins", "known_browsers", "installation", "backup_runs", "idempotency_keys", "links")
NEVER_TYPED = (
    "phone",
    "national_id",
    "email",
    "secret",
    "hash",
    "digest",
    "key",
    "password",
    "username",
    "zone",
    "languages",
    "weekdays",
    "interests",
    "search_name",
    "sound",
)


def planted(value: str) -> str:
    """The value with hostile words where somebody typed; what is stored in a form keeps the form."""
    try:
        stored = json.loads(value)
    except ValueError:
        return f"{value} {TEXT}" if TYPED.search(value) else value
    return json.dumps(leaves(stored), ensure_ascii=False) if isinstance(stored, dict | list) else value


def leaves(stored: Any) -> Any:
    if isinstance(stored, dict):
        return {name: leaves(each) for name, each in stored.items()}
    if isinstance(stored, list):
        return [leaves(each) for each in stored]
    return planted(stored) if isinstance(stored, str) else stored


@transaction
def plant_everywhere(client: Client) -> set[str]:
    """Hostile words in whatever anybody typed into any record; where, by table and attribute."""
    where = set()
    for mapper in Base.registry.mappers:
        table = mapper.local_table.name
        if table.startswith(KEPT_AS_IT_IS):
            continue
        sealed = {name for name, each in vars(mapper.class_).items() if type(each) is Sealed}
        clear = {column.key for column in mapper.column_attrs if type(column.columns[0].type) in (sa.String, sa.Text)}
        names = [name for name in sealed | clear if not any(part in name for part in NEVER_TYPED)]
        for row in db.session.scalars(sa.select(mapper.class_).where(for_maintenance())):
            if getattr(row, "published_at", None):
                continue  # the database keeps it as it is
            for name in names:
                value = getattr(row, name)
                if not value and name in sealed and not name.endswith("_text"):
                    value = "A word"  # nobody wrote anything yet
                if isinstance(value, str) and planted(value) != value:
                    setattr(row, name, planted(value))
                    where.add(f"{table}.{name}")
    record(Act.CLIENT_CHANGED, None, about=client)
    return where


def alive(html: str) -> list[str]:
    """Elements and attributes that a browser would make of the words that were planted, and scripts that hold them."""
    tree = LexborHTMLParser(html)
    return [
        each.html[:200]
        for each in tree.css("*")
        if MARK in each.tag
        or (each.tag in ("script", "style") and MARK in each.text())
        or any(MARK in name or name.startswith("on") for name in each.attributes)
        or any(MARK in (each.attributes.get(name) or "") for name in ("src", "srcdoc", "action"))
        or re.match(r"\W*(javascript|data):", each.attributes.get("href") or "")
    ]


def test_what_was_typed_stays_text_on_every_page(app, company, browser_of) -> None:
    """More than two hundred texts in every field of every record, and every page that shows any of them."""
    asked = [(row, path_of(app, row, row.subject(company))) for row in GETS]
    assert len(PAYLOADS) > 200
    assert len(plant_everywhere(company.client)) > 60
    shown = 0
    for row, path in asked:
        answer = fetch(app, browser_of(usual_actor(row)), path)
        assert answer.status_code < 500, row.endpoint
        if answer.mimetype == "text/html":
            assert alive(answer.text) == [], row.endpoint
            shown += MARK in answer.text
        assert MARK not in str(answer.headers), row.endpoint
    assert shown > 200


def test_a_part_that_does_not_escape_is_seen(app, company, browser_of, monkeypatch) -> None:
    """The check itself, with a hole planted in what rows are written by."""
    plant_everywhere(company.client)
    monkeypatch.setattr(parts, "escape", Markup)
    assert alive(fetch(app, browser_of(Actor.MENTOR), "/clients").text)


def fetch(app, browser, path):
    """The answer, without the critical eyes that would take hostile words for mistakes of the page."""
    with app.app_context():
        return FlaskClient.open(browser, path)
