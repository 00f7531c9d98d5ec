"""A worker that is killed in the middle of an import."""

import pytest

from caseapp.batches.queue import queue_of, resume
from caseapp.exchange import actions, parts
from caseapp.exchange.uploads.rules import GIVEN_UP, UploadState
from tests.batches.printing import work_off
from tests.exchange.uploads.sending import only_upload, sent, tap
from tests.exchange.uploads.test_views import four_files


def test_the_next_worker_goes_on_and_nothing_comes_in_twice(people, as_, app, clock, rows, monkeypatch):
    monkeypatch.setattr(parts, "ROWS", 100)
    browser = as_(people["admin"])
    place = sent(browser, app, four_files())
    import_meetings, calls = actions.import_meetings, []

    def killed_in_the_third_part(viewer, reading, at_hour):
        calls.append(reading)
        if len(calls) == 3:
            raise SystemExit
        return import_meetings(viewer, reading, at_hour)

    with monkeypatch.context() as patched:
        patched.setattr(actions, "import_meetings", killed_in_the_third_part)
        with pytest.raises(SystemExit):
            tap(browser, app, f"{place}/start")
    there = rows()["activities"]
    assert 0 < there < 931
    queue_of(app).messages.flush()
    assert resume() == 0
    clock.shift(GIVEN_UP)
    assert resume() == 1
    work_off(app)
    upload = only_upload()
    assert (upload.state, upload.done) == (UploadState.DONE, upload.total)
    assert upload.findings["counts"]["meetings"] == [931 - there, there + 1, 3]
    assert rows()["activities"] == 931
    assert "The import was interrupted and went on." in browser.see(place).words
