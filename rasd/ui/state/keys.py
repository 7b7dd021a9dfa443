"""Where the session keeps what several of these modules read."""

from __future__ import annotations

ACTED = "reader_acted"
"""Set when the reader has changed something that the address doesn't say yet."""
NOTICES = "notices"
