"""Fits the weights of data/confidence.yaml on annotated articles and prints how well they hold on others.

    python benchmarks/fit_confidence.py ARTICLES.jsonl GOLD.jsonl [--check ARTICLES GOLD] [--write]

A candidate is right when a gold incident of the same event type lies within its tolerance and overlaps in date; those
that match a background incident are left out. Logistic regression with the strongest L2 penalty of those level
with the lowest held-out log-loss in five-fold cross-validation over articles, split in several ways; the threshold
`keep` is the one with the best (smoothed) F1 of the right ones on the held-out folds.
"""

from __future__ import annotations

import argparse
import json
import sys
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment, minimize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gazetteer.distance import km_between
from rasd.extract import assemble, dating, pipeline
from rasd.extract.mentions import Mentions
from rasd.extract.merging import Draft
from rasd.lexicon import DATA
from rasd.lexicon.events import event
from rasd.model import Article, When

RARE = 8
FOLDS = 5
SPLITS = 4
LEVEL = 0.002
ALIKE = 0.0005
SMOOTH = 4


@dataclass(frozen=True)
class Candidate:
    """A candidate incident: its article, its signs, and whether it is right."""

    article: str
    signs: frozenset[str]
    right: bool


def lines(path: str) -> list[dict]:
    """The objects of a JSON lines file."""
    with Path(path).open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream if line.strip()]


def agrees(
    gold: dict, draft_event: str, where: tuple[float | None, float | None], when: When
) -> tuple[bool, bool, bool]:
    """Whether type, place and date are right, as the scoring of strict F1 has it."""
    kind = event(draft_event).event_type == gold["event_type"]
    if gold["latitude"] is None or where[0] is None or where[1] is None:
        place = gold["latitude"] is None and where[0] is None
    else:
        place = km_between(gold["latitude"], gold["longitude"], *where) <= max(gold["tolerance_km"] or 10, 5)
    earliest, latest = gold["date_earliest"], gold["date_latest"] or gold["date_earliest"]
    if earliest is None or when.earliest is None or when.latest is None:
        on_time = earliest is None and when.earliest is None
    else:
        first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
        on_time = when.earliest <= last and first <= when.latest
        on_time = on_time and (when.latest - when.earliest).days <= (last - first).days + 3
    return kind, place, on_time


def candidates(articles: str, gold: str) -> tuple[list[Candidate], int]:
    """Every candidate of the articles, and the number of gold incidents to be found."""
    pipe = pipeline.load()
    told = {g["id"]: g["incidents"] for g in lines(gold)}
    found: list[Candidate] = []
    wanted = 0
    for raw in lines(articles):
        published = date.fromisoformat(raw["published"]) if raw.get("published") else None
        mentions = pipe.read(Article(raw["id"], raw["title"] or "", raw["text"], published=published))
        open_gold = list(told[raw["id"]])
        wanted += sum(not g.get("background") for g in open_gold)
        judgeds = assemble.candidates(mentions)
        marks = [[agreement(g, mentions, j.draft) for g in open_gold] for j in judgeds]
        pairs = paired(marks)
        for n, judged in enumerate(judgeds):
            at = pairs.get(n)
            if at is not None and open_gold[at].get("background"):
                continue
            found.append(Candidate(raw["id"], judged.signs, at is not None and marks[n][at] == 3))
    return found, wanted


def agreement(gold: dict, mentions: Mentions, draft: Draft) -> int:
    """How many of type, place and date agree."""
    resolution = mentions.places[draft.place].resolution if draft.place is not None else None
    where = (resolution.latitude, resolution.longitude) if resolution else (None, None)
    _, when = dating.of_incident(mentions, draft.date, draft.tellings, draft.background)
    return sum(agrees(gold, draft.event, where, when))


def paired(marks: list[list[int]]) -> dict[int, int]:
    """Candidates one to one with gold incidents, the best total agreement, at least two agreeing."""
    if not marks or not marks[0]:
        return {}
    worth = np.array([[float(m) ** 4 if m >= 2 else 0.0 for m in row] for row in marks])
    rows, columns = linear_sum_assignment(-worth)
    return {int(r): int(c) for r, c in zip(rows, columns, strict=True) if worth[r, c] > 0}


