"""The pairs of our transactions that are played against each other, each on rows of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from placement.errors import BedNoLongerFree, NotLawful, TransitionNotAllowed
from placement.errors.register import BedsInUse
from placement.lifecycle import PlacementState, ReferralState
from placement.service.beds.holding import accept_hold
from placement.service.beds.releasing import arrive, depart, release, report_no_show
from placement.service.beds.settling import settle_site
from placement.service.register.importing import import_register
from placement.service.register.occupying import (
    NewOutage,
    NewOutsideClient,
    report_outage,
    report_outside_client,
)
from placement.service.register.rows import BedRow, Provenance, Register
from placement.service.stays.locks import ReadStay
from placement.service.stays.moving_within import move_within
from solver.codes import OccupancyKind
from tests.benchmarks.interleavings.steps import Act
from tests.builders_rows import a_placement, an_occupancy
from tests.builders_store import HELPDESK, NOW, TERMS, Country, an_order, night

LAWFUL_REFUSALS = (BedNoLongerFree, NotLawful, TransitionNotAllowed, BedsInUse)


@dataclass
class Ground:
    """The rows of one order: two sites of their own, with a single room each."""

    country: Country
    name: str

    def __post_init__(self) -> None:
        for number in (1, 2):
            self.country.site(self.site(number))
            self.country.place(self.place(number), site_id=self.site(number))

    def site(self, number: int = 1) -> str:
        return f"{self.name}s{number}"

    def place(self, number: int = 1) -> str:
        return f"{self.name}p{number}"

    def who(self, name: str) -> str:
        return f"{self.name}{name}"

    def asks(self, name: str) -> str:
        """Somebody without a bed."""
        self.country.referral(self.who(name))
        return self.who(name)

    def lives(self, name: str, number: int = 1, *, until: int = 10, moves: bool = False) -> str:
        """Somebody in the bed of a place; gives the placement."""
        bed = f"{self.place(number)}-b1"
        return self.country.resident(self.who(name), bed, until=until, wants_to_move=moves)

    def books(self, who: str, number: int = 1, *, begins: int = 0, until: int = 10) -> Act:
        """Place somebody."""
        order = an_order(who, self.place(number), begins=begins, until=until)
        return partial(self.country.accept, order)

    def booked(self, name: str, number: int = 1, *, begins: int = 0, until: int = 10) -> str:
        """Somebody who was placed before; gives the placement."""
        who = self.asks(name)
        return self.country.book(who, self.place(number), begins=begins, until=until)

    def settles(self, number: int = 1) -> Act:
        return partial(settle_site, self.country.store, self.site(number), now=NOW)

    def arrives(self, placement: str) -> Act:
        new_id = self.country.new_id
        return partial(arrive, self.country.store, placement, by=HELPDESK, now=NOW, new_id=new_id)

    def releases(self, placement: str) -> Act:
        return partial(release, self.country.store, placement, reason="other", by=HELPDESK, now=NOW)


Pair = tuple[Act, Act]


def book_and_book(at: Ground) -> Pair:
    """Two run for one bed."""
    return at.books(at.asks("h1")), at.books(at.asks("h2"), begins=2, until=12)


def one_referral_in_two_places(at: Ground) -> Pair:
    """One referral is placed twice at once."""
    who = at.asks("h1")
    return at.books(who, 1), at.books(who, 2)


def book_and_settle(at: Ground) -> Pair:
    """Somebody's stay is over by forecast, unreported, while the bed is given for tonight."""
    at.lives("old", until=0)
    return at.books(at.asks("h1"), begins=0), at.settles()


def chain_and_book(at: Ground) -> Pair:
    """A chain frees a bed and fills it, while somebody else takes the bed that it goes to."""
    at.lives("old", moves=True)
    chain = (
        an_order(at.who("old"), at.place(2), begins=2, until=30, on=True),
        an_order(at.asks("next"), at.place(1), begins=2, until=20),
    )
    return partial(at.country.accept, *chain), at.books(at.asks("h1"), 2, begins=3)


def arrive_elsewhere_and_settle(at: Ground) -> Pair:
    """Somebody arrives in the next house while the present one is settled."""
    at.lives("old", until=0, moves=True)
    order = an_order(at.who("old"), at.place(2), begins=0, until=30, on=True)
    [moved] = at.country.accept(order)
    return at.arrives(moved), at.settles(1)


def release_and_book(at: Ground) -> Pair:
    """A bed is given free while somebody else asks for it."""
    held = at.booked("h1")
    return at.releases(held), at.books(at.asks("h2"))


def release_and_arrive(at: Ground) -> Pair:
    """The helpdesk gives up a placement while the house reports the arrival."""
    held = at.booked("h1")
    return at.releases(held), at.arrives(held)


