"""Serves a page over incidents kept in a folder: the dashboard itself, or one of Streamlit's own maps.

``python benchmarks/serving.py rasd|pydeck|st_map FOLDER PORT``: the folder holds what `kept` has written there. The
dashboard's pages run as they are; only where they would read the store do they get the snapshot that was kept.
"""

from __future__ import annotations

import os
import pickle
import sys
import zlib
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

RASD, OTHERS = "rasd", ("pydeck", "st_map")
POINTS = "points.parquet"


def snapshot_file(folder: Path) -> Path:
    """Where a folder keeps a snapshot: under another name when its classes have got other fields."""
    from rasd.view.dimensions import Dimension
    from rasd.view.snapshot import Snapshot
    from rasd.view.texts import Texts
    from rasd.view.words import WordIndex

    names = [field.name for kind in (Snapshot, Dimension, Texts, WordIndex) for field in fields(kind)]
    return folder / f"snapshot-{zlib.crc32(' '.join(names).encode()):08x}.pickle"


def keep(folder: Path, snapshot: object) -> None:
    """Writes a snapshot for the pages to read: whole, and its points for the maps that need no more."""
    import polars as pl

    from rasd.view.snapshot import Snapshot

    assert isinstance(snapshot, Snapshot)
    snapshot.memo.clear()
    with snapshot_file(folder).open("wb") as out:
        pickle.dump(snapshot, out, protocol=pickle.HIGHEST_PROTOCOL)
    found = snapshot.take(None, ["longitude", "latitude", "event_type"]).drop_nulls()
    names = {"longitude": "lon", "latitude": "lat", "event_type": "type"}
    found.rename(names).with_columns(pl.col("type").cast(pl.String)).write_parquet(folder / POINTS)


def is_kept(folder: Path) -> bool:
    """Whether a folder holds what `keep` writes."""
    return snapshot_file(folder).is_file() and (folder / POINTS).is_file()


def main(which: str, folder: Path, port: str) -> None:
    """Serves until it is stopped."""
    from streamlit.web import cli

    script = ROOT / "benchmarks" / "other_maps.py"
    if which == RASD:
        from rasd.ui import data

        with snapshot_file(folder).open("rb") as stream:
            kept = pickle.load(stream)
        data.snapshot = lambda: kept
        script = ROOT / "dashboard.py"
        os.environ["RASD_DATABASE_URL"] = f"sqlite:///{folder / 'rasd.db'}"
    os.environ |= {"RASD_BENCH_MAP": which, "RASD_BENCH_POINTS": str(folder / POINTS)}
    os.chdir(ROOT)
    cli.main(["run", str(script), "--server.port", port])


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
