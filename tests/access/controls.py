"""What a browser would send for the form of a page; and what stands in the tables before and after."""

from html.parser import HTMLParser
from typing import Any

import sqlalchemy as sa

from caseapp.db import Base, db

OF_THE_SYSTEM = {
    "sign_ins",
    "throttles",
    "trail_anchors",
    "trail_chains",
    "trail_client_sets",
    "trail_entries",
    "trail_purged",
    "trail_set_members",
}
OF_THE_WORK = [table for table in Base.metadata.sorted_tables if table.name not in OF_THE_SYSTEM]
Sent = list[tuple[str, str]]
Tables = dict[str, dict[Any, dict[str, Any]]]
READ: dict[str, tuple[list[tuple[Any, ...]], dict[Any, dict[str, Any]]]] = {}  # what each table held when last read


class Controls(HTMLParser):
    """The fields of the page's main form, with the values that it would send."""

    def __init__(self, html: str, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.path = path
        self.sent: Sent = []
        self.required: list[str] = []
        self._inside = False
        self._text: str | None = None
        self._select: str | None = None
        self._options: list[str] = []
        self._chosen: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "form":
            target = (named.get("action") or self.path).split("?")[0]
            self._inside = named.get("method", "get").lower() == "post" and target == self.path
        if not self._inside or "disabled" in named:
            return
        name = named.get("name", "")
        if tag == "option" and self._select is not None:
            self._options.append(named.get("value", ""))
            if "selected" in named:
                self._chosen = named.get("value", "")
        if not name:
            return
        if "required" in named:
            self.required.append(name)
        if tag == "textarea":
            self._text = ""
            self.sent.append((name, ""))
        elif tag == "select":
            self._select, self._options, self._chosen = name, [], None
        elif tag == "input" and named.get("type") in ("radio", "checkbox"):
            if "checked" in named:
                self.sent.append((name, named.get("value", "on")))
            else:
                self._options.append(named.get("value", "on"))
        elif tag == "input":
            self.sent.append((name, named.get("value", "")))

    def handle_data(self, words: str) -> None:
        if self._text is not None:
            self._text += words

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            self.sent[-1] = (self.sent[-1][0], self._text.replace("\r\n", "\n").removeprefix("\n"))
            self._text = None
        if tag == "select" and self._select is not None:
            filled = [option for option in self._options if option]
            chosen = self._chosen if self._chosen is not None else (filled or [""])[0]
            self.sent.append((self._select, chosen))
            self._select = None
        if tag == "form":
            self._inside = False

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.sent}


def tables() -> Tables:
    """Every row of the work, as it is stored."""
    found = {}
    with db.engine.connect() as connection:
        cursor = connection.connection.cursor()  # asked hundreds of times for each route
        for table in OF_THE_WORK:
            stored = cursor.execute(f'SELECT * FROM "{table.name}"').fetchall()
            if table.name not in READ or READ[table.name][0] != stored:
                READ[table.name] = stored, {row.id: dict(row._mapping) for row in connection.execute(sa.select(table))}
            found[table.name] = READ[table.name][1]
    return found


def changes(before: Tables, after: Tables) -> dict[tuple[str, Any], dict[str, Any]]:
    """The values that are new, by table and row; a row that is gone counts as one."""
    found = {}
    for name, rows in after.items():
        if rows is before[name]:
            continue
        for row_id, row in rows.items():
            old = before[name].get(row_id, {})
            new = {column: value for column, value in row.items() if column not in old or old[column] != value}
            if new:
                found[name, row_id] = new
        for row_id in before[name].keys() - rows.keys():
            found[name, row_id] = {"gone": True}
    return found
