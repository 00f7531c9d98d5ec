"""What goes wrong is said calmly, in the reader's language, with a number and nothing of the inside; text is kept."""

from html.parser import HTMLParser
from types import SimpleNamespace
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import render_template_string
from sqlalchemy.exc import OperationalError

from caseapp.access import Capability
from caseapp.app.error_handlers import typed_texts
from caseapp.app.error_messages import SENTENCES
from caseapp.app.wsgi_middleware import LAST_RESORT
from caseapp.audit.models import Entry
from caseapp.db import db
from caseapp.errors import Conflict, NotAllowed, NotVisible, RuleBroken, TooMany, Unavailable
from tests.app.raw import ask, incident_of
from tests.pages import Page, complaints

INSIDE = "Inside-כנרת-7731"
FAULTS = {
    400: RuleBroken("The day lies in the future."),
    403: NotAllowed(Capability.SEE_TRAIL),
    404: NotVisible(),
    409: Conflict(INSIDE),
    429: TooMany(7),
    500: ValueError(INSIDE),
    503: Unavailable(INSIDE),
}


@pytest.fixture(params=["sqlite"])
def engine(request) -> str:
    """Error pages know no engine."""
    return str(request.param)


class TestThePage:
    @pytest.mark.parametrize("status", FAULTS)
    @pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("en", "ltr")])
    def test_speaks_the_readers_language_and_carries_a_number(self, app, planted, status, language, direction) -> None:
        """Error pages are in the reader's language and carry an incident number, no internals."""
        visitor = app.test_client()
        visitor.get(f"/language/{language}")
        planted(FAULTS[status])
        answer = visitor.get("/sign-in")
        page = Page(answer.text)
        assert answer.status_code == status
        assert not complaints(page)
        assert (page.lang, page.dir) == (language, direction)
        assert incident_of(answer.text)
        assert INSIDE not in answer.text

    @pytest.mark.parametrize("status", FAULTS)
    def test_speaks_the_language_of_who_is_signed_in(self, app, world, as_, planted, status) -> None:
        browser = as_(world.mentor)
        planted(FAULTS[status])
        answer = browser.get("/sign-in")
        assert answer.status_code == status
        assert Page(answer.text).lang == "en"

    def test_says_who_may(self, app, world, as_) -> None:
        assert "Administrator" in as_(world.mentor).see("/users", 403).words

    def test_tells_where_to_go_on_a_wrong_address(self, visitor) -> None:
        assert visitor.see("/nowhere", 404).links

    def test_of_a_wrong_method_names_the_right_ones(self, visitor) -> None:
        answer = visitor.delete("/health", content_type="application/x-www-form-urlencoded")
        assert answer.status_code in (400, 405)
        assert "GET" in visitor.open("/health", method="PROPFIND").headers["Allow"]

    def test_of_too_many_attempts_says_how_long_to_wait(self, app, planted) -> None:
        planted(TooMany(7))
        assert ask(app).headers["Retry-After"] == "7"

    def test_sentences_stand_for_every_status(self) -> None:
        assert {400, 403, 404, 405, 409, 413, 429, 503} <= set(SENTENCES)


