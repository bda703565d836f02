"""Two sessions that take their steps one at a time, in an order that is laid down.

A step ends before each lock that is asked for, before the first write and before the commit, so a
transaction has about five. A session that waits for a lock of the other has had its turn; its step
ends when it got the lock. On SQLite a transaction that writes has the database to itself, so a
session that would begin one meanwhile waits there.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from threading import Condition, Thread, get_ident
from typing import Any

from sqlalchemy import Connection, event, text

from placement.errors import PlacementError
from placement.store.database.opening import Store

STEPS = 5
STUCK_SECONDS = 20.0
LOOK_SECONDS = 0.001
LOCK = re.compile(r"FOR (NO KEY )?UPDATE")
WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)")
MOST_LOCKS = 2
OUR_MOMENT = "UPDATE transaction_moment"

Act = Callable[[], object]


class Stuck(RuntimeError):
    """Both sessions wait and neither can go on."""


def every_order(steps: int = STEPS) -> Iterator[tuple[int, ...]]:
    """Every order of the steps of two sessions: 252 for five and five."""
    for firsts in combinations(range(2 * steps), steps):
        yield tuple(0 if turn in firsts else 1 for turn in range(2 * steps))


@dataclass(eq=False)
class Session:
    """One of the two: what it does, and where it stands."""

    act: Act
    stands: str = "before"
    locks: int = 0
    has_written: bool = False
    process: int | None = None
    """The process of the server that works for it (PostgreSQL)."""
    end: object = None
    thread: Thread | None = field(default=None, repr=False)

    @property
    def is_over(self) -> bool:
        return self.stands == "over"


class Stage:
    """Where two sessions play an order; one stage for one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._changed = Condition()
        self._by_thread: dict[int, Session] = {}
        self._on_sqlite = store.engine.dialect.name == "sqlite"
        self._writer: Session | None = None

    def play(self, acts: Sequence[Act], order: Sequence[int]) -> list[object]:
        """Do two acts in an order of their steps; gives what each gave or how it was refused.

        Raises:
            Stuck: neither could go on.
        """
        self._by_thread, self._writer = {}, None
        sessions = [Session(act) for act in acts]
        with self._watched(), self._observer() as observer:
            for session in sessions:
                session.thread = Thread(target=self._live, args=(session,), daemon=True)
                session.thread.start()
            for turn in order:
                self._let_go_on(sessions[turn], observer)
            until = time.monotonic() + STUCK_SECONDS
            while not all(session.is_over for session in sessions):
                for session in sessions:
                    self._let_go_on(session, observer)
                if time.monotonic() > until:
                    raise Stuck(str(sessions))
        return [session.end for session in sessions]

    def _live(self, session: Session) -> None:
        self._by_thread[get_ident()] = session
        self._pause(session)
        try:
            session.end = session.act()
        except PlacementError as refused:
            session.end = refused
        except Exception as broken:  # noqa: BLE001 - whatever it is, it is what came of the act
            session.end = broken
        with self._changed:
            session.stands = "over"
            if self._writer is session:
                self._writer = None
            self._changed.notify_all()

    def _pause(self, session: Session) -> None:
        with self._changed:
            session.stands = "paused"
            self._changed.notify_all()
            while session.stands == "paused":
                self._changed.wait(STUCK_SECONDS)

    def _let_go_on(self, session: Session, observer: Connection | None) -> None:
        """Let a session take one step, until it pauses, is over or waits for a lock."""
        with self._changed:
            while session.stands == "before":
                self._changed.wait(LOOK_SECONDS)
            if session.stands == "begins" and self._writer in {None, session}:
                self._writer = session
                session.stands = "goes"
                self._changed.notify_all()
            elif session.stands == "paused":
                session.stands = "goes"
                self._changed.notify_all()
            while session.stands == "goes":
                self._changed.wait(LOOK_SECONDS)
                if session.stands == "goes" and self._waits(session, observer):
                    return

    def _waits(self, session: Session, observer: Connection | None) -> bool:
        if observer is None or session.process is None:
            return False
        query = text("SELECT 1 FROM pg_stat_activity WHERE pid = :p AND wait_event_type = 'Lock'")
        return observer.execute(query, {"p": session.process}).scalar() is not None

    @contextmanager
    def _observer(self) -> Iterator[Connection | None]:
        if self._on_sqlite:
            yield None
            return
        with self._store.engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def _watched(self) -> Iterator[None]:
        def before(_c: object, cursor: Any, statement: str, *_: object) -> None:  # noqa: ANN401 - of any driver
            session = self._by_thread.get(get_ident())
            if session is not None:
                self._before_statement(session, cursor, statement)

        def commit(_connection: object) -> None:
            session = self._by_thread.get(get_ident())
            if session is not None and session.has_written:
                self._pause(session)

        engine = self._store.engine
        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "commit", commit)
        try:
            yield
        finally:
            event.remove(engine, "before_cursor_execute", before)
            event.remove(engine, "commit", commit)

    def _before_statement(self, session: Session, cursor: Any, statement: str) -> None:  # noqa: ANN401 - as above
        info = getattr(getattr(cursor, "connection", None), "info", None)
        session.process = getattr(info, "backend_pid", None)
        if statement == "BEGIN IMMEDIATE":
            with self._changed:
                session.stands = "begins"
                self._changed.notify_all()
                while session.stands == "begins":
                    self._changed.wait(STUCK_SECONDS)
        elif LOCK.search(statement) and session.locks < MOST_LOCKS:
            session.locks += 1
            self._pause(session)
        elif not session.has_written and is_a_write(statement):
            session.has_written = True
            self._pause(session)


def is_a_write(statement: str) -> bool:
    """Whether a statement changes rows of ours; the moment of a transaction is none."""
    return bool(WRITE.match(statement)) and not statement.startswith(OUR_MOMENT)
