"""Reads 10,000 damaged documents: none may stop the extraction, and none may cost much more a byte than the others.

Each is made of an article of the file given (the sample reports without one), in a way drawn from a fixed seed: cut
off, told twice, mixed with Latin text, strewn with emoji, stripped of its stops, torn apart as by a poor scan,
shuffled, or run together without a space up to a megabyte. Time is the processor's; the first reading of a document's
new words is part of it.
"""

from __future__ import annotations

import argparse
import random
import statistics
import string
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.extract_speed import SAMPLE, loaded_extract, one_core, read
from benchmarks.machine import described, percentile, publish
from rasd.model import Article

SEED = 2024
MEGABYTE = 1_000_000
# Shorter documents are all fixed cost.
SHORTEST = 500
FLOOR = 3.0
EMOJI = "\N{FIRE}\N{ROCKET}\N{POLICE CARS REVOLVING LIGHT}\N{COLLISION SYMBOL}"
Mutation = Callable[[str, random.Random], str]


def cut_off(text: str, chance: random.Random) -> str:
    """Ends anywhere, within a word too."""
    return text[: chance.randint(len(text) // 3, len(text))]


def doubled(text: str, chance: random.Random) -> str:
    """Two to four times the same."""
    return text * chance.randint(2, 4)


def mixed(text: str, chance: random.Random) -> str:
    """Latin words and numbers between its own."""
    return _strewn(text, chance, lambda: "".join(chance.choices(string.ascii_letters + string.digits, k=6)))


def emoji(text: str, chance: random.Random) -> str:
    """Pictures between its words."""
    return _strewn(text, chance, lambda: chance.choice(EMOJI))


def unstopped(text: str, _: random.Random) -> str:
    """No stop, comma or line end."""
    return " ".join("".join(one if one.isalnum() else " " for one in text).split())


def torn(text: str, chance: random.Random) -> str:
    """Spaces within words."""
    return "".join(f"{one} " if chance.random() < 0.1 else one for one in text)


def shuffled(text: str, chance: random.Random) -> str:
    """Its words in another order."""
    words = text.split(" ")
    chance.shuffle(words)
    return " ".join(words)


def run_together(text: str, chance: random.Random) -> str:
    """No space, now and then a megabyte of it."""
    joined = "".join(text.split()) or "-"
    size = MEGABYTE // 2 if chance.random() < 0.002 else len(joined)  # half as many letters: each takes two bytes
    return (joined * (size // len(joined) + 1))[:size]


def _strewn(text: str, chance: random.Random, make: Callable[[], str]) -> str:
    return " ".join(f"{word} {make()}" if chance.random() < 0.15 else word for word in text.split(" "))


MUTATIONS: tuple[Mutation, ...] = (cut_off, doubled, mixed, emoji, unstopped, torn, shuffled, run_together)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=Path, default=SAMPLE, help="a JSON Lines file of articles")
    parser.add_argument("--documents", type=int, default=10_000)
    args = parser.parse_args()
    one_core()
    articles, extract, chance = read(args.articles), loaded_extract(), random.Random(SEED)
    costs: dict[str, list[float]] = {one.__name__: [] for one in MUTATIONS}
    raised: list[str] = []
    largest = 0
    for number in range(args.documents):
        article, mutation = articles[number % len(articles)], chance.choice(MUTATIONS)
        damaged = replace(article, title=mutation(article.title, chance)[:400], body=mutation(article.body, chance))
        cost = timed(extract, damaged, raised, mutation.__name__)
        size = len(damaged.text.encode(errors="surrogatepass"))
        largest = max(largest, size)
        if size >= SHORTEST:
            costs[mutation.__name__].append(cost / size * 1e6)
    publish("fuzz", page(args.articles.name, args.documents, costs, raised, largest))
    sys.exit(bool(raised))


def timed(extract: Callable[[Article], object], article: Article, raised: list[str], kind: str) -> float:
    """Seconds of the processor; an exception is written down."""
    began = time.process_time()
    try:
        extract(article)
    except Exception as error:  # what it is there to find
        raised.append(f"{kind} of {article.id}: {error!r}")
    return time.process_time() - began


def page(name: str, documents: int, costs: dict[str, list[float]], raised: list[str], largest: int) -> str:
    """The result in Markdown."""
    every = [one for some in costs.values() for one in some]
    median = statistics.median(every)
    rows = [("all", every), *costs.items()]
    beyond = sum(one > FLOOR * median for one in every)
    return "\n".join(
        [
            "# Damaged documents",
            "",
            f"{described()}",
            "",
            f"{documents:,} documents made of {name}, the largest of {largest / 1e6:.1f} MB; {len(raised)} stopped the "
            f"extraction. Microseconds a byte, of {len(every):,} documents of {SHORTEST} bytes or more.",
            "",
            "| damage | documents | median | p99 | most | p99 / median of all |",
            "| --- | --- | --- | --- | --- | --- |",
            *(
                f"| {kind.replace('_', ' ')} | {len(some):,} | {statistics.median(some):.2f} | "
                f"{percentile(some, 0.99):.2f} | {max(some):.2f} | {percentile(some, 0.99) / median:.1f} |"
                for kind, some in rows
                if some
            ),
            "",
            f"{beyond:,} ({beyond / len(every):.1%}) cost more than {FLOOR:.0f} times the median.",
            *(f"- {one}" for one in raised[:20]),
        ]
    )


if __name__ == "__main__":
    main()
