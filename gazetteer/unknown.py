"""Place names the gazetteer does not know: after a feature word («قرية كلبيت»), in a list, or told by their country.

They keep an incident from being pinned to another place that happens to be named nearby.
"""

from __future__ import annotations

from gazetteer import relations
from gazetteer.arabic import Text
from gazetteer.index import NameIndex
from gazetteer.memo import WordMemo
from gazetteer.model import LISTED, PlaceMention, Span
from gazetteer.vocabulary import FeatureWord, Nationalities, Vocabulary

_QUOTES = "\"'("
_CLOSING = "\"')"
_LONGEST = 4
_LONGEST_LIST = 20
_IN_NAMES = ("hill", "valley", "worship")
# What is named by whose it is or what it is for («موقع للجيش», «سجن سري») rather than by a name of its own.
_OF_SOMEONE = frozenset(
    {"airport", "base", "bridge", "camp", "checkpoint", "crossing", "dam", "district", "field", "hospital", "market"}
    | {"port", "prison", "site", "square", "stadium", "street", "university", "works", "worship"}
)
_LIST_GAP = set(" ,\"'()[]-/")


class UnknownNames:
    """Finds them; one for a gazetteer, without state between texts."""

    def __init__(self, index: NameIndex, known: Vocabulary, nationalities: Nationalities) -> None:
        self._index = index
        self._known = known
        self._nationalities = nationalities
        # The words that a mention may begin with though the gazetteer has no such name.
        opening = {*known.features, *known.country_nouns, *known.parts, *known.country_words}
        self._opening = WordMemo(opening.__contains__)

    def add(self, text: Text, found: dict[int, PlaceMention], cues: set[int], blocked: set[int]) -> None:
        """Adds to `found` (by first word) the mentions that the gazetteer has no name for.

        `cues` are the words that known names have taken as their feature words, `blocked` those that are no place.
        """
        known, words = self._known, text.words
        features, parts = known.features, known.parts
        for at, _ in self._opening.among(text):
            word = words[at]
            feature = known.feature_at(text, at) if word in features else None
            if feature is not None:
                if at in cues and feature.many and at + 1 in found:
                    self._add_listed(text, found[at + 1], found, word in known.duals)
                elif at in cues or at in blocked or feature.definite:
                    self._add_capital(text, at, found)
                elif feature.feature.unknown and at not in found:
                    self._add_after(text, at, feature, found)
            elif word in known.country_nouns:
                self._add_territory(text, at, found)
            elif word in parts:
                self._add_part(text, at, found)
            elif word in known.country_words:
                told = relations.before(text, at, "", known)
                if told.relation:
                    found[at] = PlaceMention(
                        text.span(told.first, at),
                        at,
                        at,
                        word,
                        (),
                        "country",
                        told.relation,
                        rule="country of the article",
                    )

    def _add_after(self, text: Text, at: int, feature: FeatureWord, found: dict[int, PlaceMention]) -> None:
        first = at + 1
        if not self.begins_name(text, first, feature):
            self._add_capital(text, at, found)
            return
        last = self._name_end(text, first, found, text.words[first])
        told = relations.before(text, at, feature.prefix, self._known)
        name = " ".join(text.words[first : last + 1])
        for inside in range(first, last + 1):
            found.pop(inside, None)
        found[first] = PlaceMention(
            bare_span(text, at, last, feature.prefix), first, last, name, self._index.exact(name),
            feature.feature.id, told.relation, False, feature.prefix, "unknown name",
        )  # fmt: skip
        if feature.many:
            self._add_listed(text, found[first], found, text.words[at] in self._known.duals)

    def _add_listed(self, text: Text, head: PlaceMention, found: dict[int, PlaceMention], dual: bool) -> None:
        """The further names of a list that a feature word in the plural opens («بلدات كذا وكذا», «قرى كذا، كذا، كذا»).

        After «و» or a comma a name must look like one, because the sentence may go on there; the second of two is one.
        """
        conjunction, words = self._known.conjunction, text.words
        last, quoted = head.last, self._is_quoted(text, head.first)
        for _ in range(_LONGEST_LIST):
            last = _past_brackets(text, last)
            at, comma = last + 1, "," in text.gap(last)
            apart = words[at : at + 1] == [conjunction] and set(text.gap(last)) <= _LIST_GAP
            if apart:
                at += 1  # «و“بينين”»: the mark parts the conjunction from its name
            if at >= len(words) or not set(text.gap(at - 1)) <= _LIST_GAP:
                return
            joined = apart or words[at].startswith(conjunction)
            if at in found:
                if found[at].cue and found[at].rule != LISTED:
                    if not (joined or comma) or not self._heads_name(words[at].removeprefix(conjunction)):
                        return
                    found[at] = found[at]._replace(rule=LISTED)  # «وتل كذا»: the feature word belongs to the name
                if not found[at].cue and not found[at].relation and (comma or found[at].prefix == conjunction):
                    found[at] = found[at]._replace(cue=head.cue, weak=False, rule=LISTED)
                last = found[at].last
                continue
            prefix = conjunction if joined and not apart else ""
            name = words[at].removeprefix(prefix)
            second = dual and joined and last == head.last
            if not (comma or joined) or not self._looks_listed(text, at, name, joined, quoted or second):
                return
            last = self._name_end(text, at, found, name)
            for inside in range(at, last + 1):
                found.pop(inside, None)
            whole = " ".join((name, *words[at + 1 : last + 1]))
            found[at] = PlaceMention(
                bare_span(text, at, last, prefix), at, last, whole, self._index.exact(whole),
                head.cue, head.relation, prefix=conjunction if joined else "", rule=LISTED,
            )  # fmt: skip

    def _looks_listed(self, text: Text, at: int, name: str, joined: bool, quoted: bool) -> bool:
        known = self._known
        if len(name) < _LONGEST - 1 or name in known.not_names or name in known.directions or name in known.relations:
            return False
        if self._heads_name(name):
            return (joined or quoted) and self.begins_name(text, at + 1, None)
        if text.words[at] in known.features or (name in known.features and name not in known.name_heads):
            return False
        if self._nationalities.country(name) or name in known.prepositions or name in known.through:
            return False
        if not joined and not quoted and not name.startswith(known.article):
            return name in known.name_heads
        return quoted or name.startswith(known.article) or name in known.name_heads or self._is_quoted(text, at)

    def _heads_name(self, word: str) -> bool:
        """Whether a feature word also begins names of villages («تل رفعت», «دير حافر», «وادي العزيب»)."""
        feature = self._known.features.get(word)
        return feature is not None and word in self._known.name_heads and feature.feature.id in _IN_NAMES

    @staticmethod
    def _is_quoted(text: Text, at: int) -> bool:
        return at > 0 and any(mark in text.gap(at - 1) for mark in _QUOTES)

    def begins_name(self, text: Text, first: int, feature: FeatureWord | None) -> bool:
        """Whether word `first` may begin a name: no ordinary word, in the same phrase as the word before it."""
        known, words = self._known, text.words
        if first >= len(words) or not text.joined[first - 1]:
            return False
        word = words[first]
        if word in known.not_names or word in known.name_ends or word in known.through or word in known.relations:
            return False
        kind = known.features.get(word)
        if kind and word not in known.name_heads and not (kind.definite and not kind.prefix):
            return False
        if len(word) < _LONGEST - 1 and word not in known.name_heads:
            return False
        if word in known.directions or word in known.parts or word[0].isdigit() or word.isascii():
            return False
        rest = word[1:] if word[0] == known.conjunction else ""
        if rest and (rest in known.not_names or rest in known.features or rest in known.directions):
            return False
        if feature and feature.feature.id == "base" and word in known.first_names:
            return False  # «اللواء محمد كذا» is an officer
        if feature and self._tells_whose(word, feature) and not self._is_quoted(text, first):
            return False
        if feature and feature.feature.id in ("village", "town"):
            return not self._nationalities.country(word)
        looks_adjective = word.endswith(known.adjective_marks[0] + known.adjective_marks[1])
        if looks_adjective and not word.startswith(known.article):
            return False
        return not self._nationalities.country(word)

    def _tells_whose(self, word: str, feature: FeatureWord) -> bool:
        """Whether the word after a feature word tells whose or of what kind it is («حاجز للجيش», «مركز طبي»)."""
        known = self._known
        if word.startswith(known.assimilated):
            return True
        if feature.feature.id not in _OF_SOMEONE or word.startswith(known.article) or word in known.name_heads:
            return False
        return word.endswith(known.adjective_marks[0]) or word[0] == known.assimilated[0]

    def _name_end(self, text: Text, first: int, found: dict[int, PlaceMention], head: str) -> int:
        """The last word of an unknown name that begins at word `first`, which is `head` without its clitics."""
        known, words, joined = self._known, text.words, text.joined
        if any(mark in text.gap(first - 1) for mark in _QUOTES):
            for at in range(first, min(first + _LONGEST, len(words))):
                if any(mark in text.gap(at) for mark in _CLOSING):
                    return at
        limit = min(first + _LONGEST - 1, len(words) - 1)
        last = first
        while last < limit and (head if last == first else words[last]) in known.name_heads and joined[last]:
            last += 1
        if last < limit and joined[last] and words[last + 1] in known.name_tails:
            return last + 1
        if last < limit and joined[last] and last + 1 not in found:
            following = words[last + 1]
            construct = not head.startswith(known.article) and following.startswith(known.article)
            ends = following in known.name_ends or following in known.not_names or following in known.directions
            if construct and not ends and not self._nationalities.country(following):
                return last + 1
            if not ends and not following.startswith(known.article) and self._ends_here(text, last + 1):
                return last + 1
        return last

    def _ends_here(self, text: Text, at: int) -> bool:
        """Whether word `at` may end a name: no verb-like stop itself, and words that lead to another place follow."""
        known, word = self._known, text.words[at]
        if at + 1 >= len(text.words) or not text.joined[at] or word in known.features or word in known.relations:
            return False
        if word in known.prepositions or word in known.through or word[0].isdigit():
            return False
        if word in known.links or word in known.fillers:
            return False
        following = text.words[at + 1]
        return following in known.directions or following in known.features

    def _add_part(self, text: Text, at: int, found: dict[int, PlaceMention]) -> None:
        """«الشمال السوري»: a part of a country told by its adjective."""
        last, letters = at + 1, self._known.parts[text.words[at]]
        if last < len(text.words) and text.joined[at] and (second := self._known.directions.get(text.words[last])):
            letters, last = letters + second, last + 1
        if last >= len(text.words) or not text.joined[last - 1] or self._known.article not in text.words[last][:3]:
            return
        code = self._nationalities.country(text.words[last])
        if code in self._index.places:
            bearing = relations.combined(letters)
            found[at] = PlaceMention(
                text.span(at, last), at, last, " ".join(text.words[at : last + 1]), (code,), "area",
                f"direction:{bearing}", rule="part of a country",
            )  # fmt: skip

    def _add_territory(self, text: Text, at: int, found: dict[int, PlaceMention]) -> None:
        """«الأراضي اللبنانية», «الأجواء اللبنانية»: a country or its air, told by its adjective."""
        last = at + 1
        if last >= len(text.words) or not text.joined[at] or at in found:
            return
        code = self._nationalities.country(text.words[last])
        if code in self._index.places:
            relation = self._known.country_nouns[text.words[at]]
            name = " ".join(text.words[at : last + 1])
            found[at] = PlaceMention(
                text.span(at, last), at, last, name, (code,), "country", relation, rule="territory of a country"
            )

    def _add_capital(self, text: Text, at: int, found: dict[int, PlaceMention]) -> None:
        """«العاصمة» with no name after it: the capital of the article's country."""
        word = text.words[at]
        bare = next((one for one in self._known.capital_words if word.endswith(one[2:])), "")
        if bare and at not in found and at + 1 not in found:
            told = relations.before(text, at, "", self._known)
            found[at] = PlaceMention(
                text.span(at, at), at, at, bare, (), "city", told.relation, rule="capital of the article"
            )


def _past_brackets(text: Text, last: int) -> int:
    """The last word of what stands in brackets right after word `last` («قرى كذا (ريف حلب)، وكذا»), or `last`."""
    if "(" in text.gap(last):
        for at in range(last + 1, min(last + 1 + _LONGEST, len(text.words))):
            if ")" in text.gap(at):
                return at
    return last


def bare_span(text: Text, first: int, last: int, prefix: str) -> Span:
    """The raw span of words `first` to `last` without the clitics of the first."""
    word, start = text.words[first], text.folded_starts[first]
    if prefix and len(prefix) < len(word):
        return text.raw_span(start + len(prefix), text.folded_ends[last])
    return text.span(first, last)
