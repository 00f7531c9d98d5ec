"""goals that were entered in error, their tags, and steps in their own order"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STEPS = sa.table(
    "goal_steps", sa.column("id", sa.Uuid()), sa.column("goal_id", sa.Uuid()), sa.column("place", sa.Integer())
)
GOALS = sa.table("goals", sa.column("status", sa.String()))


def upgrade() -> None:
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("chime", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("error_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True))
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.alter_column("chime", server_default=None)
    with op.batch_alter_table("goal_steps", schema=None) as batch_op:
        batch_op.add_column(sa.Column("place", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("drop_reason_sealed", sa.LargeBinary(), nullable=True))
    number_steps()
    with op.batch_alter_table("goal_steps", schema=None) as batch_op:
        batch_op.alter_column("place", server_default=None)


def number_steps() -> None:
    """Each goal's steps in the order in which pages have shown them."""
    undated = sa.case((sa.column("due_on").is_(None), 1), else_=0)
    found = sa.select(STEPS.c.id, STEPS.c.goal_id).order_by(
        STEPS.c.goal_id, undated, sa.column("due_on"), sa.column("created_at")
    )
    places: dict[object, int] = {}
    for step_id, goal_id in op.get_bind().execute(found).all():
        places[goal_id] = places.get(goal_id, 0) + 1
        op.execute(STEPS.update().where(STEPS.c.id == step_id).values(place=places[goal_id]))


def downgrade() -> None:
    op.execute(GOALS.update().where(GOALS.c.status == "in_error").values(status="cancelled"))
    with op.batch_alter_table("goal_steps", schema=None) as batch_op:
        batch_op.drop_column("drop_reason_sealed")
        batch_op.drop_column("place")
    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.drop_column("error_reason_sealed")
        batch_op.drop_column("error_at")
        batch_op.drop_column("chime")
