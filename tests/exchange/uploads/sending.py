"""Files are sent, looked at by the worker, and come in."""

import io

import sqlalchemy as sa

from caseapp.db import db
from caseapp.exchange.uploads.models import Upload
from tests.batches.printing import work_off

YAEL = "first name,last name,id,mentor\nYael,Mizrahi,34,{mentor}\n"


def send(browser, files, path="/import", **more):
    """Send files by name; the page where one lands."""
    page = browser.see("/import")
    parts = [(io.BytesIO(content.encode() if isinstance(content, str) else content), name) for name, content in files]
    form = {"csrf_token": page.field("csrf_token"), "record_id": page.field("record_id"), **more}
    return browser.post(path, data={**form, "files": parts}, content_type="multipart/form-data")


def sent(browser, app, files):
    """Where the files are that were sent and looked at."""
    answer = send(browser, files)
    assert answer.status_code == 303, answer.text
    work_off(app)
    return answer.location


def tap(browser, app, path):
    token = browser.see("/import").field("csrf_token")
    answer = browser.post(path, data={"csrf_token": token})
    work_off(app)
    return answer


def choose(browser, app, path, **said):
    token = browser.see(path).field("csrf_token")
    answer = browser.post(path, data={"csrf_token": token, "order": "", **said})
    assert answer.status_code == 303, answer.text
    work_off(app)


def only_upload():
    return db.session.scalars(sa.select(Upload)).one()
