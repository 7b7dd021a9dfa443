"""What the store gives to those who decide: acts, undoing them, what is stale, and the record as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from rasd.model import Decision
from rasd.record import engine as database
from rasd.record import merging, schema
from rasd.record.keeping import count_change
from rasd.record.review import acts, ground
from rasd.record.review.acts import TAKEN_BACK, UNDONE, Acted
from rasd.record.review.asof import AsOf
from rasd.record.review.fields import APART, MERGE, STATUS
from rasd.record.review.ground import Stale
from rasd.record.review.standing import present


class Desk:
    """The desk of an open store. Raises StoreError for whatever the database refuses."""

    def __init__(self, name: str, reader: Engine, writer: Engine) -> None:
        self._name, self._reader, self._writer = name, reader, writer

    def act(self, decisions: Iterable[Decision], *, whole: bool = True) -> Acted:
        """Appends the decisions of one act in one transaction, and tells those refused.

        A decision whose `old` is not what holds now is refused, for somebody else has decided meanwhile. Of a `whole`
        act nothing is appended then; else the others are. Raises StoreError for a value that its field can't have.
        """
        with database.telling(self._name), self._writer.begin() as connection:
            done = acts.append(connection, decisions, whole=whole)
            if done.appended:
                count_change(connection)
        if any(one.field in (MERGE, APART) for one in done.appended):
            done = replace(done, merged=merging.merge(self._name, self._read, self._writer))
        return done

    def settle(self, ids: Sequence[str], status: str, who: str, at: datetime, why: str) -> Acted:
        """Gives incidents a status (a text of the field `status`) in one act, whatever theirs is now."""
        with database.telling(self._name), self._writer.begin() as connection:
            laid = ground.load(connection)
            last = {id: present(laid.of(id)).get(STATUS) for id in ids}
            made = [Decision(id, STATUS, one.new if one else None, status, who, at, why) for id, one in last.items()]
            done = acts.append(connection, made, whole=False)
            if done.appended:
                count_change(connection)
        return done

    def last_act(self, who: str | None = None) -> tuple[Decision, ...]:
        """The last act of a person (of anybody without a name) that was not undone."""
        with self._read() as connection:
            return acts.last_act(connection, who)

    def undo(self, who: str, at: datetime) -> Acted:
        """Undoes the last act of a person that was not undone, by another act; nothing when there is none."""
        return self.act(acts.turned(self.last_act(who), who, at, UNDONE))

    def take_back(self, decisions: Sequence[Decision], who: str, at: datetime) -> Acted:
        """Gives back what was there before some decisions, whoever made them."""
        return self.act(acts.turned(decisions, who, at, TAKEN_BACK))

    def stale(self) -> tuple[Stale, ...]:
        """The decisions in force that no longer stand on what they were made about, after newer rules."""
        with self._read() as connection:
            return ground.stale(connection)

    def assigned(self) -> dict[str, str]:
        """To whom the incidents are assigned that are, by id."""
        with self._read() as connection:
            laid = ground.load(connection)
        found = {id: laid.standing(id).review.to for id in laid.decisions}
        return {id: to for id, to in found.items() if to}

    def made_since(self, key: int) -> tuple[tuple[int, Decision], ...]:
        """The decisions made after the one of a number, with theirs; from 0 all."""
        d = schema.decisions
        with self._read() as connection:
            rows = connection.execute(select(d).where(d.c.key > key).order_by(d.c.key)).all()
        return tuple((row.key, ground.decision_of(row)) for row in rows)

    def as_of(self, moment: datetime) -> AsOf:
        """The record as it was at a moment."""
        return AsOf(moment, self._read)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with database.telling(self._name), self._reader.connect() as connection:
            yield connection
