"""What a device may keep, and the policy of the page that it keeps."""

SHELL_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; form-action 'self'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""A stored page cannot have a nonce, because one that is used twice is none: its scripts are all files of ours."""

FILES = ("app.css", "icons.svg", "mark.svg", "fonts/rubik-latin.woff2")
FONTS = {"he": "fonts/rubik-hebrew.woff2", "ar": "fonts/rubik-arabic.woff2", "ru": "fonts/rubik-cyrillic.woff2"}


def files_of(language: str) -> list[str]:
    """The files that the page needs in that language."""
    return [*FILES, *([FONTS[language]] if language in FONTS else [])]
