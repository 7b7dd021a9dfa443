"""ACLED's published code lists: event types with their sub-event types, and geo_precision.

Source: ACLED Codebook (https://acleddata.com/methodology/acled-codebook), sections on event types and geo-precision.
"""

from __future__ import annotations

from typing import Final

from rasd.acled import EVENT_TYPES, SUB_EVENT_TYPES

__all__ = [
    "DISORDER_TYPES",
    "EVENT_TYPES",
    "GEO_PRECISION",
    "INTER",
    "SUB_EVENT_TYPES",
    "civilian_targeting",
    "interaction",
]

# UCDP GED's where_prec to ACLED's geo_precision (1 the named place, 2 near it or a part of a region, 3 a region).
# 6 (country) and 7 (sea, air) have no counterpart at ACLED, which codes no event so coarsely.
GEO_PRECISION: Final[dict[int, int]] = {1: 1, 2: 2, 3: 2, 4: 3, 5: 3}

_POLITICAL, _DEMONSTRATIONS, _STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
_BY_TYPE: Final[dict[str, str]] = {
    "Protests": _DEMONSTRATIONS,
    "Strategic developments": _STRATEGIC,
}
_BY_SUB_TYPE: Final[dict[str, str]] = {
    "Violent demonstration": _DEMONSTRATIONS,
    "Excessive force against protesters": f"{_POLITICAL}; {_DEMONSTRATIONS}",
}
DISORDER_TYPES: Final[dict[str, str]] = {
    sub: _BY_SUB_TYPE.get(sub, _BY_TYPE.get(event, _POLITICAL)) for event, subs in EVENT_TYPES.items() for sub in subs
}

# The kinds of data/actors.yaml in ACLED's order of inter codes, 1 to 8. Armed groups that nobody names are coded as
# political militias.
_INTERS: Final[tuple[tuple[str, str], ...]] = (
    ("state_forces", "State forces"),
    ("rebel", "Rebel group"),
    ("political_militia", "Political militia"),
    ("identity_militia", "Identity militia"),
    ("rioters", "Rioters"),
    ("protesters", "Protesters"),
    ("civilians", "Civilians"),
    ("external_forces", "External/Other forces"),
)
INTER: Final[dict[str, str]] = dict(_INTERS) | {"unidentified": "Political militia"}
_ORDER: Final = [name for _, name in _INTERS]
_UNARMED: Final = ("Civilians", "Protesters")
# The one pair that ACLED writes against the order of its codes.
_EXTERNAL_CIVILIANS: Final = "External/Other forces-Civilians"


def interaction(inter1: str, inter2: str) -> str:
    """ACLED's interaction of the kinds of two actors, "" for one that there is not."""
    if not inter1 or not inter2:
        return f"{inter1 or inter2} only" if inter1 or inter2 else ""
    first, second = sorted((inter1, inter2), key=_ORDER.index)
    pair = f"{first}-{second}"
    return _EXTERNAL_CIVILIANS if pair == "Civilians-External/Other forces" else pair


def civilian_targeting(event_type: str, sub_event_type: str, targets: frozenset[str]) -> str:
    """ACLED's civilian_targeting: whether the unarmed were the main or only target; `targets` are their inters."""
    by_type = event_type == "Violence against civilians" or sub_event_type == "Excessive force against protesters"
    struck = event_type in ("Explosions/Remote violence", "Riots") and targets and targets <= frozenset(_UNARMED)
    return "Civilian targeting" if by_type or struck else ""
