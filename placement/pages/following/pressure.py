"""Outflow pressure over time, and when beds are expected to be free: drawn, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import render_template, request

from placement.pages.blueprint import pages
from placement.pages.following import care_words
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.drawings import WIDTH
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.policy import Right, Role, needs
from placement.service.following.pressing import PressureNight, list_forecasts, pressure_through
from placement.store.codes import PressureScope
from placement.store.nights import ONE_NIGHT, tonight_at

HEIGHT = 200
WEEKS = (4, 13, 26, 52)
DAYS_A_WEEK = 7
MOST = 200


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A line of the drawing, as the points of an SVG polyline."""

    kind: str
    points: str


@pages.get("/uitstroomdruk")
@needs(Right.SEE_CAPACITY)
def pressure() -> str:
    """The pressure of one site, scheme or region, night by night."""
    at, by, now = runtime(), subject(), runtime().clock()
    speaker, tonight = speaker_of(at.store), tonight_at(now)
    groups = _groups(speaker)
    group = _asked(groups)
    asked = request.args.get("weeks", "")
    weeks = int(asked) if asked in map(str, WEEKS) else WEEKS[1]
    nights = pressure_through(
        at.store,
        group,
        tonight + ONE_NIGHT - timedelta(days=weeks * DAYS_A_WEEK),
        tonight + ONE_NIGHT,
        by=by,
        now=now,
    )
    return render_template(
        "pressure.html",
        group=f"{group[0]}|{group[1]}",
        name=groups[group],
        groups=groups.items(),
        weeks=weeks,
        choices=WEEKS,
        curves=curves_of(nights),
        any_late=any(night.then and night.then.written_later for night in nights),
        most=_most(nights),
        width=WIDTH,
        height=HEIGHT,
        # A table of a year has 52 rows: the last night of each week, the newest on top.
        rows=nights[:: -1 if weeks == WEEKS[0] else -DAYS_A_WEEK],
        now=now,
    )


@pages.get("/verwacht-vrij")
@needs(Right.SEE_STAYS)
def expected_free() -> str:
    """When beds are expected to be free, as a range."""
    at = runtime()
    return render_template(
        "expected.html",
        forecasts=list_forecasts(at.store, by=subject(), now=at.clock(), limit=MOST),
        speaker=speaker_of(at.store),
        bases=care_words.BASES,
        now=at.clock(),
    )


def curves_of(nights: Sequence[PressureNight]) -> tuple[Curve, ...]:
    """The lines: all who had to leave or could, those past their right, and all as known then."""
    every = range(len(nights))
    lines = (
        ("all", [(n, nights[n].now.leaving) for n in every]),
        ("past", [(n, nights[n].now.past_right) for n in every]),
        ("then", [(n, then.leaving if (then := nights[n].then) else None) for n in every]),
    )
    most, last = _most(nights), max(len(nights) - 1, 1)
    return tuple(
        Curve(
            kind=kind,
            points=" ".join(
                f"{round(n * WIDTH / last)},{round(HEIGHT - amount * HEIGHT / most)}"
                for n, amount in values
                if amount is not None
            ),
        )
        for kind, values in lines
        if any(amount is not None for _, amount in values)
    )


def _most(nights: Sequence[PressureNight]) -> int:
    # Where the whole is not told, a part of it can be.
    amounts = [part for night in nights for part in (night.now.leaving, night.now.past_right)]
    amounts += [night.then.leaving for night in nights if night.then is not None]
    return max((amount for amount in amounts if amount is not None), default=0) or 1


def _groups(speaker: Speaker) -> dict[tuple[PressureScope, str], str]:
    """What can be asked for; a house asks for its own sites and for what is theirs of a scheme."""
    by, names = subject(), speaker.names
    sites = {
        (PressureScope.SITE, site): name
        for site, name in names.sites.items()
        if by.role is not Role.INSTITUTION or site in by.sites
    }
    schemes = {(PressureScope.SCHEME, code): speaker.scheme(code) for code in names.schemes}
    if by.role is Role.INSTITUTION:
        return {**sites, **schemes}
    if by.role is Role.POLICY_READER:
        sites = {}
    regions = {(PressureScope.REGION, code): speaker.region(code) for code in names.regions}
    return {**schemes, **regions, **sites}


def _asked(groups: dict[tuple[PressureScope, str], str]) -> tuple[PressureScope, str]:
    scope, _, scope_id = request.args.get("group", "").partition("|")
    known = scope in set(PressureScope)
    asked = (PressureScope(scope), scope_id) if known else None
    if asked in groups and asked is not None:
        return asked
    return next(iter(groups), (PressureScope.SCHEME, "COSM"))
