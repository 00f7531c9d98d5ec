"""The lock files name everything that pyproject asks for, with hashes, and no place to fetch it from."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SETS = ("run", "test", "check")


def lock_text(name: str) -> str:
    return (ROOT / "locks" / f"{name}.txt").read_text()


def locked(name: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9-]+)==([^\s;\\]+)", lock_text(name), re.MULTILINE))


def wanted(name: str) -> list[Requirement]:
    asked = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["postgres"]]
    groups = PROJECT["dependency-groups"]
    if name != "run":
        asked += groups["test"]
    if name == "check":
        asked += [line for line in groups["check"] if isinstance(line, str)]
    return [Requirement(line) for line in asked]


@pytest.mark.parametrize("name", SETS)
def test_every_requirement_is_locked_at_a_version_it_allows(name):
    versions = locked(name)
    for requirement in wanted(name):
        version = versions.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not locked; run ./dev lock"
        assert requirement.specifier.contains(version), f"{version} is locked for {requirement}"


@pytest.mark.parametrize("name", SETS)
def test_every_locked_package_has_a_hash(name):
    packages = re.split(r"^(?=\S)", lock_text(name), flags=re.MULTILINE)[1:]
    assert len(packages) == len(locked(name))
    assert all("--hash=sha256:" in package for package in packages)


@pytest.mark.parametrize("name", SETS)
def test_no_lock_names_a_host_or_a_place_on_a_machine(name):
    for line in lock_text(name).splitlines():
        assert "://" not in line
        assert "/" not in line
        assert not line.startswith("-")


def test_one_environment_serves_every_set():
    run, tests, checks = (locked(name) for name in SETS)
    assert run.items() <= tests.items() <= checks.items()
