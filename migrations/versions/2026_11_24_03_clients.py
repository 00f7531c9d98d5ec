"""covers and transfers, the whole file, names by their sound"""

import sqlalchemy as sa
from alembic import op

from caseapp.clients.sound_rules import sound_of

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


FILLED = (
    ("alias", sa.String(length=80)),
    ("sound", sa.String(length=1000)),
    ("no_voicemail", sa.Boolean()),
    ("no_messages", sa.Boolean()),
    ("spoken", sa.String(length=40)),
    ("interpreter", sa.String(length=2)),
)


def _fill_sound() -> None:
    """Files that are open already are found by the sound of their names too."""
    names = ("given_name", "family_name", "preferred_name")
    clients = sa.table("clients", sa.column("id", sa.Uuid()), *(sa.column(name) for name in (*names, "sound")))
    connection = op.get_bind()
    for row in connection.execute(sa.select(clients)).all():
        sound = sound_of(row.given_name, row.family_name, row.preferred_name)
        connection.execute(sa.update(clients).where(clients.c.id == row.id).values(sound=sound))


def upgrade() -> None:
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("covered_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("handover_sealed", sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_assignments_covered_id_users"), "users", ["covered_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_assignments_cover"), "covered_id IS NULL OR ends_on IS NOT NULL")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), existing_nullable=False, server_default=None)

    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("from_assignment_id", sa.Uuid(), nullable=True),
        sa.Column("to_assignment_id", sa.Uuid(), nullable=True),
        sa.Column("from_team_id", sa.Uuid(), nullable=True),
        sa.Column("to_team_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_transfers_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_transfers_created_by_id_users")),
        sa.ForeignKeyConstraint(
            ["from_assignment_id"], ["assignments.id"], name=op.f("fk_transfers_from_assignment_id_assignments")
        ),
        sa.ForeignKeyConstraint(["from_team_id"], ["teams.id"], name=op.f("fk_transfers_from_team_id_teams")),
        sa.ForeignKeyConstraint(["read_by_id"], ["users.id"], name=op.f("fk_transfers_read_by_id_users")),
        sa.ForeignKeyConstraint(
            ["to_assignment_id"], ["assignments.id"], name=op.f("fk_transfers_to_assignment_id_assignments")
        ),
        sa.ForeignKeyConstraint(["to_team_id"], ["teams.id"], name=op.f("fk_transfers_to_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.create_index("ix_transfers_client", ["client_id", "created_at"], unique=False)

    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.add_column(sa.Column("alias", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("sound", sa.String(length=1000), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("email_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("contact_way", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("no_voicemail", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("no_messages", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("introduction_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("spoken", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("interpreter", sa.String(length=2), nullable=False, server_default=""))
    with op.batch_alter_table("clients", schema=None) as batch_op:
        for name, kind in FILLED:
            batch_op.alter_column(name, existing_type=kind, existing_nullable=False, server_default=None)
    _fill_sound()

    op.create_table(
        "contacts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("relation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("scope", sa.String(length=40), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_contacts_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_contacts_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
    )
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.create_index("ix_contacts_client", ["client_id", "removed_at"], unique=False)

    op.create_table(
        "client_statuses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("returns_on", sa.Date(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_client_statuses_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_client_statuses_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_statuses")),
    )
    with op.batch_alter_table("client_statuses", schema=None) as batch_op:
        batch_op.create_index("ix_client_statuses_client", ["client_id", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("client_statuses", schema=None) as batch_op:
        batch_op.drop_index("ix_client_statuses_client")
    op.drop_table("client_statuses")
    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_index("ix_contacts_client")
    op.drop_table("contacts")
    with op.batch_alter_table("clients", schema=None) as batch_op:
        for name in ("contact_way", "email_sealed", "introduction_sealed", *(name for name, _kind in FILLED)):
            batch_op.drop_column(name)

    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.drop_index("ix_transfers_client")

    op.drop_table("transfers")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_assignments_cover"), type_="check")
        batch_op.drop_constraint(op.f("fk_assignments_covered_id_users"), type_="foreignkey")
        batch_op.drop_column("handover_sealed")
        batch_op.drop_column("covered_id")
        batch_op.drop_column("version")
