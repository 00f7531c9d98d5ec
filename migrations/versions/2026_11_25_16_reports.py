"""the whole life of a report: kinds, sections, submissions, comments, the client's part, signature, hand-over"""

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

from caseapp.db.sealing import key_ring, place_of, seal, unseal

revision = "0016"
down_revision = "0010"
branch_labels = None
depends_on = None

WRITTEN = (
    "took_part",
    "background",
    "strengths",
    "how_it_went",
    "small_wins",
    "barriers",
    "next_steps",
    "recommendation",
)
NARRATIVE = "how_it_went"
REPORTS = sa.table(
    "reports",
    sa.column("id", sa.Uuid()),
    sa.column("client_id", sa.Uuid()),
    sa.column("author_id", sa.Uuid()),
    sa.column("narrative_sealed", sa.LargeBinary()),
    sa.column("changed_at", sa.DateTime(timezone=True)),
)
SECTIONS = sa.table(
    "report_sections",
    sa.column("id", sa.Uuid()),
    sa.column("version", sa.Integer()),
    sa.column("report_id", sa.Uuid()),
    sa.column("client_id", sa.Uuid()),
    sa.column("section", sa.String()),
    sa.column("words_sealed", sa.LargeBinary()),
    sa.column("changed_by_id", sa.Uuid()),
    sa.column("changed_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    widen_reports()
    create_sections()
    create_submissions()
    create_signatures()
    keep_narratives()
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_column("narrative_sealed")


def widen_reports() -> None:
    """The reports of before are drafts of full reports."""
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="full"))
        batch_op.add_column(sa.Column("status", sa.String(length=40), nullable=False, server_default="draft"))
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("replaces_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("reason_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("recommendation", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("reports", schema=None) as batch_op:
        for filled in ("kind", "status", "edition"):
            batch_op.alter_column(filled, server_default=None)
        batch_op.create_index("ix_reports_status", ["status", "client_id"], unique=False)
        batch_op.create_unique_constraint(batch_op.f("uq_reports_id_author_id"), ["id", "author_id"])
        batch_op.create_unique_constraint(batch_op.f("uq_reports_replaces_id"), ["replaces_id"])
        batch_op.create_foreign_key(batch_op.f("fk_reports_replaces_id_reports"), "reports", ["replaces_id"], ["id"])
        batch_op.create_check_constraint(
            batch_op.f("ck_reports_edition"), "edition >= 1 AND (edition = 1) = (replaces_id IS NULL)"
        )
        batch_op.create_check_constraint(
            batch_op.f("ck_reports_reason"), "replaces_id IS NULL OR reason_sealed IS NOT NULL"
        )


def create_sections() -> None:
    """What is written, and out of which notes."""
    op.create_table(
        "report_sections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_report_sections_changed_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_report_sections_client_id_clients")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_sections_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_sections")),
        sa.UniqueConstraint("report_id", "section", name=op.f("uq_report_sections_report_id_section")),
    )
    with op.batch_alter_table("report_sections", schema=None) as batch_op:
        batch_op.create_index("ix_report_sections_client", ["client_id"], unique=False)
    op.create_table(
        "section_sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_section_sources_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_section_sources_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["section_id"], ["report_sections.id"], name=op.f("fk_section_sources_section_id_report_sections")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section_sources")),
        sa.UniqueConstraint("section_id", "activity_id", name=op.f("uq_section_sources_section_id_activity_id")),
    )
    with op.batch_alter_table("section_sources", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_section_sources_client_id"), ["client_id"], unique=False)


def create_submissions() -> None:
    """What was submitted, and what was said to it."""
    op.create_table(
        "report_submissions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_by_id", sa.Uuid(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_report_submissions_number")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_report_submissions_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["report_id", "author_id"],
            ["reports.id", "reports.author_id"],
            name=op.f("fk_report_submissions_report_id_reports"),
        ),
        sa.ForeignKeyConstraint(
            ["returned_by_id"], ["users.id"], name=op.f("fk_report_submissions_returned_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["users.id"], name=op.f("fk_report_submissions_submitted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_submissions")),
        sa.UniqueConstraint("id", "report_id", name=op.f("uq_report_submissions_id_report_id")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_submissions_report_id_number")),
    )
    with op.batch_alter_table("report_submissions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_submissions_client_id"), ["client_id"], unique=False)
    op.create_table(
        "submitted_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_submitted_texts_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["report_submissions.id"],
            name=op.f("fk_submitted_texts_submission_id_report_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submitted_texts")),
        sa.UniqueConstraint("submission_id", "section", name=op.f("uq_submitted_texts_submission_id_section")),
    )
    with op.batch_alter_table("submitted_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submitted_texts_client_id"), ["client_id"], unique=False)
    op.create_table(
        "report_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(resolved_at IS NULL) = (resolved_by_id IS NULL)", name=op.f("ck_report_comments_resolved")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_report_comments_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_report_comments_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["report_comments.id"], name=op.f("fk_report_comments_parent_id_report_comments")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_comments_report_id_reports")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["users.id"], name=op.f("fk_report_comments_resolved_by_id_users")),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["report_submissions.id"],
            name=op.f("fk_report_comments_submission_id_report_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_comments")),
    )
    with op.batch_alter_table("report_comments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_comments_client_id"), ["client_id"], unique=False)
        batch_op.create_index("ix_report_comments_report", ["report_id", "created_at"], unique=False)
    op.create_table(
        "client_parts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("agreement", sa.String(length=40), nullable=False),
        sa.Column("own_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("strokes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("signed_on_paper_on", sa.Date(), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "strokes_sealed IS NULL OR signed_on_paper_on IS NULL", name=op.f("ck_client_parts_one_signature")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_client_parts_client_id_clients")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_client_parts_report_id_reports")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["report_submissions.id"], name=op.f("fk_client_parts_submission_id_report_submissions")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["users.id"], name=op.f("fk_client_parts_taken_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_parts")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_client_parts_submission_id")),
    )
    with op.batch_alter_table("client_parts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_parts_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_parts_report_id"), ["report_id"], unique=False)