def fit(data: list[Candidate], names: list[str], penalty: float) -> np.ndarray:
    """The weights (the constant first) of a logistic regression."""
    x = matrix(data, names)
    y = np.array([c.right for c in data], float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ w
        p = 1 / (1 + np.exp(-z))
        value = np.sum(np.logaddexp(0, z) - y * z) + penalty / 2 * np.sum(w[1:] ** 2)
        gradient = x.T @ (p - y)
        gradient[1:] += penalty * w[1:]
        return value, gradient

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def matrix(data: list[Candidate], names: list[str]) -> np.ndarray:
    """Ones and zeros: a column of ones, then a column a sign."""
    return np.array([[1.0, *(float(n in c.signs) for n in names)] for c in data])


def chance(data: list[Candidate], names: list[str], w: np.ndarray) -> np.ndarray:
    """The confidence of each candidate."""
    return 1 / (1 + np.exp(-(matrix(data, names) @ w)))


def kept_f1(p: np.ndarray, right: np.ndarray, wanted: int, threshold: float) -> float:
    """The F1 of the right ones kept, against the gold incidents wanted."""
    kept = p >= threshold
    return float(2 * right[kept].sum() / max(kept.sum() + wanted, 1))


def held_out(data: list[Candidate], names: list[str], penalty: float) -> np.ndarray:
    """The confidence of each candidate by weights fitted without its article; a row for each way to split them."""
    rows = []
    for split in range(SPLITS):
        folds = np.array([zlib.crc32(f"{split} {c.article}".encode()) % FOLDS for c in data])
        p = np.zeros(len(data))
        for fold in range(FOLDS):
            inside = [c for c, f in zip(data, folds, strict=True) if f != fold]
            outside = [c for c, f in zip(data, folds, strict=True) if f == fold]
            p[folds == fold] = chance(outside, names, fit(inside, names, penalty))
        rows.append(p)
    return np.array(rows)


def log_loss(p: np.ndarray, right: np.ndarray) -> float:
    """The mean surprise at what was right and what was not; lower is better."""
    return float(-np.mean(np.where(right, np.log(p), np.log(1 - p))))


def best_threshold(rows: np.ndarray, right: np.ndarray, wanted: int) -> tuple[float, float]:
    """The threshold with the best F1 over all splits, averaged with its neighbours so that no candidate decides it.

    Of thresholds that do as well, the highest: a wrong pin is worse than a missing one.
    """
    thresholds = np.arange(0.05, 0.6, 0.01)
    marks = np.array([np.mean([kept_f1(p, right, wanted, t) for p in rows]) for t in thresholds])
    smooth = np.convolve(np.pad(marks, SMOOTH, mode="edge"), np.ones(2 * SMOOTH + 1) / (2 * SMOOTH + 1), "valid")
    at = int(np.flatnonzero(smooth >= smooth.max() - ALIKE)[-1])
    return round(float(thresholds[at]), 2), float(marks[at])


def main() -> int:
    """Fits, reports and, when asked, writes."""
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("articles")
    args.add_argument("gold")
    args.add_argument("--check", nargs=2, metavar=("ARTICLES", "GOLD"))
    args.add_argument("--write", action="store_true")
    opts = args.parse_args()
    data, wanted = candidates(opts.articles, opts.gold)
    counts = Counter(sign for c in data for sign in c.signs)
    names = sorted(sign for sign, n in counts.items() if n >= RARE)
    right = np.array([c.right for c in data])
    print(f"{len(data)} candidates, {right.sum()} right, {wanted} wanted, {len(names)} signs")
    trials: list[tuple[float, float, np.ndarray]] = []
    for penalty in (2.0, 5.0, 10.0, 20.0, 40.0):
        rows = held_out(data, names, penalty)
        trials.append((log_loss(rows, right), penalty, rows))
        print(f"  penalty {penalty:5}: held-out log-loss {trials[-1][0]:.4f}")
    # The strongest of those that are level: it leans least on signs that few candidates have.
    least = min(loss for loss, *_ in trials)
    _, penalty, rows = next(trial for trial in reversed(trials) if trial[0] <= least + LEVEL)
    keep, f1 = best_threshold(rows, right, wanted)
    print(f"penalty {penalty}: held-out F1 {f1:.4f} keeping >= {keep:.2f}")
    w = fit(data, names, penalty)
    reliability(rows.mean(axis=0), right)
    if opts.check:
        other, other_wanted = candidates(*opts.check)
        q = chance(other, names, w)
        truth = np.array([c.right for c in other])
        held = kept_f1(q, truth, other_wanted, keep)
        all_f1 = 2 * truth.sum() / (len(truth) + other_wanted)
        print(f"check: F1 {held:.4f}, keeping all {all_f1:.4f}")
        reliability(q, truth)
    if opts.write:
        rows = "".join(f"  {json.dumps(n)}: {v:.3f}\n" for n, v in zip(names, w[1:], strict=True) if abs(v) >= 0.02)
        head = (
            "# Weights of the signs of an incident (rasd/extract/signs.py).\n"
            "# Made by benchmarks/fit_confidence.py; not edited by hand.\n"
        )
        text = f"{head}keep: {keep:.2f}\nconstant: {w[0]:.3f}\nsigns:\n{rows}"
        (DATA / "confidence.yaml").write_text(text, encoding="utf-8")
    return 0


def reliability(p: np.ndarray, right: np.ndarray) -> None:
    """Prints, for each band of confidence, how many were right."""
    for low in np.arange(0, 1, 0.2):
        band = (p >= low) & (p < low + 0.2)
        if band.any():
            said, was = p[band].mean(), right[band].mean()
            print(f"    {low:.1f}-{low + 0.2:.1f}: {band.sum():4} candidates, said {said:.2f}, right {was:.2f}")


if __name__ == "__main__":
    sys.exit(main())
