"""Tables of text: CSV, and CSV with a row of HXL hashtags."""

from __future__ import annotations

from typing import BinaryIO, Final

import polars as pl

from rasd.view.export.columns import COLUMNS, EXPORTED, flat
from rasd.view.export.formats import export_format
from rasd.view.export.rows import Rows

# Without it Excel shows Arabic as nonsense.
BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
# What spreadsheets take for the start of a formula, also behind blanks and marks that are not seen and in wide forms
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = r"^(?:[\s\x00\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2069}\u{feff}]*[=+\-@＝＋－＠]|[\t\r\n])"


@export_format("csv", ".csv", "text/csv; charset=utf-8")
def write_csv(rows: Rows, out: BinaryIO) -> None:
    """RFC 4180 with a header line, in UTF-8 with a byte order mark.

    Unknown is an empty cell, which 0 is not. Several actors stand with "; " between.
    """
    out.write(BYTE_ORDER_MARK + _line(EXPORTED))
    for batch in rows:
        write_lines(flat(batch), out)


@export_format("hxl", ".hxl.csv", "text/csv; charset=utf-8")
def write_hxl(rows: Rows, out: BinaryIO) -> None:
    """The CSV with a second line of hashtags of the Humanitarian Exchange Language, 1.1 (https://hxlstandard.org)."""
    out.write(BYTE_ORDER_MARK + _line(EXPORTED) + _line(tuple(column.hashtag for column in COLUMNS)))
    for batch in rows:
        write_lines(flat(batch), out)


def write_lines(frame: pl.DataFrame, out: BinaryIO) -> None:
    """The lines of a batch, its texts made harmless to a spreadsheet."""
    texts = {name: pl.col(name) for name, dtype in frame.schema.items() if dtype == pl.String}
    guarded = {
        name: pl.when(text.str.contains(_FORMULA)).then(pl.lit("'") + text).otherwise(text)
        for name, text in texts.items()
    }
    out.write(frame.with_columns(**guarded).write_csv(include_header=False, line_terminator="\r\n").encode())


def _line(cells: tuple[str, ...]) -> bytes:
    return (",".join(cells) + "\r\n").encode()
