"""As many synthetic months as asked: requests arrive, find a bed or wait, stay and leave.

Pure and seeded: the same seed, months and register give the same people in the same beds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from placement.demo.calibration import BASE, DESTINATIONS, Calibration, Route
from placement.demo.chance import happens, nights, one_of, poisson
from placement.demo.people import Setting, SyntheticReferral, draw_raid, draw_referral
from placement.demo.rooms import Rooms, places_of
from placement.service.register.rows import Register
from solver.codes import (
    CLARIFY,
    COSM,
    CRISIS,
    ISZW,
    MEN,
    MO,
    OMM,
    VO,
    BedId,
    Region,
    Scheme,
    Urgency,
)
from solver.ends import allowed_nights
from solver.facts import Household, Place

DAYS_A_MONTH = 30.44
PATIENCE = 21  # days after which a request without a bed is settled elsewhere; scenario
ROUTES: Mapping[Route, tuple[Scheme, ...]] = {
    Route.COSM: (COSM, CRISIS),
    Route.REGULAR: (VO, MEN, MO),
    Route.MULTI_PROBLEM: (OMM,),
    Route.INSPECTORATE: (ISZW,),
    Route.UNCLEAR: (CLARIFY, CRISIS),
    Route.WITHOUT_STATUS: (CRISIS, VO, MO),
}
"""Where each route looks first (section 1.1); the rules decide what is lawful."""
STEADY: tuple[tuple[Scheme, Route, int], ...] = (
    (COSM, Route.COSM, 500),
    (OMM, Route.MULTI_PROBLEM, 1200),
    (MEN, Route.REGULAR, 500),
    (VO, Route.REGULAR, 500),
    (MO, Route.REGULAR, 500),
)
"""Who is there when the months begin: scheme, route, and how many days ago they may have come."""


@dataclass(frozen=True, kw_only=True)
class SyntheticStay:
    """A stay of a synthetic household, from arrival to departure."""

    referral: SyntheticReferral
    place: Place
    beds: tuple[BedId, ...]
    room_key: str
    began_on: date
    leaves_on: date
    """When chance has them leave; past the end of the months it is unknown to everybody."""
    right_ends: date | None
    hard_end: date | None
    destination: str
    """Known once they left."""

    def is_present(self, night: date) -> bool:
        """Whether the household sleeps here on the night."""
        return self.began_on <= night < self.leaves_on


@dataclass(frozen=True, kw_only=True)
class SyntheticMonths:
    """What happened in the months [begins, until), to nobody real."""

    begins: date
    until: date
    requests: tuple[SyntheticReferral, ...]
    stays: tuple[SyntheticStay, ...]
    """Those of people who were there when the months began included."""
    elsewhere: tuple[SyntheticReferral, ...]
    """Requests for which no bed was found in time."""
    waiting: tuple[SyntheticReferral, ...]
    """Requests that still had no bed at the end."""


def synthetic_months(
    seed: int, months: int, register: Register, until: date, figures: Calibration = BASE
) -> SyntheticMonths:
    """Draw the months before ``until``."""
    return draw_months(Drawing.of(seed, register, until, months, figures), until)


def draw_months(drawing: "Drawing", until: date) -> SyntheticMonths:
    """Let the days of a drawing go by until a day."""
    begins = drawing.begins
    drawing.settle_in(begins)
    for day in range((until - begins).days):
        drawing.live_through(begins + timedelta(days=day))
    return SyntheticMonths(
        begins=begins,
        until=until,
        requests=tuple(drawing.requests),
        stays=tuple(drawing.stays),
        elsewhere=tuple(drawing.elsewhere),
        waiting=tuple(drawing.waiting),
    )


@dataclass
class Drawing:
    """The world while it is drawn; changes day by day."""

    chance: Random
    figures: Calibration
    register: Register
    begins: date
    requests: list[SyntheticReferral] = field(default_factory=list)
    stays: list[SyntheticStay] = field(default_factory=list)
    elsewhere: list[SyntheticReferral] = field(default_factory=list)
    waiting: list[SyntheticReferral] = field(default_factory=list)
    drawn: int = 0

    @classmethod
    def of(
        cls,
        seed: int,
        register: Register,
        until: date,
        months: int,
        figures: Calibration = BASE,
    ) -> "Drawing":
        """A drawing of so many months before a day."""
        begins = until - timedelta(days=round(months * DAYS_A_MONTH))
        return cls(Random(seed), figures, register, begins)

    def __post_init__(self) -> None:
        self.rooms = Rooms(places_of(self.register, self.begins))
        regions = (row.id for row in self.register.regions if row.kind == "province")
        self.provinces = tuple(Region(code) for code in regions)

    def where(self, day: date) -> Setting:
        """The setting of a day."""
        return Setting(figures=self.figures, provinces=self.provinces, day=day)

    def topped_up(self, months: SyntheticMonths, shares: Mapping[Scheme, float]) -> SyntheticMonths:
        """The months with houses as full as they are said to be on the last evening.

        The people added came at some time before it; they are no requests of these months.
        """
        self.settle_in(months.until, shares)
        return replace(months, stays=tuple(self.stays))

    def settle_in(self, begins: date, shares: Mapping[Scheme, float] | None = None) -> None:
        """Fill the houses with people who came earlier and are still there.

        ``shares`` says for some schemes which share of the beds is taken.
        """
        for scheme, route, window in STEADY:
            for _ in range(40 * window // 100):
                full, beds = self.rooms.occupied(begins)[scheme]
                share = (shares or {}).get(scheme, self.figures.occupied)
                if scheme in {MEN, VO, MO}:
                    share *= 1 - self.figures.outside
                if full >= share * beds:
                    break
                came = begins - timedelta(days=self.chance.randint(1, window))
                self._settle(scheme, route, came, begins)

    def _settle(self, scheme: Scheme, route: Route, came: date, begins: date) -> None:
        referral = draw_referral(self.chance, self.where(came), self._next(), route=route)
        # They needed a bed at once and got it: how they waited is not told.
        facts = replace(referral.facts, needed_from=came, arrives_from=came)
        referral = replace(referral, facts=facts)
        if found := self.rooms.best_fit(self.chance, facts, (scheme,), came):
            stay = self._stay(referral, *found, came)
            # Only those still there count, which favours long stays as a look on one day does.
            if stay.leaves_on > begins:
                self._keep(stay)

    def live_through(self, day: date) -> None:
        """Let the requests of a day come and look for a bed for all who wait."""
        self.waiting += self._arrivals(day)
        left: list[SyntheticReferral] = []
        for referral in sorted(self.waiting, key=_most_urgent_first):
            if referral.facts.needed_from > day:
                left.append(referral)
            elif found := self._bed(referral, day):
                self._keep(self._stay(referral, *found, day))
            elif (day - referral.facts.needed_from).days >= PATIENCE:
                self.elsewhere.append(referral)
            else:
                left.append(referral)
        self.waiting = left

    def _arrivals(self, day: date) -> list[SyntheticReferral]:
        arrived = [
            draw_referral(self.chance, self.where(day), self._next())
            for _ in range(poisson(self.chance, self.figures.requests_a_year / 365))
        ]
        for _ in range(poisson(self.chance, self.figures.raids_a_year / 365)):
            size = self.chance.randint(*self.figures.raid_size)
            arrived += draw_raid(self.chance, self.where(day), self.drawn + 1, size)
            self.drawn += size
        self.requests += arrived
        return arrived

    def _bed(
        self, referral: SyntheticReferral, day: date
    ) -> tuple[Place, tuple[BedId, ...]] | None:
        schemes = ROUTES[referral.route]
        return self.rooms.best_fit(self.chance, referral.facts, schemes, day)

    def _stay(
        self, referral: SyntheticReferral, place: Place, beds: tuple[BedId, ...], night: date
    ) -> SyntheticStay:
        facts = referral.facts
        longest = allowed_nights(facts, place)
        hard_end = None if longest is None else night + timedelta(days=longest)
        right_ends = hard_end
        if place.scheme == COSM and facts.bedenktijd:
            right_ends = facts.bedenktijd.ends
        leaves = night + timedelta(
            days=length_of_stay(self.chance, self.figures, facts, place, night)
        )
        return SyntheticStay(
            referral=referral,
            place=place,
            beds=beds,
            room_key=Rooms.room_key(facts, place),
            began_on=night,
            leaves_on=leaves if hard_end is None else min(leaves, hard_end),
            right_ends=right_ends,
            hard_end=hard_end,
            destination=one_of(self.chance, DESTINATIONS),
        )

    def _keep(self, stay: SyntheticStay) -> None:
        self.stays.append(stay)
        self.rooms.take(stay.place, stay.beds, stay.room_key, stay.leaves_on)

    def _next(self) -> int:
        self.drawn += 1
        return self.drawn


def length_of_stay(
    chance: Random, figures: Calibration, household: Household, place: Place, night: date
) -> int:
    """Draw how many nights a stay lasts, at least one (section 4.6)."""
    if place.scheme == COSM and household.bedenktijd:
        right = max(1, (household.bedenktijd.ends - night).days)
        if happens(chance, figures.early_leavers):
            return min(right, nights(chance, figures.early_mean_days))
        stays_on = happens(chance, figures.long_tail / (1 - figures.early_leavers))
        return right + (nights(chance, figures.tail_mean_days) if stays_on else 0)
    if place.scheme == MEN:
        if happens(chance, figures.men_short):
            return chance.randint(*figures.short_days)
        short_mean = sum(figures.short_days) / 2
        others = (figures.men_mean_days - figures.men_short * short_mean) / (1 - figures.men_short)
        return nights(chance, others)
    return nights(chance, figures.mean_days[place.scheme])


def _most_urgent_first(referral: SyntheticReferral) -> tuple[int, date, str]:
    order = list(Urgency)
    return order.index(referral.facts.urgency), referral.facts.needed_from, referral.facts.id


def stays_on(months: SyntheticMonths, night: date) -> Iterator[SyntheticStay]:
    """The stays of those who are there on a night."""
    return (stay for stay in months.stays if stay.is_present(night))
