"""Reads articles from files, standard input, uploads and pasted text.

Kinds: ``.txt`` (the first line is the title), ``.json`` (one object, a list, or objects one behind another),
``.jsonl``, ``.csv`` with a header line. The fields are ``id, title, text, published, outlet, url``; only ``text`` must
be there, fields that are not known are passed over. Text is UTF-8, with or without a byte order mark; other encodings
are refused with the byte that is none. A bad article comes out as a DataError in its place, the others as Articles.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path, PurePath
from typing import BinaryIO, NamedTuple

from rasd.errors import DataError
from rasd.model import Article
from rasd.record.fields import FIRST_DAY, LAST_DAY, build, content_hash
from rasd.record.rows import Rows
from rasd.record.streams import LIMIT, OnRead, Piece, Source, lines, too_long, values, whole

__all__ = ["FIRST_DAY", "LAST_DAY", "STDIN", "build", "content_hash", "from_text", "read", "read_bytes"]

STDIN = "-"
Read = Iterator[Article | DataError]


class _Defaults(NamedTuple):
    """What holds for an article that doesn't say otherwise."""

    published: date | None
    sample: bool


def read(
    path: str | Path,
    *,
    published: date | None = None,
    sample: bool = False,
    stdin: BinaryIO | None = None,
    on_read: OnRead | None = None,
) -> Read:
    """The articles of a file in its order, a DataError for each one that can't be used.

    `path` "-" reads standard input (`stdin` in its place when given) and tells JSON from text by how it begins.
    `published` holds for articles without a date of their own; `sample` marks all as samples; `on_read` is told of the
    bytes read. Raises nothing.
    """
    defaults = _Defaults(published, sample)
    if str(path) == STDIN:
        try:
            yield from _read_source(Source("<stdin>", stdin or sys.stdin.buffer, on_read), _sniffed, defaults)
        except OSError as error:
            yield DataError("<stdin>", None, f"can't be read: {error.strerror}")
        return
    file = Path(path)
    reader = _READERS.get(file.suffix.lower())
    if reader is None:
        yield _unknown_kind(str(path), file.suffix)
        return
    try:
        with file.open("rb") as stream:
            yield from _read_source(Source(str(path), stream, on_read), reader, defaults)
    except FileNotFoundError:
        yield DataError(path, None, "does not exist", advice="check the name")
    except IsADirectoryError:
        yield DataError(path, None, "is a folder", advice="name the files in it")
    except (OSError, ValueError) as error:
        yield DataError(path, None, f"can't be read: {getattr(error, 'strerror', None) or error}")


def read_bytes(name: str, data: bytes, *, published: date | None = None, sample: bool = False) -> Read:
    """The articles of an uploaded file, as `read` gives them; the kind is told by the ending of `name`."""
    shown = PurePath(name.replace("\\", "/")).name or "upload"
    reader = _READERS.get(PurePath(shown).suffix.lower())
    if reader is None:
        yield _unknown_kind(shown, PurePath(shown).suffix)
        return
    yield from _read_source(Source(shown, io.BytesIO(data)), reader, _Defaults(published, sample))


def from_text(
    text: str,
    *,
    published: date | None = None,
    sample: bool = False,
    source: str = "",
    url: str = "",
    name: str = "text",
) -> Article:
    """The article of a pasted text: the first line is its title, unless it is the only one. Raises DataError."""
    head, _, body = text.strip().partition("\n")
    title, body = (head, body) if body.strip() else ("", head)
    if len(text.encode("utf-8", "replace")) > LIMIT:
        raise too_long(name, None, len(text.encode("utf-8", "replace")))
    return build(
        name, 1, {"title": title, "text": body, "outlet": source, "url": url}, published=published, sample=sample
    )


