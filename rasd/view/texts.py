"""Texts that no filter compares (titles, sentences, addresses), kept compressed in blocks of rows.

They take most of an incident's room and are needed for some rows of a list, or in order by an export.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import numpy as np
import polars as pl

from rasd.view.dimensions import Ints

BLOCK_ROWS = 16_384


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Columns of text in blocks of `BLOCK_ROWS` rows, each an Arrow IPC file compressed with Zstandard."""

    names: tuple[str, ...]
    blocks: tuple[bytes, ...]

    @classmethod
    def of(cls, frame: pl.DataFrame) -> Texts:
        """The columns of a frame, compressed."""
        return cls(tuple(frame.columns), tuple(_packed(part) for part in frame.iter_slices(BLOCK_ROWS)))

    def take(self, names: list[str], rows: Ints) -> pl.DataFrame:
        """Some columns of these rows, in their order; a block is read once a run of rows in it."""
        parts = [
            self.read(names, block)[(rows[start:end] - block * BLOCK_ROWS).astype(np.uint32)]
            for block, start, end in runs(rows)
        ]
        return pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(names, pl.String()))

    def read(self, names: list[str], block: int) -> pl.DataFrame:
        """Some columns of a block."""
        return pl.read_ipc(BytesIO(self.blocks[block]), columns=names).select(names)

    def with_more(self, frame: pl.DataFrame) -> tuple[Texts, int]:
        """With the columns of a frame in blocks of their own behind the others, and the number of its first row."""
        return Texts(self.names, self.blocks + Texts.of(frame).blocks), len(self.blocks) * BLOCK_ROWS

    @property
    def nbytes(self) -> int:
        """Bytes held."""
        return sum(len(block) for block in self.blocks)


def runs(rows: Ints) -> Iterator[tuple[int, int, int]]:
    """The stretches of row numbers that lie in one block: its number, and where the stretch begins and ends."""
    blocks = rows // BLOCK_ROWS
    ends = [*(np.flatnonzero(np.diff(blocks)) + 1).tolist(), rows.size] if rows.size else []
    start = 0
    for end in ends:
        yield int(blocks[start]), start, end
        start = end


def _packed(part: pl.DataFrame) -> bytes:
    stream = BytesIO()
    part.write_ipc(stream, compression="zstd")
    return stream.getvalue()
