"""The test browser: a Flask test client that reads every page it fetches with critical eyes."""

import re
from collections import Counter
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

from caseapp.db import db
from caseapp.web.assets import COMMON_STYLES, FURTHER_STYLES, hashed_name

SET_APART = re.compile("[\u2068\u2069]")  # a title cannot hold the elements that a heading has for them
NO_LABEL = {"hidden", "submit", "button"}
STYLES = files("caseapp").joinpath("static", "css")
CLASS = re.compile(r"\.([a-z][\w-]*)")
FIELDS = ("input", "select", "textarea")
DRAWN = re.compile(
    r"""(?<=nonce=")[^"]*|(?<=name="csrf_token")[^>]*|(?<=name="record_id")[^>]*"""
    r"""|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"""
)


class Page:
    """What matters of a page, as a browser would build it."""

    def __init__(self, html: str) -> None:
        self.html = html
        tree = LexborHTMLParser(html)
        root = tree.css_first("html").attributes
        self.lang, self.dir = root.get("lang"), root.get("dir")
        self.title = "".join(title.text() for title in tree.css("head > title"))
        self.headings = [heading.text() for heading in tree.css("h1")]
        self.links = [str(link.attributes["href"]) for link in tree.css("a[href]:not([href=''])")]
        self.scripts = [script.attributes for script in tree.css("script")]
        self.ids = Counter(str(each.attributes["id"]) for each in tree.css("[id]:not([id=''])"))
        self.labelled = {label.attributes["for"] for label in tree.css("label[for]")}
        in_label = {field.mem_id for field in tree.css(", ".join(f"label {tag}" for tag in FIELDS))}
        self.fields: list[dict[str, Any]] = [
            {"tag": field.tag, "in_label": field.mem_id in in_label, **field.attributes}
            for field in tree.css(", ".join(FIELDS))
        ]
        self.forms = [_form(form) for form in tree.css("form")]
        self.inline = [
            each.tag
            for each in tree.css("*")
            if each.tag == "style" or any(name == "style" or name.startswith("on") for name in each.attributes)
        ]
        self.styles = [str(link.attributes["href"]) for link in tree.css("link[rel=stylesheet]")]
        self.classes = {name for each in tree.css("[class]") for name in (each.attributes["class"] or "").split()}
        self._tree = tree

    @cached_property
    def words(self) -> str:
        """The visible text, with single spaces."""
        self._tree.strip_tags(["script"])
        for figure in self._tree.css("bdi.whole"):  # inside of what somebody typed
            figure.unwrap()
        self._tree.root.merge_text_nodes()
        return " ".join(self._tree.root.text(separator=" ").split())

    @property
    def written(self) -> str:
        """The source without what is drawn by chance (tokens and ids), in which any few letters may turn up."""
        return DRAWN.sub("", self.html)

    def field(self, name: str) -> str | None:
        """The value of the first hidden or text field of that name."""
        for field in self.fields:
            if field.get("name") == name:
                return str(field.get("value") or "")
        return None


def _form(form: LexborNode) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in form.css(", ".join(FIELDS)):
        if name := field.attributes.get("name"):
            fields.setdefault(name, field.attributes.get("value"))
    named = form.attributes
    texts = [str(text.attributes.get("name")) for text in form.css("textarea:not([readonly]):not([autocomplete=off])")]
    return {
        "method": (named.get("method") or "get").lower(),
        "action": named.get("action"),
        "fields": fields,
        "remembered": [] if named.get("autocomplete") == "off" else texts,
    }


def wrong_typing(field: dict[str, Any]) -> list[str]:
    """What a field in which one types fails to say: that its text takes its own direction, and leaves the browser
    neither to be checked nor to be continued."""
    kind = field.get("type") or "text" if field["tag"] == "input" else field["tag"]
    if kind not in ("textarea", "text", "search"):
        return []
    wanted = {"dir": ("auto", "ltr"), "spellcheck": ("false", "true"), "writingsuggestions": ("false",)}
    wrong = [f"{name} of {field.get('name')}" for name, values in wanted.items() if field.get(name) not in values]
    return [*wrong, *([f"maxlength of {field.get('name')} cuts in silence"] if "maxlength" in field else [])]


@cache
def classes_of_further_styles() -> frozenset[str]:
    """What a page without these styles must not use."""
    further, common = (
        {name for style in names for name in CLASS.findall(STYLES.joinpath(f"{style}.css").read_text("utf-8"))}
        for names in (FURTHER_STYLES, COMMON_STYLES)
    )
    return frozenset(further - common)


def complaints(page: Page) -> list[str]:
    """What is wrong with a page, whatever it is about."""
    found = []
    if not page.lang or page.dir not in ("rtl", "ltr"):
        found.append("no language or direction")
    if len(page.headings) != 1:
        found.append(f"{len(page.headings)} h1")
    elif not SET_APART.sub("", page.title).strip().startswith(SET_APART.sub("", " ".join(page.headings[0].split()))):
        found.append(f"the title {page.title!r} does not begin with the h1 {page.headings[0]!r}")
    found += [f"id {name} {n} times" for name, n in page.ids.items() if n > 1]
    for field in page.fields:
        named = (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or field["in_label"]
            or field.get("id") in page.labelled
        )
        if field.get("type") not in NO_LABEL and not named:
            found.append(f"no label for {field.get('name')}")
        found += wrong_typing(field)
    for form in page.forms:
        if form["method"] == "post" and not form["fields"].get("csrf_token"):
            found.append(f"no token in the form to {form['action']}")
        found += [f"the browser writes {name} into a file of its own, unsealed" for name in form["remembered"]]
    if '<body class="kept">' not in page.html:  # its policy names files, because a nonce that is kept is none
        found += ["a script without nonce" for script in page.scripts if not script.get("nonce")]
    found += [f"inline style or handler on {tag}" for tag in page.inline]
    if page.styles == [hashed_name("app.css")]:
        found += [f"no styles for {name}" for name in sorted(page.classes & classes_of_further_styles())]
    if re.search(r"%\(\w+\)[sd]", page.html):
        found.append("an unfilled message")
    return found


class Browser(FlaskClient):
    """Fetches pages and complains about them; posts carry the token of the last page."""

    page: Page | None = None

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        with self.application.app_context():  # a request never shares the test's own context
            response = super().open(*args, **kwargs)
        db.session.rollback()  # the test sees what the request left behind
        is_shown = response.status_code not in (301, 302, 303) and not response.content_encoding
        if response.mimetype == "text/html" and is_shown:
            self.page = Page(response.get_data(as_text=True))
            found = complaints(self.page)
            assert not found, f"{response.request.path}: {found}"
        return response

    def see(self, path: str, status: int = 200) -> Page:
        """The page at that path."""
        response = self.get(path)
        assert response.status_code == status, f"{path}: {response.status_code} {response.headers.get('Location')}"
        assert self.page is not None
        return self.page

    def send(self, path: str, form: dict[str, Any] | None = None, fresh: bool = True, **more: Any) -> TestResponse:
        """Fill in the form of the page at `path` (hidden fields and present values included) and send it there."""
        fields: dict[str, Any] = {}
        if fresh:
            page = self.see(path)
            forms = [
                f for f in page.forms if f["method"] == "post" and (f["action"] or path).split("?")[0] in (path, "")
            ]
            fields = {
                name: value
                for f in forms[:1]
                for name, value in f["fields"].items()
                if name in ("csrf_token", "record_id", "version")
            }
        elif self.page:
            fields["csrf_token"] = self.page.field("csrf_token")
        return self.post(path, data={**fields, **(form or {})}, **more)
