"""names in the forms in which they are searched, made anew: neighbours written as one word, more letters folded"""

import sqlalchemy as sa
from alembic import op

from caseapp.clients.rules import search_name
from caseapp.clients.sound_rules import sound_of

revision = "0018_folded_names"
down_revision = "0017_batch_tables"
branch_labels = None
depends_on = None

NAMES = ("given_name", "family_name", "preferred_name")
FORMS = ("search_name", "sound")


def upgrade() -> None:
    """The forms follow from the names by the rules of the code that searches them, so the rules make them."""
    clients = sa.table("clients", sa.column("id", sa.Uuid()), *map(sa.column, (*NAMES, *FORMS)))
    bind = op.get_bind()
    changed = []
    for row in bind.execute(sa.select(clients)):
        names = [getattr(row, name) for name in NAMES]
        forms = {"search_name": search_name(*names), "sound": sound_of(*names)}
        if forms != {name: getattr(row, name) for name in FORMS}:
            changed.append({"of_id": row.id, **forms})
    if changed:
        bind.execute(sa.update(clients).where(clients.c.id == sa.bindparam("of_id", type_=sa.Uuid())), changed)


def downgrade() -> None:
    """The forms stay; the release before seeks in them as well."""
