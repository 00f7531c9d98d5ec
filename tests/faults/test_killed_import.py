import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[1] / "exchange" / "samples"
KILLS = 12
STEP = 0.06


@pytest.mark.prove
def test_an_import_that_is_killed_again_and_again_completes_and_adds_nothing_twice(tmp_path):
    """kill -9 at any moment leaves only whole files, and the next run continues."""
    folder = tmp_path / "caseload"
    folder.mkdir()
    for path in SAMPLES.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    home = {**os.environ, "CASEAPP_HOME": str(tmp_path / "home"), "CASEAPP_CONFIG": "development"}
    caseapp = [sys.executable, "-m", "caseapp"]
    subprocess.run([*caseapp, "setup", "--no-demo"], env=home, check=True)
    subprocess.run([*caseapp, "demo", "--people-only"], env=home, check=True, stdout=subprocess.DEVNULL)
    bring_in = [*caseapp, "import", str(folder), "--by", "admin", "--json"]
    began = time.perf_counter()
    subprocess.run([*bring_in, "--by", "mentor1"], env=home, check=False, stderr=subprocess.DEVNULL)
    start_up = time.perf_counter() - began
    killed = 0
    for number in range(KILLS):
        running = subprocess.Popen(bring_in, env=home, stdout=subprocess.DEVNULL)
        # The clock of the tests stands still; waiting for what never happens does not.
        threading.Event().wait(start_up + number * STEP)
        killed += running.poll() is None
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert killed > 0
    told = json.loads(subprocess.run(bring_in, env=home, check=True, stdout=subprocess.PIPE).stdout)
    whole = {"clients": 42, "goals": 84, "activities": 932}
    for kind, number in whole.items():
        assert told[kind]["added"] + told[kind]["already_there"] == number
    again = json.loads(subprocess.run(bring_in, env=home, check=True, stdout=subprocess.PIPE).stdout)
    assert [again[kind]["already_there"] for kind in whole] == [42, 84, 932]
    assert again["groups"] == {**dict.fromkeys(again["groups"], 0), "already_there": 1}
    assert not list(folder.glob(".*.part"))
    verdict = subprocess.run([*caseapp, "audit", "verify"], env=home, check=False, capture_output=True, text=True)
    assert verdict.returncode == 0, verdict.stderr