def create_signatures() -> None:
    """What was signed, and to whom it was handed over."""
    op.create_table(
        "report_signatures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("signer_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("pdf_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("signer_id <> author_id", name=op.f("ck_report_signatures_not_the_author")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_report_signatures_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["report_id", "author_id"],
            ["reports.id", "reports.author_id"],
            name=op.f("fk_report_signatures_report_id_reports"),
        ),
        sa.ForeignKeyConstraint(["signer_id"], ["users.id"], name=op.f("fk_report_signatures_signer_id_users")),
        sa.ForeignKeyConstraint(
            ["submission_id", "report_id"],
            ["report_submissions.id", "report_submissions.report_id"],
            name=op.f("fk_report_signatures_submission_id_report_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_signatures")),
        sa.UniqueConstraint("pdf_sha256", name=op.f("uq_report_signatures_pdf_sha256")),
        sa.UniqueConstraint("report_id", name=op.f("uq_report_signatures_report_id")),
    )
    with op.batch_alter_table("report_signatures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_signatures_client_id"), ["client_id"], unique=False)
    op.create_table(
        "report_handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(length=40), nullable=False),
        sa.Column("recipient_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=True),
        sa.Column("basis", sa.String(length=40), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(consent_id IS NULL) <> (basis IS NULL)", name=op.f("ck_report_handovers_ground")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_report_handovers_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_report_handovers_client_id_clients")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_handovers_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_handovers")),
    )
    with op.batch_alter_table("report_handovers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_handovers_client_id"), ["client_id"], unique=False)
        batch_op.create_index("ix_report_handovers_report", ["report_id", "at"], unique=False)


def keep_narratives() -> None:
    """Every report of before has its sections; what it told stands in the one that says how it went."""
    store, ring = op.get_bind(), key_ring()
    for report in store.execute(sa.select(REPORTS)).all():
        for section in WRITTEN:
            blob, new_id = report.narrative_sealed if section == NARRATIVE else None, uuid7()
            if blob:
                words = unseal(ring, place_of("reports", "narrative_sealed", report.id), blob)
                blob = seal(ring, place_of("report_sections", "words_sealed", new_id), words)
            row = {"id": new_id, "version": 1, "report_id": report.id, "client_id": report.client_id}
            row |= {"section": section, "words_sealed": blob, "changed_at": report.changed_at}
            store.execute(SECTIONS.insert().values(row | {"changed_by_id": report.author_id if blob else None}))


def downgrade() -> None:
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("narrative_sealed", sa.LargeBinary(), nullable=True))
    give_narratives_back()
    for table in (
        "report_handovers",
        "report_signatures",
        "client_parts",
        "report_comments",
        "submitted_texts",
        "report_submissions",
        "section_sources",
        "report_sections",
    ):
        op.drop_table(table)
    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_reports_reason"), type_="check")
        batch_op.drop_constraint(batch_op.f("ck_reports_edition"), type_="check")
        batch_op.drop_constraint(batch_op.f("fk_reports_replaces_id_reports"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_reports_replaces_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_reports_id_author_id"), type_="unique")
        batch_op.drop_index("ix_reports_status")
        for added in ("submitted_at", "recommendation", "reason_sealed", "replaces_id", "edition", "status", "kind"):
            batch_op.drop_column(added)


def give_narratives_back() -> None:
    """What the section of how it went says is the narrative again."""
    store, ring = op.get_bind(), key_ring()
    told = sa.select(SECTIONS).where(SECTIONS.c.section == NARRATIVE, SECTIONS.c.words_sealed.is_not(None))
    for section in store.execute(told).all():
        words = unseal(ring, place_of("report_sections", "words_sealed", section.id), section.words_sealed)
        blob = seal(ring, place_of("reports", "narrative_sealed", section.report_id), words)
        same = REPORTS.c.id == section.report_id
        store.execute(REPORTS.update().where(same).values(narrative_sealed=blob))
