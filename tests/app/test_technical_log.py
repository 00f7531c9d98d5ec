"""The technical log: one line for each fault, with its number and without personal data."""

import logging
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError

from caseapp.db import db
from caseapp.errors import Unavailable
from tests.app.raw import ask, incident_of

CANARIES = ["Canary-Name", "canary-note", "000000018", "correct horse", "+972501234567", "0197a000-canary"]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
class TestTheTechnicalLog:
    """The technical log holds no personal data and no forged lines."""

    @pytest.mark.parametrize(
        "fault",
        [
            ValueError(" ".join(CANARIES)),
            OperationalError("select :a", {"a": CANARIES[0]}, Exception(" ".join(CANARIES))),
            ProgrammingError("select", {"a": CANARIES[0]}, Exception(" ".join(CANARIES))),
            IntegrityError("insert", {"a": CANARIES[0]}, Exception("DETAIL: Key (name)=(Canary-Name)")),
            OSError(28, "canary-note"),
            Unavailable(" ".join(CANARIES)),
            UnicodeDecodeError("utf-8", b"canary-note", 0, 1, "Canary-Name"),
        ],
        ids=lambda fault: type(fault).__name__,
    )
    @pytest.mark.parametrize("where", ["view", "way out", "end"])
    def test_holds_no_canary_and_one_line_a_fault(self, app, planted, caplog, capfd, fault, where) -> None:
        caplog.set_level(logging.DEBUG)

        def breaks(*_):
            raise fault

        planted(fault if where == "view" else lambda: "done")
        functions = {"way out": app.after_request_funcs, "end": app.teardown_request_funcs}.get(where, {})
        functions.setdefault(None, []).append(breaks)
        if where == "view":
            functions[None].remove(breaks)
        try:
            note = quote("\r\nERROR incident 00000000 canary-note Canary-Name")
            ask(app, query=f"name=Canary-Name&note={note}".encode(), HTTP_USER_AGENT="canary-note")
            ask(app, b"/clients/0197a000-canary")
            ask(app, method="POST", body=f"password=correct+horse&note={note}".encode())
        finally:
            if where != "view":
                functions[None].remove(breaks)
        said = caplog.text + "".join(capfd.readouterr())
        assert not [canary for canary in CANARIES if canary.casefold() in said.casefold()]
        assert "00000000" not in said
        if not isinstance(fault, IntegrityError):
            assert "incident" in said or where != "view"
        assert all("\n" not in record.getMessage() for record in caplog.records)
        assert all(record.exc_info is None for record in caplog.records if record.name.startswith("caseapp"))

    def test_names_the_number_that_the_page_shows(self, app, planted, caplog) -> None:
        planted(ValueError("Inside-7731"))
        number = incident_of(ask(app).text)
        lines = [record.getMessage() for record in caplog.records if number in record.getMessage()]
        assert len(lines) == 1
        assert "ValueError" in lines[0]
        assert "accounts.sign_in" in lines[0]

    def test_of_a_strange_method_and_path_holds_neither(self, app, planted, caplog, monkeypatch) -> None:
        planted(ValueError())
        monkeypatch.setattr("caseapp.app.request_validation.check_request", lambda: None)
        ask(app, b"/Canary-Name", method="CANARY-NOTE")
        assert "canary" not in caplog.text.casefold()

    def test_holds_no_parameters_of_statements(self, app, caplog) -> None:
        with pytest.raises(sa.exc.DBAPIError) as caught:
            db.session.execute(sa.select(sa.func.no_such_function(sa.bindparam("a", "Canary-Name"))))
        db.session.rollback()
        assert "Canary-Name" not in str(caught.value)
