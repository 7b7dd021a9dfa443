"""ACLED's published code lists: event types with their sub-event types, and geo_precision.

Source: ACLED Codebook (https://acleddata.com/methodology/acled-codebook), sections on event types and geo-precision.
"""

from __future__ import annotations

from typing import Final

EVENT_TYPES: Final[dict[str, tuple[str, ...]]] = {
    "Battles": (
        "Armed clash",
        "Government regains territory",
        "Non-state actor overtakes territory",
    ),
    "Explosions/Remote violence": (
        "Air/drone strike",
        "Chemical weapon",
        "Grenade",
        "Remote explosive/landmine/IED",
        "Shelling/artillery/missile attack",
        "Suicide bomb",
    ),
    "Violence against civilians": (
        "Abduction/forced disappearance",
        "Attack",
        "Sexual violence",
    ),
    "Protests": (
        "Excessive force against protesters",
        "Peaceful protest",
        "Protest with intervention",
    ),
    "Riots": (
        "Mob violence",
        "Violent demonstration",
    ),
    "Strategic developments": (
        "Agreement",
        "Arrests",
        "Change to group/activity",
        "Disrupted weapons use",
        "Headquarters or base established",
        "Looting/property destruction",
        "Non-violent transfer of territory",
        "Other",
    ),
}
SUB_EVENT_TYPES: Final[tuple[str, ...]] = tuple(sub for subs in EVENT_TYPES.values() for sub in subs)

# UCDP GED's where_prec to ACLED's geo_precision (1 the named place, 2 near it or a part of a region, 3 a region).
# 6 (country) and 7 (sea, air) have no counterpart at ACLED, which codes no event so coarsely.
GEO_PRECISION: Final[dict[int, int]] = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}
