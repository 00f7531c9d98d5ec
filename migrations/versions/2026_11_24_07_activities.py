"""places in own words, and what the notes of the last weeks raise"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

from caseapp.clock import today
from caseapp.db.sealing import key_ring, place_of, seal, unseal

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WORRIES_OF = timedelta(weeks=12)
STEPS_OF = timedelta(weeks=2)
ACTIVITIES = sa.table(
    "activities",
    sa.column("id", sa.Uuid()),
    sa.column("client_id", sa.Uuid()),
    sa.column("mentor_id", sa.Uuid()),
    sa.column("held_on", sa.Date()),
    sa.column("safety", sa.String()),
    sa.column("note_sealed", sa.LargeBinary()),
    sa.column("next_step_sealed", sa.LargeBinary()),
    sa.column("next_step_on", sa.Date()),
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("error_at", sa.DateTime(timezone=True)),
)


def raised_columns() -> tuple[sa.ColumnClause, ...]:
    """What concerns and follow-ups have in common."""
    return (
        sa.column("id", sa.Uuid()),
        sa.column("version", sa.Integer()),
        sa.column("client_id", sa.Uuid()),
        sa.column("source", sa.String()),
        sa.column("source_id", sa.Uuid()),
        sa.column("words_sealed", sa.LargeBinary()),
    )


CONCERNS = sa.table(
    "concerns",
    *raised_columns(),
    sa.column("level", sa.String()),
    sa.column("happened_on", sa.Date()),
    sa.column("raised_by_id", sa.Uuid()),
    sa.column("raised_at", sa.DateTime(timezone=True)),
)
FOLLOW_UPS = sa.table(
    "follow_ups",
    *raised_columns(),
    sa.column("owner_id", sa.Uuid()),
    sa.column("due_on", sa.Date()),
    sa.column("state", sa.String()),
    sa.column("created_by_id", sa.Uuid()),
    sa.column("created_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place_words_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("discreet", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.alter_column("discreet", server_default=None)
    raise_worries()
    raise_next_steps()


def downgrade() -> None:
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("discreet")
        batch_op.drop_column("place_words_sealed")


def raise_worries() -> None:
    """Worries of the last weeks that no concern stands for yet: a supervisor sees and closes them."""
    found = (
        sa.select(ACTIVITIES)
        .where(ACTIVITIES.c.safety != "none", ACTIVITIES.c.error_at.is_(None))
        .where(ACTIVITIES.c.held_on >= today() - WORRIES_OF, ~raised(CONCERNS))
    )
    for row in op.get_bind().execute(found).all():
        new = {"level": row.safety, "happened_on": row.held_on, "raised_by_id": row.mentor_id}
        add(CONCERNS, row, "note", {**new, "raised_at": row.created_at})


def raise_next_steps() -> None:
    """Next steps whose day is ahead or has just passed, and that no follow-up stands for yet."""
    found = (
        sa.select(ACTIVITIES)
        .where(ACTIVITIES.c.next_step_sealed.is_not(None), ACTIVITIES.c.error_at.is_(None))
        .where(ACTIVITIES.c.next_step_on >= today() - STEPS_OF, ~raised(FOLLOW_UPS))
    )
    for row in op.get_bind().execute(found).all():
        new = {"owner_id": row.mentor_id, "created_by_id": row.mentor_id, "due_on": row.next_step_on, "state": "open"}
        add(FOLLOW_UPS, row, "next_step", {**new, "created_at": row.created_at})


def raised(table: sa.TableClause) -> sa.Exists:
    """Whether the note has raised one before."""
    return sa.select(table.c.id).where(table.c.source_id == ACTIVITIES.c.id).correlate(ACTIVITIES).exists()


def add(table: sa.TableClause, row: sa.Row, column: str, new: dict[str, object]) -> None:
    """One row out of a note, with the note's text sealed anew in its new place."""
    new_id, blob = uuid7(), row._mapping[f"{column}_sealed"]
    words = unseal(key_ring(), place_of("activities", f"{column}_sealed", row.id), blob) if blob else ""
    common = {"id": new_id, "version": 1, "client_id": row.client_id, "source": "activity", "source_id": row.id}
    sealed = seal(key_ring(), place_of(table.name, "words_sealed", new_id), words) if words else None
    op.get_bind().execute(sa.insert(table).values(**common, words_sealed=sealed, **new))