def _read_source(source: Source, reader: Callable[[Source, _Defaults], Read], defaults: _Defaults) -> Read:
    refusal = source.refusal()
    if refusal is not None:
        yield refusal
        return
    some = False
    for item in reader(source, defaults):
        some = True
        yield item
    if not some:
        yield DataError(source.name, None, "holds no article", advice="give a file with at least one article")


def _sniffed(source: Source, defaults: _Defaults) -> Read:
    first = source.head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    return (_json if first in (b"{", b"[") else _text)(source, defaults)


def _text(source: Source, defaults: _Defaults) -> Read:
    piece = whole(source)
    if isinstance(piece, DataError):
        yield piece
        return
    try:
        yield from_text(piece.text, name=source.name, published=defaults.published, sample=defaults.sample)
    except DataError as error:
        yield error


def _json(source: Source, defaults: _Defaults) -> Read:
    """Line by line where the first line holds a whole object, so that one broken line costs no other."""
    first = source.head.decode("utf-8-sig", "replace").lstrip().removeprefix("[").lstrip().partition("\n")[0]
    try:
        by_line = isinstance(json.loads(first.rstrip().rstrip(",")), dict)
    except (ValueError, RecursionError):
        by_line = False
    if by_line:
        return _json_pieces(source, _list_lines(lines(source)), defaults)
    return _json_pieces(source, values(source), defaults)


def _json_lines(source: Source, defaults: _Defaults) -> Read:
    return _json_pieces(source, lines(source), defaults)


def _list_lines(pieces: Iterable[Piece | DataError]) -> Iterator[Piece | DataError]:
    """The lines of a JSON list written one object a line, without the marks of the list."""
    for piece in pieces:
        if isinstance(piece, DataError):
            yield piece
            continue
        text = piece.text.strip().removeprefix("[").removesuffix("]")
        yield Piece(piece.line, text.strip().removesuffix(","))


def _json_pieces(source: Source, pieces: Iterable[Piece | DataError], defaults: _Defaults) -> Read:
    for piece in pieces:
        if isinstance(piece, DataError):
            yield piece
        elif piece.text.strip():
            try:
                fields = _json_object(source.name, piece)
                yield build(source.name, piece.line, fields, published=defaults.published, sample=defaults.sample)
            except DataError as error:
                yield error


def _json_object(name: str, piece: Piece) -> dict[str, object]:
    try:
        value = json.loads(piece.text)
    except json.JSONDecodeError as error:
        line = piece.line + error.lineno - 1
        problem = f"is not JSON: {error.msg} at character {error.colno}"
        raise DataError(name, line, problem, advice="write the article again as one JSON object") from None
    except (ValueError, RecursionError):
        raise DataError(
            name, piece.line, "is not JSON that can be read", advice="nesting or a number is too large"
        ) from None
    if not isinstance(value, dict):
        raise DataError(
            name, piece.line, "is not a JSON object", value=piece.text, advice='write {"title": ..., "text": ...}'
        )
    return value


def _csv(source: Source, defaults: _Defaults) -> Read:
    rows = Rows(source)
    header, delimiter = rows.header()
    if isinstance(header, DataError):
        yield header
        return
    for row in rows.after(delimiter):
        if isinstance(row, DataError):
            yield row
            continue
        line, cells = row
        try:
            if len(cells) != len(header):
                raise DataError(
                    source.name, line, f"{len(cells)} values for {len(header)} columns", value=delimiter.join(cells),
                    advice="quote a value that holds a comma, a quote or a line end",
                )  # fmt: skip
            fields = dict(zip(header, cells, strict=True))
            yield build(source.name, line, fields, published=defaults.published, sample=defaults.sample)
        except DataError as error:
            yield error


def _unknown_kind(name: str, suffix: str) -> DataError:
    problem = f"is of a kind that can't be read ({suffix or 'no ending'})"
    return DataError(name, None, problem, advice="give one of " + ", ".join(_READERS))


_READERS: dict[str, Callable[[Source, _Defaults], Read]] = {
    ".txt": _text,
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _csv,
}
