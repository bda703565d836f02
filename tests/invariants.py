"""What must be true of the rows at any moment: one list of what is not.

Written from design.md 3, 6 and 9, not from the code. Each query of `tests.invariants_rows`
finds the rows that break its sentence; what SQL says badly is written out here. Rows that a test
laid down without their journal are believed, but what was journalled of a record must lead to
what it is now.
"""

import itertools
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from placement.store.nights import tonight_at
from placement.store.tables import Placement
from tests.invariants_rows import NEVER, STEPS

SHOWN = 3

KEPT_AS_KNOWN = ("occupancy", "bed", "place", "contract", "stay")
"""Source: design.md 9: facts that must be known "as on date x" have version rows."""


def broken_invariants(session: Session, now: datetime, *, settled: bool = False) -> list[str]:
    """What is not as it must be, one sentence each with some ids; empty when all is well.

    Args:
        session: a transaction that reads.
        now: the instant.
        settled: every site was settled at ``now``, so what settling promises must hold too.
    """
    return [
        *_rows_that_must_not_be(session),
        *_apart(session, now),
        *_waiting(session),
        *_journal(session),
        *_versions(session),
        *(_unsettled(session, now) if settled else ()),
    ]


def _rows_that_must_not_be(session: Session) -> Iterator[str]:
    for sentence, query in NEVER.items():
        found = sorted({str(row[0]) for row in session.execute(text(query))})
        if found:
            yield _told(sentence, found)


def _apart(session: Session, now: datetime) -> Iterator[str]:
    """SAF-4: households that are kept apart, on a night that is still to come.

    A stay that goes on unreported, or for longer than was reported, can meet whoever is on the way
    already; that became a task for a person.
    """
    query = text(
        "SELECT a.id FROM keep_apart k"
        " JOIN occupancy a ON a.household_id = k.one_id"
        " JOIN occupancy b ON b.household_id = k.other_id"
        " AND a.begins < b.until AND b.begins < a.until"
        " JOIN place pa ON pa.id = a.place_id JOIN place pb ON pb.id = b.place_id"
        " AND pa.site_id = pb.site_id"
        " WHERE a.until > :tonight AND b.until > :tonight"
        " AND a.basis <> 'settled' AND b.basis <> 'settled'"
        " AND NOT EXISTS (SELECT 1 FROM journal j WHERE j.record_kind = 'placement'"
        " AND j.record_id IN (a.placement_id, b.placement_id) AND j.act = 'call_for_a_person')"
    )
    found = sorted(row[0] for row in session.execute(query, {"tonight": _day(session, now)}))
    if found:
        yield _told("households that must be kept apart meet", found)


def _waiting(session: Session) -> Iterator[str]:
    placements = {p.id: p for p in session.query(Placement)}
    lost = [p.id for p in placements.values() if p.waits_for - placements.keys()]
    if lost:
        yield _told("a placement waits for one that is not there", sorted(lost))


def _journal(session: Session) -> Iterator[str]:
    """Every transition has its row: they follow one another and lead to the present state."""
    query = text(
        "SELECT record_kind, record_id, from_state, to_state FROM journal"
        " WHERE to_state IS NOT NULL ORDER BY number"
    )
    moves: dict[tuple[str, str], list[tuple[str | None, str]]] = defaultdict(list)
    for kind, id_, before, after in session.execute(query):
        moves[kind, id_].append((before, after))
    for kind, steps in STEPS.items():
        states: dict[str, str] = dict(
            session.execute(text(f"SELECT id, state FROM {kind}")).all()  # noqa: S608 - our own words
        )
        torn, unlawful, elsewhere = [], [], []
        for id_, state in states.items():
            made = moves.get((kind, id_), [])
            if any(one[1] != other[0] for one, other in itertools.pairwise(made)):
                torn.append(id_)
            if set(made) - steps:
                unlawful.append(id_)
            if made and made[-1][1] != state:
                elsewhere.append(id_)
        for what, found in (
            ("was moved without the journal", torn),
            ("made a step that does not exist", unlawful),
            ("is in another state than the journal says", elsewhere),
        ):
            if found:
                yield _told(f"a {kind} {what}", sorted(found))


def _versions(session: Session) -> Iterator[str]:
    """The newest version of a row is the row; what is gone is known to be gone."""
    postgresql = _on_postgresql(session)
    for kind in KEPT_AS_KNOWN:
        query = text(
            "SELECT record_id, gone, facts FROM record_version AS v WHERE record_kind = :kind"
            " AND number = (SELECT max(number) FROM record_version AS o"
            " WHERE o.record_kind = v.record_kind AND o.record_id = v.record_id)"
        )
        known = {
            id_: None if gone else (facts if postgresql else json.loads(facts))
            for id_, gone, facts in session.execute(query, {"kind": kind})
        }
        whole = "to_jsonb(t)" if postgresql else "t.*"
        rows: dict[str, Any] = {}
        for row in session.execute(text(f"SELECT {whole} FROM {kind} AS t")):  # noqa: S608 - as above
            facts = row[0] if postgresql else dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's own
            rows[facts["id"]] = facts
        wrong = {id_ for id_, facts in rows.items() if known.get(id_) != facts}
        wrong |= {id_ for id_, facts in known.items() if facts is not None and id_ not in rows}
        if wrong:
            yield _told(f"the last version of a {kind} is not the row", sorted(wrong))


def _unsettled(session: Session, now: datetime) -> Iterator[str]:
    """Settling left nothing: no hold that is over, no stay or promise that ends by itself."""
    day = {"tonight": _day(session, now)}
    over = [
        p.id
        for p in session.query(Placement)
        if p.hold_expires_at is not None and p.hold_expires_at <= now
    ]
    if over:
        yield _told("a hold that is over still holds its bed", sorted(over))
    ended = text(
        "SELECT s.id FROM stay s WHERE s.ended_on IS NULL AND s.departs_on IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM occupancy o WHERE o.placement_id = s.placement_id"
        " AND o.until > :tonight)"
    )
    promised = text(
        "SELECT p.id FROM placement p WHERE p.state IN ('accepted', 'arriving') AND NOT EXISTS"
        " (SELECT 1 FROM occupancy o WHERE o.placement_id = p.id AND o.until > :tonight)"
    )
    late = text("SELECT id FROM stay WHERE ended_on IS NULL AND departs_on <= :tonight")
    for sentence, query in (
        ("a stay that nobody ended does not go on", ended),
        ("who may have come has no bed any more", promised),
        ("a reported departure has come and the stay goes on", late),
    ):
        if found := sorted(row[0] for row in session.execute(query, day)):
            yield _told(sentence, found)


def _on_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def _day(session: Session, now: datetime) -> object:
    tonight = tonight_at(now)
    return tonight if _on_postgresql(session) else tonight.isoformat()


def _told(sentence: str, found: list[str]) -> str:
    more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return f"{sentence}: {', '.join(found[:SHOWN])}{more}"
