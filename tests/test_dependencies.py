"""The dependency rule of the house: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = [
    *sorted(p for top in ("gazetteer", "rasd", "pages") for p in (ROOT / top).rglob("*.py")),
    ROOT / "dashboard.py",
]
FINDERS = {"sentences", "events", "places", "actors", "dates", "casualties", "context"}
HEAVY = {"streamlit", "pandas", "polars", "geopandas", "sqlalchemy", "folium", "pyogrio", "shapely", "alembic"}

# What each room may import of the project, longest prefix first. A room may always import from itself.
MAY_IMPORT: list[tuple[str, tuple[str, ...]]] = [
    ("rasd.ui", ("rasd", "gazetteer")),
    ("rasd.cli", ("rasd", "gazetteer")),
    ("rasd.arguments", ("rasd",)),
    ("rasd.store_commands", ("rasd", "gazetteer.userdata", "gazetteer.usertables")),
    ("rasd.__main__", ("rasd",)),
    ("rasd.compiling", ("gazetteer.compiled",)),
    ("rasd.reresolve", ("rasd.model", "rasd.record", "gazetteer.model", "gazetteer.reasons")),
    ("rasd.extract", ("rasd.model", "rasd.errors", "rasd.lexicon", "rasd.__version__", "rasd.extract", "gazetteer")),
    (
        "rasd.evaluate",
        (
            "rasd.model",
            "rasd.errors",
            "rasd.lexicon",
            "rasd.extract",
            "rasd.evaluate",
            "rasd.workers",
            "rasd.record.streams",
            "gazetteer",
        ),
    ),
    ("rasd.lexicon", ("rasd.model", "rasd.errors", "rasd.lexicon", "gazetteer")),
    (
        "rasd.record",
        (
            "rasd.model",
            "rasd.errors",
            "rasd.acled",
            "rasd.record",
            "gazetteer.arabic",
            "gazetteer.datafile",
            "gazetteer.distance",
            "gazetteer.model",
            "gazetteer.errors",
        ),
    ),
    (
        "rasd.view",
        (
            "rasd.model",
            "rasd.errors",
            "rasd.acled",
            "rasd.view",
            "gazetteer.arabic",
            "gazetteer.model",
            "gazetteer.errors",
        ),
    ),
    ("rasd.errors", ("gazetteer.errors",)),
    ("rasd.model", ("gazetteer.model",)),
    ("rasd", ("rasd",)),
    ("gazetteer", ("gazetteer",)),
    ("pages", ("rasd.ui", "rasd.view", "rasd.record", "rasd.lexicon", "rasd.model", "rasd.errors")),
    ("dashboard", ("rasd.ui",)),
]


def module_name(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts)


def imports(path: Path) -> list[tuple[int, str]]:
    """(line, module) of every import, those inside functions too."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [(node.lineno, node.module)]
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def top_level_imports(path: Path) -> list[str]:
    """The first names of the modules imported when the file is."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names: list[str] = []
    for node in tree.body:
        if isinstance(node, ast.Import):
            names += [alias.name.split(".")[0] for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module.split(".")[0])
    return names


def starts(name: str, prefix: str) -> bool:
    """Whether a dotted name is the prefix or stands below it."""
    return name == prefix or name.startswith(prefix + ".")


@pytest.mark.parametrize("path", SOURCES, ids=module_name)
def test_rooms_import_only_what_they_may(path: Path) -> None:
    """No room reaches past the rule; streamlit stays in ui, pages and dashboard."""
    name = module_name(path)
    allowed = next(allowed for room, allowed in MAY_IMPORT if starts(name, room))
    for line, imported in imports(path):
        if imported.split(".")[0] in ("gazetteer", "rasd", "pages"):
            parent = imported.rsplit(".", 1)[0]
            fine = any(starts(imported, a) or imported == a or starts(parent, a) for a in allowed)
            plain_package = imported in ("gazetteer", "rasd")
            names_member = plain_package or any(starts(a, imported) for a in allowed)
            assert fine or names_member, f"{path}:{line}: {name} may not import {imported}"
        if imported.split(".")[0] == "streamlit":
            assert starts(name, "rasd.ui") or name == "dashboard" or starts(name, "pages"), f"{path}:{line}"


@pytest.mark.parametrize("finder", sorted(FINDERS))
def test_finders_never_import_each_other(finder: str) -> None:
    """The mention finders of extract/ stand alone."""
    path = ROOT / "rasd" / "extract" / f"{finder}.py"
    if not path.exists():
        assert finder == "places", f"{finder} is gone"
        return
    others = {f"rasd.extract.{name}" for name in FINDERS - {finder}}
    assert not others & {imported for _, imported in imports(path)}


LIGHT = [
    p for p in SOURCES if module_name(p).startswith(("gazetteer", "rasd.extract", "rasd.lexicon", "rasd.evaluate"))
]


@pytest.mark.parametrize("path", LIGHT, ids=module_name)
def test_extraction_starts_light(path: Path) -> None:
    """Nothing heavy is imported on the way to an extraction."""
    if "sources" in path.parts:
        return
    assert not HEAVY & set(top_level_imports(path))


def test_no_arabic_words_in_code() -> None:
    """Knowledge is data: Arabic words stand in data/ and gazetteer/, never in code."""
    for path in SOURCES:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            code = line.split("#")[0]
            if '"""' in line or not any("\u0621" <= c <= "\u064a" for c in code):
                continue
            assert _in_docstring(path, number), f"{path}:{number}: {line.strip()}"


def _in_docstring(path: Path, number: int) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module)) and ast.get_docstring(node):
            doc = node.body[0]
            if doc.lineno <= number <= (doc.end_lineno or doc.lineno):
                return True
    return False
