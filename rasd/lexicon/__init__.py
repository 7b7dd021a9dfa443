"""The knowledge of data/, loaded and validated: one module a kind. Every error names the file and the line."""

from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "data"
