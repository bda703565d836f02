"""The clocks of one stay as they ran, also when it is over: by which decision, and why longer.

Read from the versions of the stay, which triggers keep, and from the decisions: neither is ever
rewritten, so this cannot differ from what was known on the day.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from placement.store.codes import RightKind, RightState
from placement.store.following.followed_stays import StayFile
from placement.store.following.right_clocks import TALK_NIGHTS, ClockKind, reasons_of
from placement.store.following.rights import decisions_of
from placement.store.nights import ONE_NIGHT, tonight_at
from placement.store.tables import PastRightReason, RecordVersion, RightDecision, Stay
from solver.codes import CLARIFY

_KEPT_AS = {ClockKind.RIGHT: "right_ends", ClockKind.PLACE: "hard_end"}
_CARRIED_BY = {
    ClockKind.RIGHT: frozenset({RightKind.BEDENKTIJD, RightKind.DUBLIN}),
    ClockKind.PLACE: frozenset({RightKind.ISZW_NIGHTS}),
}
"""The decisions from which the end of a clock can come."""


@dataclass(frozen=True, kw_only=True)
class RightPeriod:
    """A clock as it stood on some nights [since, until) of a stay."""

    kind: ClockKind
    since: date
    until: date | None
    """None: it stands so now."""
    ends: date
    """The first night on which the right no longer ran, as it was known then."""
    decision: RightDecision | None
    """Where that end came from; None is the house, the law or the arrival itself."""


@dataclass(frozen=True)
class RightHistory:
    """The clocks of a stay with why it went on past them."""

    file: StayFile
    periods: tuple[RightPeriod, ...]
    reasons: tuple[PastRightReason, ...]
    nights_past: int
    """Nights slept past a right, as it was known on each of them."""
    nights_unexplained: int
    """Those of them on which no reason held."""


def read_right_history(session: Session, file: StayFile, tonight: date) -> RightHistory:
    """The clocks of a stay, present or over."""
    stay = file.stay
    decisions = decisions_of(session, stay.household_id)
    periods = tuple(sorted(_periods(session, file, decisions), key=lambda p: (p.since, p.kind)))
    reasons = tuple(reasons_of(session, stay.id))
    past = [night for night in _nights_of(stay, tonight) if _is_past(night, periods)]
    unexplained = sum(not any(_holds(reason, night) for reason in reasons) for night in past)
    return RightHistory(file, periods, reasons, len(past), unexplained)


def _periods(
    session: Session, file: StayFile, decisions: Sequence[RightDecision]
) -> Iterator[RightPeriod]:
    versions = _versions(session, file.stay.id)
    for kind, column in _KEPT_AS.items():
        known = [(moment, _day(facts.get(column))) for moment, facts in versions]
        carrying = [decision for decision in decisions if decision.kind in _CARRIED_BY[kind]]
        yield from _of_kind(kind, file.stay, known, carrying)
    if file.scheme == CLARIFY:
        yield _talk(file.stay, decisions)


def _of_kind(
    kind: ClockKind,
    stay: Stay,
    known: Sequence[tuple[datetime, date | None]],
    decisions: Sequence[RightDecision],
) -> Iterator[RightPeriod]:
    """The nights on which a clock stood as it did: it turns when its end or its decision does."""
    moments = sorted({moment for moment, _ in known} | {d.recorded_at for d in decisions})
    first = known[0][0] if known else None
    stood: list[tuple[date, date | None, RightDecision | None]] = []
    for moment in moments:
        # What was decided before the arrival is what the stay began with.
        if first is None or moment < first:
            continue
        ends = [end for since, end in known if since <= moment][-1]
        so_far = [decision for decision in decisions if decision.recorded_at <= moment]
        since = stay.began_on if moment == first else max(stay.began_on, tonight_at(moment))
        turned = (since, ends, _carrying(so_far, ends))
        if stood and stood[-1][0] == since:
            stood.pop()
        if not stood or stood[-1][1:] != turned[1:]:
            stood.append(turned)
    for (since, end, decision), until in _with_their_ends(stood, stay.ended_on):
        if end is not None and (until is None or since < until):
            yield RightPeriod(kind=kind, since=since, until=until, ends=end, decision=decision)


def _with_their_ends(
    stood: Sequence[tuple[date, date | None, RightDecision | None]], over: date | None
) -> Iterator[tuple[tuple[date, date | None, RightDecision | None], date | None]]:
    for one, following in pairwise(stood):
        yield one, following[0] if over is None else min(following[0], over)
    if stood:
        yield stood[-1], over


def _carrying(decisions: Sequence[RightDecision], ends: date | None) -> RightDecision | None:
    """The decision that an end comes from: the last that says so, else none of them."""
    return next((d for d in reversed(decisions) if ends is not None and d.ends == ends), None)


def _talk(stay: Stay, decisions: Iterable[RightDecision]) -> RightPeriod:
    held = next(
        (
            d
            for d in decisions
            if d.kind is RightKind.CLARIFICATION_TALK
            and d.state is RightState.ENDED
            and d.decided_on >= stay.began_on
        ),
        None,
    )
    ends = (held.decided_on if held else None, stay.ended_on)
    over = [day for day in ends if day is not None]
    return RightPeriod(
        kind=ClockKind.TALK,
        since=stay.began_on,
        until=min(over, default=None),
        ends=stay.began_on + TALK_NIGHTS,
        decision=held,
    )


def _versions(session: Session, stay: str) -> Sequence[tuple[datetime, dict[str, object]]]:
    query = (
        select(RecordVersion.known_from, RecordVersion.facts)
        .where(RecordVersion.record_kind == "stay", RecordVersion.record_id == stay)
        .order_by(RecordVersion.known_from, RecordVersion.number)
    )
    return [(moment, facts) for moment, facts in session.execute(query)]


def _day(kept: object) -> date | None:
    return date.fromisoformat(kept) if isinstance(kept, str) else None


def _nights_of(stay: Stay, tonight: date) -> Iterator[date]:
    last = tonight + ONE_NIGHT if stay.ended_on is None else stay.ended_on
    for number in range((last - stay.began_on).days):
        yield stay.began_on + timedelta(days=number)


def _is_past(night: date, periods: Iterable[RightPeriod]) -> bool:
    return any(
        period.kind is not ClockKind.TALK
        and period.since <= night
        and (period.until is None or night < period.until)
        and period.ends <= night
        for period in periods
    )


def _holds(reason: PastRightReason, night: date) -> bool:
    return tonight_at(reason.given_at) <= night < reason.holds_until
