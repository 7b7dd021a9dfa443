"""The compiled reader: used only for the sources that it was made of, and then it answers as they do."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from gazetteer.compiled import FOLDER, ROOT, SUMS, SWITCH, is_current, sum_of
from rasd import compiling

ARABIC = re.compile("[\u0621-\u064a]{3}")


def test_what_was_made_of_other_sources_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("first = 1\n", encoding="utf-8")
    (tmp_path / "two.py").write_text("second = 2\n", encoding="utf-8")
    folder = tmp_path / "made"
    folder.mkdir()
    assert not is_current(folder, tmp_path)
    sums = [sum_of(tmp_path, name) for name in ("one.py", "two.py")]
    (folder / SUMS).write_text("\n".join(sums) + "\n", encoding="utf-8")
    assert is_current(folder, tmp_path)
    (tmp_path / "two.py").write_text("second = 3\n", encoding="utf-8")
    assert not is_current(folder, tmp_path)
    (tmp_path / "two.py").unlink()
    assert not is_current(folder, tmp_path)
    (folder / SUMS).write_bytes(b"\xff\xfe")
    assert not is_current(folder, tmp_path)
    (folder / SUMS).write_text("", encoding="utf-8")
    assert not is_current(folder, tmp_path)


def test_every_module_of_the_reader_is_compiled_or_named_as_not() -> None:
    for folder, left in compiling._AS_THEY_ARE.items():
        there = {file.stem for file in (ROOT / folder).glob("*.py")}
        assert left <= there, f"{folder}: no such modules: {left - there}"
    assert "rasd/extract/tellings.py" in compiling.modules()
    assert "gazetteer/model.py" not in compiling.modules()


def test_a_change_of_any_module_that_is_read_is_noticed() -> None:
    assert set(compiling.modules()) < set(compiling._sources())


def test_where_nothing_can_compile_the_sources_stay_in_use(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from rasd import compiling\n"
        f"compiling.FOLDER = Path({str(tmp_path / 'build' / 'reader')!r})\n"
        "def fails(folder): raise OSError('no compiler')\n"
        "compiling.compile_into = fails\n"
        "print(compiling.main([]), compiling.main(['--must']))\n"
    )
    missing = {"CC": "no-such-compiler", SWITCH: "1"}
    told = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, env=os.environ | missing, cwd=ROOT, check=True
    )
    assert told.stdout.splitlines()[-1] == "0 0"
    assert "runs as plain Python: no compiler" in told.stderr
    assert not list((tmp_path / "build").iterdir())


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        if ARABIC.search(node):
            yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _extracted(file: Path, switch: str) -> tuple[bytes, int, bytes]:
    """What the command wrote, its status and what it said."""
    out = file.with_suffix(".out")
    command = [sys.executable, "-m", "rasd", "extract", str(file), "-o", str(out), "--workers", "1"]
    told = subprocess.run(command, capture_output=True, env=os.environ | {SWITCH: switch}, cwd=ROOT, check=False)
    assert out.stat().st_size > 1000
    return out.read_bytes(), told.returncode, told.stderr


def test_the_compiled_reader_finds_what_its_sources_find(tmp_path: Path) -> None:
    if not is_current(FOLDER):
        pytest.skip("not compiled, or of other sources: make compiled")
    asked = "from gazetteer import compiled; import rasd.extract.tellings as t; print(compiled.in_use(), t.__file__)"
    for switch, answer, suffix in (("1", "True", FOLDER.name.removeprefix("reader") + ".so"), ("0", "False", ".py")):
        environment = os.environ | {SWITCH: switch}
        told = subprocess.run(
            [sys.executable, "-c", asked], capture_output=True, text=True, env=environment, cwd=ROOT, check=True
        ).stdout.strip()
        assert told.startswith(answer)
        assert told.endswith(suffix)
    file = tmp_path / "cases.jsonl"
    cases = dict.fromkeys(
        text
        for path in sorted((ROOT / "tests" / "cases").rglob("*.yaml"))
        for text in _texts(yaml.safe_load(path.read_text(encoding="utf-8")))
    )
    assert len(cases) > 1000
    with file.open("w", encoding="utf-8") as lines:
        for number, text in enumerate(cases):
            row = {"id": str(number), "title": "", "text": text, "published": "2024-05-15"}
            lines.write(json.dumps(row, ensure_ascii=False) + "\n")
    assert _extracted(file, "1") == _extracted(file, "0")
    samples = tmp_path / "samples.jsonl"
    samples.write_bytes((ROOT / "data" / "sample" / "reports.jsonl").read_bytes())
    assert _extracted(samples, "1") == _extracted(samples, "0")
