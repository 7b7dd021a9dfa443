"""The event types of data/events (ACLED's 25 sub-event types) and the open acts of data/language/ar/acts.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from gazetteer.arabic import fold
from gazetteer.datafile import Node, read_yaml
from rasd.lexicon import DATA
from rasd.lexicon.inflection import Inflected, frame_forms, noun_forms, phrase_forms, verb_forms

# ACLED codebook, "Event types": the 25 sub-event types under their six event types.
ACLED: dict[str, tuple[str, ...]] = {
    "Battles": ("Government regains territory", "Non-state actor overtakes territory", "Armed clash"),
    "Explosions/Remote violence": (
        "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Remote explosive/landmine/IED",
        "Grenade", "Chemical weapon",
    ),
    "Violence against civilians": ("Attack", "Abduction/forced disappearance", "Sexual violence"),
    "Protests": ("Peaceful protest", "Protest with intervention", "Excessive force against protesters"),
    "Riots": ("Violent demonstration", "Mob violence"),
    "Strategic developments": (
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    ),
}  # fmt: skip


# The form of a phrase that names an act in a headline alone («المقاومة تسيطر على ...»): elsewhere it says how things
# are.
HEADLINE = "headline"


@dataclass(frozen=True, slots=True)
class TriggerForm:
    """A folded phrase that names an act; `weak` ones open an incident only beside other signs."""

    inflected: Inflected
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence kept beside the triggers that must (or must not) find it."""

    text: str
    finds: bool
    line: int


@dataclass(frozen=True, slots=True)
class EventType:
    """One sub-event type: its ACLED names, labels, look, triggers, means that tell it and phrases that are not it."""

    id: str
    event_type: str
    sub_event_type: str
    label_ar: str
    label_en: str
    colour: str
    icon: str
    triggers: tuple[TriggerForm, ...]
    means: tuple[str, ...]
    excludes: tuple[str, ...]
    examples: tuple[Example, ...]
    file: str


@dataclass(frozen=True, slots=True)
class Act:
    """An act whose type is open: `default` is an event id or by_target, `open_to` the events that means turn it into.

    `unhurt` is the event when the default is by_target and no victims or unnamed gunmen are told of; `crowd` the event
    when demonstrators or residents face the forces and no armed group is named. Both may be empty.
    """

    id: str
    default: str
    unhurt: str
    crowd: str
    open_to: tuple[str, ...]
    triggers: tuple[TriggerForm, ...]


@dataclass(frozen=True, slots=True)
class Acts:
    """The open acts, the phrases that hold their words without being acts, what only the armed or unarmed have.

    `ground` are the folded words that open the name of a force on the ground, `carried` those for what aircraft carry,
    `government_side` the actors that fight on their government's side; `at_clitic` is joined to the name of whom a bomb
    went off at, `noun_clitics` to nouns alone.
    """

    acts: tuple[Act, ...]
    excludes: tuple[str, ...]
    armed_targets: tuple[str, ...]
    unarmed_targets: tuple[str, ...] = ()
    ground: frozenset[str] = frozenset()
    carried: frozenset[str] = frozenset()
    at_clitic: str = ""
    noun_clitics: tuple[str, ...] = ()
    government_side: frozenset[str] = frozenset()
    aim_clitic: str = ""
    aims: frozenset[str] = frozenset()
    undergone: frozenset[str] = frozenset()


@cache
def event_types(folder: Path = DATA / "events") -> tuple[EventType, ...]:
    """Every event type, in the order of ACLED's list. Raises DataError for a broken file or a type with no file."""
    by_name: dict[str, EventType] = {}
    for path in sorted(folder.glob("*.yaml")):
        event = _event(path)
        if event.sub_event_type in by_name:
            raise read_yaml(path).wrong(f"{event.sub_event_type!r} has a file already", "join the two files")
        by_name[event.sub_event_type] = event
    names = [name for group in ACLED.values() for name in group]
    missing = [name for name in names if name not in by_name]
    if missing:
        raise Node(str(folder), 1, None).wrong(f"no file for {', '.join(missing)}", "add one")
    return tuple(by_name[name] for name in names)


@cache
def event(event_id: str) -> EventType:
    """The event type of an id (its file's name)."""
    return next(e for e in event_types() if e.id == event_id)


