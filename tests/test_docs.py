"""The documents tell all that the program has: types, columns, licences."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from gazetteer import importing
from rasd import cli
from rasd.evaluate import evaluation
from rasd.evaluate.facts import Facts
from rasd.lexicon.events import event_types
from rasd.lexicon.labels import labels
from rasd.record.review import FIELDS
from rasd.ui import state
from rasd.ui.roles import ROLES
from rasd.view.acled import EVENT_TYPES, GEO_PRECISION, SUB_EVENT_TYPES
from rasd.view.export import EXPORTED, FORMATS
from rasd.view.export.acled_table import ACLED_COLUMNS
from rasd.view.filters import FILTERS, parse

ROOT = Path(__file__).parents[1]
CODEBOOK = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, its two head lines apart."""
    section = CODEBOOK.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    end = next((at for at, line in enumerate(lines[2:], 2) if set(line) <= set("|- ")), len(lines) + 1) - 1
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:end]]


def test_the_codebook_lists_every_event_type_of_the_lexicon_once() -> None:
    listed = [(row[0], row[1]) for row in table("Event types")]
    assert sorted(listed) == sorted({(kind.event_type, kind.sub_event_type) for kind in event_types()})


def test_the_view_knows_the_vocabulary_of_the_lexicon() -> None:
    pairs = {(event, sub) for event, subs in EVENT_TYPES.items() for sub in subs}
    assert pairs == {(kind.event_type, kind.sub_event_type) for kind in event_types()}
    assert len(SUB_EVENT_TYPES) == 25


def test_the_codebook_lists_every_column_of_the_exports_once() -> None:
    listed = [name for row in table("Columns of the exports") for name in re.findall(r"`(\w+)`", row[0])]
    assert listed == list(EXPORTED)


def test_the_guide_to_exports_tells_every_format_with_its_file() -> None:
    guide = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \| `(\.[\w.]+)` \|", guide, re.MULTILINE)
    assert dict(told) == {name: form.suffix for name, form in FORMATS.items()}
    acled = guide.split("**CSV with ACLED's columns**", 1)[1]
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", acled, re.MULTILINE)))) <= set(ACLED_COLUMNS)


def test_the_codebook_tells_geo_precision_as_it_is_derived() -> None:
    told = {int(row[0]): None if row[2] == "null" else int(row[2]) for row in table("Places")}
    assert told == {prec: GEO_PRECISION.get(prec) for prec in range(1, 8)}


def test_the_codebook_lists_every_slot_of_an_annotation_once() -> None:
    listed = [name for row in table("Annotations, and what counts as right") for name in re.findall(r"`(\w+)`", row[0])]
    assert sorted(listed) == sorted(evaluation.slots(Facts("", "")))


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "docs/measuring.md", "docs/exports.md", "docs/deployment.md"]
)
def test_commands_have_the_options_that_documents_tell(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = re.findall(r"python -m rasd (\w+)([^\n`#]*)", (ROOT / page).read_text(encoding="utf-8"))
    assert told
    for command, line in told:
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])
        known = set(re.findall(r"(?<![\w-])--?[a-z]+", capsys.readouterr().out))
        options = set(re.findall(r"(?<![\w-])--?[a-z]+", line))
        assert options <= known, command


def test_the_licence_is_the_plain_apache_text() -> None:
    # The digest of https://www.apache.org/licenses/LICENSE-2.0.txt.
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"


def test_the_notice_names_the_sources_of_data() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for source in ("GeoNames", "CC BY 4.0", "Natural Earth", "Open Font License", "OpenStreetMap", "ACLED", "UCDP"):
        assert source in notice


def test_the_notice_names_every_package_required() -> None:
    pins = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9_.-]+)(?:\[.*?\])?==", pins, re.MULTILINE)
    modules = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert [name for name in (*names, *modules) if name not in notice] == []


