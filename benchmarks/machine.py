"""What a result must say of where it was measured."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

RESULTS = Path(__file__).parent / "results"


def described(*packages: str) -> str:
    """One line: date, processors, Python and the versions of packages."""
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    parts = [
        datetime.now(UTC).date().isoformat(),
        f"{os.cpu_count()} CPUs ({platform.machine()}, {platform.system()})",
        f"load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else "",
        f"Python {platform.python_version()}",
        versions,
    ]
    return ", ".join(part for part in parts if part)


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered) + 0.5) - 1))]


def publish(name: str, text: str) -> None:
    """Prints a result and writes it to results/<name>.md."""
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text + "\n", encoding="utf-8")