@cache
def by_sub_event_type() -> dict[str, EventType]:
    """Event types by ACLED's sub-event name."""
    return {e.sub_event_type: e for e in event_types()}


@cache
def acts(path: Path = DATA / "language" / "ar" / "acts.yaml") -> Acts:
    """The open acts. Raises DataError for an unknown event or key."""
    known = {e.id for e in event_types()}
    found = []
    root = read_yaml(path)
    for key, node in root.entries().items():
        if key in (
            "excludes",
            "armed_targets",
            "unarmed_targets",
            "ground",
            "government_side",
            "carried",
            "at_clitic",
            "noun_clitics",
            "aim_clitic",
            "aims",
            "undergone",
        ):
            continue
        node.only("default", "unhurt", "crowd", "open_to", "weak", "verbs", "nouns", "phrases", "frames")
        optional = [given for name in ("unhurt", "crowd") if (given := node.get(name))]
        default, open_to = node.need("default"), node.need("open_to").items()
        for name in (default, *open_to, *optional):
            if name.text() not in known | {"by_target"}:
                raise name.wrong("no such event", "name a file of data/events without .yaml, or by_target")
        weak = bool((flag := node.get("weak")) and flag.flag())
        forms = tuple(TriggerForm(form, weak) for form in _forms(node))
        unhurt, crowd = _text(node.get("unhurt")), _text(node.get("crowd"))
        found.append(Act(key, default.text(), unhurt, crowd, tuple(n.text() for n in open_to), forms))
    carried = root.get("carried")
    return Acts(
        tuple(found), tuple(root.need("excludes").texts()), tuple(root.need("armed_targets").texts()),
        tuple(root.need("unarmed_targets").texts()), frozenset(map(fold, root.need("ground").texts())),
        frozenset(map(fold, carried.texts())) if carried else frozenset(), _text(root.get("at_clitic")),
        tuple(root.need("noun_clitics").texts()), frozenset(root.need("government_side").texts()),
        root.need("aim_clitic").text(), frozenset(root.need("aims").texts()),
        frozenset(map(fold, root.need("undergone").texts())),
    )  # fmt: skip


def _event(path: Path) -> EventType:
    root = read_yaml(path)
    root.only("event_type", "sub_event_type", "label", "colour", "icon", "triggers", "means", "excludes", "examples")
    kind, sub = root.need("event_type"), root.need("sub_event_type")
    if sub.text() not in ACLED.get(kind.text(), ()):
        raise sub.wrong(f"is not a sub-event type of {kind.text()!r}", "see ACLED's list in docs/codebook.md")
    label, triggers = root.need("label"), root.need("triggers")
    triggers.only("verbs", "nouns", "phrases", "frames", "headlines", "weak_verbs", "weak_nouns", "weak_phrases")
    forms = [TriggerForm(form) for form in _forms(triggers)]
    forms += [TriggerForm(form, weak=True) for form in _forms(triggers, "weak_")]
    if told := triggers.get("headlines"):
        forms += [TriggerForm(replace(form, form=HEADLINE)) for text in told.texts() for form in phrase_forms(text)]
    means, excludes = root.get("means"), root.get("excludes")
    examples = tuple(
        Example(node.need("text").text(), node.need("finds").flag(), node.line)
        for node in root.need("examples").items()
    )
    return EventType(
        path.stem, kind.text(), sub.text(), label.need("ar").text(), label.need("en").text(),
        root.need("colour").text(), root.need("icon").text(), tuple(forms),
        tuple(means.texts()) if means else (), tuple(excludes.texts()) if excludes else (), examples, str(path),
    )  # fmt: skip


def _text(node: Node | None) -> str:
    return node.text() if node else ""


def _forms(node: Node, prefix: str = "") -> Iterator[Inflected]:
    for key, spread in (("verbs", verb_forms), ("nouns", noun_forms), ("phrases", phrase_forms)):
        if found := node.get(prefix + key):
            for text in found.texts():
                yield from spread(text)
    if not prefix and (frames := node.get("frames")):
        for frame in frames.items():
            frame.only("verbs", "nouns", "objects")
            verbs, nouns = frame.get("verbs"), frame.get("nouns")
            yield from frame_forms(
                verbs.texts() if verbs else (), nouns.texts() if nouns else (), frame.need("objects").texts()
            )
