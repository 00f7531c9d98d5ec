"""everybody who wrote in a report, and a database that refuses their signatures"""

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

revision = "0016_report_writers"
down_revision = "0015_throttles"
branch_labels = None
depends_on = None

WROTE = "EXISTS (SELECT 1 FROM report_writers WHERE report_id = NEW.report_id AND writer_id = NEW.signer_id)"
REFUSED = "a report is not signed by somebody who wrote in it"


def upgrade() -> None:
    op.create_table(
        "report_writers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("writer_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_report_writers_client_id_clients")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_writers_report_id_reports")),
        sa.ForeignKeyConstraint(["writer_id"], ["users.id"], name=op.f("fk_report_writers_writer_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_writers")),
        sa.UniqueConstraint("report_id", "writer_id", name=op.f("uq_report_writers_report_id_writer_id")),
    )
    op.create_index(op.f("ix_report_writers_client_id"), "report_writers", ["client_id"], unique=False)
    keep_last_writers()
    with op.batch_alter_table("report_sections") as table:
        table.drop_constraint("fk_report_sections_changed_by_id_users", type_="foreignkey")
        table.drop_column("changed_by_id")
    refuse_writers()


def keep_last_writers() -> None:
    """Of each section only the last hand is known."""
    writers = sa.table("report_writers", *(sa.column(name, sa.Uuid()) for name in ("id", *NAMES)))
    found = op.get_bind().execute(
        sa.text(
            "SELECT DISTINCT report_id, changed_by_id AS writer_id, client_id FROM report_sections"
            " WHERE changed_by_id IS NOT NULL"
        ).columns(**dict.fromkeys(NAMES, sa.Uuid()))
    )
    rows = [{"id": uuid7(), **row} for row in found.mappings()]
    if rows:
        op.bulk_insert(writers, rows)


NAMES = ("report_id", "writer_id", "client_id")


def refuse_writers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_writers_signature() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {WROTE} THEN RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'check_violation'; END IF; "
            "RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER report_signatures_writers BEFORE INSERT OR UPDATE ON report_signatures "
            "FOR EACH ROW EXECUTE FUNCTION refuse_writers_signature()"
        )
        return
    for change in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER report_signatures_writers_{change.lower()} BEFORE {change} ON report_signatures "
            f"WHEN {WROTE} BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER report_signatures_writers ON report_signatures")
        op.execute("DROP FUNCTION refuse_writers_signature")
    else:
        for change in ("insert", "update"):
            op.execute(f"DROP TRIGGER report_signatures_writers_{change}")
    with op.batch_alter_table("report_sections") as table:
        table.add_column(sa.Column("changed_by_id", sa.Uuid(), nullable=True))
        table.create_foreign_key("fk_report_sections_changed_by_id_users", "users", ["changed_by_id"], ["id"])
    op.drop_table("report_writers")