def no_show_and_settle(at: Ground) -> Pair:
    """The house reports that nobody came while the site is settled."""
    at.lives("old", 2, until=0)
    held = at.booked("h1", 1)
    missed = partial(report_no_show, at.country.store, held, reason="nobody", by=HELPDESK, now=NOW)
    return missed, at.settles(1)


def outage_and_book(at: Ground) -> Pair:
    """The bed is reported out of use while it is given."""
    outage = NewOutage(place=at.place(), cause="cleaning")
    reports = partial(
        report_outage, at.country.store, outage, by=HELPDESK, now=NOW, new_id=at.who("outage")
    )
    return reports, at.books(at.asks("h1"))


def outside_client_and_book(at: Ground) -> Pair:
    """The house gives the bed to a client of its own while it is given."""
    client = NewOutsideClient(place=at.place(), beds=(f"{at.place()}-b1",))
    reports = partial(
        report_outside_client,
        at.country.store,
        client,
        by=HELPDESK,
        now=NOW,
        new_id=at.who("client"),
    )
    return reports, at.books(at.asks("h1"))


def import_and_book(at: Ground) -> Pair:
    """A register takes the bed out of the place while it is given."""
    of = Provenance(source="", as_of="undated", stated_by="x")
    bed = BedRow(
        id=f"{at.place()}-b1", place=at.place(), begins=night(-99), until=night(40), provenance=of
    )
    register = Register(beds=(bed,))
    imports = partial(import_register, at.country.store, register, by=HELPDESK, now=NOW)
    return imports, at.books(at.asks("h1"))


def expiry_and_book(at: Ground) -> Pair:
    """A hold is over while somebody else asks for its bed."""
    who, bed = at.who("h1"), f"{at.place()}-b1"
    at.country.referral(who, state=ReferralState.ARRANGED)
    held = {"placement_id": f"pl-{who}", "household_id": who, "use_key": who}
    at.country.write(
        a_placement(who, at.place(), begins=0, state=PlacementState.HELD, hold_expires_at=NOW),
        an_occupancy(bed, at.place(), kind=OccupancyKind.HOLD, **held),
    )
    return at.settles(), at.books(at.asks("h2"))


def expiry_and_accept(at: Ground) -> Pair:
    """A hold is over in the moment in which somebody accepts it."""
    who, bed = at.who("h1"), f"{at.place()}-b1"
    at.country.referral(who, state=ReferralState.ARRANGED)
    held = {"placement_id": f"pl-{who}", "household_id": who, "use_key": who}
    over = NOW + timedelta(minutes=1)
    at.country.write(
        a_placement(who, at.place(), begins=0, state=PlacementState.HELD, hold_expires_at=over),
        an_occupancy(bed, at.place(), kind=OccupancyKind.HOLD, **held),
    )
    accepts = partial(
        accept_hold,
        at.country.store,
        f"pl-{who}",
        reason="yes",
        by=HELPDESK,
        now=NOW,
        new_id=at.country.new_id,
        terms=TERMS,
    )
    return partial(settle_site, at.country.store, at.site(), now=over), accepts


def move_within_and_book(at: Ground) -> Pair:
    """Somebody moves to the other room of the house while that is given."""
    at.lives("old")
    other = at.country.place(at.place(3), site_id=at.site(1))
    moves = partial(
        move_within,
        at.country.store,
        ReadStay(f"stay-{at.who('old')}", 1, None),
        other,
        by=HELPDESK,
        now=NOW,
        new_id=at.country.new_id,
        terms=TERMS,
    )
    return moves, at.books(at.asks("h1"), 3)


def depart_and_book(at: Ground) -> Pair:
    """A departure is reported while the bed is asked for from that night on."""
    stays = at.lives("old", until=10)
    leaves = partial(
        depart,
        at.country.store,
        stays,
        on=night(3),
        destination="home",
        by=HELPDESK,
        now=NOW,
    )
    return leaves, at.books(at.asks("h1"), begins=3)


PAIRS: Mapping[str, Callable[[Ground], Pair]] = {
    pair.__name__.replace("_", " "): pair
    for pair in (
        book_and_book,
        one_referral_in_two_places,
        book_and_settle,
        chain_and_book,
        arrive_elsewhere_and_settle,
        release_and_book,
        release_and_arrive,
        no_show_and_settle,
        outage_and_book,
        outside_client_and_book,
        import_and_book,
        expiry_and_book,
        expiry_and_accept,
        move_within_and_book,
        depart_and_book,
    )
}


def is_lawful(end: object) -> bool:
    """Whether an act ended well, or was refused in words of the field."""
    return not isinstance(end, Exception) or isinstance(end, LAWFUL_REFUSALS)
