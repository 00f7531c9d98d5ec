"""Each guard is taken away once, and the tests that reach it have to miss it."""

import random
from collections import Counter

import pytest

from tests.mutations.guards import guards_in, guards_of
from tests.mutations.mutants import Mutant
from tests.mutations.trying import ROOT, Reach, survivors

LEAST_MISSED = 0.95
OF_MODELS = ("tests/guards/test_sealed_text.py", "tests/access/test_canary.py", "tests/db")

WHAT = {
    "requires": "@requires(Capability.SUPERVISE)\ndef view(): ...",
    "own account": "@requires(Capability.USE_OWN_ACCOUNT)\ndef view(): ...",
    "proof": "@bp.route('/')\n@needs_fresh_proof\ndef view(): ...",
    "check": "def act():\n    ensure(viewer, Capability.SUPERVISE)",
    "version": "def act():\n    expect_version(row, 3)",
    "trail": "def act():\n    record(Act.READ, viewer)",
    "hook": "def begin(app):\n    app.before_request(check)",
    "token": "def begin():\n    csrf.protect()",
    "escape": "def part(text):\n    return f'<b>{escape(text)}</b>'",
    "markup": "def part(text):\n    return Markup.escape(text)",
    "seal": "class Row:\n    words = Sealed('words_sealed')",
    "bytes": "class Row:\n    file = SealedBytes('file_sealed')",
    "refusal": "def look():\n    raise NotAllowed",
}


@pytest.mark.parametrize("kind", WHAT)
def test_each_kind_of_guard_is_found_by_its_shape(kind) -> None:
    (guard,) = guards_in("caseapp/app/x.py", WHAT[kind])
    compile(guard.planted_in(WHAT[kind]), "planted", "exec")
    assert guard.before not in guard.after


def test_every_guard_of_the_program_can_be_taken_away() -> None:
    guards = guards_of(ROOT)
    assert len(guards) > 1_500
    for guard in random.Random(1).sample(guards, 100):
        compile(guard.planted_in((ROOT / guard.path).read_text(encoding="utf-8")), guard.path, "exec")


def tried_by(guard: Mutant, reach: Reach) -> list[str]:
    """Doors are tried by the table of who may what first; what a class says is run at import, so its room tries it."""
    if guard.before.startswith("Sealed"):
        room = f"tests/{guard.path.split('/')[1]}"
        return [*OF_MODELS, *([room] if (ROOT / room).is_dir() else [])]
    found = reach.get((guard.path, guard.line), [])
    return sorted(found, key=lambda test: not test.startswith("tests/access/")) if "equires(" in guard.before else found


@pytest.mark.prove
def test_whatever_is_taken_away_is_missed(reach, record_property) -> None:
    guards = guards_of(ROOT)
    left = survivors(guards, lambda guard: tried_by(guard, reach))
    kinds = Counter(each.before.partition("(")[0].partition(" ")[0] for each in left)
    print(*left, kinds, sep="\n")
    record_property("guards", f"{len(guards)} taken away, {len(left)} not missed")
    assert len(left) <= (1 - LEAST_MISSED) * len(guards), "\n".join(map(str, left))
