"""Compiles what reads articles with mypyc (https://mypyc.readthedocs.io): `python -m rasd.compiling`, once.

Needs a C compiler and what requirements-compiling.txt lists, and does nothing when all is as it was. Rasd gives the
same answers without it, only more slowly (benchmarks/extract_speed.py). See gazetteer/compiled.py.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from gazetteer.compiled import FOLDER, LIBRARY, ROOT, SUMS, SWITCH, is_current, sum_of

# What reads the tables once, what people see, and what travels between processes stays as it is.
_AS_THEY_ARE = {
    "gazetteer": {
        "__init__", "__main__", "browse", "catalogue", "columns", "compiled", "data_commands", "datafile", "errors",
        "fetch", "importing", "imports", "kept", "language", "model", "tables", "userdata", "userplaces", "usertables",
    },
    "rasd/extract": {"__init__", "explain", "pipeline"},
}  # fmt: skip
# What the compiled modules take from; a change of it may change what they should be.
_READ_TOO = ("gazetteer", "rasd/extract", "rasd/lexicon")


def modules() -> list[str]:
    """The files to compile, as paths from the root."""
    return [
        str(file.relative_to(ROOT))
        for folder, left in _AS_THEY_ARE.items()
        for file in sorted((ROOT / folder).glob("*.py"))
        if file.stem not in left
    ]


def _sources() -> Iterator[str]:
    for folder in _READ_TOO:
        yield from (str(file.relative_to(ROOT)) for file in sorted((ROOT / folder).glob("*.py")))
    yield "rasd/model.py"


def compile_into(folder: Path) -> None:
    """Compiles the modules into a folder, with the sums of what they were made of.

    Raises what setuptools raises when there is no C compiler or it fails, and SystemExit when types are wrong.
    """
    # Needed here only, by those who compile.
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    class EachAlone(build_ext):  # type: ignore[misc] # setuptools has no types
        """Compiles the C files of the one large library side by side."""

        def build_extension(self, ext: Any) -> None:
            def compiled(source: str) -> list[str]:
                options = {"macros": ext.define_macros, "include_dirs": ext.include_dirs}
                more = ext.extra_compile_args
                return list(self.compiler.compile([source], self.build_temp, extra_postargs=more, **options))

            with ThreadPoolExecutor(os.cpu_count()) as pool:
                ext.extra_objects = [made for all_made in pool.map(compiled, ext.sources) for made in all_made]
            ext.sources = []
            super().build_extension(ext)

    sums = [sum_of(ROOT, name) for name in _sources()]
    with tempfile.TemporaryDirectory() as work, chdir(ROOT):
        options = ["--strict", "--ignore-missing-imports", f"--cache-dir={work}/types", "--config-file="]
        # -O1 makes it as fast as -O3 does, and compiles in half the time.
        level, to = "1", f"{work}/c"
        what = [*options, *modules()]
        extensions = mypycify(what, group_name=LIBRARY, target_dir=to, multi_file=True, opt_level=level)
        build = EachAlone(Distribution({"name": LIBRARY, "ext_modules": extensions}))
        build.build_lib, build.build_temp, build.force = str(folder), f"{work}/o", True
        build.ensure_finalized()
        build.run()
    (folder / SUMS).write_text("\n".join(sums) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Compiles unless it is done for these sources or switched off, and says what it did.

    Returns 0 also where it can't be done; with `--must`, 1 where a C compiler is and it failed.
    """
    if os.environ.get(SWITCH) == "0" or is_current(FOLDER):
        return 0
    print(f"compiling the reader, once: about a minute ({SWITCH}=0 goes without)", flush=True)
    said, new = io.StringIO(), FOLDER
    try:
        FOLDER.parent.mkdir(exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=FOLDER.parent))
        with redirect_stdout(said), redirect_stderr(said):
            compile_into(new)
        shutil.rmtree(FOLDER, ignore_errors=True)
        new.rename(FOLDER)
    except (Exception, SystemExit) as error:
        shutil.rmtree(new, ignore_errors=True)
        print(said.getvalue(), file=sys.stderr)
        print(f"the reader could not be compiled and runs as plain Python: {error}", file=sys.stderr)
        return int("--must" in arguments and shutil.which(os.environ.get("CC", "cc")) is not None)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
