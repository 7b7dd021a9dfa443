"""What RFC 7946 asks of a GeoJSON file of points, checked by rules of our own rather than by the code that wrote it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

# https://www.rfc-editor.org/rfc/rfc7946 by section; 7 decimals of a degree are about a centimetre (11.2).
DECIMALS = 7


def faults(found: Any) -> list[str]:
    """What is wrong with a parsed file (floats read as Decimal); empty when all is well."""
    if not isinstance(found, dict) or found.get("type") != "FeatureCollection":
        return ["3: not a FeatureCollection"]
    told = [] if isinstance(found.get("features"), list) else ["3.3: features is no array"]
    if "crs" in found:
        told.append("4: a crs stands in the file")
    told += [f"7.1: {name} in a collection" for name in ("geometry", "coordinates", "properties") if name in found]
    ids = [feature.get("id") for feature in found.get("features", [])]
    if len(set(ids)) != len(ids) or not all(isinstance(id, str | int) for id in ids):
        told.append("3.2: ids are missing or not unique")
    for at, feature in enumerate(found.get("features", [])):
        told += [f"feature {at}: {fault}" for fault in _feature(feature)]
    return told


def _feature(feature: Any) -> list[str]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return ["3.2: not a Feature"]
    told = [f"7.1: {name} in a feature" for name in ("features", "coordinates", "crs") if name in feature]
    if not isinstance(feature.get("properties", 0), dict | None):
        told.append("3.2: properties is neither an object nor null")
    if "geometry" not in feature:
        return [*told, "3.2: no geometry member; unlocated is null"]
    return told if feature["geometry"] is None else told + _point(feature["geometry"])


def _point(geometry: Any) -> list[str]:
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return ["3.1.2: not a Point"]
    position = geometry.get("coordinates")
    if not isinstance(position, list) or len(position) != 2:
        return ["3.1.1: not longitude and latitude"]
    if not all(isinstance(number, Decimal | int) and not isinstance(number, bool) for number in position):
        return ["3.1.1: not numbers"]
    longitude, latitude = map(Decimal, position)
    told = [] if -180 <= longitude <= 180 and -90 <= latitude <= 90 else ["4: outside of WGS 84, longitude first"]
    if any(-number.normalize().as_tuple().exponent > DECIMALS for number in (longitude, latitude)):  # type: ignore[operator]
        told.append(f"11.2: more than {DECIMALS} decimals")
    return told
