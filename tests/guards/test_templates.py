"""Templates stay in their rooms, are in use, and hold nothing that the content policy or a reader would refuse."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, g

from caseapp.app.navigation import layout_variables
from tests.world import make_user

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
SHARED = {"_layout", "_parts", "_errors"}
NAMED = re.compile(r"""["']([\w/]+\.html)["']""")
FORBIDDEN = {
    "marks text as safe": re.compile(r"\|\s*safe\b"),
    "switches escaping off": re.compile(r"autoescape\s+false"),
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline handler": re.compile(r"\son\w+\s*="),
    "a script without nonce": re.compile(r"<script(?![^>]*nonce)"),
    "an address of elsewhere": re.compile(r"(src|href|action)\s*=\s*[\"']?(https?:)?//"),
}


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        yield str(path.relative_to(TEMPLATES)), path.read_text(encoding="utf-8")


def strays(name: str, text: str) -> list[str]:
    """What a template takes from a room that is not its own."""
    room = name.split("/")[0]
    found = []
    for other in NAMED.findall(text):
        place = other.split("/")[0]
        allowed = SHARED | {room} | ({"clients"} if other.split("/")[-1].startswith("_") else set())
        if place not in (SHARED if room in SHARED else allowed):
            found.append(f"{name} takes {other}")
    return found


KEPT = "offline/shell.html"  # a page that a device keeps has no nonce: its scripts are files of ours
FILE_OF_OURS = re.compile(r"""<script src="\{\{ asset\('[\w.-]+'\) \}\}" defer></script>""")


def forbidden(name: str, text: str) -> list[str]:
    if name == KEPT:
        text = FILE_OF_OURS.sub("", text)
    return [f"{name}: {what}" for what, pattern in FORBIDDEN.items() if pattern.search(text)]


def test_every_template_parses(app: Flask) -> None:
    for name, text in templates():
        app.jinja_env.parse(text, name)


def test_templates_take_only_from_their_own_room_and_the_shared_ones() -> None:
    assert [stray for name, text in templates() for stray in strays(name, text)] == []


def given_to_templates(program: str) -> set[str]:
    """The names that a program gives to templates."""
    calls = (node for node in ast.walk(ast.parse(program)) if isinstance(node, ast.Call))
    drawn = (call for call in calls if getattr(call.func, "id", "") == "render_template")
    return {str(each.arg) for call in drawn for each in call.keywords}


def test_no_view_takes_a_name_of_the_layout(app: Flask) -> None:
    """The frame of the page would be drawn with it."""
    assert given_to_templates("render_template('a.html', languages=1, row=row)") == {"languages", "row"}
    person = make_user()
    with app.test_request_context("/"):
        g._login_user = person
        frame = layout_variables().keys()
    assert {"languages", "places", "person_name"} <= frame
    taken = {
        f"{path.name}: {name}"
        for path in (ROOT / "caseapp").rglob("*.py")
        for name in given_to_templates(path.read_text()) & frame
    }
    assert taken == set()


def test_templates_hold_nothing_forbidden() -> None:
    assert [fault for name, text in templates() for fault in forbidden(name, text)] == []


def test_every_template_is_in_use() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "caseapp").rglob("*.py"))
    sources += "\n".join(text for _, text in templates())
    unused = [name for name, _ in templates() if f'"{name}"' not in sources and f"'{name}'" not in sources]
    assert unused == []


def test_styles_know_no_left_and_right() -> None:
    for path in (ROOT / "caseapp" / "static" / "css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert not re.findall(
            r"(?<![\w-])(left|right)\s*:|-(left|right)\s*:|(?:text-align|float)\s*:\s*(left|right)", text
        ), path


def styled_for_nobody(styles: str) -> list[str]:
    """Classes in the styles that no page, no program and no rule of the look names: left behind, or misspelt."""
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "caseapp").rglob("*.py"), ROOT / "docs" / "look.md"]
    sources += (ROOT / "caseapp" / "static").glob("*.js")
    words = {word for path in sources for word in re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))}
    begun = tuple(word for word in words if len(word) > 2 and word.endswith("-"))
    selectors = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", styles, flags=re.DOTALL)
    named = set(re.findall(r"\.([a-z][\w-]*)", selectors))
    return sorted(name for name in named - words if not name.startswith(begun))


def test_every_class_of_the_styles_is_on_some_page() -> None:
    styles = [path.read_text(encoding="utf-8") for path in (ROOT / "caseapp" / "static" / "css").glob("*.css")]
    assert styled_for_nobody("\n".join(styles)) == []
    assert styled_for_nobody(".rolls-nobody { counter-reset: present; }") == ["rolls-nobody"]


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (strays, '{% include "goals/goal.html" %}'),
        (forbidden, "{{ note|safe }}"),
        (forbidden, '<p style="color:red">'),
        (forbidden, "<script>alert(1)</script>"),
        (forbidden, '<script src="/static/x.js"></script>'),
        (forbidden, '<a onclick="x()">'),
        (forbidden, '<img src="https://example.org/x.png">'),
    ],
)
def test_each_check_finds_a_planted_hole(check, text) -> None:
    assert check("home/planted.html", text)
