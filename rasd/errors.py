"""Rasd's errors. Each says in one line what is wrong and what to do; the command line and the pages show no other."""

from __future__ import annotations

from gazetteer.errors import DataError, ReportedError

__all__ = ["DataError", "RasdError", "ReportedError", "StoreError", "UsageError"]


class RasdError(ReportedError):
    """Any error that Rasd itself foresees, `DataError` (a bad file) apart."""


class UsageError(RasdError):
    """Arguments that can't be used; the command line exits with 2."""


class StoreError(RasdError):
    """The store can't be opened, read or written."""
