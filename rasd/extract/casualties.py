"""Finds tolls: how many people were killed or injured, who they were, and where the text says that nobody was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from gazetteer.arabic import Text
from gazetteer.phrases import stems
from rasd.extract.people import People, bare_span, near, read_people, read_sum, starts_count, stops
from rasd.lexicon.casualties import KINDS, Head, casualty_words
from rasd.model import Toll

# How many words may stand between people and the verb after them («12 شخصا على الأقل قتلوا»), between «لقي» and
# «مصرعه», before a head for a word that undoes it, after people for an illness, and from a toll to its «بينهم».
_VERB_REACH = 4
_END_REACH = 8
_UNDONE_REACH = 3
_ILLNESS_REACH = 4
_AMONG_REACH = 15
_AGENT_REACH = 4


def find(text: Text) -> list[Toll]:
    """The tolls of a text in order; those of one phrase that tells of both kinds share its span.

    A joint figure of killed and injured is no toll, nor are threats, illness and things counted; «دون وقوع إصابات» is
    zero, «دون أنباء عن ضحايا» nothing. `rule` names the pattern.
    """
    finder = Finder(text)
    for at, word in enumerate(text.words):
        patterns = _patterns_of(word)
        if patterns and at >= finder.free:
            for pattern in patterns:
                if pattern(finder, at):
                    break
    return finder.found


class Finder:
    """The tolls found so far; `free` is the first word that none has taken yet."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.words = text.words
        self.lexicon = casualty_words()
        self.found: list[Toll] = []
        self.free = 0

    def take(self, last: int) -> bool:
        """Marks the words up to `last` as read."""
        self.free = max(self.free, last + 1)
        return True

    def add(self, first: int, people: People, kind: str, rule: str, *, last: int = -1, among: bool = False) -> bool:
        """Adds a toll of words `first` to the people's last (or `last`), unless it is joint, an illness or undone."""
        last = max(last, people.last)
        joint = self._joint_end(people.last)
        if joint >= 0:
            return self.take(joint)
        if self._is_illness(people.last) or (people.low is None and people.vague is None):
            return self.take(people.last)
        named = people.noun_first >= 0
        victims = bare_span(self.text, people.noun_first, people.noun_last) if named else None
        self.found.append(
            Toll(
                bare_span(self.text, first, last),
                first,
                last,
                kind,
                people.low,
                people.high,
                rule,
                people.vague,
                self.text.raw[victims.start : victims.end] if victims else "",
                people.kind,
                among,
            )  # fmt: skip
        )
        return self.take(last)

    def _joint_end(self, last: int) -> int:
        """The last word of «(ما) بين قتيل وجريح» or «12 قتيلا وجريحا» after word `last`; -1 when there is no such."""
        words, nouns, joint = self.words, self.lexicon.nouns, self.lexicon.and_word
        after = last + 1
        if after >= len(words) or not near(self.text, last):
            return -1
        for here in (after, after + 1):
            between = here < len(words) and any(
                effect == "between" and len(phrase) == 1 for phrase, effect in self.lexicon.quantifiers.get(words[here], ())
            )  # fmt: skip
            one = nouns.get(words[here + 1]) if between and here + 2 < len(words) else None
            two = nouns.get(words[here + 2].removeprefix(joint)) if one is not None and one.toll else None
            if two is not None and two.toll:
                return here + 2
        noun, following = nouns.get(words[last]), nouns.get(words[after].removeprefix(joint))
        if noun is None or following is None or not noun.toll or following.toll in ("", noun.toll):
            return -1
        alike = noun.count == following.count != 2 and words[after][0] == joint
        return after if alike and _counted(self, last) else -1

    def _is_illness(self, last: int) -> bool:
        illness = self.lexicon.sets["illness"]
        for at in range(last, min(last + _ILLNESS_REACH, len(self.words) - 1)):
            if stops(self.text, at):
                return False
            if self.words[at + 1] in illness:
                return True
        return False

    def undone(self, at: int) -> bool:
        """Whether an attempt or a threat stands before word `at`."""
        for here in range(at - 1, max(-1, at - 1 - _UNDONE_REACH), -1):
            if stops(self.text, here):
                return False
            if any(stem in self.lexicon.sets["not_after"] for stem, _ in stems(self.words[here])):
                return True
        return False


