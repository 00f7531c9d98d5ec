"""The jobs that `caseapp serve` runs beside the web processes."""

from tests.cli.service import Service, is_alive, wait_until


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


def test_a_steady_job_is_started_again_where_it_ended_and_never_twice_at_once(log, tmp_path):
    beats = tmp_path / "beats"
    steady = ["steady", ["sh", "-c", f"echo x >> {beats}; exec sleep 30"], 0.1, True]
    with Service(log, jobs=[steady]) as service:
        wait_until(lambda: sleeping_in(service))
        (sleeper,) = sleeping_in(service)
        sleeper.kill()
        wait_until(lambda: beats.read_text().count("x") == 2)
        assert service.stop()[0] == 0
        assert not is_alive(sleeper)


def sleeping_in(service):
    return [child for child in service.children() if child.name() == "sleep"]
