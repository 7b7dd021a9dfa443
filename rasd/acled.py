"""ACLED's event types with their sub-event types: the one vocabulary of types, for whoever names them.

Source: ACLED Codebook (https://acleddata.com/methodology/acled-codebook), section on event types.
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
EVENT_TYPE_OF: Final[dict[str, str]] = {sub: event for event, subs in EVENT_TYPES.items() for sub in subs}
"""The event type of each sub-event type."""