Pattern = Callable[[Finder, int], bool]


def _counted(finder: Finder, at: int) -> bool:
    return at > 0 and near(finder.text, at - 1) and starts_count(finder.words[at - 1])


@lru_cache(maxsize=100_000)
def _patterns_of(word: str) -> tuple[Pattern, ...]:
    """The patterns that may begin with this folded word; none for most words."""
    lexicon = casualty_words()
    known = {stem for stem, _ in stems(word)}
    found: list[Pattern] = []
    if known & lexicon.none.starters.keys():
        found.append(_nobody)
    if known & lexicon.none.material.keys():
        found.append(_material)
    if known & lexicon.among.keys():
        found.append(_among)
    if known & lexicon.total_before:
        found.append(_total)
    if known & lexicon.phrase_firsts:
        found.append(_phrase_head)
    if known & lexicon.pronouns.keys():
        found.append(_pronoun)
    if _head_of(word) is not None:
        found.append(_head)
    if starts_count(word) or word in lexicon.nouns:
        found.append(_counted_people)
    if word in lexicon.after and lexicon.after[word].number == "two":
        found.append(_two_verb)
    return tuple(found)


@lru_cache(maxsize=50_000)
def _head_of(word: str) -> Head | None:
    heads = casualty_words().heads
    return next((heads[stem] for stem, _ in stems(word) if stem in heads), None)


def _head(finder: Finder, at: int) -> bool:
    """«مقتل خمسة مدنيين», «أصيب طفل», «أودى بحياة 12», «لقي جنديان مصرعهما»."""
    head = _head_of(finder.words[at])
    if head is None or at + 1 >= len(finder.words) or stops(finder.text, at):
        return False
    if finder.undone(at):
        return False
    joint = _joint_heads(finder, at, head)
    if joint is not None:
        return joint
    if head.ended:
        return _ended(finder, at, head)
    people = _people_after(finder, at)
    if head.form == "verb":
        return _verb(finder, at, head, people)
    if people is None:
        return not head.open and head.form == "noun" and _named(finder, at, head)
    if head.open and not people.toll:
        return _opened(finder, at, people)
    if _is_general(people):
        return False
    return finder.add(at, people, (people.toll or head.toll) if head.open else head.toll, head.form)


def _people_after(finder: Finder, at: int) -> People | None:
    """The people after a head at word `at`, words of time between them passed over; none with a preposition («قتل بإحدى»)."""
    here, times = at + 1, finder.lexicon.sets["time_words"]
    while near(finder.text, here - 1) and finder.words[here] in times:
        here += 1
    if not near(finder.text, here - 1):
        return None
    people = read_sum(finder.text, here)
    return None if people is None or people.preposed else people


def _phrase_head(finder: Finder, at: int) -> bool:
    """«القضاء على ثلاثة إرهابيين»."""
    words = finder.words
    if at + 2 >= len(words) or not near(finder.text, at):
        return False
    for stem, _ in stems(words[at]):
        head = finder.lexicon.phrase_heads.get((stem, words[at + 1]))
        if head is not None:
            people = _people_after(finder, at + 1)
            return people is not None and not _is_general(people) and finder.add(at, people, head.toll, "phrase")
    return False


def _pronoun(finder: Finder, at: int) -> bool:
    """«مقتله», «مقتله مع اثنين من مرافقيه»."""
    words, pronouns = finder.words, finder.lexicon.pronouns
    kind = next(pronouns[stem] for stem, _ in stems(words[at]) if stem in pronouns)
    people = People(at, at, 1, 1)
    if at + 2 < len(words) and words[at + 1] == finder.lexicon.with_word and near(finder.text, at):
        others = read_sum(finder.text, at + 2)
        if others is not None and others.low:
            people = People(at, others.last, others.low + 1, others.high + 1 if others.high else None, kind=others.kind)
    return finder.add(at, people, kind, "pronoun")


