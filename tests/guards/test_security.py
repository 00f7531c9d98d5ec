"""docs/security.md names tests that exist, and no promise stands there without one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
DOC = TESTS.parent / "docs" / "security.md"
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


def complaints(text: str) -> Iterator[str]:
    for promise in promises(text):
        named = NAMED.findall(promise)
        if not named:
            yield f"no test keeps this: {promise}"
        for path, names in named:
            if not exists(path, names.split("::")[1:]):
                yield f"there is no test {path}{names}"


def test_every_promise_is_kept_by_tests_that_exist() -> None:
    text = DOC.read_text(encoding="utf-8")
    assert len(promises(text)) > 50
    assert list(complaints(text)) == []


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
