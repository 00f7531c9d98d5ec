"""Words that tell people of the same name apart in a list."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from caseapp.clients.confusable_rules import skeleton
from caseapp.i18n import _
from caseapp.web.filters import day


class ListedPerson(NamedTuple):
    """Somebody in a list; `mentors` only if the list does not show them anyway."""

    id: UUID
    name: str
    born_on: date | None
    mentors: str = ""


@lru_cache(maxsize=8192)
def look_of(name: str) -> str:
    """What people see who confuse names: alike for names that look alike."""
    return " ".join(sorted(skeleton(word) for word in name.split()))


def disambiguate(people: Iterable[ListedPerson]) -> dict[UUID, str]:
    """Words for everybody whose name looks like somebody else's in the list.

    They give the year of birth, or the day if the year is shared, or the mentors if the day is shared or unknown.
    """
    groups: dict[str, list[ListedPerson]] = {}
    for one in people:
        groups.setdefault(look_of(one.name), []).append(one)
    return {one.id: _words(one, group) for group in groups.values() if len(group) > 1 for one in group}


def _words(one: ListedPerson, group: list[ListedPerson]) -> str:
    others = [other.born_on for other in group if other.born_on and other.id != one.id]
    if one.born_on and one.born_on.year not in {other.year for other in others}:
        return str(_("born in %(year)s", year=one.born_on.year))
    if one.born_on and one.born_on not in others:
        return str(_("born on %(day)s", day=day(one.born_on)))
    return str(_("mentored by %(names)s", names=one.mentors)) if one.mentors else ""