def _two_verb(finder: Finder, at: int) -> bool:
    """«قتلا»: two people told of before."""
    return finder.add(at, People(at, at, 2, 2), finder.lexicon.after[finder.words[at]].toll, "two_verb")


def _joint_heads(finder: Finder, at: int, head: Head) -> bool | None:
    """«مقتل وإصابة 12»: a joint figure, passed over with its people; None when the head stands alone."""
    words, joint = finder.words, finder.lexicon.and_word
    if words[at + 1][0] != joint:
        return None
    other = finder.lexicon.heads.get(words[at + 1].removeprefix(joint))
    if other is None or other.toll == head.toll:
        return None
    people = read_people(finder.text, at + 2)
    if people is None:
        return None
    return finder.take(people.last)


def _ended(finder: Finder, at: int, head: Head) -> bool:
    ends = finder.lexicon.sets["ends"]
    for here in range(at + 1, min(at + 1 + _END_REACH, len(finder.words))):
        if stops(finder.text, here - 1):
            return False
        if finder.words[here] in ends:
            people = read_sum(finder.text, at + 1 if here > at + 1 else here + 1)
            if people is None or _is_general(people):
                return False
            return finder.add(at, people, head.toll, "ended", last=here)
    return False


def _named(finder: Finder, at: int, head: Head) -> bool:
    """«مقتل الشيخ فلان»: a title and a name are one person."""
    if not near(finder.text, at) or finder.words[at + 1] not in finder.lexicon.sets["titles"]:
        return False
    return finder.add(at, People(at + 1, at + 1, 1, 1), head.toll, "named")


def _opened(finder: Finder, at: int, people: People) -> bool:
    """«سقوط خمسة مدنيين قتلى», «سقوط خمسة مدنيين»: who fell is dead unless another toll noun follows."""
    after = people.last + 1
    noun = finder.lexicon.nouns.get(finder.words[after]) if after < len(finder.words) else None
    if noun is not None and noun.toll and near(finder.text, people.last):
        return finder.add(at, people, noun.toll, "noun", last=after)
    return people.said and bool(people.kind) and finder.add(at, people, KINDS[0], "noun")


def _is_general(people: People) -> bool:
    """«المدنيين», «القتلى»: people in general, not a toll."""
    return people.noun is not None and people.noun.definite and people.low is None and not people.said and (
        people.vague is None or people.noun_first == people.first
    )  # fmt: skip


def _verb(finder: Finder, at: int, head: Head, people: People | None) -> bool:
    if people is not None and not people.said and (people.noun is None or not people.noun.accusative):
        struck = _object(finder, people.last + 1, _AGENT_REACH) if people.noun is not None else None
        if struck is not None:
            return finder.add(at, struck, head.toll, "verb")
    if people is None:
        people = _object(finder, at + 1, finder.lexicon.window_reach)
    if people is None:
        return _named(finder, at, head)
    return not _is_general(people) and finder.add(at, people, head.toll, "verb")


def _object(finder: Finder, at: int, reach: int) -> People | None:
    """Whom a verb struck, some words after it: «قتل الجيش أمس خمسة مسلحين», «قتل جندي شابا»."""
    lexicon, words = finder.lexicon, finder.words
    for here in range(at, min(at + reach, len(words))):
        word = words[here]
        if stops(finder.text, here - 1) or word in lexicon.window_stops or _head_of(word) is not None:
            return None
        if word[0] == lexicon.and_word and word not in lexicon.nouns and starts_count(word):
            return None
        if word in lexicon.after or word in lexicon.among:
            return None
        noun = lexicon.nouns.get(word)
        if noun is not None and noun.accusative and not noun.toll:
            return read_sum(finder.text, here)
        if noun is None and starts_count(word):
            people = read_sum(finder.text, here)
            if people is not None and (people.said or people.vague) and people.noun is not None and not people.toll:
                return people
            if people is not None:
                return None
    return None


