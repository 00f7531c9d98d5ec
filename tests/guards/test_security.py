"""docs/security.md has every number once, names tests that exist, and says what is missing where something is."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
DOC = TESTS.parent / "docs" / "security.md"
NUMBERS = range(1, 97)
LABEL = re.compile(r"- \*\*(P\d+(?:, P\d+)*)(?:, (partly|not kept))?\*\* · ")
COUNTS = re.compile(r"of\s+these (\d+) are kept, (\d+) are kept in part and (\d+) are not kept")
NAMED = re.compile(r"`([\w/]+\.py)((?:::\w+)*)`")


def promises(text: str) -> list[str]:
    """Each point of the list, up to what is not promised."""
    return re.findall(r"^- (?:.+\n)+?(?=- |\n)", text.split("## Not promised")[0], re.MULTILINE)


def exists(path: str, names: list[str]) -> bool:
    """Whether the file defines the test, looking down through its classes."""
    file = TESTS / path
    if not file.is_file():
        return False
    body = ast.parse(file.read_text(encoding="utf-8")).body
    for name in names:
        found = [node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name]
        if not found:
            return False
        body = found[0].body
    return True


def statuses(text: str) -> dict[str, list[str]]:
    """What is said of each number, as often as it stands there."""
    found: dict[str, list[str]] = {f"P{number}": [] for number in NUMBERS}
    for promise in promises(text):
        if label := LABEL.match(promise):
            for number in label[1].split(", "):
                found.setdefault(number, []).append(label[2] or "kept")
    return found


def wrong_numbers(text: str) -> Iterator[str]:
    found = statuses(text)
    yield from (f"{number} stands {len(said)} times" for number, said in found.items() if len(said) != 1)
    counted = Counter(status for said in found.values() for status in said)
    told = COUNTS.search(text)
    if not told or [int(number) for number in told.groups()] != [counted[s] for s in ("kept", "partly", "not kept")]:
        yield f"the count at the top is not {dict(counted)}"


def complaints(text: str) -> Iterator[str]:
    for promise in promises(text):
        named = NAMED.findall(promise)
        label = LABEL.match(promise)
        is_open = bool(label and label[2])
        if is_open != ("*Missing:*" in promise):
            yield f"it is not said what is missing, or nothing is: {promise}"
        if not named and not (label and label[2] == "not kept"):
            yield f"no test keeps this: {promise}"
        for path, names in named:
            if not exists(path, names.split("::")[1:]):
                yield f"there is no test {path}{names}"


def test_every_promise_is_kept_by_tests_that_exist() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert len(promises(text)) > 50
    assert list(complaints(text)) == []
    assert list(wrong_numbers(text)) == []


@pytest.mark.parametrize(
    "named",
    [
        "",
        "`guards/test_nowhere.py`",
        "`guards/test_security.py::test_nothing`",
        "`app/test_settings.py::TestSecrets::test_nothing`",
        "`guards/test_security.py::test_every_promise_is_kept_by_tests_that_exist` `guards/test_nowhere.py`",
    ],
)
def test_a_promise_that_no_test_keeps_is_found(named: str) -> None:
    assert len(list(complaints(f"- A promise\n  in two lines.\n  {named}\n\n"))) == 1


@pytest.mark.parametrize(
    "promise",
    [
        "- **P1, partly** · A promise.\n  `guards/test_security.py`\n",
        "- **P1** · A promise. *Missing:* all.\n  `guards/test_security.py`\n",
        "- **P1, partly** · A promise. *Missing:* all.\n",
        "- **P1, not kept** · A promise.\n",
        "- **P1** · A promise.\n",
    ],
)
def test_a_status_that_does_not_fit_is_found(promise: str) -> None:
    assert len(list(complaints(f"{promise}\n"))) == 1


def test_a_number_that_is_missing_or_stands_twice_and_a_wrong_count_are_found() -> None:
    """What is not kept may name no test."""
    text = DOC.read_text(encoding="utf-8")
    assert list(complaints("- **P1, not kept** · A promise. *Missing:* all.\n\n")) == []
    assert len(list(wrong_numbers(text.replace("**P30**", "**P31**")))) == 2
    assert len(list(wrong_numbers(text.replace("- **P30** · ", "- ")))) == 2
    assert (
        len(list(wrong_numbers(COUNTS.sub("of these 96 are kept, 0 are kept in part and 0 are not kept", text)))) == 1
    )
