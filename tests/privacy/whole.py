"""Asking for a whole file, and what is in it."""

import io
import json
import zipfile

import pypdfium2
import sqlalchemy as sa

from caseapp.clients.queries import for_maintenance
from caseapp.db import db
from caseapp.privacy.whole_file.models import WholeFile

PURPOSE = "The letter of last Sunday"


def address(client):
    return f"/clients/{client.id}/whole-file"


def ask(browser, client, language="en", purpose=PURPOSE):
    page = browser.see(address(client))
    sent = {name: page.field(name) for name in ("csrf_token", "record_id")}
    return browser.post(address(client), data={**sent, "language": language, "purpose": purpose})


def fetch(browser, client, file):
    token = browser.see(address(client)).field("csrf_token")
    return browser.post(f"/whole-files/{file.id}/download", data={"csrf_token": token})


def blacken(browser, client, words):
    page = browser.see(f"{address(client)}/passages")
    sent = {name: page.field(name) for name in ("csrf_token", "record_id")}
    return browser.post(f"{address(client)}/passages", data={**sent, "words": words})


def only_file():
    return db.session.scalars(sa.select(WholeFile).where(for_maintenance())).one()


def forms_in(content):
    """The PDF's pages in words, the page, and what programs read."""
    with zipfile.ZipFile(io.BytesIO(content)) as files:
        pdf, page, data = (files.read(f"whole-file.{ending}") for ending in ("pdf", "html", "json"))
    document = pypdfium2.PdfDocument(pdf)
    pages = [each.get_textpage().get_text_bounded() for each in document]
    return pages, page.decode(), json.loads(data)
