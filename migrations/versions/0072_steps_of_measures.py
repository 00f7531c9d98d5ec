"""whether a step should follow what was answered: a low score leads to one as well as one that fell"""

from alembic import op

revision = "0072_steps_of_measures"
down_revision = "0071_instrument_texts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("measures_taken", schema=None) as batch:
        batch.alter_column("has_fallen", new_column_name="needs_step")


def downgrade() -> None:
    with op.batch_alter_table("measures_taken", schema=None) as batch:
        batch.alter_column("needs_step", new_column_name="has_fallen")
