"""The page about an evaluation: measures, then each error in its article. It loads nothing and runs no script.

The filters are radio buttons that the style sheet looks at. A content security policy stands in the page as well, so
that a slip in escaping would still run nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rasd.evaluate.cards import card, classes, sub_event_label
from rasd.evaluate.evaluation import Evaluation
from rasd.evaluate.judging import KINDS
from rasd.evaluate.markup import safe
from rasd.evaluate.measures import ON_PAIRS, Measures, Score
from rasd.lexicon.labels import Labels

_STYLE = Path(__file__).with_name("page.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_FILTERS = ("main", "all", *KINDS)


def page(evaluation: Evaluation, labels: Labels) -> Iterator[str]:
    """The pieces of the page, in order."""
    title = safe(labels("evaluate.title"))
    yield (
        f'<!doctype html>\n<html lang="{labels.language}" dir="{labels.direction}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
        f"<style>{_STYLE.read_text(encoding='utf-8')}{_filter_rules()}</style></head><body>\n<h1>{title}</h1>\n"
    )
    yield from _summary(evaluation, labels)
    yield f"<h2>{safe(labels('evaluate.errors'))}</h2>\n"
    if not evaluation.faulty:
        yield f"<p>{safe(labels('evaluate.no_errors'))}</p>"
    else:
        yield _filters(evaluation, labels)
        yield f'<p class="quiet">{safe(labels("evaluate.legend"))}</p>\n'
        for number, faulty in enumerate(evaluation.faulty, 1):
            yield card(faulty, number, labels)
    yield "</body></html>\n"


def _filter_rules() -> str:
    """A rule a filter: what is not of its kind is hidden while it is chosen."""
    return "\n".join(
        f"body:has(#show-{name}:checked) :is(.article, .error):not(.k-{name}) {{ display: none; }}"
        for name in _FILTERS
        if name != "all"
    )


def _filters(evaluation: Evaluation, labels: Labels) -> str:
    counts = Counter(
        name for one in evaluation.faulty for error in one.judged.errors() for name in classes(error).split()
    )
    chosen = "main" if counts["k-main"] else "all"
    buttons = "".join(
        f'<label><input type="radio" name="show" id="show-{name}"{" checked" if name == chosen else ""}> '
        f"{safe(labels(f'evaluate.kind.{name}'))} <b>{counts[f'k-{name}']}</b></label>"
        for name in _FILTERS
    )
    return f'<div class="filters"><span>{safe(labels("evaluate.shown"))}</span>{buttons}</div>\n'


def _summary(evaluation: Evaluation, labels: Labels) -> Iterator[str]:
    def label(name: str) -> str:
        return labels(f"evaluate.{name}")

    all = evaluation.measures
    told = labels(
        "evaluate.counts", articles=all.articles, empty=all.without_incident, annotated=all.annotated,
        found=all.found, paired=all.paired,
    )  # fmt: skip
    yield f'<p>{safe(told)}</p><p class="quiet">{safe(label("intro"))}</p>\n<div class="tables">'
    yield _table(
        "",
        [label("measure"), label("precision"), label("recall"), label("f1")],
        [[label(name), *_of(score)] for name, score in _scores(all)],
    )
    yield _table(
        "",
        [label("on_pairs"), label("share")],
        [
            *([label(f"kind.{slot}"), _number(all.slots[slot])] for slot in ON_PAIRS),
            [label("false_alarms"), _number(all.false_alarms)],
        ],
    )
    yield "</div>\n"
    columns = [label(name) for name in ("annotated", "found", "detection_f1")]
    columns += [f"{label('strict_f1')}", label("precision"), label("recall")]
    kinds = evaluation.by_type.items()
    yield _table(
        label("by_type"),
        [label("kind.sub_event_type"), *columns, label("right")],
        [
            [
                sub_event_label(kind, labels), str(one.annotated), str(one.found), _number(one.detection.f1),
                _number(one.strict.f1), _number(one.strict.precision), _number(one.strict.recall), _number(one.right),
            ]
            for kind, one in kinds
        ],
        folded=True,
    )  # fmt: skip
    yield _table(
        label("by_outlet"),
        [label("outlet"), label("articles"), *columns, label("false_alarms")],
        [
            [
                outlet or label("no_outlet"), str(one.articles), str(one.annotated), str(one.found),
                _number(one.detection.f1), _number(one.strict.f1), _number(one.strict.precision),
                _number(one.strict.recall), _number(one.false_alarms),
            ]
            for outlet, one in evaluation.by_outlet.items()
        ],
        folded=True,
    )  # fmt: skip


def _scores(all: Measures) -> list[tuple[str, Score]]:
    return [("detection", all.detection), ("strict", all.strict), ("actors", all.actors)]


def _table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, folded: bool = False) -> str:
    """A table whose first column names and whose others are numbers; `folded` behind its title."""
    names = "".join(f'<th scope="col">{safe(name)}</th>' for name in head)
    lines = "".join(
        f'<tr><th scope="row"><bdi>{safe(row[0])}</bdi></th>'
        + "".join(f'<td class="number">{safe(value)}</td>' for value in row[1:])
        + "</tr>"
        for row in rows
    )
    table = f'<div class="wide"><table><thead><tr>{names}</tr></thead><tbody>{lines}</tbody></table></div>'
    return f"<details><summary>{safe(title)}</summary>{table}</details>\n" if folded else table + "\n"


def _of(score: Score) -> tuple[str, str, str]:
    return _number(score.precision), _number(score.recall), _number(score.f1)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
