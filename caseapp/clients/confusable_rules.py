"""Which names look the same: similar letters, other alphabets, spaces, swapped names."""

from collections.abc import Iterable

from caseapp.clients.rules import search_name

HEBREW = {"ן": "ו", "ם": "ס", "ח": "ה"}
CYRILLIC = dict(zip("авекмнорстухіјѕԁһ", "abekmhopctyxijsdh", strict=True))
GREEK = dict(zip("αικνορτυχ", "aikvoptux", strict=True))
LATIN = {"ı": "i", "0": "o", "1": "l", "i": "l", "j": "l"}
TAKEN = str.maketrans(HEBREW | {letter: LATIN.get(like, like) for letter, like in (CYRILLIC | GREEK).items()} | LATIN)


def skeleton(name: str) -> str:
    """The name with similar letters made equal, without marks and spaces; names that look alike share it."""
    return search_name(name.casefold().translate(TAKEN)).translate(TAKEN).replace(" ", "")


def look_alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two people, each with given and family name, look the same in a list, also with the names swapped."""
    return any(_are_same(map(form, one), map(form, other)) for form in (_letters, skeleton))


def _letters(name: str) -> str:
    return search_name(name).replace(" ", "")


def _are_same(one: Iterable[str], other: Iterable[str]) -> bool:
    given, family = one
    return "".join(other) in {given + family, family + given}
