"""What a device keeps in order to open without a network is empty, and the same for everybody."""

import json
import re

import pytest

from caseapp.i18n import LANGUAGES, direction
from caseapp.offline.views import worker_text

WORKER = re.compile(r'const LANGUAGE = "\w\w", VERSION = "(\w{16})", FILES = (\[.*?\]);')


@pytest.fixture(params=["sqlite"])
def engine(request) -> str:
    """No store is asked."""
    return str(request.param)


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_kept_page_is_the_same_for_everybody(visitor, as_, world, code) -> None:
    page = visitor.get(f"/offline/{code}")
    assert f'<html lang="{code}" dir="{direction(code)}">' in page.text
    for person in (world.mentor, world.supervisor, world.administrator):
        assert as_(person).get(f"/offline/{code}").data == page.data
    assert "Set-Cookie" not in page.headers


def test_a_language_that_is_none_has_no_page_and_no_worker(visitor) -> None:
    assert visitor.get("/offline/xx").status_code == 404
    assert visitor.get("/worker-xx.js").status_code == 404


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_file_that_the_kept_page_names_is_kept_with_it(visitor, code) -> None:
    told = WORKER.match(visitor.get(f"/worker-{code}.js").text)
    files = set(json.loads(told[2]))
    page = visitor.get(f"/offline/{code}").text
    used = set(re.findall(r'(?:src|href)="(/static/[^"#]+)', page)) - set(
        re.findall(r'touch-icon" href="([^"]+)', page)
    )
    assert used <= files
    assert all(visitor.get(url).status_code == 200 for url in files)


def test_the_worker_changes_with_what_it_keeps(app, visitor, monkeypatch) -> None:
    first = WORKER.match(visitor.get("/worker-he.js").text)
    again = WORKER.match(visitor.get("/worker-he.js").text)
    assert first[0] == again[0]
    source = app.jinja_env.loader
    true_text = source.get_source

    def changed(environment, name):
        text, *rest = true_text(environment, name)
        return (text.replace("<main ", "<p>!</p><main ") if name == "offline/shell.html" else text, *rest)

    monkeypatch.setattr(source, "get_source", changed)
    app.jinja_env.cache.clear()
    worker_text.cache_clear()  # as a process of the next version begins
    assert WORKER.match(visitor.get("/worker-he.js").text)[1] != first[1]
    app.jinja_env.cache.clear()
    worker_text.cache_clear()
