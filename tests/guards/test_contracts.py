"""The house is held by import contracts; each is seen to fail on a planted hole."""

import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
KERNEL = ("__main__", "app", "cli", "demo", "audit", "access", "documents", "charts", "web", "i18n", "db")
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
    "Words and blocks say what was found and look nothing up": (
        "goals/planted_words.py",
        "import caseapp.goals.planted_models",
        "caseapp.goals.planted_words may not import caseapp.goals.planted_models",
    ),
    "Pages put together what queries found": (
        "goals/planted_page.py",
        "import caseapp.goals.planted_actions",
        "caseapp.goals.planted_page may not import caseapp.goals.planted_actions",
    ),
    "Blueprints are names": (
        "goals/steps/blueprint.py",
        "import caseapp.goals.rules",
        "caseapp.goals.steps.blueprint may not import caseapp.goals.rules",
    ),
    "Spreadsheets are read without the database": (
        "exchange/spreadsheets/planted.py",
        "import caseapp.db",
        "caseapp.exchange.spreadsheets.planted may not import caseapp.db",
    ),
    "Sessions, hashing, throttling and the queue know no pages": (
        "accounts/throttling.py",
        "import caseapp.accounts.views",
        "caseapp.accounts.throttling may not import caseapp.accounts.views",
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


def modules_without_a_room(modules: list[str]) -> list[str]:
    """Modules of a feature that no room's contract watches."""
    rooms = [name for contract in CONTRACTS for name in contract.get("rooms", ()) if name != "caseapp.*"]
    return [module for module in modules if not any(fnmatchcase(module, room) for room in rooms)]


def test_every_module_of_a_feature_is_a_room_with_a_contract():
    paths = [path for path in (ROOT / "caseapp").glob("*/**/*.py") if path.name != "__init__.py"]
    features = [path.relative_to(ROOT) for path in paths if path.relative_to(ROOT).parts[1] not in KERNEL]
    assert len(features) > 200
    assert modules_without_a_room([".".join(path.with_suffix("").parts) for path in features]) == []
    assert modules_without_a_room(["caseapp.goals.helpers", "caseapp.goals.rules"]) == ["caseapp.goals.helpers"]


def test_every_package_with_packages_inside_has_its_layers_in_a_contract():
    layered = {container for contract in CONTRACTS for container in contract.get("containers", ())}
    assert all(contract["exhaustive"] for contract in CONTRACTS if contract["type"] == "layers")
    outer = {path.parent.parent for path in (ROOT / "caseapp").rglob("*/__init__.py")}
    assert {".".join(path.relative_to(ROOT).parts) for path in outer if path != ROOT} <= layered


def test_a_module_that_no_layer_names_breaks_the_contract_of_its_package(tmp_path):
    layered = [contract for contract in CONTRACTS if contract["type"] == "layers"]
    house = copy_of_the_house(tmp_path)
    for contract in layered:
        for container in contract["containers"]:
            (house / container.replace(".", "/") / "planted.py").write_text("")
    _code, told = lint_imports(house)
    assert len(layered) > 5
    assert [contract["name"] for contract in layered if f"{contract['name']} BROKEN" not in told] == []
