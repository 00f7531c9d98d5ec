"""Static files: found by hashed names, compressed, kept for ever, and light enough for a phone on a bus."""

import gzip
import re
import xml.etree.ElementTree as ET
from importlib.resources import files
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from caseapp.web.assets import COMMON_STYLES, FURTHER_STYLES, IN_NO_PAGE, hashed_name, init_assets, static_assets

SOURCES = files("caseapp").joinpath("static")
PAGES = Path(__file__).resolve().parents[2] / "templates"
STYLES = sorted({*COMMON_STYLES, *FURTHER_STYLES})


@pytest.fixture
def app():
    app = Flask("bare", static_folder=None)
    init_assets(app)
    return app


@pytest.fixture
def client(app):
    return app.test_client()


def test_a_static_file_is_answered_under_its_hashed_name_and_may_be_kept_for_ever(client):
    answer = client.get(hashed_name("app.css"))
    assert answer.status_code == 200
    assert re.fullmatch(r"/static/app\.[0-9a-f]{8}\.css", hashed_name("app.css"))
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/static/app.css", "/static/app.00000000.css", "/static/../config.py", "/static/"])
def test_a_name_without_the_right_hash_finds_nothing(client, path):
    assert client.get(path).status_code == 404


def test_a_browser_that_takes_gzip_gets_the_same_text_smaller(client):
    plain = client.get(hashed_name("app.js"))
    packed = client.get(hashed_name("app.js"), headers={"Accept-Encoding": "br, gzip;q=0.8"})
    refused = client.get(hashed_name("app.js"), headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "Content-Encoding" not in refused.headers


def test_a_file_that_the_browser_has_is_not_sent_again(client):
    first = client.get(hashed_name("app.css"))
    again = client.get(hashed_name("app.css"), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""


def test_a_head_request_tells_the_length_and_a_post_is_refused(client):
    answer = client.head(hashed_name("app.css"))
    assert answer.data == b""
    assert int(answer.headers["Content-Length"]) == len(static_assets()["app.css"].content)
    assert client.post(hashed_name("app.css")).status_code == 405


def test_every_font_that_the_stylesheet_names_is_answered(client):
    urls = re.findall(r'url\("(/static/[^"]+)"\)', client.get(hashed_name("app.css")).text)
    assert len(urls) == 4
    for url in urls:
        answer = client.get(url)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "font/woff2"
        assert answer.data.startswith(b"wOF2")


def test_an_icon_that_a_style_draws_with_is_in_the_stylesheet(client):
    styles = client.get(hashed_name("app.css")).text
    assert "icons.svg#" not in styles
    assert styles.count("url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'") >= 10


def test_templates_name_static_files_by_asset(app):
    with app.app_context():
        assert render_template_string("{{ asset('app.js') }}") == hashed_name("app.js")


def test_a_static_file_that_does_not_exist_is_a_mistake_of_the_template(app):
    with app.app_context(), pytest.raises(KeyError):
        render_template_string("{{ asset('nothing.css') }}")


def test_flasks_own_static_folder_must_be_off():
    with pytest.raises(ValueError, match="static folder"):
        init_assets(Flask("bare", static_folder="static"))


def test_what_is_left_out_of_pico_is_in_no_page():
    """`[role=group]` is `role="group"` in a template, and a plain word an element or a label."""
    sources = [*PAGES.rglob("*.html"), *SOURCES.glob("*.js"), *SOURCES.joinpath("css").iterdir()]
    text = "\n".join(path.read_text("utf-8").replace('"', "").replace("setAttribute(", "[") for path in sources)
    for part in IN_NO_PAGE:
        word = part.strip("[]")
        as_tag = rf"<{word}[\s>]" if part.isalpha() else rf"[\s\[]{re.escape(word)}[\s>=\]]"
        assert not re.search(as_tag, text), part


def test_pico_loses_whole_rules_and_only_what_is_left_out():
    styles = static_assets()["app.css"].content.decode()
    pico = styles.partition("\n@font-face")[0]
    assert len(pico) < 45_000
    assert "[type=checkbox]:checked,[type=checkbox]:checked:active" in pico
    assert "input:not([type=checkbox],[type=radio],[type=range]" in pico
    assert "data-tooltip" not in pico
    assert pico.count("{") == pico.count("}")
    settings = set(re.findall(r"(--pico-[\w-]+):", styles))
    assert settings <= set(re.findall(r"var\((--pico-[\w-]+)", styles)) | {"--pico-border-width"}


@pytest.mark.parametrize("name", STYLES)
def test_our_styles_know_start_and_end_but_no_left_and_right(name):
    css = SOURCES.joinpath("css", f"{name}.css").read_text("utf-8")
    assert not re.search(r"\b(left|right)\b", css)
    assert "http://" not in css.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in css


def test_every_style_file_is_part_of_the_stylesheet():
    assert {path.name for path in SOURCES.joinpath("css").iterdir()} == {f"{name}.css" for name in STYLES}


def test_the_sprite_is_well_formed_and_names_each_icon_once():
    sprite = ET.fromstring(SOURCES.joinpath("icons.svg").read_text("utf-8"))
    names = [symbol.get("id") for symbol in sprite]
    assert len(names) == len(set(names)) > 40


def test_every_vendored_file_has_its_licence_named():
    licences = SOURCES.joinpath("vendor", "LICENSES.md").read_text("utf-8")
    vendored = {path.name for path in SOURCES.joinpath("vendor").iterdir()} - {"LICENSES.md"}
    assert vendored == {"pico.min.css"}
    for name in vendored:
        assert f"| `vendor/{name}` |" in licences
    assert "v2.1.1" in SOURCES.joinpath("vendor", "pico.min.css").read_text("utf-8")
