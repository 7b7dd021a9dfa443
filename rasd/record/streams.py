"""Bytes of unknown origin to numbered pieces of text: lines, or the values of a JSON list, each of bounded size.

A piece that can't be used comes out as a DataError in its place, and reading goes on behind it. Never more than one
piece and one block is held, so memory stays flat whatever the size of the file.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from rasd.errors import DataError

OnRead = Callable[[int], None]
"""Told how many bytes were read, each time some are: for showing progress."""

LIMIT = 1_000_000
"""The largest article accepted, in bytes: some hundred times an ordinary report."""

_BLOCK = 65_536
_BOM = b"\xef\xbb\xbf"
_SAVE = "save it as UTF-8 text"
# What other programs write where a text was expected: the first bytes, and what to call it.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "a ZIP or Office file (.docx, .xlsx)"),
    (b"%PDF", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3\x00", "a database"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_ARABIC = re.compile("[\u0621-\u064a]")
_STRUCTURE = re.compile(rb'[\\"{}\[\],]')
_SPACE = b" \t\r\n"


class Piece(NamedTuple):
    """A line, or a JSON value that may cover several, with the number of its first line (from 1)."""

    line: int
    text: str


class Source:
    """A stream under the name it is reported by, with its first bytes at hand for recognising what it is.

    `head` is at most 64 KB and holds a whole line where there is one; what is read afterwards begins with it.
    """

    def __init__(self, name: str, stream: BinaryIO, on_read: OnRead | None = None) -> None:
        self.name = name
        self.head = _head(stream)
        self.stream: BinaryIO = io.BufferedReader(_Chained(self.head, stream, on_read), _BLOCK)

    def refusal(self) -> DataError | None:
        """Why the whole of it can't be read as text, or None: it is empty, binary, or of an encoding with NUL bytes."""
        if not self.head.removeprefix(_BOM).strip():
            return DataError(self.name, None, "is empty", advice="give a file with at least one article")
        for signature, kind in _SIGNATURES:
            if self.head.startswith(signature):
                return DataError(self.name, None, f"is {kind}, not plain text", advice=_SAVE)
        if len(_CONTROLS.findall(self.head)) * 20 > len(self.head) and not _is_text(self.head):
            return DataError(self.name, None, "is a binary file", advice=_SAVE)
        return None


def lines(source: Source) -> Iterator[Piece | DataError]:
    """The lines, without their ends; blank ones too, so that a reader can count them."""
    number = 0
    while raw := source.stream.readline(LIMIT + 1):
        number += 1
        if len(raw) > LIMIT and not raw.endswith(b"\n"):
            yield too_long(source.name, number, len(raw) + _skip_line(source.stream))
            continue
        if number == 1:
            raw = raw.removeprefix(_BOM)
        yield decode(source.name, number, raw.rstrip(b"\r\n"))


def values(source: Source) -> Iterator[Piece | DataError]:
    """The JSON values of a list, or one behind another: cut apart by their brackets, not yet parsed."""
    scan = _Scan(source.head.removeprefix(_BOM).lstrip(_SPACE).startswith(b"["))
    block = source.stream.read(_BLOCK).removeprefix(_BOM)
    while block:
        for line, raw, size in scan.feed(block):
            yield _value(source.name, line, raw, size)
        block = source.stream.read(_BLOCK)
    for line, raw, size in scan.rest():
        yield _value(source.name, line, raw, size)


def whole(source: Source) -> Piece | DataError:
    """All of it as one text; DataError when it is larger than an article may be."""
    raw = source.stream.read(LIMIT + 1)
    if len(raw) > LIMIT:
        size = len(raw)
        while block := source.stream.read(_BLOCK):
            size += len(block)
        return too_long(source.name, None, size)
    return decode(source.name, 1, raw.removeprefix(_BOM))


def too_long(name: str, line: int | None, size: int) -> DataError:
    """The error about a piece of more than LIMIT bytes."""
    problem = f"has {size / 1e6:.1f} MB, an article may have {LIMIT / 1e6:.0f} MB"
    return DataError(name, line, problem, advice="split it into its articles")


