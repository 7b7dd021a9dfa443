"""How much memory a process holds."""

from __future__ import annotations

import gc
import os
import threading
import time
from pathlib import Path

_SETTLE_S = 5
_LOOK_S = 0.02


def resident_mb(process: int | str = "self") -> float:
    """Memory of a process in MB, this one's by default (Linux; 0 elsewhere)."""
    statm = Path(f"/proc/{process}/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6 if statm.exists() else 0.0


def settled_mb() -> float:
    """Memory of this process in MB once the libraries have given back what they freed, which takes some seconds."""
    import polars as pl

    gc.collect()
    time.sleep(_SETTLE_S)
    pl.Series(range(1000)).sort()
    return resident_mb()


class Highest:
    """The MB that the process grew by at most since it was entered; `tenth` is noted by whoever knows how far it is."""

    def __init__(self) -> None:
        self.mb = self.tenth = 0.0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Highest:
        gc.collect()
        self._before = resident_mb()
        self._watch.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._over.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK_S):
            self.mb = max(self.mb, resident_mb() - self._before)
