"""Reads the files of knowledge (YAML, CSV) so that every error can name its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from gazetteer.errors import DataError

if TYPE_CHECKING:
    import yaml

Plain = tuple[int, Any]


class Node(NamedTuple):
    """A value of a YAML file with the line it stands on.

    The typed readers (`text`, `items`, `entries` ...) raise DataError with that line when the value is of another kind.
    """

    file: str
    line: int
    value: str | int | float | bool | list[Node] | dict[str, Node] | None

    def plain(self) -> Plain:
        """The value and its line without their file, in tuples, lists and dicts alone."""
        if isinstance(self.value, dict):
            return self.line, {key: node.plain() for key, node in self.value.items()}
        return self.line, [node.plain() for node in self.value] if isinstance(self.value, list) else self.value

    @classmethod
    def of_plain(cls, file: str, plain: Plain) -> Node:
        """The value that was made plain."""
        line, value = plain
        if isinstance(value, dict):
            value = {key: cls.of_plain(file, one) for key, one in value.items()}
        elif isinstance(value, list):
            value = [cls.of_plain(file, one) for one in value]
        return cls(file, line, value)

    def wrong(self, problem: str, advice: str = "") -> DataError:
        """The error to raise about this value."""
        shown = self.value if not isinstance(self.value, (list, dict)) else None
        return DataError(self.file, self.line, problem, value=shown, advice=advice)

    def text(self) -> str:
        """The value as text; a number is given as it is written."""
        if isinstance(self.value, bool) or not isinstance(self.value, (str, int, float)):
            raise self.wrong("text was expected", "put the value in quotes")
        return str(self.value)

    def number(self) -> float:
        """The value as a number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, float)):
            raise self.wrong("a number was expected")
        return self.value

    def integer(self) -> int:
        """The value as a whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.wrong("a whole number was expected")
        return self.value

    def flag(self) -> bool:
        """The value as true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong("true or false was expected")
        return self.value

    def items(self) -> list[Node]:
        """The values of a list; an empty value is an empty list."""
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise self.wrong("a list was expected", "write the values as '- value' lines or as [a, b]")
        return self.value

    def texts(self) -> list[str]:
        """The values of a list of texts."""
        return [item.text() for item in self.items()]

    def entries(self) -> dict[str, Node]:
        """The values of a mapping, by key; an empty value is an empty mapping."""
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise self.wrong("a mapping was expected", "write 'key: value' lines")
        return self.value

    def get(self, key: str) -> Node | None:
        """The value of `key` in a mapping, or None."""
        return self.entries().get(key)

    def need(self, key: str) -> Node:
        """The value of `key` in a mapping; DataError when it is missing."""
        found = self.get(key)
        if found is None:
            raise self.wrong(f"{key!r} is missing", f"add a line '{key}: ...'")
        return found

    def only(self, *keys: str) -> None:
        """Raises DataError for a key that is none of `keys`, so that a misspelt one is not passed over."""
        for key, node in self.entries().items():
            if key not in keys:
                raise node.wrong(f"unknown key {key!r}", "known here: " + ", ".join(keys))


def read_yaml(path: Path) -> Node:
    """The whole of a YAML file. Raises DataError when it can't be read, is not YAML or repeats a key."""
    # Imported here, because what is kept of a file (kept.py) needs no reading.
    import yaml  # noqa: PLC0415

    try:
        with path.open(encoding="utf-8") as stream:
            root = yaml.compose(stream, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except OSError as error:
        raise DataError(path, None, f"can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise DataError(path, None, "is not UTF-8", advice="save the file as UTF-8") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise DataError(path, line, f"is not YAML: {error.problem}") from error
    if root is None:
        return Node(str(path), 1, None)
    return _node(str(path), root)


def _node(file: str, raw: yaml.Node) -> Node:
    import yaml  # noqa: PLC0415 - as above

    line = raw.start_mark.line + 1
    if isinstance(raw, yaml.MappingNode):
        entries: dict[str, Node] = {}
        for key, value in raw.value:
            if key.value in entries:
                raise DataError(
                    file, key.start_mark.line + 1, "key stands twice", value=key.value, advice="join the two"
                )
            entries[key.value] = _node(file, value)
        return Node(file, line, entries)
    if isinstance(raw, yaml.SequenceNode):
        return Node(file, line, [_node(file, item) for item in raw.value])
    return Node(file, line, _scalar(raw)) if isinstance(raw, yaml.ScalarNode) else Node(file, line, None)


def _scalar(raw: yaml.ScalarNode) -> str | int | float | bool | None:
    kind, text = raw.tag.rsplit(":", 1)[-1], raw.value
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind == "int":
        return int(text.replace("_", ""), 0) if not text.lstrip("+-").startswith("0") else int(text)
    if kind == "float":
        return float(text)
    return str(text)


def read_table(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with their line numbers.

    Raises DataError when a column is missing or a row is of another length.
    """
    import csv  # noqa: PLC0415 - most starts read no such table

    try:
        stream = path.open(encoding="utf-8", newline="")
    except OSError as error:
        raise DataError(path, None, f"can't be read: {error.strerror}") from error
    with stream:
        rows = csv.reader(stream)
        header = next(rows, [])
        missing = [c for c in columns if c not in header]
        if missing:
            raise DataError(path, 1, f"column missing: {', '.join(missing)}", advice="the first line names the columns")
        for row in rows:
            if not row:
                continue
            if len(row) != len(header):
                raise DataError(
                    path, rows.line_num, f"{len(row)} values for {len(header)} columns", value=",".join(row),
                    advice="quote a value that holds a comma",
                )  # fmt: skip
            yield rows.line_num, dict(zip(header, row, strict=True))
