"""why somebody could not be told yet is one of a few words, and a telling is never changed"""

import sqlalchemy as sa
from alembic import op

revision = "0073_hindrances"
down_revision = "0072_steps_of_measures"
branch_labels = None
depends_on = None

REFUSED = "a telling is never changed"


def upgrade() -> None:
    op.add_column("notice_tellings", sa.Column("hindrance", sa.String(length=40), nullable=True))
    op.execute("UPDATE notice_tellings SET hindrance = 'other' WHERE manner = 'not_yet'")
    op.drop_column("notice_tellings", "reason_sealed")
    if is_postgresql():
        op.execute(
            "CREATE FUNCTION refuse_telling_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER notice_tellings_no_update BEFORE UPDATE ON notice_tellings "
            "FOR EACH ROW EXECUTE FUNCTION refuse_telling_change()"
        )
        return
    op.execute(
        "CREATE TRIGGER notice_tellings_no_update BEFORE UPDATE ON notice_tellings "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def downgrade() -> None:
    op.execute("DROP TRIGGER notice_tellings_no_update" + (" ON notice_tellings" if is_postgresql() else ""))
    if is_postgresql():
        op.execute("DROP FUNCTION refuse_telling_change()")
    op.add_column("notice_tellings", sa.Column("reason_sealed", sa.LargeBinary(), nullable=True))
    op.drop_column("notice_tellings", "hindrance")