def test_every_benchmark_is_told_in_one_line() -> None:
    readme = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    for script in (ROOT / "benchmarks").glob("*.py"):
        assert f"`{script.name}`" in readme, script.name


def test_the_guide_to_places_tells_every_source_and_command() -> None:
    guide = (ROOT / "docs" / "places.md").read_text(encoding="utf-8")
    for name in importing.SOURCES:
        assert f"| `{name}` |" in guide
    commands = re.findall(r"python -m gazetteer (\w+)", guide)
    assert {"fetch", "import", "list", "remove"} == set(commands)
    for label in ("places.near", "places.alias", "places.new", "places.import", "places.again", "places.remove"):
        assert labels("en")(label).casefold() in guide.casefold(), label


DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *ROOT.glob("*/*.md")])


def anchors(page: Path) -> set[str]:
    """The names of a page's headings, as links write them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, part = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert not part or part in anchors(target), link


def test_every_guide_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in (ROOT / "docs").glob("*.md") if f"](docs/{page.name})" not in readme] == []


def test_the_guide_to_links_tells_every_parameter_once() -> None:
    guide = (ROOT / "docs" / "filters-and-links.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \|", guide, re.MULTILINE)
    told = [name for row in rows for name in re.findall(r"`(\w+)`", row)]
    assert sorted(told) == sorted({*(param for row in FILTERS for param in row.params), *state.parameters()})


def test_examples_of_the_guide_to_links_are_understood() -> None:
    guide = (ROOT / "docs" / "filters-and-links.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \| .+ \| `(.+)` \|$", guide, re.MULTILINE)
    known = {param for row in FILTERS for param in row.params}
    given = {name: value for names, value in rows for name in re.findall(r"`(\w+)`", names) if name in known}
    assert len(given) >= len(FILTERS)
    _, wrong = parse(given)
    assert wrong == ()


def test_the_guide_to_running_tells_every_variable() -> None:
    guide = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    code = [path.read_text(encoding="utf-8") for room in ("rasd", "gazetteer") for path in (ROOT / room).rglob("*.py")]
    read = {
        name for text in code for name in re.findall(r'"(RASD_[A-Z_]+)"', text) if not name.startswith("RASD_BENCH")
    }
    assert {name for name in read if f"| `{name}` |" not in guide} == set()


def test_the_guide_to_the_map_calls_things_as_the_page_does() -> None:
    guide = (ROOT / "docs" / "map.md").read_text(encoding="utf-8")
    keys = ("layer_cells", "layer_heat", "layer_provinces", "search", "area_of_view")
    for key in (*(f"maps.{key}" for key in keys), "map.osm", "map.zoom_in"):
        assert labels("en")(key) in guide, key


def test_the_codebook_lists_every_field_that_can_be_decided() -> None:
    told = [row[0].strip("`") for row in table("Decisions")]
    assert told == list(FIELDS)


def test_the_guide_to_the_review_tells_every_key_and_button() -> None:
    guide = (ROOT / "docs" / "review.md").read_text(encoding="utf-8")
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "rasd" / "ui").glob("review_*.py")))
    keys = re.findall(r'shortcut="(\w)"', code)
    assert keys
    listed = {key for row in re.findall(r"^\| ([A-Z, ]+) \|", guide, re.MULTILINE) for key in row.split(", ")}
    assert set(keys) == listed
    for key in ("confirm", "reject", "edit", "assign", "save", "save_only", "undo", "next", "previous", "mine", "split",
                "accept", "doubt_same", "doubt_two", "bulk_title", "place_nowhere", "place_machine", "stale_title",
                "place_precision", "open"):  # fmt: skip
        assert labels("en")(f"review.{key}") in guide, key
    assert labels("en")("export.which_reviewed") in guide
    assert labels("en")("bar.rejected_hidden", count=3) in guide
    assert labels("en")("asof.label") in guide
    for role in ROLES:
        assert re.search(rf"^\| {role} \|", guide, re.MULTILINE), role
