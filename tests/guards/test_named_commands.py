"""Every command that a text or a guide names is one that can be given."""

import re
from importlib import import_module
from pathlib import Path

import click

from caseapp.__main__ import COMMANDS

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"\b(?:caseapp|caseapp-admin) ([a-z]+(?:-[a-z]+)*)(?: ([a-z]+(?:-[a-z]+)*))?(?=[ `\n\"'.,;:)]|$)")
IN_CODE = re.compile(r"`[^`\n]*`|^ {4,}\S.*$|^\s*(?:Exec\w+=|\$ ).*$", re.MULTILINE)


def unknown(text: str) -> set[str]:
    """The commands in it that do not exist."""
    return {found[0] for found in NAMED.finditer(text) if not is_command(found[1], found[2])}


def is_command(name: str, second: str | None) -> bool:
    if name not in COMMANDS:
        return False
    module, _, attribute = COMMANDS[name].partition(":")
    command = getattr(import_module(module), attribute)
    return not isinstance(command, click.Group) or second is None or second in command.commands


def test_every_command_that_is_named_exists() -> None:
    guides = [ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").glob("*.md")]
    told = [found[0] for path in guides for found in IN_CODE.finditer(path.read_text())]
    catalogue = (ROOT / "caseapp/i18n/translations/ru/LC_MESSAGES/messages.po").read_text()
    told += re.findall(r"caseapp(?:-admin)? [a-z]+ [a-z-]+ [A-Z]+", catalogue)
    assert sum(bool(NAMED.search(each)) for each in told) > 20
    assert {each for text in told for each in unknown(text)} == set()


def test_a_command_that_does_not_exist_is_seen() -> None:
    assert unknown("`caseapp user new-phone NAME`") == {"caseapp user new-phone"}
    assert unknown("caseapp users new-telephone NAME") == {"caseapp users new-telephone"}
    assert unknown("`caseapp-admin users new-phone NAME`, `caseapp serve --port 1`") == set()
