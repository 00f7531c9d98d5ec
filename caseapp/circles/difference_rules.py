"""What changed between two maps of the same client."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from caseapp.circles.rules import CircleTie, Ring, present
from caseapp.i18n import _l

NAME = "nickname"
COMPARED = (
    NAME,
    "kind",
    "role",
    "role_words",
    "pay",
    "often",
    "ways",
    "giving",
    "supports",
    "tension",
    "knows",
    "wish",
)


class TieChangeKind(StrEnum):
    """What happened to a tie."""

    NEW = "new"
    CLOSER = "closer"
    FURTHER = "further"
    CHANGED = "changed"
    GONE = "gone"


TIE_CHANGE_NAMES = {
    TieChangeKind.NEW: _l("New"),
    TieChangeKind.CLOSER: _l("Closer"),
    TieChangeKind.FURTHER: _l("Further"),
    TieChangeKind.CHANGED: _l("Changed"),
    TieChangeKind.GONE: _l("No more"),
}


@dataclass(frozen=True)
class TieChange:
    """One tie that is new, is no more, or is otherwise than it was; `fields` are what is said differently, beside the
    ring."""

    kind: TieChangeKind
    then: CircleTie | None
    now: CircleTie | None
    fields: tuple[str, ...] = ()

    @property
    def tie(self) -> CircleTie:
        """The tie as it is now, or as it last was."""
        tie = self.now or self.then
        assert tie is not None
        return tie


def compare(then: Iterable[CircleTie], now: Iterable[CircleTie]) -> list[TieChange]:
    """The changes, in the order of their kinds. A tie is the same one by its key: see `recognised`."""
    before, after = ({tie.key: tie for tie in present(ties)} for ties in (then, now))
    pairs = [(before.get(key), after.get(key)) for key in {**after, **before}]
    changes = [_change(old, new) for old, new in pairs]
    order = list(TieChangeKind)
    return sorted((each for each in changes if each), key=lambda change: order.index(change.kind))


def recognised(then: Iterable[CircleTie], now: Iterable[CircleTie]) -> tuple[CircleTie, ...]:
    """The ties of now with the keys of then: one that went and came back is known by its name and kind. Names must be
    whole; of several with one name each is taken once."""
    before, ties = present(then), tuple(now)
    stayed = {tie.key for tie in before} & {tie.key for tie in present(ties)}
    back: dict[tuple[str, str], list[CircleTie]] = {}
    for tie in before:
        if tie.key not in stayed:
            back.setdefault(_name(tie), []).append(tie)
    return tuple(tie if tie.key in stayed or tie.ring is Ring.GONE else _as_then(tie, back) for tie in ties)


def _as_then(tie: CircleTie, back: dict[tuple[str, str], list[CircleTie]]) -> CircleTie:
    """The tie with the key of an earlier one, of the same ring where there is one."""
    earlier = back.get(_name(tie))
    if not earlier:
        return tie
    old = next((each for each in earlier if each.ring is tie.ring), earlier[0])
    earlier.remove(old)
    return replace(tie, key=old.key)


def _name(tie: CircleTie) -> tuple[str, str]:
    return tie.nickname.casefold(), tie.kind


def _said(tie: CircleTie, name: str) -> object:
    """What is compared of a tie: the name in any letters, as a tie that came back is known by it."""
    return tie.nickname.casefold() if name == NAME else getattr(tie, name)


def _change(then: CircleTie | None, now: CircleTie | None) -> TieChange | None:
    if then is None or now is None:
        return TieChange(TieChangeKind.GONE if now is None else TieChangeKind.NEW, then, now)
    fields = tuple(name for name in COMPARED if _said(then, name) != _said(now, name))
    if now.ring != then.ring:
        kind = TieChangeKind.CLOSER if now.ring < then.ring else TieChangeKind.FURTHER
        return TieChange(kind, then, now, fields)
    return TieChange(TieChangeKind.CHANGED, then, now, fields) if fields else None
