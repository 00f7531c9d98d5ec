"""progress reports from the first section to the hand-over"""

import sqlalchemy as sa
from alembic import op

revision = "0007_reports"
down_revision = "0006_groups"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recommendation", sa.String(length=40), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("edition >= 1 AND (edition = 1) = (replaces_id IS NULL)", name=op.f("ck_reports_edition")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_reports_order")),
        sa.CheckConstraint("replaces_id IS NULL OR reason_sealed IS NOT NULL", name=op.f("ck_reports_reason")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_reports_author_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_reports_client_id_clients")),
        sa.ForeignKeyConstraint(["replaces_id"], ["reports.id"], name=op.f("fk_reports_replaces_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("id", "author_id", name=op.f("uq_reports_id_author_id")),
        sa.UniqueConstraint("replaces_id", name=op.f("uq_reports_replaces_id")),
    )
    op.create_index(op.f("ix_reports_client"), "reports", ["client_id", "ends_on"], unique=False)
    op.create_index(op.f("ix_reports_status"), "reports", ["status", "client_id"], unique=False)
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
    op.create_index(op.f("ix_report_sections_client"), "report_sections", ["client_id"], unique=False)
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
    op.create_index(op.f("ix_section_sources_client_id"), "section_sources", ["client_id"], unique=False)
    op.create_table(
        "report_names",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("instead", sa.String(length=40), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_report_names_added_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_report_names_client_id_clients")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_names_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_names")),
    )
    op.create_index(op.f("ix_report_names_client_id"), "report_names", ["client_id"], unique=False)
    op.create_index(op.f("ix_report_names_report_id"), "report_names", ["report_id"], unique=False)
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
    op.create_index(op.f("ix_report_submissions_client_id"), "report_submissions", ["client_id"], unique=False)
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
    op.create_index(op.f("ix_submitted_texts_client_id"), "submitted_texts", ["client_id"], unique=False)
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
    op.create_index(op.f("ix_report_comments_client_id"), "report_comments", ["client_id"], unique=False)
    op.create_index(op.f("ix_report_comments_report"), "report_comments", ["report_id", "created_at"], unique=False)
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
    op.create_index(op.f("ix_client_parts_client_id"), "client_parts", ["client_id"], unique=False)
    op.create_index(op.f("ix_client_parts_report_id"), "client_parts", ["report_id"], unique=False)
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
    op.create_index(op.f("ix_report_signatures_client_id"), "report_signatures", ["client_id"], unique=False)
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
        sa.ForeignKeyConstraint(["consent_id"], ["consents.id"], name=op.f("fk_report_handovers_consent_id_consents")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_handovers_report_id_reports")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_handovers")),
    )
    op.create_index(op.f("ix_report_handovers_client_id"), "report_handovers", ["client_id"], unique=False)
    op.create_index(op.f("ix_report_handovers_report"), "report_handovers", ["report_id", "at"], unique=False)


def downgrade() -> None:
    for table in (
        "report_handovers",
        "report_signatures",
        "client_parts",
        "report_comments",
        "submitted_texts",
        "report_submissions",
        "report_names",
        "section_sources",
        "report_sections",
        "reports",
    ):
        op.drop_table(table)
