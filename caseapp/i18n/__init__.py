"""Languages: the current one, and the functions that mark text for translation."""

from pathlib import Path

from flask import Flask, has_request_context, session
from flask_babel import Babel, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext as _ln
from flask_login import current_user

__all__ = ["LANGUAGES", "_", "_l", "_ln", "direction", "init_i18n", "language", "ngettext"]

LANGUAGES = {"he": "עברית", "ar": "العربية", "ru": "Русский", "en": "English"}
RIGHT_TO_LEFT = frozenset({"he", "ar"})
CATALOGUES = Path(__file__).parent / "translations"

babel = Babel()


def init_i18n(app: Flask) -> None:
    """Set up the catalogues and the choice of language."""
    babel.init_app(
        app,
        default_locale="he",
        default_domain="messages",
        default_translation_directories=str(CATALOGUES),
        locale_selector=chosen_language,
        timezone_selector=lambda: app.config["TIME_ZONE"],
    )


def chosen_language() -> str:
    """The person's own language, then the visitor's choice, then Hebrew, whatever the browser asks for."""
    if not has_request_context():
        return "he"
    if current_user and current_user.is_authenticated and current_user.language in LANGUAGES:
        return str(current_user.language)
    chosen = session.get("language")
    if chosen in LANGUAGES:
        return str(chosen)
    return "he"


def language() -> str:
    """The code of the current language."""
    return str(get_locale() or "he")


def direction(code: str | None = None) -> str:
    """`rtl` or `ltr` of a language (of the current one where none is named)."""
    return "rtl" if (code or language()) in RIGHT_TO_LEFT else "ltr"
