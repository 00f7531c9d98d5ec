"""Languages: the current one, and the functions that mark text for translation.

The catalogue is chosen once for each request and kept with it; a long page asks for hundreds of texts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any

from babel.support import LazyProxy, Translations
from flask import Flask, g, has_app_context, has_request_context, session
from flask_login import current_user
from markupsafe import Markup, escape

from caseapp.isolates import set_apart

__all__ = [
    "LANGUAGES",
    "_",
    "_l",
    "_ln",
    "apart",
    "choose_anew",
    "direction",
    "in_language",
    "init_i18n",
    "language",
    "language_for",
    "ngettext",
    "speak_of",
    "speaking_of",
]

LANGUAGES = {"he": "עברית", "ar": "العربية", "ru": "Русский", "en": "English"}
RIGHT_TO_LEFT = frozenset({"he", "ar"})
CATALOGUES = Path(__file__).parent / "translations"
FORMS_BY = {"‖": "spoken_of", "¦": "mentored_by"}
"""What stands between the forms of a translation for a woman, for a man, and for somebody of whom it is not known or
not one: by the client whom a page is about, or by the client's mentor."""
FORMS = ("feminine", "masculine", "neutral")


class Catalogue:
    """The texts of one language, for programs and, escaped once, for templates."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.texts: NullTranslations = Translations.load(str(CATALOGUES), [code])
        self.markup: dict[str, Markup] = {}
        self.plain: dict[str, str] = {}

    def text(self, text: str) -> str:
        """The translation, in the form that fits whom the request is about; what has one form alone is kept."""
        known = self.plain.get(text)
        if known is not None:
            return known
        translated = self.texts.gettext(text)
        formed = _in_form(translated)
        if formed is translated:
            self.plain[text] = translated
        return formed


_catalogue_of = cache(Catalogue)
_request = g._get_current_object


def init_i18n(app: Flask) -> None:
    """Give templates their functions. What they show is escaped: the texts are ours, the values in them are not."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.extend(newstyle_gettext=True)
    app.jinja_env.globals.update(_=_shown, gettext=_shown, ngettext=_shown_number)


def chosen_language() -> str:
    """The person's own language, then the visitor's choice, then Hebrew, whatever the browser asks for."""
    if not has_request_context():
        return "he"
    person = current_user._get_current_object()
    if person and person.is_authenticated and person.language in LANGUAGES:
        return str(person.language)
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return "he"


def choose_anew() -> None:
    """Go on in the language that has just been chosen, for what this request still says."""
    g.pop("catalogue", None)


def speak_of(form: str, mentor: str | None = None) -> None:
    """Let the texts of this request take the grammatical form of the client whom it is about, and of the mentor; none
    in particular where it is about several."""
    g.spoken_of = form if g.get("spoken_of", form) == form else FORMS[-1]
    by = mentor or FORMS[-1]
    g.mentored_by = by if g.get("mentored_by", by) == by else FORMS[-1]


@contextmanager
def speaking_of(form: str) -> Iterator[None]:
    """Take that grammatical form for a while, whomever the request is about."""
    before = g.pop("spoken_of", None)
    g.spoken_of = form
    try:
        yield
    finally:
        g.pop("spoken_of")
        if before:
            g.spoken_of = before


def language() -> str:
    """The code of the current language."""
    return _catalogue().code


def language_for(code: str) -> str:
    """The language of whom a text is for where there is a catalogue of it, and else the current one."""
    return code if code in LANGUAGES else language()


def direction(code: str | None = None) -> str:
    """`rtl` or `ltr` of a language (of the current one where none is named)."""
    return "rtl" if (code or language()) in RIGHT_TO_LEFT else "ltr"


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Translate into that language for a while, whatever was chosen, and speak of nobody until somebody is named."""
    names = ("catalogue", *FORMS_BY.values())
    before = {name: g.pop(name) for name in names if name in g}
    g.catalogue = _catalogue_of(code)
    try:
        yield
    finally:
        for name in names:
            g.pop(name, None)
        for name, value in before.items():
            setattr(g, name, value)


def _(text: str, /, **values: Any) -> str:
    """The text in the current language, with the values in their places."""
    catalogue = _catalogue()
    translated = catalogue.text(text)
    return translated % _in_place(catalogue, values) if values else translated


def ngettext(one: str, many: str, num: int, /, **values: Any) -> str:
    """The text for that number in the current language."""
    catalogue = _catalogue()
    return _in_form(catalogue.texts.ngettext(one, many, num)) % {"num": num, **_in_place(catalogue, values)}


def _l(text: str, /, **values: Any) -> LazyProxy:
    """A text that is translated when it is shown."""
    return LazyProxy(_, text, enable_cache=False, **values)


def _ln(one: str, many: str, num: int, /, **values: Any) -> LazyProxy:
    """A text for a number that is translated when it is shown."""
    return LazyProxy(ngettext, one, many, num, enable_cache=False, **values)


def _catalogue() -> Catalogue:
    try:
        chosen: Catalogue = _request().catalogue
    except RuntimeError:  # outside the application texts stay as they are in the program
        return _catalogue_of("en")
    except AttributeError:
        g.catalogue = chosen = _catalogue_of(chosen_language())
    return chosen


def _shown(text: str, /, **values: Any) -> Markup:
    catalogue = _catalogue()
    if values:
        return _filled(catalogue, catalogue.text(text), values)
    known = catalogue.markup.get(text)
    if known is None:
        known = _html(catalogue.text(text) % {})
        if text in catalogue.plain:
            catalogue.markup[text] = known
    return known


def _shown_number(one: str, many: str, num: int, /, **values: Any) -> Markup:
    catalogue = _catalogue()
    return _filled(catalogue, _in_form(catalogue.texts.ngettext(one, many, num)), {"num": num, **values})


def _filled(catalogue: Catalogue, text: str, values: dict[str, Any]) -> Markup:
    placed = _in_place(catalogue, values)
    return _html(text % {name: value if type(value) is int else escape(value) for name, value in placed.items()})


def _html(said: str) -> Markup:
    return Markup(said)  # nosec B704  # translations are the program's own, and the values in them were escaped


def _in_form(text: str) -> str:
    """The form of a translation that fits whom the request is about."""
    for mark, name in FORMS_BY.items():
        if mark in text:
            form = g.get(name, FORMS[-1]) if has_app_context() else FORMS[-1]
            return text.split(mark)[FORMS.index(form)].strip()
    return text


def apart(text: str) -> str:
    """The text for a place among words of the current language, where no translated sentence has the place."""
    return set_apart(text, language() in RIGHT_TO_LEFT)


def _in_place(catalogue: Catalogue, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they stand in a sentence: a text whose letters run the other way is set apart."""
    is_rtl = catalogue.code in RIGHT_TO_LEFT
    return {name: set_apart(value, is_rtl) if type(value) in (str, Markup) else value for name, value in values.items()}
