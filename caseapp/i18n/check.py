"""Whether every text is translated: `python -m caseapp.i18n.check` names each one that is not."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from caseapp.i18n import CATALOGUES, FORMS, FORMS_BY, LANGUAGES

PACKAGE = Path(__file__).resolve().parents[1]
KEYWORDS = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2), "_ln": (1, 2)}
SOURCE_LANGUAGE = "en"
TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE_LANGUAGE)
BETWEEN_FORMS = re.compile("|".join(FORMS_BY))
FILLED = re.compile(r"%\((\w+)\)[a-z]|%%")


def texts(*folders: Path) -> set[str | tuple[str, ...]]:
    """Every message of the code and the pages; those with plurals as a pair."""
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    found: set[str | tuple[str, ...]] = set()
    for folder in folders:
        # Babel leaves out folders that begin with "_" unless configured otherwise.
        for _file, _line, text, _comments, _context in extract_from_dir(
            folder, methods, keywords=KEYWORDS, directory_filter=lambda path: True
        ):
            found.add(_key(text))
    return found


def overlooked(folder: Path, used: set[str | tuple[str, ...]]) -> Iterator[str]:
    """Messages of code and pages that the extraction does not see: inside an f-string before Python 3.12, or put
    together only when they are shown."""
    seen = {text if isinstance(text, str) else text[0] for text in used}
    for path in sorted(path for kind in ("*.py", "*.html") for path in folder.rglob(kind)):
        text = path.read_text(encoding="utf-8")
        for line, first in _of_pages(text) if path.suffix == ".html" else _of_code(text):
            if first not in seen:
                words = "a text that is no constant" if first is None else repr(first)
                yield f"{path.relative_to(folder)}:{line}: not seen by the extraction: {words}"


def _of_code(text: str) -> Iterator[tuple[int, str | None]]:
    for call in ast.walk(ast.parse(text)):
        match call:
            case ast.Call(func=ast.Name(id=name), args=[first, *_rest]) if name in KEYWORDS:
                yield call.lineno, str(first.value) if isinstance(first, ast.Constant) else None


def _of_pages(text: str) -> Iterator[tuple[int, str | None]]:
    for call in Environment(autoescape=True).parse(text).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in KEYWORDS and call.args:
            yield call.lineno, str(call.args[0].value) if isinstance(call.args[0], nodes.Const) else None


def _key(text: str | tuple[str, ...] | list[str]) -> str | tuple[str, ...]:
    return text if isinstance(text, str) else tuple(text)


def faults(catalogue: Catalog, used: set[str | tuple[str, ...]]) -> Iterator[str]:
    """What is missing, fuzzy, empty, unused, or has other placeholders than the original."""
    known = {_key(message.id): message for message in catalogue if message.id}
    language = str(catalogue.locale)
    for text in sorted(used - set(known), key=str):
        yield f"{language}: not translated: {text!r}"
    for text, message in known.items():
        if text not in used:
            yield f"{language}: no longer used: {text!r}"
        elif message.fuzzy:
            yield f"{language}: unsure: {text!r}"
        else:
            yield from _faults_of(language, message, catalogue.num_plurals)


def _faults_of(language: str, message: Message, plurals: int) -> Iterator[str]:
    originals = [str(o) for o in (message.id if isinstance(message.id, tuple | list) else (message.id,))]
    answers = [
        str(a or "") for a in (message.string if isinstance(message.string, tuple | list) else (message.string,))
    ]
    if not all(answers) or (len(originals) > 1 and len(answers) != plurals):
        yield f"{language}: not translated: {message.id!r}"
    # A small count may be written without its number; the last form needs every placeholder.
    allowed = set(FILLED.findall(originals[-1]))
    forms = [BETWEEN_FORMS.split(answer) for answer in answers]
    if all(answers) and any(len(each) not in (1, len(FORMS)) or not all(map(str.strip, each)) for each in forms):
        yield f"{language}: neither one form nor one for each gender: {message.id!r}"
    filled = [set(FILLED.findall(form)) for each in forms for form in each]
    last = filled[-len(forms[-1]) :]
    if any(words - allowed for words in filled) or any(words != allowed for words in last):
        yield f"{language}: filled with other words than the original: {message.id!r}"


def main() -> int:
    """Print what is wrong; 1 where anything is."""
    used = texts(PACKAGE, PACKAGE.parent / "templates")
    found = [fault for folder in (PACKAGE, PACKAGE.parent / "templates") for fault in overlooked(folder, used)]
    for language in TRANSLATED:
        path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
        if not path.exists():
            found.append(f"{language}: there is no catalogue")
            continue
        with path.open("rb") as file:
            found += faults(read_po(file, locale=language), used)
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
