"""The rows of a CSV file of unknown origin, with their lines, each broken row for itself."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator

from rasd.errors import DataError
from rasd.record.streams import LIMIT, Piece, Source, lines

_DELIMITERS = (",", ";", "\t")


class Rows:
    """The rows of a CSV file. A row that is broken costs its first line; reading goes on with the second."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._lines = lines(source)
        self._again: deque[Piece] = deque()
        self._row: list[Piece] = []
        self._bad: list[DataError] = []
        self._torn = False

    def header(self) -> tuple[list[str] | DataError, str]:
        """The names of the columns and the delimiter, which is the one that sets "text" apart."""
        first = next((p for p in self._lines if isinstance(p, DataError) or p.text.strip()), None)
        if first is None or isinstance(first, DataError):
            return first or DataError(self._name, 1, "has no header line"), ","
        for delimiter in _DELIMITERS:
            names = [name.strip().lower() for name in next(csv.reader([first.text], delimiter=delimiter), [])]
            if "text" in names:
                return names, delimiter
        advice = "the first line names the columns: id,title,text,published,outlet,url"
        return DataError(self._name, first.line, "has no column 'text'", value=first.text, advice=advice), ","

    def after(self, delimiter: str) -> Iterator[tuple[int, list[str]] | DataError]:
        """The rows that follow, each with the number of its first line."""
        csv.field_size_limit(max(csv.field_size_limit(), LIMIT))
        reader = csv.reader(self._feed(), delimiter=delimiter, strict=True)
        while True:
            self._row, self._torn, problem = [], False, ""
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cells, problem = [], str(error)
            yield from self._bad
            self._bad = []
            if cells is None:
                return
            if problem:
                self._again.extendleft(reversed(self._row[1:]))
                line = self._row[0].line if self._row else None
                yield DataError(self._name, line, f"is not CSV: {problem}", advice="check the quotes of this row")
                reader = csv.reader(self._feed(), delimiter=delimiter, strict=True)
            elif any(cell.strip() for cell in cells) and not self._torn:
                yield self._row[0].line, cells

    def _feed(self) -> Iterator[str]:
        """Lines for csv.reader; an unclosed quote ends at LIMIT, where the reader is given nothing more."""
        size = 0
        while True:
            piece = self._again.popleft() if self._again else next(self._lines, None)
            if piece is None:
                return
            if isinstance(piece, DataError):
                self._bad.append(piece)
                self._torn = bool(self._row)
                continue
            size = size + len(piece.text) if self._row else len(piece.text)
            self._row.append(piece)
            yield piece.text + "\n"
            if size > LIMIT:
                return
