"""The search for known kinds of holes in our own programs finds each of them where it is planted."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLANTED = Path(__file__).with_name("holes.txt")


def kinds(text: str) -> list[str]:
    """The kinds that bandit knows, without those that our settings leave out."""
    ask = "from bandit.core.extension_loader import MANAGER as m; print(*m.plugins_by_id, *m.blacklist_by_id)"
    known = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True).stdout.split()
    (skips,) = [line for line in text.splitlines() if line.startswith("skips = ")]
    return sorted(set(known) - set(json.loads(skips.removeprefix("skips = "))))


def found(path: Path) -> set[str]:
    command = [sys.executable, "-m", "bandit", "-c", ROOT / "pyproject.toml", "-q", "-f", "json", path]
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.returncode == 1, told.stderr
    return {hole["test_id"] for hole in json.loads(told.stdout)["results"]}


def test_every_kind_of_hole_is_found_where_it_is_planted(tmp_path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text(PLANTED.read_text(encoding="utf-8"), encoding="utf-8")
    wanted = kinds((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert len(wanted) > 60
    assert sorted(set(wanted) - found(planted)) == []
