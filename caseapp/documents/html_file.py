"""Documents as one page that needs nothing else: it can be opened anywhere and asks for no network."""

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from caseapp.documents.blocks import Document
from caseapp.documents.html import html

STYLE = Markup("""
:root{color-scheme:light dark}
body{font:1rem/1.6 system-ui,sans-serif;max-inline-size:60rem;margin:2rem auto;padding-inline:1rem}
h1,h2,h3{line-height:1.25}
h2{margin-block-start:3rem;border-block-end:2px solid}
h3{margin-block:2rem .5rem}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(12rem,1fr));gap:.5rem 1.5rem;margin:0}
dt,.document-quiet{font-size:.875rem;opacity:.8}
dd{margin:0;font-weight:600}
p{margin-block:.25rem .75rem;overflow-wrap:anywhere}
.document-quiet{margin-block:.75rem 0}
.document-strong{font-weight:700}
table{border-collapse:collapse;inline-size:100%}
th,td{text-align:start;vertical-align:top;padding:.5rem;border-block-end:1px solid}
""")
PAGE = Markup(
    '<!doctype html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    "<title>{title}</title><style>{style}</style></head><body><main>"
    "{first}"
    '<nav aria-label="{contents}"><h2>{contents}</h2><ul>{links}</ul></nav>{sections}'
    "</main></body></html>\n"
)


class HtmlPart(NamedTuple):
    """A document on the page, and its name in addresses."""

    name: str
    document: Document


def html_file(first: Document, contents: str, parts: Sequence[HtmlPart]) -> bytes:
    """The first document, then links to the others under the heading `contents`, then these."""
    links = (Markup('<li><a href="#{}">{}</a></li>').format(part.name, part.document.title) for part in parts)
    bodies = (Markup('<section id="{}">{}</section>').format(part.name, html(part.document, top=2)) for part in parts)
    page = PAGE.format(
        language=first.language,
        direction=first.direction,
        title=first.title,
        style=STYLE,
        first=html(first),
        contents=contents,
        links=Markup("").join(links),
        sections=Markup("").join(bodies),
    )
    return str(page).encode()
