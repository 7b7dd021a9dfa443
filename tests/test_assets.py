"""What the dashboard serves itself: pinned, copied whole, and no address of another host left in the map."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import folium
import pytest
from folium.elements import JSCSSMixin

from rasd.errors import RasdError
from rasd.lexicon.labels import labels
from rasd.ui import assets, offline
from rasd.ui import map as rasd_map
from rasd.ui.look import look

ROOT = Path(__file__).parents[1]


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A node_modules with every asset in it."""
    folder = tmp_path / "node_modules"
    for asset in assets.ASSETS:
        file = folder / asset.package / asset.file
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"content\n//# sourceMappingURL=leaflet.js.map\n")
    return folder


def test_every_package_used_is_pinned_and_locked() -> None:
    pins = json.loads((ROOT / "package.json").read_text())["dependencies"]
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for package in {asset.package for asset in assets.ASSETS}:
        assert re.fullmatch(r"\d+\.\d+\.\d+", pins[package]), package
        assert locked[f"node_modules/{package}"]["version"] == pins[package]
        assert locked[f"node_modules/{package}"]["integrity"].startswith("sha512-")


def test_copies_every_asset_and_drops_what_points_at_files_not_served(modules: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    written = assets.copy(modules, static)
    assert [path.relative_to(static).as_posix() for path in written] == [asset.target for asset in assets.ASSETS]
    assert not any(path.is_symlink() for path in written)
    assert b"sourceMappingURL" not in (static / assets.LEAFLET_JS.target).read_bytes()


def test_a_missing_package_is_told_with_what_to_do(modules: Path, tmp_path: Path) -> None:
    (modules / "leaflet" / "dist" / "leaflet.js").unlink()
    with pytest.raises(RasdError, match="npm ci"):
        assets.copy(modules, tmp_path / "static")


def test_the_base_map_is_there_without_npm_and_small() -> None:
    for tiles in assets.BASEMAP:
        assert tiles.read_bytes()[:7] == b"PMTiles"
    assert sum(tiles.stat().st_size for tiles in assets.BASEMAP) < 1_300_000


def test_the_base_map_is_copied_once(tmp_path: Path) -> None:
    first = assets.copy_basemap(static=tmp_path)
    stamps = [path.stat().st_mtime_ns for path in first]
    assert [path.stat().st_mtime_ns for path in assets.copy_basemap(static=tmp_path)] == stamps
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in assets.BASEMAP]


def test_without_copies_the_same_version_comes_from_the_network(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(assets, "STATIC", tmp_path)
    assert assets.address(assets.LEAFLET_JS) == f"{assets.NETWORK}leaflet@1.9.4/dist/leaflet.js"
    assert not assets.served()


def test_with_copies_the_map_asks_no_other_host(monkeypatch: pytest.MonkeyPatch, modules: Path, tmp_path: Path) -> None:
    static = tmp_path / "static"
    assets.copy(modules, static)
    for name in (*offline.SCRIPTS, offline.MAP_CSS):
        (static / name).write_bytes((assets.STATIC / name).read_bytes())
    monkeypatch.setattr(assets, "STATIC", static)
    offline.own_file.cache_clear()
    made = rasd_map.base(labels("ar"))
    found = [url for one in _elements(made) if isinstance(one, JSCSSMixin) for url in offline.outside(one)]
    assert found == []
    assert assets.served()


def test_the_only_outside_address_of_the_base_is_what_the_reader_may_switch_on() -> None:
    made = rasd_map.base(labels("en"))
    made.get_root().render()
    script = made.get_root().script.render()
    hosts = {host for host in re.findall(r"https?://([^/\"'\\]+)", script) if not host.startswith("{")}
    wanted = {re.match(r"https?://([^/]+)", url)[1] for url in (look().tiles, look().licence)}  # type: ignore[index]
    assert hosts <= wanted


def test_own_styles_and_scripts_name_no_other_host() -> None:
    for name in (*offline.SCRIPTS, offline.MAP_CSS):
        assert "//" not in (ROOT / "static" / name).read_text(encoding="utf-8").replace("// ", "")


def test_the_configuration_serves_fonts_that_are_copied_and_sends_nothing_home() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert config["server"]["enableStaticServing"] is True
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
    targets = {f"app/static/{asset.target}" for asset in assets.FONTS}
    faces = config["theme"]["fontFaces"]
    assert {face["url"] for face in faces} <= targets
    assert all(face["family"] in config["theme"]["font"] for face in faces)


def _elements(element: folium.Element) -> list[folium.Element]:
    return [element, *(one for child in element._children.values() for one in _elements(child))]
