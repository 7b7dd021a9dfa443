"""The store's tables, as the newest migration leaves them.

An article is there once (by the hash of its content); each run of other versions of the program or its data adds an
extraction, of which one is current; what an extraction found hangs on it and is never changed. Decisions of people
are kept apart, by incident id, and only ever added. Only plain SQL types, so that PostgreSQL can hold the same.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

HEAD = "0003"
"""The newest migration: a store at this revision needs none."""

CHANGES = "changes"
"""The row of `meta` that counts commits."""

MERGED_BY = "merged_by"
"""The row of `meta` that tells by which rules the incidents were merged: their version's number, 0 for none."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _key() -> Column[int]:
    return Column("key", Integer, primary_key=True)


def _of(table: str) -> Column[int]:
    """The column that ties a row to its parent."""
    return Column(table, Integer, ForeignKey(f"{table}s.key", ondelete="CASCADE"), nullable=False)


articles = Table(
    "articles",
    metadata,
    _key(),
    Column("id", String(250), nullable=False, unique=True),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("published", Date),
    Column("sample", Boolean, nullable=False),
    Column("added", DateTime, nullable=False),
)

extractions = Table(
    "extractions",
    metadata,
    _key(),
    _of("article"),
    Column("rasd_version", String(100), nullable=False),
    Column("data_version", String(100), nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("made", DateTime, nullable=False),
    UniqueConstraint("article", "rasd_version", "data_version"),
)
Index(
    "ix_extractions_current",
    extractions.c.article,
    unique=True,
    sqlite_where=text("is_current = 1"),
    postgresql_where=text("is_current"),
)

incidents = Table(
    "incidents",
    metadata,
    _key(),
    _of("extraction"),
    Column("id", String(100), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("event_type", String(100), nullable=False),
    Column("sub_event_type", String(100), nullable=False),
    Column("date_earliest", Date),
    Column("date_latest", Date),
    Column("date_precision", String(20), nullable=False),
    Column("date_text", Text),
    Column("place_id", String(250)),
    Column("place_text", Text),
    Column("place_name", Text),
    Column("place_name_ar", Text),
    Column("place_reason", Text, nullable=False),
    Column("country", String(2)),
    Column("admin1", Text),
    Column("latitude", Double),
    Column("longitude", Double),
    Column("radius_km", Double),
    Column("where_prec", Integer),
    # The participants' ids and roles once more, so that reading all incidents needs no second table.
    Column("sides", Text, nullable=False),
    Column("killed_low", Integer),
    Column("killed_high", Integer),
    Column("killed_vague", Text),
    Column("injured_low", Integer),
    Column("injured_high", Integer),
    Column("injured_vague", Text),
    Column("background", Boolean, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("status", String(20), nullable=False),
    Column("sentence", Text, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("claim", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    UniqueConstraint("extraction", "id"),
)
# Merging looks for incidents by their days.
Index("ix_incidents_date_earliest", incidents.c.date_earliest)

participants = Table(
    "participants",
    metadata,
    _key(),
    _of("incident"),
    Column("actor", String(250), nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("surface", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

tolls = Table(
    "tolls",
    metadata,
    _key(),
    _of("incident"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("low", Integer),
    Column("high", Integer),
    Column("rule", Text, nullable=False),
    Column("vague", Text),
    Column("victims", Text, nullable=False),
    Column("victims_kind", String(100), nullable=False),
    Column("among", Boolean, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    _key(),
    _of("incident"),
    Column("slot", String(100), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("rule", Text, nullable=False),
)

# `place` is the whole place as the gazetteer had it that day, so that an incident reads the same after it changes.
# The chosen place stands here even when it was no candidate; it has no score then.
candidates = Table(
    "candidates",
    metadata,
    _key(),
    _of("incident"),
    Column("place_id", String(250), nullable=False, index=True),
    Column("place", JSON, nullable=False),
    Column("score", Double),
    Column("reasons", JSON, nullable=False),
    Column("chosen", Boolean, nullable=False),
)

for _table in (participants, tolls, evidence, candidates):
    Index(f"ix_{_table.name}_incident", _table.c.incident)

decisions = Table(
    "decisions",
    metadata,
    _key(),
    Column("incident", String(100), nullable=False, index=True),
    Column("field", String(100), nullable=False),
    Column("old", Text),
    Column("new", Text),
    Column("who", Text, nullable=False),
    Column("at", DateTime, nullable=False),
    Column("why", Text, nullable=False),
)

# What merging made of the incidents shown (rasd/record/merge): derived, and made anew at any time. A telling that
# stands alone has no row. `other` is the member for which it belongs there, `score` and `reasons` say why; the lead has
# none.
members = Table(
    "members",
    metadata,
    Column("member", String(100), primary_key=True),
    Column("lead", String(100), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("other", String(100)),
    Column("score", Double),
    Column("reasons", JSON),
)

# Pairs of tellings that are in doubt at least, and those that people decided about ("together" or "apart"), or that are
# copies of each other ("copy"); else "" in `people`.
# `doubt` marks those that a person is to decide.
pairs = Table(
    "pairs",
    metadata,
    Column("one", String(100), primary_key=True),
    Column("other", String(100), primary_key=True, index=True),
    Column("score", Double),
    Column("reasons", JSON),
    Column("people", String(10), nullable=False),
    Column("doubt", Boolean, nullable=False),
)

# Articles whose incidents have changed since they were last merged.
unmerged = Table(
    "unmerged",
    metadata,
    Column("article", Integer, ForeignKey("articles.key", ondelete="CASCADE"), primary_key=True, autoincrement=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("value", Integer, nullable=False),
)
