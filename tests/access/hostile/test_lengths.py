"""Each text of each form has one limit, on which form, action and column of the table agree (P43); and nothing that
somebody typed stands in a statement (P55)."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine

from caseapp.db import db
from caseapp.oversight.processing import actions as processing_actions
from caseapp.oversight.processing import rules as processing_rules
from caseapp.web.forms import BaseForm
from tests.access.conftest import token_of
from tests.access.filling import GETS, POSTS, filled, path_of, usual_actor
from tests.access.matrix import LEAD_TO_SIGN_IN
from tests.access.matrix.rows import Row

# The table's own limit is PostgreSQL's: SQLite has none.
pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
TOO_LONG = "Use at most"
LETTER, MARK = "a", "zqx' OR 1=1--%_"
QUERIES = (
    "after",
    "before",
    "next",
    "words",
    "status",
    "list",
    "kind",
    "of",
    "reason",
    "mentor",
    "page",
    "goal",
    "part",
)


@pytest.fixture
def sent_forms(monkeypatch) -> list[BaseForm]:
    """The forms that were looked at, with what was said of their fields."""
    seen: list[BaseForm] = []
    real = BaseForm.validate_on_submit

    def watched(form):
        seen.append(form)
        return real(form)

    monkeypatch.setattr(BaseForm, "validate_on_submit", watched)
    return seen


@pytest.fixture
def sent_statements(app) -> Iterator[list[str]]:
    """The statements as they were sent to the database, without their parameters."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


def with_mark(statements: list[str]) -> list[str]:
    return [statement for statement in statements if MARK[:3] in statement]


def limits(form: BaseForm) -> dict[str, int]:
    """A definition of an instrument is left out: whoever reads it refuses it as a whole, by its bytes."""
    return {
        field.name: field.longest for field in form if getattr(field, "longest", None) and field.type != "ProgramText"
    }


def complained(forms: list[BaseForm]) -> set[str]:
    """The fields of which a form, or the action behind it, said that they are too long."""
    found = set()
    for form in forms:
        found |= {name for name, errors in form.errors.items() if any(TOO_LONG in str(error) for error in errors)}
    return found


def faults(
    app, company, browser_of, rows: list[Row], sent_forms: list[BaseForm], sent_statements: list[str], tried: set[str]
) -> Iterator[str]:
    for row in rows:
        browser = browser_of(usual_actor(row))
        path = path_of(app, row, row.subject(company))
        sent_forms.clear()
        form = filled(browser, path)
        most = {name: length for each in sent_forms for name, length in limits(each).items() if name in form}

        def send(lengths: dict[str, int], browser=browser, path=path, form=form) -> tuple[int, list[BaseForm]]:
            sent_forms.clear()
            texts = {name: (MARK + LETTER * length)[:length] for name, length in lengths.items() if name in form}
            answer = browser.post(path, data={**form, **texts, "csrf_token": token_of(app, browser)})
            return answer.status_code, list(sent_forms)

        if not most:
            continue
        tried.update(f"{row.endpoint}.{name}" for name in most)
        _status, seen = send({name: length + 1 for name, length in most.items()})
        if missed := most.keys() - complained(seen):
            yield f"{row.endpoint}: {sorted(missed)} may be longer than the form says"
        status, seen = send(most)
        if status >= 500:
            yield f"{row.endpoint}: a text of the form's length is an error of the store"
        if written := with_mark(sent_statements):
            sent_statements.clear()
            yield f"{row.endpoint}: what was typed stands in {written[0]}"
        if refused := complained(seen):
            yield f"{row.endpoint}: {sorted(refused)} may not be as long as the form says"


def with_forms() -> list[Row]:
    return [row for row in POSTS if "GET" in row.methods and row.endpoint not in LEAD_TO_SIGN_IN]


def test_form_action_and_table_agree_and_no_statement_holds_what_was_typed(
    app, company, browser_of, sent_forms, sent_statements
) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    rows, tried = with_forms(), set()
    found = list(faults(app, company, browser_of, rows, sent_forms, sent_statements, tried))
    assert found == [], "\n".join(found)
    assert len(tried) > 120
    for row in GETS:
        browser_of(usual_actor(row)).get(
            path_of(app, row, row.subject(company)), query_string=dict.fromkeys(QUERIES, MARK)
        )
    assert with_mark(sent_statements) == []
    assert len(sent_statements) > 1000


def test_each_fault_is_seen(app, company, browser_of, sent_forms, sent_statements, monkeypatch) -> None:
    """A field that is longer than its action takes, and a statement that was put together."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    (row,) = [row for row in with_forms() if row.endpoint == "oversight.new_processor"]
    monkeypatch.setattr(processing_rules, "NAME_MAX", 100)
    found = list(faults(app, company, browser_of, [row], sent_forms, sent_statements, set()))
    assert found == ["oversight.new_processor: ['name'] may not be as long as the form says"]
    put_together = lambda draft, _day: db.session.execute(sa.text(f"SELECT 1 -- {draft.name[:3]}"))  # noqa: E731
    monkeypatch.setattr(processing_actions, "check_processor", put_together)
    (written,) = faults(app, company, browser_of, [row], sent_forms, sent_statements, set())
    assert "what was typed stands in SELECT 1" in written
