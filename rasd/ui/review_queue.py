"""The queue of a session: the incidents that wait for a person, and where in it the reader stands.

It is worked out when the page is entered and when the filters change, not after each decision: the next item is
then there at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import streamlit as st

from rasd.record.merge import Doubt
from rasd.record.review.ground import Stale
from rasd.record.store import StoredIncident
from rasd.ui import data, people, state
from rasd.view.filters import Selection
from rasd.view.queue import Waiting, order

_QUEUE, _MINE, _AHEAD = "review_queue", "review_mine", "review_ahead"


@dataclass(slots=True)
class Queue:
    """`ids` in order, `at` where the reader stands; `stale` and `doubts` by incident, `gone` the decisions whose
    incident newer rules do not find. `made_for` tells when it must be worked out anew."""

    ids: list[str]
    stale: dict[str, Stale] = field(default_factory=dict)
    gone: tuple[Stale, ...] = ()
    doubts: dict[str, Doubt] = field(default_factory=dict)
    made_for: object = None
    at: int = 0

    @property
    def current(self) -> str | None:
        """The incident looked at."""
        return self.ids[self.at] if self.at < len(self.ids) else None

    @property
    def next(self) -> str | None:
        """The incident after it."""
        return self.ids[self.at + 1] if self.at + 1 < len(self.ids) else None

    def step(self, by: int) -> None:
        """Goes on or back."""
        self.at = min(max(self.at + by, 0), max(len(self.ids) - 1, 0))

    def settled(self) -> None:
        """Leaves the incident looked at out; the one after it is looked at then."""
        if self.current is not None:
            del self.ids[self.at]
        self.step(0)

    def show(self, id: str) -> None:
        """Looks at an incident, which comes in here when it is not in the queue."""
        if id in self.ids:
            self.at = self.ids.index(id)
        else:
            self.ids.insert(self.at, id)


def refreshed() -> Queue:
    """The queue, worked out anew when the store or what is asked for has changed; the reader stays where they are."""
    selection, mine = state.selection(), bool(st.session_state.get(_MINE))
    now = data.store().change_counter(), selection, mine
    before: Queue | None = st.session_state.get(_QUEUE)
    if before is not None and before.made_for == now:
        _follow(before)
        return before
    made = _made(selection, mine)
    made.made_for = now
    if before is not None and before.current in made.ids:
        made.at = made.ids.index(str(before.current))
    st.session_state[_QUEUE] = made
    _follow(made)
    return made


def held() -> Queue:
    """The queue as it stands."""
    found: Queue = st.session_state[_QUEUE]
    return found


def mine() -> bool:
    """Whether only what is assigned to the reader is in the queue."""
    return bool(st.session_state.get(_MINE))


def set_mine(only: bool) -> None:
    """Changes whether only what is assigned to the reader is in the queue."""
    st.session_state[_MINE] = only


def look_ahead(queue: Queue) -> None:
    """Reads the incident after the one looked at, so that it is there when it is asked for."""
    id = queue.next
    st.session_state[_AHEAD] = (id, data.store().change_counter(), data.incident(id)) if id else None


def item(id: str) -> StoredIncident | None:
    """An incident of the queue, read ahead or now."""
    ahead = st.session_state.get(_AHEAD)
    if ahead and ahead[:2] == (id, data.store().change_counter()):
        found: StoredIncident | None = ahead[2]
        return found
    return data.incident(id)


def unsettled(selection: Selection) -> list[str]:
    """The selected incidents that nobody has settled."""
    asked = data.asked(selection)
    rows = order(asked, Waiting())
    return asked.snapshot.ids.gather(rows).to_list()


def _follow(queue: Queue) -> None:
    """Goes to the incident that the address or another page chose."""
    chosen = state.chosen()
    if chosen and chosen != queue.current:
        queue.show(chosen)


def _made(selection: Selection, mine: bool) -> Queue:
    found = data.review_state()
    asked = data.asked(selection)
    waiting = Waiting(frozenset(found.stale), {id: one.score for id, one in found.doubts.items()})
    ids = asked.snapshot.ids.gather(order(asked, waiting)).to_list()
    if mine:
        person = people.person()
        own = {id for id, to in found.assigned.items() if person and to == person.known_as}
        ids = [id for id in ids if id in own]
    return Queue(ids, found.stale, found.gone, found.doubts)
