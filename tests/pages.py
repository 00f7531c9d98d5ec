"""The test browser: a Flask test client that reads every page it fetches with critical eyes."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from caseapp.db import db

VOID_OF_LABEL = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """What matters of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.lang = self.dir = None
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.fields: list[dict[str, Any]] = []
        self.forms: list[dict[str, Any]] = []
        self.links: list[str] = []
        self.scripts: list[dict[str, Any]] = []
        self.inline: list[str] = []
        self.headings: list[str] = []
        self.title = ""
        self.text: list[str] = []
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "html":
            self.lang, self.dir = named.get("lang"), named.get("dir")
        if named.get("id"):
            self.ids[str(named["id"])] += 1
        if tag == "label" and named.get("for"):
            self.labelled.add(str(named["for"]))
        if tag == "form":
            self.forms.append(
                {"method": (named.get("method") or "get").lower(), "action": named.get("action"), "fields": {}}
            )
        if tag in ("input", "select", "textarea"):
            self.fields.append({"tag": tag, "in_label": "label" in self._inside, **named})
            if self.forms and named.get("name"):
                self.forms[-1]["fields"].setdefault(str(named["name"]), named.get("value"))
        if tag == "a" and named.get("href"):
            self.links.append(str(named["href"]))
        if tag == "script":
            self.scripts.append(named)
        if tag == "style" or "style" in named or any(name.startswith("on") for name in named):
            self.inline.append(tag)
        if tag == "h1":
            self.headings.append("")
        if tag not in ("input", "meta", "link", "br", "hr", "img", "use", "path", "circle", "rect", "line"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._inside:
            while self._inside.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if "h1" in self._inside and self.headings:
            self.headings[-1] += data
        if "title" in self._inside and "svg" not in self._inside:
            self.title += data
        if "script" not in self._inside:
            self.text.append(data)

    @property
    def words(self) -> str:
        """The visible text, with single spaces."""
        return " ".join(" ".join(self.text).split())

    def field(self, name: str) -> str | None:
        """The value of the first hidden or text field of that name."""
        for field in self.fields:
            if field.get("name") == name:
                return str(field.get("value") or "")
        return None


def complaints(page: Page) -> list[str]:
    """What is wrong with a page, whatever it is about."""
    found = []
    if not page.lang or page.dir not in ("rtl", "ltr"):
        found.append("no language or direction")
    if len(page.headings) != 1:
        found.append(f"{len(page.headings)} h1")
    elif not page.title.strip().startswith(" ".join(page.headings[0].split())):
        found.append(f"the title {page.title!r} does not begin with the h1 {page.headings[0]!r}")
    found += [f"id {name} {n} times" for name, n in page.ids.items() if n > 1]
    for field in page.fields:
        named = (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or field["in_label"]
            or field.get("id") in page.labelled
        )
        if field.get("type") not in VOID_OF_LABEL and not named:
            found.append(f"no label for {field.get('name')}")
    for form in page.forms:
        if form["method"] == "post" and not form["fields"].get("csrf_token"):
            found.append(f"no token in the form to {form['action']}")
    found += ["a script without nonce" for script in page.scripts if not script.get("nonce")]
    found += [f"inline style or handler on {tag}" for tag in page.inline]
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
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303):
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
