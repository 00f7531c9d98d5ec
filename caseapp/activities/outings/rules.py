"""One note for several people of an outing: each gets a record of their own, in which nobody else is named."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from caseapp.clients.rules import search_name
from caseapp.errors import RuleBroken
from caseapp.i18n import _

PEOPLE = range(2, 31)
LETTERS_MIN = 2
PREFIXES = "והבלכמש"


def check_people(number: int) -> None:
    """`RuleBroken` for fewer people than two, or more than an outing has."""
    if number not in PEOPLE:
        raise RuleBroken(_("Choose between %(least)s and %(most)s people.", least=PEOPLE[0], most=PEOPLE[-1]), "people")


def named_in(text: str, names: Iterable[str]) -> list[str]:
    """Those of the names that stand in the text, also after Hebrew prefixes."""
    written = {search_name(word) for word in re.findall(r"\w+", text)}
    bare = written | {word[cut:] for word in written for cut in (1, 2) if set(word[:cut]) <= set(PREFIXES)}
    return [name for name in names if len(name) >= LETTERS_MIN and search_name(name) in bare]


def check_no_names(texts: Mapping[str, str], names: Mapping[UUID, tuple[str, ...]]) -> None:
    """`RuleBroken` at the text that names one of these people: it would stand in the files of the others."""
    everybody = dict.fromkeys(part for parts in names.values() for name in parts for part in name.split())
    for field, text in texts.items():
        if found := named_in(text, everybody):
            raise RuleBroken(
                _("Write without names: “%(name)s” would stand in the files of the others.", name=found[0]), field
            )
