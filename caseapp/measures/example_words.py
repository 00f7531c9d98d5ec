"""The example by which an author's text is written."""

from collections.abc import Iterator

from caseapp.i18n import language
from caseapp.measures.definitions.definition_rules import FOLDER
from caseapp.measures.definitions.instrument_rules import Instrument

UNKNOWN = 2
"""Places for answers whose number only the author's publication says."""


def example_of(shipped: Instrument) -> str:
    """The definition as it is shipped, with places for the text in the language being spoken. What is not shipped of
    its scoring is a question mark, which is refused: only the author's publication says it."""
    text = (FOLDER / f"{shipped.code}.yaml").read_text("utf-8")
    return text.replace("translations: {}\n", "\n".join(_places(shipped)) + "\n")


def _places(shipped: Instrument) -> Iterator[str]:
    ids = [item.id for item in shipped.items] or [f"q{number + 1}" for number in range(shipped.number_of_items or 0)]
    if not shipped.items:
        yield "items: [" + ", ".join(f"{{id: {each}}}" for each in ids) + "]"
        yield 'scoring:\n  - {id: total, method: "?", items: ["?"], reverse: ["?"]}'
        if not shipped.likert_options:
            yield 'likert_options:\n  main: {min: "?", max: "?"}\nhigher_is_better: "?"'
    yield f'translations:\n  {language()}:\n    state: published\n    source: ""\n    question: ""\n    items:'
    yield from (f'      {each}: ""' for each in ids)
    options = shipped.likert_options.get("main")
    number = len(options.values) if options else UNKNOWN
    yield "    options:\n      main: [" + ", ".join(['""'] * number) + "]"
