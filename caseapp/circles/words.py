"""A map and its changes in words and as a picture, the same on the page and on paper."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from caseapp.charts.circles import MapLabels, MapMark, MapShape, MapTie, circles_map
from caseapp.charts.shapes import Direction, Picture, PictureTable
from caseapp.circles.difference_rules import NAME, TieChange, TieChangeKind, compare
from caseapp.circles.rules import (
    FREQUENCY_NAMES,
    GIVING_NAMES,
    KIND_NAMES,
    KNOWING_NAMES,
    PAY_NAMES,
    ROLE_NAMES,
    SUPPORT_NAMES,
    TENSION_NAMES,
    WAY_NAMES,
    WISH_NAMES,
    CircleKind,
    CircleTie,
    Ring,
    TiePay,
    present,
)
from caseapp.i18n import _, _l, direction
from caseapp.web.filters import initials

RINGS_ON_MAP = {Ring.CLOSE: _l("Very close"), Ring.IMPORTANT: _l("Important to me"), Ring.FURTHER: _l("Further away")}
FIELD_NAMES: dict[str, tuple[Any, Mapping[Any, Any]]] = {
    "kind": (_l("Kind"), KIND_NAMES),
    "role": (_l("Who is it?"), ROLE_NAMES),
    "role_words": (_l("Who it is, in own words"), {}),
    "pay": (_l("Natural or paid"), PAY_NAMES),
    "often": (_l("How often"), FREQUENCY_NAMES),
    "ways": (_l("How in contact"), WAY_NAMES),
    "giving": (_l("Who gives"), GIVING_NAMES),
    "supports": (_l("What it gives"), SUPPORT_NAMES),
    "tension": (_l("Tension"), TENSION_NAMES),
    "knows": (_l("Knows about my situation"), KNOWING_NAMES),
    "wish": (_l("What I wish"), WISH_NAMES),
}
CALLED: tuple[Any, Mapping[Any, Any]] = (_l("Name"), {})
UNSAID = "–"
ASKING = "?؟"


def with_initials(ties: Iterable[CircleTie]) -> tuple[CircleTie, ...]:
    """The ties with the first letters of their names alone."""
    return tuple(replace(tie, nickname=initials(tie.nickname)) for tie in ties)


def said_of(tie: CircleTie, name: str) -> str:
    """What is said of a tie under one question, or how it is called; empty where nothing is."""
    value = getattr(tie, name)
    names = FIELD_NAMES.get(name, CALLED)[1]
    if isinstance(value, tuple):
        return _(", ").join(str(names[each]) for each in value)
    return "" if value is None else str(names.get(value, value))


def short_words(tie: CircleTie) -> str:
    """Who it is: in own words, or by role, or by kind."""
    if tie.role_words:
        return tie.role_words
    if tie.role:
        return str(ROLE_NAMES[tie.role])
    return "" if tie.kind is CircleKind.PERSON else str(KIND_NAMES[tie.kind])


def details_of(tie: CircleTie) -> list[tuple[str, str]]:
    """All that is said of a tie, question by question."""
    return [(str(FIELD_NAMES[name][0]), said_of(tie, name)) for name in FIELD_NAMES if said_of(tie, name)]


def change_words(change: TieChange) -> list[str]:
    """What happened to a tie, without its name: each part is a text of its own."""
    then, now, tie = change.then, change.now, change.tie
    parts = [short_words(tie)]
    if then and now and then.ring is not now.ring:
        rings = {"before": ring_name(then.ring), "after": ring_name(now.ring)}
        parts.append(_("from “%(before)s” to “%(after)s”", **rings))
        parts += [_differently(then, now, NAME)] * (NAME in change.fields)
        if names := [_asked(name) for name in change.fields if name != NAME]:
            parts.append(_("changed too: %(what)s", what=_(", ").join(names)))
    elif then and now:
        parts += [_differently(then, now, name) for name in change.fields]
    return [part for part in (*parts, tie.note if now else "") if part]


def ring_name(ring: Ring) -> str:
    """A ring as it is called on the map."""
    return str(RINGS_ON_MAP[ring])


def _differently(then: CircleTie, now: CircleTie, name: str) -> str:
    return _(
        "%(what)s: %(before)s, now %(after)s",
        what=_asked(name),
        before=said_of(then, name) or _("not said"),
        after=said_of(now, name) or _("not said"),
    )


def _asked(name: str) -> str:
    """What one of the compared questions is about."""
    return str(FIELD_NAMES.get(name, CALLED)[0]).rstrip(ASKING)


def map_picture(
    title: str,
    centre: str,
    ties: Sequence[CircleTie],
    then: Sequence[CircleTie] | None = None,
    *,
    beside: Sequence[CircleTie] = (),
    is_over: bool = False,
) -> Picture:
    """A map; with an earlier one it marks what changed since. `beside` are the ties of a map that stands beside it;
    `is_over` draws the way of each tie from where it was. The later ties are those `recognised` among the earlier."""
    changes = compare(then, ties) if then is not None else []
    return circles_map(
        MapLabels(title, described(ties), centre, {ring: str(name) for ring, name in RINGS_ON_MAP.items()}),
        _drawn(ties, then or (), changes, is_over),
        ties_table(ties),
        Direction(direction()),
        [_map_tie(tie) for tie in present(then or beside)],
    )


def described(ties: Iterable[CircleTie]) -> str:
    """The rings in words, with who is on each."""
    parts = []
    for ring, name in RINGS_ON_MAP.items():
        names = [tie.nickname for tie in present(ties) if tie.ring is ring]
        if names:
            parts.append(f"{name}: {_(', ').join(names)}.")
    return " ".join(parts) or _("Nobody is on the map yet.")


def ties_table(ties: Iterable[CircleTie]) -> PictureTable:
    """The map as a table."""
    headings = (_("Tie"), _("Ring"), _("Kind"), _("Natural or paid"))
    order = sorted(present(ties), key=lambda tie: tie.ring)
    rows = (
        (tie.nickname, ring_name(tie.ring), str(KIND_NAMES[tie.kind]), said_of(tie, "pay") or UNSAID) for tie in order
    )
    return PictureTable(headings, tuple(rows))


def _drawn(
    ties: Sequence[CircleTie],
    then: Sequence[CircleTie],
    changes: Iterable[TieChange],
    is_over: bool,
) -> list[MapTie]:
    marks = {change.tie.key: change for change in changes}
    before = {tie.key: tie for tie in present(then)}
    drawn = []
    for tie in present(ties):
        change = marks.get(tie.key)
        old = before.get(tie.key)
        was = int(old.ring) if is_over and old and old.ring is not tie.ring else None
        mark = MapMark(change.kind) if change and change.kind is not TieChangeKind.CHANGED else None
        drawn.append(_map_tie(tie, mark, was))
    lost = (change.then for change in marks.values() if change.kind is TieChangeKind.GONE)
    return drawn + [_map_tie(tie, MapMark.GONE) for tie in lost if tie]


def _map_tie(tie: CircleTie, mark: MapMark | None = None, was: int | None = None) -> MapTie:
    is_paid = None if tie.pay is None else tie.pay is TiePay.PAID
    return MapTie(tie.key, tie.nickname, MapShape(tie.kind), tie.ring, tie.angle or 0, is_paid, mark, was)
