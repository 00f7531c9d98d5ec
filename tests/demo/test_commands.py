import sqlalchemy as sa

from caseapp.accounts.models import User
from caseapp.accounts.password_hashing import is_right
from caseapp.db import db
from caseapp.demo.commands import demo
from caseapp.demo.people import PASSWORD, PEOPLE
from caseapp.errors import RuleBroken
from caseapp.exchange.actions import import_caseload
from tests.exchange.conftest import SAMPLES
from tests.world import make_user


def run(app, *more):
    return app.test_cli_runner().invoke(demo, list(more))


def count(table):
    with db.engine.connect() as connection:
        return connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar()


def test_people_alone_can_bring_in_the_samples(app, tmp_path):
    said = run(app, "--people-only")
    assert said.exit_code == 0
    assert all(person.username in said.output for person in PEOPLE)
    assert PASSWORD in said.output
    assert (count("users"), count("clients")) == (8, 0)
    for path in SAMPLES.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    admin = db.session.scalars(sa.select(User).where(User.username == "admin")).one()
    assert import_caseload(admin, tmp_path).clients.added == 42


def test_a_second_time_adds_nobody(app):
    run(app, "--people-only")
    assert run(app, "--people-only").exit_code == 0
    assert count("users") == 8


def test_without_records_here_the_whole_demo_comes(app):
    run(app, "--people-only")
    assert run(app).exit_code == 0
    assert count("clients") == 24
    assert "There are already clients here" in run(app).output
    assert count("clients") == 24


def test_production_prints_a_password_that_nobody_knew_and_only_once(app):
    app.config["MODE"] = "production"
    printed = run(app, "--people-only").output
    password = printed.splitlines()[-1].split()[-1]
    stored = db.session.scalars(sa.select(User.password_hash)).all()
    assert all(is_right(password, one)[0] for one in stored)
    assert not is_right(PASSWORD, stored[0])[0]
    assert run(app, "--people-only").output == ""


def test_production_with_real_people_refuses_the_demo(app):
    app.config["MODE"] = "production"
    make_user(username="admin", name="Somebody Real")
    assert isinstance(run(app, "--people-only").exception, RuleBroken)
    assert count("users") == 1
