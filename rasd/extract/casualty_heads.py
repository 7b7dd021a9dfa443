"""Tolls told after a word such as «مقتل» or «أصيب»: patterns of `casualties`."""

from __future__ import annotations

from gazetteer.phrases import stems
from rasd.extract.casualty_finder import Finder, head_of, is_general
from rasd.extract.clauses import near, stops
from rasd.extract.people import People, read_people, starts_count
from rasd.extract.people_sums import read_sum
from rasd.lexicon.casualties import Head
from rasd.lexicon.casualty_nouns import KINDS, Noun

_END_REACH = 12
_AGENT_REACH, _SURE_AGENT_REACH = 4, 12
_PAIR = 2


def head(finder: Finder, at: int) -> bool:
    """«مقتل خمسة مدنيين», «أصيب طفل», «أودى بحياة 12», «لقي جنديان مصرعهما»."""
    head = head_of(finder.words[at])
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
        return _with_others(finder, at, head) or _verb(finder, at, head, people)
    if people is None:
        return not head.open and head.form == "noun" and _named(finder, at, head)
    if head.open and not people.toll:
        return _opened(finder, at, people)
    if is_general(people):
        return False
    return finder.add(at, people, (people.toll or head.toll) if head.open else head.toll, head.form)


def _people_after(finder: Finder, at: int) -> People | None:
    """The people after a head at word `at`, past words of time; none that follow a preposition («قتل بإحدى»)."""
    here, times = at + 1, finder.lexicon.sets["time_words"]
    while near(finder.text, here - 1) and finder.words[here] in times:
        here += 1
    if not near(finder.text, here - 1):
        return None
    people = read_sum(finder.text, here)
    return None if people is None or people.preposed else people


def phrase_head(finder: Finder, at: int) -> bool:
    """«القضاء على ثلاثة إرهابيين»."""
    words = finder.words
    if at + 2 >= len(words) or not near(finder.text, at):
        return False
    for stem, _ in stems(words[at]):
        head = finder.lexicon.phrase_heads.get((stem, words[at + 1]))
        if head is not None:
            people = _people_after(finder, at + 1)
            return people is not None and not is_general(people) and finder.add(at, people, head.toll, "phrase")
    return False


def pronoun(finder: Finder, at: int) -> bool:
    """«مقتله», «مقتله مع اثنين من مرافقيه»."""
    words, pronouns = finder.words, finder.lexicon.pronouns
    kind = next(pronouns[stem] for stem, _ in stems(words[at]) if stem in pronouns)
    people = People(at, at, 1, 1)
    if at + 2 < len(words) and words[at + 1] == finder.lexicon.with_word and near(finder.text, at):
        others = read_sum(finder.text, at + 2)
        if others is not None and others.low:
            people = People(at, others.last, others.low + 1, others.high + 1 if others.high else None, kind=others.kind)
    return finder.add(at, people, kind, "pronoun")


def _with_others(finder: Finder, at: int, head: Head) -> bool:
    """«قُتل مع ثلاثة من مرافقيه»: one person, told of before, and those with him."""
    if finder.words[at + 1] != finder.lexicon.with_word or at + 2 >= len(finder.words) or not near(finder.text, at):
        return False
    others = read_sum(finder.text, at + 2)
    if others is None or not others.low or (others.noun is not None and others.noun.definite):
        return False
    high = others.high + 1 if others.high is not None else None
    return finder.add(at, others._replace(low=others.low + 1, high=high), head.toll, "verb")


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
            if people is None or is_general(people):
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


def _verb(finder: Finder, at: int, head: Head, people: People | None) -> bool:
    if people is not None and not people.said and (people.noun is None or not people.noun.accusative):
        unknown = not finder.lexicon.sets["unknowns"].isdisjoint(finder.words[at + 1 : at + 3])
        active = (unknown or finder.words[at] in finder.lexicon.sets["active"]) and not people.definite
        agent = active or finder.words[at + 1] in finder.lexicon.sets["agents"]
        reach = _SURE_AGENT_REACH if agent else _AGENT_REACH
        struck = _object(finder, people.last + 1, reach) if people.noun is not None else None
        if struck is not None:
            return finder.add(at, struck, head.toll, "verb")
        if active:
            return finder.take(people.last)
    if people is None:
        people = _object(finder, at + 1, finder.lexicon.window_reach) or _put_off(finder, at + 1)
    if people is None:
        return _named(finder, at, head)
    return not is_general(people) and finder.add(at, people, head.toll, "verb")


def _put_off(finder: Finder, at: int) -> People | None:
    """Whom a verb tells of behind where and how it was: «أصيب خلال المواجهات في البلدة ثلاثة شبان».

    Only a number with its people; one right behind a verb of its own («نفذه ثلاثة مسلحين») did the act.
    """
    lexicon, words = finder.lexicon, finder.words
    if at >= len(words) or words[at] not in lexicon.sets["put_off"]:
        return None
    for here in range(at + 1, min(at + lexicon.put_off_reach, len(words))):
        word = words[here]
        if not near(finder.text, here - 1) or word in lexicon.sets["clause_openers"] or head_of(word) is not None:
            return None
        if starts_count(word):
            people = read_sum(finder.text, here)
            if people is None or people.preposed or people.toll or words[here - 1] in lexicon.sets["put_off"]:
                continue
            if words[here - 1] in lexicon.sets["done_by"]:
                return None
            if people.said and people.noun is not None and people.noun.kind and word[0] != lexicon.and_word:
                return people
    return None


def _object(finder: Finder, at: int, reach: int) -> People | None:
    """Whom a verb struck, some words after it: «قتل الجيش أمس خمسة مسلحين», «قتل جندي شابا»."""
    lexicon, words = finder.lexicon, finder.words
    for here in range(at, min(at + reach, len(words))):
        word = words[here]
        if stops(finder.text, here - 1) or word in lexicon.window_stops or head_of(word) is not None:
            return None
        if word in lexicon.sets["time_words"]:
            continue
        if word[0] == lexicon.and_word and word not in lexicon.nouns and starts_count(word):
            return None
        if word in lexicon.after or _opens_part(finder, here) or word in lexicon.sets["done_by"]:
            return None
        noun = lexicon.nouns.get(word)
        if noun is not None and not noun.toll and (noun.accusative or _is_pair(finder, here, noun)):
            if words[here - 1] in lexicon.sets["garb"]:
                continue
            return read_sum(finder.text, here)
        if noun is None and starts_count(word):
            people = read_sum(finder.text, here)
            if people is not None and (people.said or people.vague) and people.noun is not None and not people.toll:
                return people
            if people is not None:
                return None
    return None


def _opens_part(finder: Finder, at: int) -> bool:
    """Whether a part of a toll begins at word `at` («من بينهم طفل»), not any «من»."""
    words = finder.words
    return any(tuple(words[at : at + len(phrase)]) == phrase for phrase in finder.lexicon.among.get(words[at], ()))


def _is_pair(finder: Finder, at: int, noun: Noun) -> bool:
    """Whether two people without a preposition are told of at word `at`: «قتل الجنود شابين», «فلسطينيين اثنين»."""
    words, lexicon = finder.words, finder.lexicon
    if noun.definite or words[at - 1] in lexicon.sets["put_off"]:
        return False
    if not noun.unsure:
        return noun.count == _PAIR
    return at + 1 < len(words) and words[at + 1] in lexicon.sets["two_words"] and near(finder.text, at)
