"""What a browser sends of a page on which nothing was touched."""

from html.parser import HTMLParser

from tests.pages import Page


class Drawn(HTMLParser):
    """Reads the fields as they are filled in beforehand: ticks, choices and texts."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.sent: dict[str, list[str]] = {}
        self._select = self._text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        name = named.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and (self._select not in self.sent or "selected" in named):
            self.sent[self._select] = [named.get("value", "")]
        elif tag == "textarea" and name:
            self._text = name
            self.sent[name] = [""]
        elif tag == "input" and name and not (named.get("type") in ("radio", "checkbox") and "checked" not in named):
            self.sent.setdefault(name, [])
            if named.get("type") != "hidden" or named.get("value", "") not in self.sent[name]:
                self.sent[name].append(named.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._text = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self.sent[self._text][0] += data


def drawn(page: Page) -> dict[str, list[str] | str]:
    """Each field's values as they would be sent; a text loses the line break that opens its element."""
    found = Drawn(page.html).sent
    return {name: [value.removeprefix("\r").removeprefix("\n") for value in values] for name, values in found.items()}
