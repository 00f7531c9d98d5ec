"""What the application imports is asked for in pyproject, not merely brought along by something else."""

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def imported_by(source: str) -> set[str]:
    """The top names of the packages that this source imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(str(node.module))
    return {name.split(".")[0] for name in names} - sys.stdlib_module_names


def undeclared(folder: Path) -> dict[str, str]:
    """Which file of the folder imports what nobody asked for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    asked = [*project["dependencies"], *extras["postgres"], *extras["store"]]
    declared = {canonicalize_name(Requirement(line).name) for line in asked}
    owners = packages_distributions()
    return {
        str(path.relative_to(folder)): name
        for path in folder.rglob("*.py")
        for name in imported_by(path.read_text()) - {"caseapp"}
        if not declared & {canonicalize_name(owner) for owner in owners.get(name, ())}
    }


def test_whatever_the_application_imports_is_declared():
    assert undeclared(ROOT / "caseapp") == {}


def test_an_import_that_is_not_declared_is_seen(tmp_path):
    (tmp_path / "rooms.py").write_text("import os\nfrom flask import Flask\nfrom caseapp.db import db\n")
    (tmp_path / "planted.py").write_text("def late():\n    from itsdangerous.exc import BadData\n")
    (tmp_path / "absent.py").write_text("import nowhere_to_be_found\n")
    assert undeclared(tmp_path) == {"planted.py": "itsdangerous", "absent.py": "nowhere_to_be_found"}
