"""The pages that somebody reaches by links."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

from tests.pages import Browser

ID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|\d{4}-\d\d-\d\d")
NO_PAGES = ("/pdf", "/static/", "/language/", "/print", "/sign-out")
OF_EACH_PATTERN = 2


def pages_of(browser: Browser) -> Iterator[str]:
    """The address of each page as it is shown; of those that differ only in ids and filters, two."""
    waiting, seen, kinds = ["/"], set(), Counter[str]()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in seen or kinds[kind] >= OF_EACH_PATTERN or any(part in address for part in NO_PAGES):
            continue
        response = browser.get(address, follow_redirects=True)
        seen.add(address)
        if response.status_code != 200 or response.mimetype != "text/html" or browser.page is None:
            continue
        kinds[kind] += 1
        shown = response.request.full_path.rstrip("?")
        waiting += [urldefrag(urljoin(shown, link))[0] for link in browser.page.links if not urlsplit(link).scheme]
        yield shown  # whoever asks may open other pages in the meantime


def kind_of(address: str) -> str:
    """What is one kind of page: the address without ids, and the names of two of its filters at most."""
    split = urlsplit(address)
    names = sorted({name for name, _ in parse_qsl(split.query, keep_blank_values=True)})
    return "&".join([ID.sub("<id>", split.path), *names[:2]])
