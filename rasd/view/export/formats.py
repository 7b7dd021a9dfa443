"""The list of formats, and the one way to write any of them."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, Final

from rasd.view.export.manifest import Manifest
from rasd.view.export.rows import Rows

SIDECAR: Final = ".manifest.json"

Writer = Callable[[Rows, BinaryIO], None]


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: `suffix` with its dot; `writer` goes through the rows once and writes from start to end."""

    id: str
    suffix: str
    media_type: str
    writer: Writer


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the data file's size in bytes and SHA-256, and the manifest of its rows."""

    manifest: Manifest
    size: int
    sha256: str

    def sidecar(self, form: Format, name: str, generated: str = "") -> bytes:
        """The manifest that goes beside a data file of this name; `generated` is an ISO time, or left out."""
        file = {"name": PurePath(name).name, "format": form.id, "bytes": self.size, "sha256": self.sha256}
        return json.dumps(self.manifest.told(file, generated), ensure_ascii=False, indent=2).encode() + b"\n"


FORMATS: Final[dict[str, Format]] = {}


def export_format(id: str, suffix: str, media_type: str) -> Callable[[Writer], Writer]:
    """Registers a writer as an export format."""

    def register(writer: Writer) -> Writer:
        FORMATS[id] = Format(id, suffix, media_type, writer)
        return writer

    return register


def write(form: Format, rows: Rows, out: BinaryIO) -> Written:
    """Writes the rows to a stream, which need not be one that can seek, and tells what was written."""
    counted = _Counted(out)
    form.writer(rows, counted)  # type: ignore[arg-type]
    return Written(rows.manifest(), counted.size, counted.sha256.hexdigest())


class _Counted(io.RawIOBase):
    """A stream that digests what passes through it; the one behind stays open."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self.size = 0
        self.sha256 = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.size

    def write(self, data: Any) -> int:
        self._out.write(data)
        self.sha256.update(data)
        number = memoryview(data).nbytes
        self.size += number
        return number
