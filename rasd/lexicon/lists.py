"""Lists of folded words and country codes, read from the nodes of a data file."""

from __future__ import annotations

from gazetteer.arabic import fold, fold_words
from gazetteer.datafile import Node

Words = tuple[str, ...]


def folded(node: Node | None) -> tuple[str, ...]:
    """The folded phrases of a list, each as one text; none without a node."""
    return tuple(" ".join(words) for words in phrases(node))


def phrases(node: Node | None) -> list[Words]:
    """The folded phrases of a list, or of one text with «|» between them (many names in a list take long to read)."""
    if node is None:
        return []
    parts = [fold(text) for text in node.texts()] if isinstance(node.value, list) else fold(node.text()).split("|")
    return [tuple(part.split()) if part.replace(" ", "").isalpha() else fold_words(part) for part in parts]


def items(node: Node | None) -> list[Node]:
    """The members of a list; none without a node."""
    return node.items() if node else []


def entries(node: Node | None) -> dict[str, Node]:
    """The entries of a table; none without a node."""
    return node.entries() if node else {}


def country_codes(node: Node | None) -> tuple[str, ...]:
    """The ISO 3166-1 alpha-2 codes of a list or of one text. Raises DataError for what is none."""
    if node is None:
        return ()
    items = node.items() if isinstance(node.value, list) else [node]
    for item in items:
        if len(item.text()) != 2 or not item.text().isupper():
            raise item.wrong("not a country code", "write ISO 3166-1 alpha-2, such as SY")
    return tuple(item.text() for item in items)


def flag(node: Node, key: str) -> bool:
    """Whether a key is there and says true."""
    value = node.get(key)
    return value is not None and value.flag()
