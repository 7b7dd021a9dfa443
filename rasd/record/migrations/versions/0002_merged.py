"""Groups of tellings of one incident; all articles wait to be merged."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("ix_incidents_date_earliest", "incidents", ["date_earliest"], unique=False)
    op.create_table(
        "members",
        sa.Column("member", sa.String(length=100), nullable=False),
        sa.Column("lead", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("other", sa.String(length=100), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("member", name=op.f("pk_members")),
    )
    op.create_index(op.f("ix_members_lead"), "members", ["lead"], unique=False)
    op.create_table(
        "pairs",
        sa.Column("one", sa.String(length=100), nullable=False),
        sa.Column("other", sa.String(length=100), nullable=False),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=True),
        sa.Column("people", sa.String(length=10), nullable=False),
        sa.Column("doubt", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name=op.f("pk_pairs")),
    )
    op.create_index(op.f("ix_pairs_other"), "pairs", ["other"], unique=False)
    op.create_table(
        "unmerged",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.key"], name=op.f("fk_unmerged_article"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article", name=op.f("pk_unmerged")),
    )
    op.execute("INSERT INTO unmerged (article) SELECT key FROM articles")
    op.execute("INSERT INTO meta (name, value) VALUES ('merged_by', 0)")


def downgrade() -> None:
    op.execute("DELETE FROM meta WHERE name = 'merged_by'")
    for table in ("unmerged", "pairs", "members"):
        op.drop_table(table)
    op.drop_index("ix_incidents_date_earliest", "incidents")