def decode(name: str, line: int, raw: bytes) -> Piece | DataError:
    """The text of UTF-8 bytes; DataError names the first byte that is none, on its own line.

    Text in another encoding is refused, not guessed: a wrong guess looks right and gives wrong names.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        at = line + raw.count(b"\n", 0, error.start)
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        kind = " (it looks like Windows-1256)" if _looks_windows_1256(raw) else ""
        return DataError(name, at, f"byte {column} is 0x{raw[error.start]:02X}, which is not UTF-8{kind}", advice=_SAVE)
    if "\x00" in text:
        at = line + text.count("\n", 0, text.index("\x00"))
        return DataError(name, at, "holds a NUL byte", advice="remove it; " + _SAVE)
    return Piece(line, text)


def _value(name: str, line: int, raw: bytes, size: int) -> Piece | DataError:
    return too_long(name, line, size) if size > LIMIT else decode(name, line, raw)


def _is_text(head: bytes) -> bool:
    """Whether these first bytes are UTF-8 without NUL; the last character may be cut in two."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in head


def _looks_windows_1256(raw: bytes) -> bool:
    text = raw.decode("cp1256", "replace")
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 1 and len(_ARABIC.findall(text)) * 2 > len(letters)


def _head(stream: BinaryIO) -> bytes:
    """The first bytes, read until there is a line that is not blank: a pipe may give them a few at a time."""
    head = b""
    read = getattr(stream, "read1", stream.read)
    while len(head) < _BLOCK and b"\n" not in head.lstrip(_SPACE) and (block := read(_BLOCK - len(head))):
        head += block
    return head


def _skip_line(stream: BinaryIO) -> int:
    """Reads to the end of the line; how many bytes that were."""
    size = 0
    while block := stream.readline(LIMIT):
        size += len(block)
        if block.endswith(b"\n"):
            break
    return size


class _Chained(io.RawIOBase):
    """Bytes already taken from a stream, then the stream."""

    def __init__(self, head: bytes, stream: BinaryIO, on_read: OnRead | None) -> None:
        self._head = head
        self._stream = stream
        self._on_read = on_read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        wanted = len(buffer)
        if self._head:
            block, self._head = self._head[:wanted], self._head[wanted:]
        else:
            block = getattr(self._stream, "read1", self._stream.read)(wanted)
        buffer[: len(block)] = block
        if self._on_read is not None:
            self._on_read(len(block))
        return len(block)


class _Scan:
    """Cuts a stream of JSON into values: follows brackets and strings, keeps the bytes of the value under way."""

    def __init__(self, is_list: bool) -> None:
        self._list = is_list
        self._floor = 1 if is_list else 0
        self._depth = 0
        self._string = False
        self._escaped = -1
        self._line = 1
        self._kept = b""
        self._size = 0
        self._newlines = 0

    def feed(self, block: bytes) -> Iterator[tuple[int, bytes, int]]:
        """The values that end in this block: first line, bytes (cut short when over LIMIT), size in bytes."""
        begin = 0
        for match in _STRUCTURE.finditer(block):
            at, mark = match.start(), match.group()
            if self._string:
                if mark == b"\\" and at != self._escaped:
                    self._escaped = at + 1
                elif mark == b'"' and at != self._escaped:
                    self._string = False
            elif mark == b'"':
                self._string = True
            else:
                end = self._cut(mark, at)
                if end is not None:
                    yield from self._take(block[begin:end])
                    begin = at + 1
        self._keep(block[begin:])
        self._escaped -= len(block)

    def _cut(self, mark: bytes, at: int) -> int | None:
        """Where a value ends because of this bracket or comma; None when it goes on."""
        if mark in b"{[":
            self._depth += 1
            return at if self._list and self._depth == 1 else None
        if mark == b",":
            return at if self._list and self._depth == 1 else None
        if self._depth == self._floor and mark == b"]":
            return at
        self._depth = max(self._depth - 1, self._floor)
        return at + 1 if not self._list and self._depth == 0 else None

    def _keep(self, piece: bytes) -> None:
        self._size += len(piece)
        self._newlines += piece.count(b"\n")
        if self._size <= LIMIT:
            self._kept += piece

    def _take(self, piece: bytes) -> Iterator[tuple[int, bytes, int]]:
        self._keep(piece)
        raw, size, line = self._kept, self._size, self._line
        self._line += self._newlines
        self._kept, self._size, self._newlines = b"", 0, 0
        value = raw.strip(_SPACE)
        if value or size > LIMIT:
            blank = len(raw) - len(raw.lstrip(_SPACE))
            yield line + raw.count(b"\n", 0, blank), value, size

    def rest(self) -> Iterator[tuple[int, bytes, int]]:
        """What stands after the last whole value."""
        yield from self._take(b"")
