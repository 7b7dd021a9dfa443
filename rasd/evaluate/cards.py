"""The part of the page about one article: its text, and each error with both sides' slots, phrases and rules."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from rasd.evaluate.evaluation import Faulty
from rasd.evaluate.facts import Count, Facts
from rasd.evaluate.judging import MISSED, SPURIOUS, Error
from rasd.evaluate.marked import anchor, article_html, slot_class, slot_of
from rasd.evaluate.markup import link, safe
from rasd.evaluate.matching import distance, tolerance
from rasd.lexicon.events import event_types
from rasd.lexicon.labels import Labels

_MAIN = frozenset({MISSED, SPURIOUS, "event_type", "place", "date"})


class _Row(NamedTuple):
    """A line of an error's table: its label, what makes it wrong, how facts tell it, the evidence it came from."""

    label: str
    wrong: tuple[str, ...]
    told: Callable[[Facts, Labels], str]
    evidence: str = ""


def classes(error: Error) -> str:
    """What the page's filters know an error by."""
    main = ["k-main"] if _MAIN & set(error.kinds) else []
    return " ".join(["k-all", *main, *(f"k-{kind}" for kind in error.kinds)])


def card(faulty: Faulty, number: int, labels: Labels) -> str:
    """An article with its errors; `number` is its own on the page."""
    errors = faulty.judged.errors()
    known = dict.fromkeys(name for error in errors for name in classes(error).split())
    article = faulty.article
    if article is None:
        head, text = safe(faulty.id), f'<p class="quiet">{safe(labels("evaluate.not_given"))}</p>'
    else:
        told = [link(article.url, faulty.id), safe(article.source), safe(article.published or "")]
        head = " · ".join(f"<bdi>{one}</bdi>" for one in told if one)
        text = article_html(article, number, faulty.judged.founds, faulty.judged.golds, labels)
    shown = "".join(_error(error, number, labels) for error in errors)
    return (
        f'<section class="article {" ".join(known)}" id="a{number}"><header class="quiet">{head}</header>'
        f"{text}<div>{shown}</div>{_explained(faulty.judged.explained, labels)}</section>\n"
    )


def _explained(told: str, labels: Labels) -> str:
    if not told:
        return ""
    return f"<details><summary>{safe(labels('evaluate.explained'))}</summary><pre>{safe(told.strip())}</pre></details>"


