"""No test reads the places that whoever runs it has imported."""

from __future__ import annotations

import os
import tempfile

# Set before anything is loaded, and for the processes that tests start.
os.environ["RASD_DATA_DIR"] = tempfile.mkdtemp(prefix="rasd-tests-")

from tests.postgres import postgres, postgres_url  # noqa: F401 - fixtures
