"""Reads the tables of tests/cases, so that every failing row names its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteer.datafile import Node, read_yaml

CASES = Path(__file__).parent / "cases"


def rows(name: str) -> list[object]:
    """The rows of tests/cases/<name>.yaml as pytest parameters, each with its line as id."""
    return [pytest.param(node, id=f"{name}:{node.line}") for node in read_yaml(CASES / f"{name}.yaml").items()]


def optional(node: Node, key: str) -> str | None:
    """The text of a key, or None when it is missing or null."""
    found = node.get(key)
    return None if found is None or found.value is None else found.text()
