"""What changed between two maps of the same client."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from caseapp.circles.rules import CircleTie, present
from caseapp.i18n import _l

COMPARED = ("kind", "role", "role_words", "pay", "often", "ways", "giving", "supports", "tension", "knows", "wish")


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
    """The changes, in the order of their kinds. A tie is the same one by its key; one that went and came back is known
    by its name and kind."""
    before, after = present(then), present(now)
    pairs = _pairs(before, after)
    changes = [_change(old, new) for old, new in pairs]
    order = list(TieChangeKind)
    return sorted((each for each in changes if each), key=lambda change: order.index(change.kind))


def paired_keys(then: Iterable[CircleTie], now: Iterable[CircleTie]) -> dict[str, CircleTie]:
    """The earlier tie of each tie of now, by the key of the one now."""
    return {new.key: old for old, new in _pairs(present(then), present(now)) if old and new}


def _pairs(before: Sequence[CircleTie], after: Sequence[CircleTie]) -> list[tuple[CircleTie | None, CircleTie | None]]:
    keys = {tie.key: tie for tie in before}
    taken = {tie.key for tie in after if tie.key in keys}
    names = {_name(tie): tie for tie in before if tie.key not in taken}
    pairs: list[tuple[CircleTie | None, CircleTie | None]] = []
    for tie in after:
        old = keys.get(tie.key) or names.pop(_name(tie), None)
        if old:
            taken.add(old.key)
        pairs.append((old, tie))
    return pairs + [(tie, None) for tie in before if tie.key not in taken]


def _name(tie: CircleTie) -> tuple[str, str]:
    return tie.nickname.casefold(), tie.kind


def _change(then: CircleTie | None, now: CircleTie | None) -> TieChange | None:
    if then is None or now is None:
        return TieChange(TieChangeKind.GONE if now is None else TieChangeKind.NEW, then, now)
    fields = tuple(name for name in COMPARED if getattr(then, name) != getattr(now, name))
    if now.ring != then.ring:
        kind = TieChangeKind.CLOSER if now.ring < then.ring else TieChangeKind.FURTHER
        return TieChange(kind, then, now, fields)
    return TieChange(TieChangeKind.CHANGED, then, now, fields) if fields else None
