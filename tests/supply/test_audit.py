"""The bill names what is really installed, and an audit that could not look is as red as one that found something."""

import hashlib
import json
import sys
import venv
from base64 import urlsafe_b64encode
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from cyclonedx.schema import SchemaVersion

from supply.__main__ import ROOT, audit, locked_to_run, main, write_bill
from supply.advisories import Snapshot, SnapshotWrong
from supply.installed import names_that_pip_knows, packages_of

TODAY = "2026-11-30T09:00:00+00:00"


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> Path:
    """Two packages of one file each."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    (packages,) = folder.glob("lib/python3*/site-packages")
    for name, version in (("Leaky_Pipes", "1.4.0"), ("sound", "2.0")):
        code = f"name = '{name}'\n".encode()
        about = packages / f"{name}-{version}.dist-info"
        about.mkdir()
        (packages / f"{name}.py").write_bytes(code)
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nLicense: MIT\n")
        digest = urlsafe_b64encode(hashlib.sha256(code).digest()).rstrip(b"=").decode()
        (about / "RECORD").write_text(f"{name}.py,sha256={digest},{len(code)}\n{about.name}/RECORD,,\n")
    return folder


def advisory(*, name: str = "leaky-pipes", modified: str = "2026-11-20T12:00:00Z", **affected) -> dict:
    package = {"ecosystem": "PyPI", "name": name}
    return {"id": "OSV-1", "modified": modified, "summary": "Leaks.", "affected": [{"package": package, **affected}]}


def events(*pairs: tuple[str, str]) -> list[dict]:
    return [{"type": "ECOSYSTEM", "events": [dict([pair]) for pair in pairs]}]


def snapshot(folder: Path, *entries: dict) -> str:
    folder.mkdir(exist_ok=True)
    for number, entry in enumerate(entries):
        (folder / f"{number}.json").write_text(json.dumps(entry))
    return str(folder)


OTHER = advisory(name="other", versions=["1.0"])
OLD = advisory(name="other", versions=["1.0"], modified="2026-10-30T12:00:00Z")


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ([OTHER], ""),
        ([OTHER, advisory(versions=["1.3.9", "1.4"])], "leaky-pipes 1.4.0: OSV-1 Leaks."),
        ([OTHER, advisory(versions=["1.4.0"]) | {"withdrawn": "2026-11-21T00:00:00Z"}], ""),
        ([OLD], "is older than 30 days (CASEAPP_ADVISORIES_DAYS)"),
        (
            [advisory(name="other", ranges=events(("introduced", "0")))],
            "own example of an affected version",
        ),
    ],
)
def test_an_audit_says_how_much_it_looked_at_and_what_it_found(
    environment, tmp_path, monkeypatch, capsys, entries, said
) -> None:
    monkeypatch.setenv("CASEAPP_ADVISORIES", snapshot(tmp_path / "snapshot", *entries))
    with time_machine.travel(TODAY, tick=False):
        code = audit(packages_of(environment), environment)
    told = capsys.readouterr()
    assert "Audited 2 of 2 installed packages; advisories as of 2026-1" in told.out
    assert code == (1 if said else 0)
    assert said in told.err
    assert bool(told.err) == bool(said)


def test_a_package_that_was_not_looked_at_is_red(environment, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("CASEAPP_ADVISORIES", snapshot(tmp_path / "snapshot", OTHER))
    assert names_that_pip_knows(environment) == {"leaky-pipes", "sound"}
    with time_machine.travel(TODAY, tick=False):
        assert audit(packages_of(environment)[1:], environment) == 1
    told = capsys.readouterr()
    assert "Audited 1 of 2 installed packages" in told.out
    assert "Not in both lists: leaky-pipes." in told.err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: No such file"),
        (b"", "is damaged"),
        (b"PK\x03\x04 rubbish", "is damaged"),
        ("", "holds none about Python packages"),
    ],
)
def test_a_missing_or_broken_snapshot_is_red(tmp_path, monkeypatch, capsys, environment, content, said) -> None:
    place = tmp_path / "snapshot.zip"
    if content == "":
        place.mkdir()
    elif content is not None:
        place.write_bytes(content)
    monkeypatch.setenv("CASEAPP_ADVISORIES", str(place))
    assert audit([], environment) == 1
    assert said in capsys.readouterr().err
    with pytest.raises(SnapshotWrong, match="CASEAPP_ADVISORIES names none"):
        Snapshot("")
    monkeypatch.setenv("CASEAPP_ADVISORIES_DAYS", "a month")
    assert audit([], environment) == 1
    assert "must be a whole number; it is 'a month'" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="is not an environment of Python"):
        packages_of(tmp_path)


@pytest.mark.parametrize(
    ("affected", "within", "beside"),
    [
        ({"ranges": events(("introduced", "0"), ("fixed", "1.5"))}, ["0.1", "1.4.9", "1.5rc1"], ["1.5", "2"]),
        ({"ranges": events(("introduced", "1.2"), ("last_affected", "1.4"))}, ["1.2", "1.4.0"], ["1.1", "1.4.1"]),
        (
            {"ranges": events(("introduced", "2"), ("fixed", "2.3"), ("introduced", "0"), ("fixed", "1.9"))},
            ["1.8", "2.0", "2.2.9"],
            ["1.9", "1.9.5", "2.3"],
        ),
        ({"ranges": events(("introduced", "1.10"))}, ["1.10", "1.11", "not-a-version"], ["1.9", "1.2"]),
        ({"versions": ["1.0", "a-strange-one"]}, ["1.0", "1.0.0"], ["1.0.1"]),
        ({"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, [], ["1.0"]),
    ],
)
def test_versions_are_compared_as_the_format_says(tmp_path, affected, within, beside) -> None:
    """From a folder and from the archive that OSV publishes alike; names are written in any way."""
    folder = snapshot(tmp_path / "folder", advisory(name="Leaky_Pipes", **affected))
    with ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(Path(folder) / "0.json", "OSV-1.json")
    for kept in (Snapshot(folder), Snapshot(str(tmp_path / "all.zip"))):
        assert [version for version in within if not kept.holes("leaky-pipes", version)] == []
        assert [version for version in beside if kept.holes("leaky-pipes", version)] == []
        assert kept.holes("other", "1.0") == []


def test_the_bill_is_of_what_is_installed_here(tmp_path, monkeypatch, capsys) -> None:
    """Each package that runs caseapp has a licence, a hash and the version of its lock; the schema is kept."""
    from cyclonedx.validation.json import JsonStrictValidator  # builds forty parsers, in each process that collects

    monkeypatch.setattr(sys, "argv", ["supply", "sbom", "--output", str(tmp_path / "bill.json")])
    assert main() == 0
    text = (tmp_path / "bill.json").read_text()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    components = [one for one in json.loads(text)["components"] if one["type"] == "library"]
    needed = {one["name"]: one for one in components if one["scope"] == "required"}
    assert needed.keys() <= locked_to_run()
    assert {"flask", "sqlalchemy", "cryptography", "argon2-cffi"} <= needed.keys()
    assert {one["name"] for one in components} == names_that_pip_knows(Path(sys.prefix))
    lock = (ROOT / "locks" / "run.txt").read_text()
    for name, one in needed.items():
        assert f"{name}=={one['version']} " in lock
        assert one["licenses"], name
        assert len(one["hashes"][0]["content"]) == 64
    assert f"{len(components)} packages, {len(needed)} of them needed to run." in capsys.readouterr().out


def test_a_file_that_was_changed_after_installing_is_told(environment, tmp_path, capsys) -> None:
    assert write_bill(packages_of(environment), tmp_path / "bill.json") == 0
    (file,) = environment.glob("lib/python3*/site-packages/sound.py")
    kept = file.read_bytes()
    file.write_bytes(kept + b"import socket\n")
    assert write_bill(packages_of(environment), tmp_path / "bill.json") == 1
    file.unlink()
    assert write_bill(packages_of(environment), tmp_path / "bill.json") == 1
    assert capsys.readouterr().err == "sound 2.0 was changed: sound.py\n" * 2
    file.write_bytes(kept)
