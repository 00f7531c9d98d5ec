"""The forms of circles: a map as a list of ties, which does everything without a picture."""

import json
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from typing import Any, Self

from flask import request

from caseapp.circles.nickname_rules import says_too_much
from caseapp.circles.rules import (
    BLANK_ROWS,
    DRAWN_BY_NAMES,
    TIES_MAX,
    CircleDraft,
    CircleKind,
    CircleTie,
    DrawnBy,
    read_tie,
)
from caseapp.clock import today
from caseapp.errors import RuleBroken
from caseapp.i18n import _, _l
from caseapp.web.fields import Chips, Day, choices_of
from caseapp.web.forms import NOT_BODY, NewRecordForm
from caseapp.web.text_rules import clean

TEXTS = ("nickname", "role_words", "note")
CODES = ("ring", "kind", "role", "pay", "often", "giving", "tension", "knows", "wish")
LISTS = ("ways", "supports")
KEY = re.compile(r"[0-9a-f]{8}")
ROW = re.compile(r"nickname-(\d{1,3})")
MORE_BLANKS = 8


class CircleForm(NewRecordForm):
    """A map: the day, who made it, and a row for each tie. `rows` are what stands in the rows, as typed."""

    drawn_on = Day(_l("Day"), required=True)
    drawn_by = Chips(_l("How it was made"), choices_of(DRAWN_BY_NAMES), default=DrawnBy.TOGETHER.value)

    rows: list[dict[str, Any]]
    is_doubtful = False

    @classmethod
    def beginning(cls, ties: Iterable[CircleTie], blanks: int = BLANK_ROWS) -> Self:
        """The form as it was sent, or one that begins with these ties and that many empty rows."""
        form = cls(data={"drawn_on": today(), "drawn_by": DrawnBy.TOGETHER.value})
        form.rows = _sent_rows() if form.is_submitted() else [_row_of(tie) for tie in ties]
        more = MORE_BLANKS if form.wants_rows() else blanks
        form.rows += [
            {"kind": CircleKind.PERSON.value} for _each in range(min(more, max(0, TIES_MAX - len(form.rows))))
        ]
        return form

    def wants_rows(self) -> bool:
        """Whether more empty rows were asked for instead of a save."""
        return "more" in request.form

    def wants_questions(self) -> bool:
        """Whether the questions about one tie were asked for instead of a save."""
        return "open" in request.form

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """Whether it is to be saved; where rows or questions were asked for it is not."""
        return not (self.wants_rows() or self.wants_questions()) and super().validate_on_submit(extra_validators)

    def doubtful_names(self) -> list[str]:
        """Names that look like more than a nickname, until somebody says that they are to stay."""
        if request.form.get("anyway") == "1":
            return []
        kinds = (CircleKind.PERSON.value, CircleKind.ONLINE.value)
        names = [(row.get("nickname", ""), row.get("kind") in kinds) for row in self.rows]
        return [name for name, is_person in names if says_too_much(name, is_person)]

    def draft(self) -> CircleDraft:
        """The map; `RuleBroken` where a tie has no name or no ring, or a name says too much."""
        ties = [
            _tie_of(row, number) for number, row in enumerate(self.rows, 1) if row.get("nickname") or row.get("key")
        ]
        if doubtful := self.doubtful_names():
            self.is_doubtful, names = True, _(", ").join(doubtful)
            raise RuleBroken(
                _("A nickname is enough here, without family name, phone or number: %(names)s.", names=names)
            )
        return CircleDraft(self.drawn_on.data, DrawnBy(self.drawn_by.data), _with_keys(ties))

    def body(self) -> bytes:
        """What was sent, with the rows."""
        sent = [(name, request.form.getlist(name)) for name in sorted(request.form) if name not in NOT_BODY]
        return json.dumps(sent, ensure_ascii=False).encode()


def _sent_rows() -> list[dict[str, Any]]:
    found = (ROW.fullmatch(name) for name in request.form)
    numbers = sorted(int(match[1]) for match in found if match)[: 2 * TIES_MAX]
    rows = [_sent_row(number) for number in numbers]
    return [row for row in rows if row.get("nickname") or row.get("key") or row.get("is_open")]


def _sent_row(number: int) -> dict[str, Any]:
    row: dict[str, Any] = {name: _cleaned(request.form.get(f"{name}-{number}", "")) for name in TEXTS}
    row |= {name: request.form.get(f"{name}-{number}", "") for name in CODES}
    row |= {name: request.form.getlist(f"{name}-{number}") for name in LISTS}
    key = request.form.get(f"key-{number}", "")
    opened = {"is_open": True} if request.form.get("open") == str(number) else {}
    return row | {"key": key if KEY.fullmatch(key) else ""} | opened


def _cleaned(text: str) -> str:
    """The text as it is saved; one with a character that cannot be saved stands as it was typed until it is changed."""
    try:
        return clean(text)
    except RuleBroken:
        return text


def _row_of(tie: CircleTie) -> dict[str, Any]:
    said = {name: value for name, value in asdict(tie).items() if value is not None}
    return said | {name: str(said[name]) for name in CODES if name in said} | {"ring": str(int(tie.ring)), "note": ""}


def _tie_of(row: dict[str, Any], number: int) -> CircleTie:
    for name in TEXTS:
        clean(row.get(name, ""))
    if not row.get("nickname"):
        raise RuleBroken(_("Tie %(number)s has no name.", number=number))
    if not row.get("ring"):
        raise RuleBroken(_("Choose how close “%(name)s” is.", name=row["nickname"]))
    try:
        figures = {name: int(row[name]) for name in ("ring", "tension") if row.get(name)}
        return read_tie(row | figures)
    except ValueError:
        raise RuleBroken(_("Something about “%(name)s” is not one of the choices.", name=row["nickname"])) from None


def _with_keys(ties: Sequence[CircleTie]) -> tuple[CircleTie, ...]:
    """Each with a key of its own; a key stays with the first tie that has it."""
    taken: set[str] = set()
    kept = []
    for tie in ties:
        key = tie.key if tie.key and tie.key not in taken else secrets.token_hex(4)
        taken.add(key)
        kept.append(replace(tie, key=key))
    return tuple(kept)
