"""The incidents' coordinates as PostGIS geometry with a spatial index, for programs that ask PostgreSQL in its own way.

PostgreSQL makes the column of the coordinates itself, so that Rasd writes nothing else than on SQLite, where nothing
changes.
"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    op.execute(
        "ALTER TABLE incidents ADD COLUMN point geometry(Point, 4326) "
        "GENERATED ALWAYS AS (ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)) STORED"
    )
    op.execute("CREATE INDEX ix_incidents_point ON incidents USING gist (point)")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("ALTER TABLE incidents DROP COLUMN point")
