"""with which client a session is, while the client holds its screen"""

import sqlalchemy as sa
from alembic import op

revision = "0029_beside"
down_revision = "0028_ties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_ins", schema=None) as batch:
        batch.add_column(sa.Column("with_client_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """A session in which a client holds the screen ends: the earlier program would show everything in it."""
    op.execute(sa.text("DELETE FROM sign_ins WHERE with_client_id IS NOT NULL"))
    with op.batch_alter_table("sign_ins", schema=None) as batch:
        batch.drop_column("with_client_id")