def _error(error: Error, number: int, labels: Labels) -> str:
    kinds = labels("app.comma").join(labels(f"evaluate.kind.{kind}") for kind in error.kinds)
    which = labels("evaluate.incident", number=error.found_number + 1) if error.found_number is not None else ""
    sure = labels("card.confidence", percent=round(100 * error.found.confidence)) if error.found else ""
    title = safe(" · ".join(filter(None, [which, kinds, sure])))
    names = [labels(f"evaluate.{name}") for name in ("gold", "machine", "phrase", "rule")]
    head = "".join(f'<th scope="col">{safe(name)}</th>' for name in ("", *names))
    rows = "".join(_row(row, error, number, labels) for row in _ROWS) + "".join(_more(error, labels))
    return (
        f'<div class="error {classes(error)}"><h4>{title}</h4>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(row: _Row, error: Error, number: int, labels: Labels) -> str:
    wrong = ' class="wrong"' if set(row.wrong) & set(error.kinds) else ""
    gold = row.told(error.gold, labels) if error.gold else ""
    found = row.told(error.found.facts, labels) if error.found else ""
    if row.label == "place" and error.gold and error.found:
        found += _apart(error.gold, error.found.facts, labels)
    if row.told is _background and not gold and not found:
        return ""
    phrases, rules = _evidence(row.evidence, error, number)
    nothing = f'<span class="quiet">{safe(labels("evaluate.nothing"))}</span>'
    cells = "".join(f"<td>{cell}</td>" for cell in (gold or nothing, found or nothing, phrases, rules))
    return f'<tr{wrong}><th scope="row">{safe(_label(row.label, labels))}</th>{cells}</tr>'


def _label(name: str, labels: Labels) -> str:
    return labels.get(f"slot.{name}", "") or labels(f"card.{name}")


def _evidence(slot: str, error: Error, number: int) -> tuple[str, str]:
    """The phrases that the machine read a slot from, each a link into the text, and their rules."""
    phrases, rules = [], []
    found, at = error.found, error.found_number
    if found is None or at is None or not slot:
        return "", ""
    for nth, mark in enumerate(found.marks):
        if slot_of(mark.slot) == slot:
            words = safe(" ".join(mark.text.split()))
            phrases.append(f'<a class="{slot_class(slot)}" href="#{anchor(number, at, nth)}">{words}</a>')
            rules.append(f"<code>{safe(mark.rule)}</code>")
    return "<br>".join(phrases), "<br>".join(rules)


def _more(error: Error, labels: Labels) -> Iterator[str]:
    """What has no counterpart on the other side: why this place, how sure, the annotator's note."""
    told: dict[str, str] = {}
    if error.gold and error.gold.note:
        told[labels("evaluate.note")] = safe(error.gold.note)
    if error.found:
        candidates = "".join(f'<small dir="ltr">{safe(one)}</small>' for one in error.found.candidates)
        told[labels("card.reason")] = f'<bdi dir="ltr">{safe(error.found.reason)}</bdi>{candidates}'
    for name, value in told.items():
        yield f'<tr><th scope="row">{safe(name)}</th><td colspan="4">{value}</td></tr>'


def _apart(gold: Facts, found: Facts, labels: Labels) -> str:
    km = distance(gold, found)
    if math.isinf(km):
        return ""
    return f"<small>{safe(labels('evaluate.apart', km=f'{km:,.1f}', tolerance=f'{tolerance(gold):g}'))}</small>"


# How each slot is told; what these return is markup.


def _event_type(facts: Facts, labels: Labels) -> str:
    return _named(labels(f"event_type.{facts.event_type}"), facts.event_type)


def _sub_event_type(facts: Facts, labels: Labels) -> str:
    return _named(sub_event_label(facts.sub_event_type, labels), facts.sub_event_type)


def sub_event_label(name: str, labels: Labels) -> str:
    """What the page's language calls a sub-event type."""
    kind = next((one for one in event_types() if one.sub_event_type == name), None)
    if kind is None:
        return name
    return kind.label_ar if labels.language == "ar" else kind.label_en


def _named(label: str, name: str) -> str:
    return safe(label) + (f'<small dir="ltr">{safe(name)}</small>' if label != name else "")


def _date(facts: Facts, labels: Labels) -> str:
    days = dict.fromkeys(str(day) for day in (facts.date_earliest, facts.date_latest) if day)
    words = f"<small>«{safe(facts.date_text)}»</small>" if facts.date_text else ""
    return f'<bdi class="days" dir="ltr">{" – ".join(days) or safe(labels("card.date_unknown"))}</bdi>{words}'


def _place(facts: Facts, labels: Labels) -> str:
    area = ", ".join(filter(None, [facts.place_name, facts.admin1, facts.country]))
    told = [f"<small>{safe(area)}</small>"] if area else []
    if facts.latitude is not None:
        told.append(f'<small dir="ltr">{facts.latitude:.4f}, {facts.longitude:.4f}</small>')
    words = safe(facts.place_text) if facts.place_text else ""
    return words + "".join(told)


def _precision(facts: Facts, labels: Labels) -> str:
    return "" if facts.where_prec is None else f"{facts.where_prec} {safe(labels(f'precision.{facts.where_prec}'))}"


def _actors(facts: Facts, labels: Labels) -> str:
    return "<br>".join(
        safe(actor.surface or actor.name)
        + f"<small>{safe(' · '.join(filter(None, [actor.name, labels.get(f'role.{actor.role}', '')])))}</small>"
        for actor in facts.actors
    )


def _people(count: Count, labels: Labels) -> str:
    low, high = count.low, count.high
    if count.vague:
        return safe(labels("toll.vague", word=count.vague))
    if low is None and high is None:
        return f'<span class="quiet">{safe(labels("toll.unknown"))}</span>'
    values: Mapping[str, object] = {"low": low, "high": high}
    key = "range"
    if low == high:
        key = "exact"
    elif high is None:
        key = "at_least"
    elif low is None:
        key = "at_most"
    return safe(labels(f"toll.{key}", **values))


def _background(facts: Facts, labels: Labels) -> str:
    return safe(labels("card.background")) if facts.background else ""


_ROWS = (
    _Row("event_type", ("event_type",), _event_type),
    _Row("sub_event_type", ("sub_event_type",), _sub_event_type, "event"),
    _Row("trigger", (), lambda facts, labels: safe(facts.trigger)),
    _Row("date", ("date", "date_exact"), _date, "date"),
    _Row("place", ("place",), _place, "place"),
    _Row("precision", (), _precision),
    _Row("actors", ("actors",), _actors, "actor"),
    _Row("killed", ("killed",), lambda facts, labels: _people(facts.killed, labels), "killed"),
    _Row("injured", ("injured",), lambda facts, labels: _people(facts.injured, labels), "injured"),
    _Row("background", (), _background),
)
