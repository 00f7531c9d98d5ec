"""The systemd unit of docs/operations, as systemd itself judges it."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from caseapp.app.paths import ROOT

UNIT = ROOT / "docs" / "operations" / "caseapp.service"
MOST_EXPOSED = 1.2
WRITABLE = "ReadWritePaths=-/var/backups/caseapp"
PLANTED = {
    "ProtectSystem=strict": "ProtectSystem=no",
    "User=caseapp": "User=root",
    "CapabilityBoundingSet=": "CapabilityBoundingSet=CAP_SYS_ADMIN",
    "SystemCallFilter=@system-service": "SystemCallFilter=@system-service @mount @raw-io",
    "RestrictNamespaces=yes": "RestrictNamespaces=no",
}


def analyzed(folder: Path, text: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What systemd says of the unit; the program that it starts need not be here."""
    analyze, unit = shutil.which("systemd-analyze"), folder / "caseapp.service"
    assert analyze, "install systemd"
    unit.write_text(text.replace("/opt/caseapp/bin/caseapp", "/bin/true"))
    return subprocess.run([analyze, *words, unit], capture_output=True, text=True)


def exposure(folder: Path, text: str) -> float:
    told = analyzed(folder, text, "security", "--offline=true", "--no-pager").stdout
    return float(re.search(r"Overall exposure level for caseapp.service: ([\d.]+)", told)[1])


@pytest.mark.prove
def test_the_unit_is_sound_and_a_mistake_in_it_is_seen(tmp_path) -> None:
    told = analyzed(tmp_path, UNIT.read_text(), "verify", "--man=no")
    assert (told.returncode, told.stderr) == (0, "")
    told = analyzed(tmp_path, UNIT.read_text().replace("ProtectClock", "ProtectClocks"), "verify", "--man=no")
    assert re.search("Unknown key.* 'ProtectClocks'", told.stderr)


@pytest.mark.prove
def test_the_unit_lets_the_service_do_little(tmp_path) -> None:
    """In systemd's own figure, from 0 to 10. Each line that is taken back raises it."""
    text = UNIT.read_text()
    kept = exposure(tmp_path, text)
    assert kept <= MOST_EXPOSED
    for line, planted in PLANTED.items():
        assert re.search(f"^{re.escape(line)}$", text, re.MULTILINE)
        assert exposure(tmp_path, re.sub(f"^{re.escape(line)}$", planted, text, flags=re.MULTILINE)) > kept


def test_the_unit_and_its_settings_name_the_same_places(tmp_path) -> None:
    settings = dict(re.findall(r"^(CASEAPP_\w+)=(.+)$", (UNIT.parent / "caseapp.env").read_text(), re.MULTILINE))
    assert settings["CASEAPP_HOME"] == "/var/lib/caseapp"
    assert f"ReadWritePaths=-{settings['CASEAPP_BACKUP_FOLDER']}" == WRITABLE
    assert WRITABLE in UNIT.read_text().splitlines()
    assert "StateDirectory=caseapp" in UNIT.read_text().splitlines()
    known = set(re.findall(r'env\("([A-Z_]+)"', (ROOT / "config.py").read_text())) | {"HOME"}
    assert {name.removeprefix("CASEAPP_") for name in settings} <= known
