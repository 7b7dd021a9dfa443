"""Brings a store's tables up to date with Alembic; there is no alembic.ini, all settings are here.

To change the schema: change rasd/record/schema.py, add a module to versions/, set `schema.HEAD` to its revision.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings for this folder, to run on `connection` in the transaction it is in."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Brings the tables up to a revision, the newest by default, inside the caller's transaction."""
    command.upgrade(config(connection), revision)


def known() -> frozenset[str]:
    """Every revision that there has been."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())
