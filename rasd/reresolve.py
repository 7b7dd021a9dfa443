"""After the gazetteer has changed: reads the reports of incidents without a place again, and decides what is new.

Machine output stays as it is; what comes out are decisions (rasd/record/decided.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from gazetteer.model import Place, Resolution
from gazetteer.reasons import ADDED, REMOVED
from rasd.model import Article, Decision, Incident
from rasd.record import decided
from rasd.record.decided import PLACE, DecidedPlace
from rasd.record.review.standing import present
from rasd.record.store import Store, StoredIncident

WHO = "local"


def placed(
    store: Store,
    extract: Callable[[Article], tuple[Incident, ...]],
    ids: Iterable[str],
    is_meant: Callable[[Place], bool],
    at: datetime,
) -> int:
    """Reads the reports of these incidents again and decides those now at a place that is meant; returns how many.

    Only the place is taken over, and only where the same words of the same sentence tell of the same act: what the
    report says about countries, provinces and towns around counts as it does in every extraction. `at` is the time of
    the decisions.
    """
    # Read before the writing begins, so that no other writer waits for the extraction.
    return store.decide(list(_decisions(store, extract, list(ids), is_meant, at)))


def given_back(store: Store, is_meant: Callable[[DecidedPlace], bool], at: datetime) -> int:
    """Gives incidents whose decided place is meant back to the machine, by another decision; returns how many."""
    meant = {incident: one for incident, one in store.decided_places().items() if is_meant(one)}
    return store.decide(
        Decision(incident, PLACE, one.text(), None, WHO, at, REMOVED) for incident, one in meant.items()
    )


def _decisions(
    store: Store,
    extract: Callable[[Article], tuple[Incident, ...]],
    ids: list[str],
    is_meant: Callable[[Place], bool],
    at: datetime,
) -> Iterator[Decision]:
    wanted = frozenset(ids)
    for article_id in dict.fromkeys(row.article_id for row in store.told(ids)):
        stored = store.article(article_id)
        if stored is None:
            continue
        again = {_told(one): one for one in extract(stored.article)}
        for one in stored.incidents:
            found = again.get(_told(one.incident))
            if one.row.id in wanted and found is not None and _same_words(found, one.incident):
                yield from _decision(one, found.resolution, is_meant, at)


def _decision(
    stored: StoredIncident, now: Resolution, is_meant: Callable[[Place], bool], at: datetime
) -> Iterator[Decision]:
    if now.place is None or not is_meant(now.place):
        return
    new = decided.of(now, stored.incident.place_text, f"{ADDED}: {now.reason}")
    last = present(stored.decisions).get(PLACE)
    if new is not None:
        yield Decision(stored.row.id, PLACE, last.new if last else None, new.text(), WHO, at, ADDED)


def _told(incident: Incident) -> tuple[object, ...]:
    """What makes an incident of two extractions of one report the same."""
    return incident.sentence, incident.trigger, incident.sub_event_type


def _same_words(one: Incident, other: Incident) -> bool:
    """Whether both are placed by the same words; a name now known may be longer than what was taken for it."""
    told, before = one.place_text or "", other.place_text or ""
    return bool(told and before) and (told in before or before in told)
