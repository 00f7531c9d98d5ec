"""What the form of a map asks of each tie, and how many rows it needs."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from caseapp.circles.rules import (
    BLANK_ROWS,
    FREQUENCY_NAMES,
    GIVING_NAMES,
    GONE_NAME,
    KIND_NAMES,
    KNOWING_NAMES,
    PAY_NAMES,
    RING_NAMES,
    ROLE_NAMES,
    SUPPORT_NAMES,
    TENSION_NAMES,
    TIES_MAX,
    WAY_NAMES,
    WISH_NAMES,
)
from caseapp.drafts.page import draft_mark
from caseapp.i18n import _


class TieQuestion(NamedTuple):
    """One question about every tie: the field's name, the label in the list, the question to ask together, its
    answers, and whether several may be true."""

    name: str
    label: str
    ask: str
    choices: list[tuple[str, str]]
    is_several: bool = False


def questions() -> list[TieQuestion]:
    """The questions after name, ring and kind; each may be skipped."""
    return [
        TieQuestion("role", _("Who is it?"), _("Who are they in my life?"), _pairs(ROLE_NAMES)),
        TieQuestion("pay", _("Natural or paid"), _("Who is there because it is their paid work?"), _pairs(PAY_NAMES)),
        TieQuestion("often", _("How often"), _("How often are we in contact?"), _pairs(FREQUENCY_NAMES)),
        TieQuestion("ways", _("How in contact"), _("How are we in contact?"), _pairs(WAY_NAMES), True),
        TieQuestion("giving", _("Who gives"), _("Who gives, and who receives?"), _pairs(GIVING_NAMES)),
        TieQuestion("supports", _("What it gives"), _("What do I get from them?"), _pairs(SUPPORT_NAMES), True),
        TieQuestion("tension", _("Tension"), _("Is there tension between us?"), _pairs(TENSION_NAMES)),
        TieQuestion("knows", _("Knows about my situation"), _("Who knows about my situation?"), _pairs(KNOWING_NAMES)),
        TieQuestion("wish", _("What I wish"), _("What do I wish for?"), _pairs(WISH_NAMES)),
    ]


def answers() -> dict[str, Any]:
    """The questions and the choices of ring and kind, by the names that the template uses."""
    asked = questions()
    return {
        "questions": asked,
        "rings": ring_choices(),
        "kinds": _pairs(KIND_NAMES),
        "gone": GONE_NAME,
        "opened": _opened_in_draft(asked),
        "together": {"words": _words(), "steps": _steps(asked)},
    }


def ring_choices() -> list[tuple[str, str]]:
    """The three rings, the closest first."""
    return [(str(int(ring)), str(name)) for ring, name in RING_NAMES.items()]


def _steps(asked: list[TieQuestion]) -> list[dict[str, Any]]:
    """The questions as they are asked together, the one about closeness first."""
    closeness = TieQuestion("ring", "", _("Who is close, and how close?"), ring_choices())
    return [
        {"name": each.name, "ask": each.ask, "choices": each.choices, "several": each.is_several}
        for each in (closeness, *asked)
    ]


def _words() -> dict[str, Any]:
    return {
        "of": _("Question %(number)s of %(all)s", number="{}", all="{}"),
        "name": _("First name or nickname"),
        "kind": _("Kind"),
        "kinds": _pairs(KIND_NAMES),
        "tapRing": _("Write a name and tap how close."),
        "rest": _("All the others"),
        "restAndOn": _("All the others, and on"),
        "gone": str(GONE_NAME),
        "none": _("All have a place."),
        "done": _("That is the whole map. It can be saved now."),
        "back": _("Back"),
        "next": _("Next question"),
        "list": _("To the list"),
    }


def rows_in_draft() -> int:
    """How many empty rows to offer: as many as what was typed before and not saved needs, and a few more."""
    draft = draft_mark().draft
    named = sum(name.startswith("nickname-") for name in draft.fields) if draft else 0
    return min(max(BLANK_ROWS, named), TIES_MAX)


def _opened_in_draft(asked: list[TieQuestion]) -> set[int]:
    """The rows of which more was said in what was typed before and not saved."""
    draft, names = draft_mark().draft, {*(each.name for each in asked), "role_words", "note"}
    fields = [name.rpartition("-") for name in draft.fields] if draft else []
    return {int(number) for name, _dash, number in fields if name in names and number.isdecimal()}


def _pairs(names: Mapping[Any, Any]) -> list[tuple[str, str]]:
    return [(str(code), str(name)) for code, name in names.items()]