def _counted_people(finder: Finder, at: int) -> bool:
    """«خمسة قتلى», «قتيلان», «قتلى وجرحى», «12 شخصا قتلوا», «إن جنديا قتل»."""
    words, lexicon = finder.words, finder.lexicon
    opened = at > 0 and words[at - 1] in lexicon.sets["clause_openers"]
    if not opened and not starts_count(words[at]):
        return False
    people = read_sum(finder.text, at)
    if people is None:
        return False
    if people.toll:
        return _toll_noun(finder, at, people)
    verb = _verb_after(finder, people, opened)
    if verb >= 0 and not people.definite:
        return finder.add(at, people, lexicon.after[words[verb]].toll, "people_verb", last=verb)
    return people.said and finder.take(people.last)


def _toll_noun(finder: Finder, at: int, people: People) -> bool:
    """A count with a noun such as «قتيل»; the noun alone counts only beside another or after «سقوط» and its like."""
    noun = people.noun
    if people.said or (noun is not None and people.noun_first > people.first):
        return finder.add(at, people, people.toll, "count")
    if noun is None or noun.definite:
        return False
    if noun.count == 1 and noun.counted_only:
        return _body(finder, at, people)
    if noun.count == 2:
        return finder.add(at, people, people.toll, "count")
    if _paired(finder, at, people):
        return finder.add(at, people, people.toll, "bare")
    return False


def _body(finder: Finder, at: int, people: People) -> bool:
    """«العثور على جثة»."""
    sets, words = finder.lexicon.sets, finder.words
    found = words[at] in sets["body_nouns"] and at > 0 and words[at - 1] in sets["body_cues"]
    return found and finder.add(at, people, people.toll, "body")


def _paired(finder: Finder, at: int, people: People) -> bool:
    """«قتيل و5 جرحى», «قتلى وجرحى», «5 قتلى وجريح»: a toll noun beside another."""
    if finder.found and finder.found[-1].last == at - 1:
        return True
    after = people.last + 1
    if after >= len(finder.words) or not near(finder.text, people.last):
        return False
    joint = finder.lexicon.and_word
    following = finder.words[after]
    if following == joint:
        other = read_people(finder.text, after + 1)
    else:
        other = read_people(finder.text, after) if following[0] == joint else None
    return other is not None and other.toll not in ("", people.toll)


def _verb_after(finder: Finder, people: People, opened: bool) -> int:
    """The verb that tells what became of the people before it, or -1."""
    words, lexicon = finder.words, finder.lexicon
    for here in range(people.last + 1, min(people.last + 1 + _VERB_REACH, len(words))):
        if stops(finder.text, here - 1):
            return -1
        after = lexicon.after.get(words[here])
        if after is not None:
            return here if (after.number != "one" or (opened and here == people.last + 1)) else -1
        if _head_of(words[here]) is not None or words[here] in lexicon.sets["clause_openers"]:
            return -1
    return -1


def _total(finder: Finder, at: int) -> bool:
    """«بلغ عدد القتلى 12», «ارتفعت حصيلة الضحايا إلى 43»."""
    words, lexicon = finder.words, finder.lexicon
    kind, joint = "", False
    for here in range(at + 1, min(at + 1 + lexicon.total_reach, len(words))):
        if stops(finder.text, here - 1):
            return False
        word = words[here]
        if not kind:
            kind = lexicon.totals.get(word, "")
            if not kind and here > at + 2:
                return False
            continue
        joint = joint or lexicon.totals.get(word.removeprefix(lexicon.and_word), kind) != kind
        exceeds = word in lexicon.exceeding
        known = exceeds or word in lexicon.total_verbs
        people = read_people(finder.text, here + known) if known or word[0].isdigit() else None
        if people is None or not people.said:
            continue
        if words[people.first - 1] in lexicon.sets["of_words"]:
            people = replace(people, low=people.high)
        if exceeds:
            people = replace(people, high=None)
        return finder.take(people.last) if joint else finder.add(at, people, people.toll or kind, "total")
    return False


