"""The packages of an environment, read from what lies in it and not from what it was asked for."""

import csv
import hashlib
import json
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CLASSIFIER = "License :: "
LONGEST_LICENCE = 80  # some packages give the whole text in place of a name


@dataclass(frozen=True)
class Package:
    """One installed package. `sha256` is that of its list of files, which holds a hash of each of them."""

    name: str
    version: str
    licence: str
    sha256: str
    changed: tuple[str, ...]
    needs: frozenset[str]


def packages_of(environment: Path) -> list[Package]:
    """Every package in that environment, by name."""
    found = [_package(distribution) for distribution in distributions(path=[str(_folder(environment))])]
    return sorted(found, key=lambda package: package.name)


def names_that_pip_knows(environment: Path) -> set[str]:
    """The same question to another program, so that what one of them overlooks is seen."""
    python = str(environment / "bin" / "python")
    ask = ("--python", python, "list", "--format", "json", "--disable-pip-version-check")
    command = [sys.executable, "-m", "pip", *ask]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {canonicalize_name(package["name"]) for package in json.loads(listed)}


def _folder(environment: Path) -> Path:
    found = list(environment.glob("lib/python3*/site-packages"))
    if len(found) != 1:
        raise SystemExit(f"{environment} is not an environment of Python, such as /opt/caseapp.")
    return found[0]


def _package(distribution: Distribution) -> Package:
    record = distribution.read_text("RECORD") or ""
    return Package(
        name=canonicalize_name(distribution.name),
        version=distribution.version,
        licence=_licence(distribution),
        sha256=hashlib.sha256(record.encode()).hexdigest(),
        changed=tuple(_changed(distribution, record)) if record else ("RECORD",),
        needs=frozenset(_needs(distribution)),
    )


def _licence(distribution: Distribution) -> str:
    about = distribution.metadata
    named_so = [*(about.get_all("License-Expression") or []), *(about.get_all("License") or []), ""]
    given = str(named_so[0])
    if given and "\n" not in given and len(given) <= LONGEST_LICENCE:
        return given
    named = [line.split(" :: ")[-1] for line in about.get_all("Classifier") or () if line.startswith(CLASSIFIER)]
    files = [f"in the package's file {name}" for name in about.get_all("License-File") or ()]
    return ", ".join(named) or given.strip().split("\n")[0][:LONGEST_LICENCE] or ", ".join(files)


def _changed(distribution: Distribution, record: str) -> Iterator[str]:
    """The files that are not, byte for byte, the ones that were installed."""
    for name, digest, _size in csv.reader(record.splitlines()):
        if digest:
            kind, _equals, wanted = digest.partition("=")
            path = Path(str(distribution.locate_file(name)))
            found = hashlib.new(kind, path.read_bytes()).digest() if path.is_file() else b""
            if urlsafe_b64encode(found).rstrip(b"=").decode() != wanted:
                yield name


def _needs(distribution: Distribution) -> Iterator[str]:
    """What it requires here, whatever extras of it would want."""
    here = {"extra": ""}  # the rest is that of this Python
    for line in distribution.requires or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate(here):
            yield canonicalize_name(requirement.name)
