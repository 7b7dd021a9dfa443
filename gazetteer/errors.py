"""Errors that a person can act on: what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class ReportedError(Exception):
    """An error told to the user in one line, never as a stack trace."""


class DataError(ReportedError):
    """A file of knowledge or of input that can't be used as it is.

    Prints as ``file:line: what is wrong (value): what to do``.
    """

    def __init__(
        self, file: str | Path, line: int | None, problem: str, *, value: object = None, advice: str = ""
    ) -> None:
        self.file = str(file)
        self.line = line
        self.problem = problem
        self.value = value
        self.advice = advice
        where = self.file if line is None else f"{self.file}:{line}"
        shown = "" if value is None else f" ({str(value)[:80]!r})"
        super().__init__(f"{where}: {problem}{shown}" + (f": {advice}" if advice else ""))
