"""The jobs that `caseapp serve` runs beside the web processes."""

from caseapp.__main__ import COMMANDS
from caseapp.cli.serving.periodic_jobs import DAILY_JOBS
from tests.cli.service import Service, wait_until


def test_what_serve_runs_by_itself_are_commands_and_a_backup_is_looked_after_hourly():
    assert {job.argv[3] for job in DAILY_JOBS} <= COMMANDS.keys()
    assert {job.name: job.every for job in DAILY_JOBS}["nightly"] == 3600


def test_a_failing_job_is_reported_and_ends_nothing(log, tmp_path):
    done = tmp_path / "done"
    jobs = [["well", ["touch", str(done)], 3600], ["ill", ["false"], 3600], ["absent", ["/no/such"], 3600]]
    with Service(log, jobs=jobs) as service:
        wait_until(done.exists)
        wait_until(lambda: "“ill” failed (exit code 1)" in service.said())
        assert "“absent” could not be started" in service.said()
        assert "well" not in service.said()
        assert service.get("/process")


def test_a_job_comes_again_at_its_time(log, tmp_path):
    times = tmp_path / "times"
    with Service(log, jobs=[["often", ["sh", "-c", f"echo x >> {times}"], 0.1]]):
        wait_until(lambda: times.exists() and times.read_text().count("x") >= 3)
