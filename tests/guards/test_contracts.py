"""The house is held by import contracts; each is seen to fail on a planted hole."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOLES = {
    "Packages import only from packages below them": (
        "goals/planted.py",
        "import caseapp.reports",
        "caseapp.goals is not allowed to import caseapp.reports",
    ),
    "Rules decide from what they are given": (
        "goals/planted_rules.py",
        "import caseapp.clock",
        "caseapp.goals.planted_rules may not import caseapp.clock",
    ),
    "Models do not reach up to queries, actions, forms or views": (
        "goals/planted_models.py",
        "import caseapp.goals.planted_actions",
        "caseapp.goals.planted_models may not import caseapp.goals.planted_actions",
    ),
    "Queries only read": (
        "goals/planted_queries.py",
        "import caseapp.goals.planted_actions",
        "caseapp.goals.planted_queries may not import caseapp.goals.planted_actions",
    ),
    "Actions know no pages": (
        "goals/planted_actions.py",
        "from flask import request",
        "caseapp.goals.planted_actions may not import flask",
    ),
    "Forms know no database": (
        "goals/planted_forms.py",
        "def choices():\n    from caseapp.db import base",
        "caseapp.goals.planted_forms may not import caseapp.db",
    ),
    "Views reach rows only by queries and actions": (
        "goals/planted_views.py",
        "from caseapp.goals import planted_models",
        "caseapp.goals.planted_views may not import caseapp.goals.planted_models",
    ),
    "Only documents draws": (
        "goals/drawing.py",
        "from reportlab.pdfgen import canvas",
        "caseapp.goals.drawing may not import reportlab",
    ),
    "Only the factory reads config.py": (
        "goals/settings.py",
        "import config",
        "caseapp.goals.settings may not import config",
    ),
}


def copy_of_the_house(folder: Path) -> Path:
    for source in (ROOT / "caseapp").rglob("*.py"):
        copied = folder / source.relative_to(ROOT)
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, copied)
    (folder / "tests" / "guards").mkdir(parents=True)
    for name in ("pyproject.toml", "config.py", "tests/guards/rooms.py"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


def lint_imports(folder: Path) -> tuple[int, str]:
    lint = "from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports(no_cache=True))"
    ended = subprocess.run([sys.executable, "-c", lint], cwd=folder, capture_output=True, text=True)
    return ended.returncode, ended.stdout + ended.stderr


@pytest.fixture(scope="module")
def house_with_holes(tmp_path_factory):
    house = copy_of_the_house(tmp_path_factory.mktemp("holes"))
    for name, hole, _told in HOLES.values():
        (house / "caseapp" / name).write_text(hole + "\n")
    return lint_imports(house)


def test_the_house_keeps_every_contract(tmp_path):
    code, told = lint_imports(copy_of_the_house(tmp_path))
    assert code == 0, told
    for contract in HOLES:
        assert f"{contract} KEPT" in told


@pytest.mark.parametrize("contract", HOLES)
def test_a_planted_hole_breaks_its_contract(house_with_holes, contract):
    code, told = house_with_holes
    assert code != 0
    assert f"{contract} BROKEN" in told
    assert HOLES[contract][2] in " ".join(told.split())


def test_no_package_can_appear_outside_the_house(tmp_path):
    house = copy_of_the_house(tmp_path)
    (house / "caseapp" / "helpers.py").write_text("")
    code, told = lint_imports(house)
    assert code != 0
    assert "caseapp.helpers" in told or "helpers" in told
    assert "Packages import only from packages below them BROKEN" in told