class TestTheInside:
    """An exception anywhere shows a page with an incident number and nothing else."""

    def check(self, answer, status: int = 500) -> None:
        assert answer.status == status
        assert incident_of(answer.text)
        assert INSIDE not in answer.text
        assert "Traceback" not in answer.text
        assert "Content-Security-Policy" in answer.headers

    def test_of_a_view_is_not_shown(self, app, planted) -> None:
        planted(KeyError(INSIDE))
        self.check(ask(app))

    def test_of_a_template_is_not_shown(self, app, planted) -> None:
        planted(lambda: render_template_string("{{ absent.inside }}" + INSIDE))
        self.check(ask(app))

    def test_of_a_statement_is_not_shown(self, app, planted) -> None:
        planted(lambda: db.session.execute(sa.select(sa.column(INSIDE)).select_from(sa.table(INSIDE))))
        self.check(ask(app), 503)

    def test_of_the_way_out_is_not_shown(self, app, planted) -> None:
        planted(lambda: "done")

        def breaks(response):
            raise ValueError(INSIDE)

        functions = app.after_request_funcs.setdefault(None, [])
        for place in (0, len(functions)):
            functions.insert(place, breaks)
            try:
                self.check(ask(app))
                self.check(ask(app, b"/nowhere"))
            finally:
                functions.remove(breaks)

    def test_of_the_end_is_not_shown(self, app, planted) -> None:
        planted(lambda: "done")

        def breaks(fault):
            raise ValueError(INSIDE)

        app.teardown_request_funcs.setdefault(None, []).append(breaks)
        try:
            self.check(ask(app))
        finally:
            app.teardown_request_funcs[None].remove(breaks)

    def test_of_the_error_page_itself_leads_to_the_last_resort(self, app, planted) -> None:
        planted(ValueError(INSIDE))

        def breaks():
            raise ValueError(INSIDE)

        app.template_context_processors[None].append(breaks)
        try:
            answer = ask(app)
        finally:
            app.template_context_processors[None].remove(breaks)
        self.check(answer)
        assert answer.text == LAST_RESORT.format(incident=incident_of(answer.text))
        page = Page(answer.text)
        assert (page.lang, page.dir) == ("he", "rtl")
        assert "Try again in a minute" in page.words

    def test_of_the_application_as_a_whole_leads_to_the_last_resort(self, app, planted, monkeypatch) -> None:
        monkeypatch.setattr(app, "request_context", SimpleNamespace())
        answer = ask(app)
        self.check(answer)
        assert "לא ניתן להציג את הדף" in answer.text


class Typed(HTMLParser):
    """The text of a page, entities opened."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words += data


NOTE = 'נפגשנו בבית הקפה, דיברנו על "העבודה" <b>החדשה</b>.\r\nAnd a second line.'


class TestWhatWasTyped:
    """A refused form shows what was typed, so that it can be copied."""

    def post(self, app, **fields):
        body = "&".join(f"{name}={quote(value)}" for name, value in fields.items())
        return ask(app, method="POST", body=body.encode())

    @pytest.mark.parametrize("fault", [None, *FAULTS.values(), OSError(28, "full")])
    def test_is_shown_as_text(self, app, planted, monkeypatch, fault) -> None:
        """Whether the token was refused or anything behind it went wrong."""
        planted(fault)
        if fault is not None:
            monkeypatch.setattr("caseapp.app.csrf.protect", lambda: None)
        answer = self.post(app, note=NOTE, next_step="Short", mode="in_person", held_on="2026-11-22")
        assert answer.status >= 400
        words = Typed(answer.text).words
        assert NOTE.replace("\r", "") in words.replace("\r", "")
        assert "Short" in words
        assert "<b>" not in answer.text
        assert "in_person" not in words

    def test_leaves_out_passwords_and_the_forms_own_fields(self, app) -> None:
        secret = "A long Passphrase of many words"
        fields = {"password": secret, "new_password": secret, "csrf_token": secret, "record_id": secret, "note": NOTE}
        answer = self.post(app, **fields)
        assert answer.status == 400
        assert secret not in answer.text
        assert "second line" in answer.text

    def test_is_not_shown_for_reading(self, app, planted) -> None:
        planted(ValueError())
        answer = ask(app, query=b"note=Typed+into+an+address")
        assert "Typed into" not in answer.text

    def test_is_not_shown_where_it_was_junk_or_too_much(self, app) -> None:
        assert ask(app, method="POST", body=b"note=Written%ff").status == 400
        assert "Written" not in ask(app, method="POST", body=b"note=Written%ff").text
        assert ask(app, method="POST", body=b"note=" + b"W" * 2_000_000).status == 413

    def test_is_nothing_before_the_body_was_found_sound(self, app) -> None:
        with app.test_request_context("/sign-in", method="POST", data={"note": NOTE}):
            assert typed_texts() == []


class TestARefusal:
    def test_that_cannot_be_written_down_is_answered_503(self, app, world, as_, monkeypatch) -> None:
        """A refusal is recorded in the trail, or the answer is 503."""
        browser = as_(world.mentor)
        before = db.session.scalar(sa.select(sa.func.count()).select_from(Entry))
        assert browser.get("/users").status_code == 403
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Entry)) == before + 1
        db.session.rollback()
        fault = OperationalError("insert", {}, Exception())
        monkeypatch.setattr("caseapp.app.error_handlers.record_alone", lambda *_, **__: (_ for _ in ()).throw(fault))
        answer = browser.get("/users")
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "60"
