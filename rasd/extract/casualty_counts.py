"""Tolls told by counted people («خمسة قتلى», «12 شخصا قتلوا», «بينهم طفل»): patterns of `casualties`."""

from __future__ import annotations

from gazetteer.phrases import stems
from rasd.extract.casualty_finder import Finder, head_of, same_sentence
from rasd.extract.clauses import near, stops
from rasd.extract.people import People, read_people, starts_count
from rasd.extract.people_sums import read_sum

# How many words may stand between people and the verb after them («12 شخصا على الأقل قتلوا»), between «لقي» and
# «مصرعه», before a head for a word that undoes it, after people for an illness, and from a toll to its «بينهم».
_VERB_REACH = 4


def counted_people(finder: Finder, at: int) -> bool:
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
    return (people.said or people.last > at) and finder.take(people.last)


def _toll_noun(finder: Finder, at: int, people: People) -> bool:
    """A count with a noun such as «قتيل»; the noun alone counts only beside another or after «سقوط» and its like."""
    noun = people.noun
    if people.parted and noun is not None and noun.definite:
        return finder.add(at, people, people.toll, "count", among=True)
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
        if head_of(words[here]) is not None or words[here] in lexicon.sets["clause_openers"]:
            return -1
    return -1


def two_verb(finder: Finder, at: int) -> bool:
    """«قتلا»: two people told of before."""
    return finder.add(at, People(at, at, 2, 2), finder.lexicon.after[finder.words[at]].toll, "two_verb")


def total(finder: Finder, at: int) -> bool:
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
            people = people._replace(low=people.high)
        if exceeds:
            people = people._replace(high=None)
        return finder.take(people.last) if joint else finder.add(at, people, people.toll or kind, "total")
    return False


def among(finder: Finder, at: int) -> bool:
    """«بينهم طفلان وامرأة»: each a part of the toll before it."""
    if not finder.found or not same_sentence(finder, finder.found[-1].last, at):
        return False
    words, lexicon = finder.words, finder.lexicon
    here = at + _length(finder, at)
    kind = finder.found[-1].kind
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


def _length(finder: Finder, at: int) -> int:
    """How many words the longest of `among`'s phrases takes at word `at`."""
    words, known = finder.words, finder.lexicon.among
    phrases = [phrase for stem, _ in stems(words[at]) for phrase in known.get(stem, ())]
    return max((len(p) for p in phrases if tuple(words[at + 1 : at + len(p)]) == p[1:]), default=0)