def _among(finder: Finder, at: int) -> bool:
    """«بينهم طفلان وامرأة»: each a part of the toll before it."""
    if not finder.found or not _same_sentence(finder, finder.found[-1].last, at):
        return False
    words, lexicon = finder.words, finder.lexicon
    here = at + max(
        (len(p) for stem, _ in stems(words[at]) for p in lexicon.among.get(stem, ()) if tuple(words[at + 1 : at + len(p)]) == p[1:]),
        default=0,
    )  # fmt: skip
    kind = next(toll.kind for toll in reversed(finder.found) if not toll.among)
    first = at
    while here > at:
        people = read_people(finder.text, here)
        if people is None or people.low is None or (people.noun is None and not people.said):
            break
        if people.toll and people.toll != kind:
            break
        finder.add(first, people, kind, "among", among=True)
        first = here = people.last + 1
        if here >= len(words) or words[here][0] != lexicon.and_word or not near(finder.text, people.last):
            break
        here += words[here] == lexicon.and_word
    return first > at


def _same_sentence(finder: Finder, first: int, last: int) -> bool:
    if last - first > _AMONG_REACH:
        return False
    return not any(stops(finder.text, at) for at in range(first, last))


def _nobody(finder: Finder, at: int) -> bool:
    """«دون وقوع إصابات», «لم يصب أحد», «لم يسفر القصف عن خسائر بشرية»: zero of each kind that the words name."""
    words, none = finder.words, finder.lexicon.none
    if at + 1 >= len(words) or stops(finder.text, at):
        return False
    if not any(words[at + 1] in none.starters.get(stem, ()) for stem, _ in stems(words[at])):
        return False
    if at > 0 and any(stem in none.not_after for stem, _ in stems(words[at - 1])):
        return False
    for here in range(at + 1, min(at + 1 + none.reach, len(words))):
        word = words[here]
        if stops(finder.text, here - 1) or word in none.news or word[0].isdigit():
            return False
        kinds = none.nouns.get(word) or (none.verbs.get(word) if _nobody_near(finder, here) else None)
        last = here
        if kinds is None and word in none.losses:
            last = _of_life(finder, here)
            kinds = KINDS if last > here else None
        if kinds is not None:
            others = last + 1 < len(words) and words[last + 1] in finder.lexicon.others
            return not others and _zero(finder, at, last, kinds)
    return False


def _material(finder: Finder, at: int) -> bool:
    """«اقتصرت الأضرار على الماديات»: nobody was hurt."""
    words, material = finder.words, finder.lexicon.none.material
    for stem, _ in stems(words[at]):
        for phrase in material.get(stem, ()):
            if tuple(words[at + 1 : at + len(phrase)]) == phrase[1:]:
                return _zero(finder, at, at + len(phrase) - 1, KINDS)
    return False


def _nobody_near(finder: Finder, at: int) -> bool:
    nobody = finder.lexicon.none.nobody
    return any(word in nobody for word in finder.words[at - 1 : at + 3])


def _of_life(finder: Finder, at: int) -> int:
    """The word that makes losses those of people («خسائر مادية أو بشرية»), or `at` itself when none does."""
    for here in range(at + 1, min(at + 4, len(finder.words))):
        if stops(finder.text, here - 1):
            break
        if finder.words[here] in finder.lexicon.none.of_life:
            return here
    return at


def _zero(finder: Finder, first: int, last: int, kinds: tuple[str, ...]) -> bool:
    """Adds zero of each kind that the sentence has not told already."""
    told = {toll.kind for toll in finder.found if _same_sentence(finder, toll.last, first)}
    span = bare_span(finder.text, first, last)
    finder.found += [Toll(span, first, last, kind, 0, 0, "none") for kind in kinds if kind not in told]
    return finder.take(last)
