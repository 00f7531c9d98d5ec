"""Another release, for tests of measures."""

import pytest

from caseapp.measures.definitions import definition_rules
from caseapp.measures.definitions.definition_rules import FOLDER, instruments, shipped_versions


@pytest.fixture
def next_release(tmp_path, monkeypatch):
    """A release in which the pulse has another text and is scored in another way."""
    for each in FOLDER.glob("*.yaml"):
        (tmp_path / each.name).write_text(each.read_text("utf-8"), "utf-8")
    pulse = (FOLDER / "pulse.yaml").read_text("utf-8")
    (tmp_path / "former").mkdir()
    (tmp_path / "former" / "pulse-1.yaml").write_text(pulse, "utf-8")
    newer = (
        pulse.replace('version: "1"', 'version: "2"')
        .replace("method: mean", "method: sum")
        .replace("may_miss: 1", "may_miss: 0")
    )
    (tmp_path / "pulse.yaml").write_text(newer.replace("Did you feel hopeful?", "Was there hope?"), "utf-8")
    monkeypatch.setattr(definition_rules, "FOLDER", tmp_path)
    instruments.cache_clear()
    shipped_versions.cache_clear()
    yield
    monkeypatch.undo()
    instruments.cache_clear()
    shipped_versions.cache_clear()
