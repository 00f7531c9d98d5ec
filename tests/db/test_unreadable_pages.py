"""Every sealed field damaged at once: each page still answers, and says in its place what cannot be read."""

from collections import Counter
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from sqlalchemy.orm import Session

import caseapp.app.features  # noqa: F401 - all models
from caseapp.db import Base, db
from tests.figures.crawl import OF_EACH_PATTERN, kind_of
from tests.figures.records import fill_world
from tests.reports.reviewing import signed, submitted
from tests.world import make_contact

pytestmark = [pytest.mark.prove, pytest.mark.parametrize("engine", ["sqlite"], indirect=True)]

LEADS_ELSEWHERE = ("/static/", "/language/", "/sign-out")


def damage_everything() -> int:
    """How many fields cannot be read from now on."""
    damaged = 0
    with Session(db.engine) as session:
        for mapper in Base.registry.mappers:
            names = [column.key for column in mapper.column_attrs if column.key.endswith("_sealed")]
            for row in session.query(mapper.class_) if names else ():
                for name in names:
                    if blob := getattr(row, name):
                        setattr(row, name, blob[:-1] + bytes([blob[-1] ^ 1]))
                        damaged += 1
        session.commit()
    return damaged


@pytest.mark.parametrize("who", ["mentor", "supervisor", "administrator"])
def test_each_page_answers_whatever_is_damaged(app, world, as_, who) -> None:
    fill_world(world, 1)
    make_contact(world.client, world.mentor)
    submitted(world.client, world.mentor)
    frozen = signed(world.team_mates_client, world.team_mate, world.supervisor)
    assert damage_everything() > 300
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browser = as_(getattr(world, who))
    waiting, seen, kinds, failed = ["/"], set(), Counter(), []
    while waiting:
        path = waiting.pop(0)
        if path in seen or path.startswith(LEADS_ELSEWHERE) or kinds[kind_of(path)] >= OF_EACH_PATTERN:
            continue
        seen.add(path)
        kinds[kind_of(path)] += 1
        answer = browser.get(path)
        if answer.status_code == 303:
            waiting.append(urlsplit(answer.headers["Location"]).path)
        elif answer.status_code != 200 and str(frozen.id) not in path:  # what was signed is shown whole or not at all
            failed.append((path, answer.status_code))
        if answer.mimetype == "text/html" and answer.status_code == 200:
            waiting += [urldefrag(urljoin(path, link))[0] for link in browser.page.links if not urlsplit(link).scheme]
    assert failed == []
    assert len(seen) > 40
