"""A small register in a real database, one function per fact, with lawful defaults.

Tonight is Monday 2 March 2026, as in `tests.builders`; it is three in the afternoon.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from placement.lifecycle import PlacementState, ReferralState
from placement.policy import AccountId, Role, Subject
from placement.service.beds.placing import Acceptance, Order, Terms, place
from placement.store.codes import (
    VictimAnswer,
)
from placement.store.database.opening import Store
from placement.store.tables import (
    Base,
    Bed,
    Case,
    CombinationRoom,
    Household,
    Institution,
    KeepApart,
    Person,
    Place,
    Region,
    Scheme,
    Site,
    SiteRegion,
    Stay,
)
from solver.codes import (
    HouseholdId,
    Mode,
    PlaceId,
    Sex,
    Use,
)
from solver.plans import Option
from tests.builders_rows import (
    LONG_AGO,
    NOW,
    TONIGHT,
    a_person,
    a_placement,
    a_referral,
    an_account,
    an_occupancy,
    night,
)

__all__ = [
    "HELPDESK",
    "HORIZON_NIGHTS",
    "NOW",
    "TERMS",
    "Country",
    "an_order",
    "at",
    "counted",
    "night",
]

HORIZON_NIGHTS = 30
TERMS = Terms(horizon_nights=HORIZON_NIGHTS)
HELPDESK = Subject(account=AccountId("helpdesk"), name="Helpdesk", role=Role.HELPDESK)


def at(number: int) -> datetime:
    """Give the afternoon before a night."""
    return NOW + timedelta(days=number)


def counted(prefix: str) -> Callable[[], str]:
    """Give ids that count up, so that a failing test reads well."""
    numbers = itertools.count(1)
    return lambda: f"{prefix}{next(numbers):03}"


@dataclass
class Country:
    """A store with one institution, one COSM scheme and one helpdesk account, to be filled."""

    store: Store
    new_id: Callable[[], str] = field(default_factory=lambda: counted("id"))
    begun: bool = False
    """Whether the store has all this already."""

    def __post_init__(self) -> None:
        if self.begun:
            return
        self.write(
            Scheme(code="COSM", nl="COSM", en="COSM", mode=Mode.PLACE, begins=LONG_AGO),
            Scheme(code="VO", nl="VO", en="VO", mode=Mode.MEDIATE, begins=LONG_AGO),
            Institution(id="house", name="House"),
            an_account("helpdesk", Role.HELPDESK),
        )

    def write(self, *rows: Base) -> None:
        """Write rows in their order, in one transaction; they are known from that instant on."""
        with self.store.writing(NOW) as session:
            for row in rows:
                session.add(row)
                session.flush()

    def site(self, name: str = "s1", *regions: str, **facts: Any) -> str:  # noqa: ANN401 - columns of any type
        lawful: dict[str, Any] = {"institution_id": "house", "name": name, "town": "Town"}
        self.write(
            *(Region(code=r, kind=r.split(":")[0], nl=r, en=r) for r in regions),
            Site(id=name, **(lawful | facts)),
            *(SiteRegion(site_id=name, region_code=r) for r in regions),
        )
        return name

    def place(self, name: str = "p1", beds: int = 1, **facts: Any) -> str:  # noqa: ANN401 - columns of any type
        lawful: dict[str, Any] = {
            "site_id": "s1",
            "scheme_code": "COSM",
            "use": Use.SINGLE_ROOM,
            "opens": LONG_AGO,
            "confirmed_at": NOW,
        }
        rows = [
            Bed(id=f"{name}-b{n}", place_id=name, member_from=LONG_AGO) for n in range(1, beds + 1)
        ]
        self.write(Place(id=name, **(lawful | facts)), *rows)
        return name

    def joined(self, name: str, *rooms: str, **facts: Any) -> str:  # noqa: ANN401 - columns of any type
        """Join places of one site and scheme into a combination."""
        self.place(name, 0, use=Use.APARTMENT, **facts)
        with self.store.reading() as session:
            made = session.get_one(Place, name)
        self.write(
            *(
                CombinationRoom(
                    combination_id=name,
                    room_id=room,
                    site_id=made.site_id,
                    scheme_code=made.scheme_code,
                )
                for room in rooms
            )
        )
        return name

    def household(self, name: str = "h1", *people: Person) -> str:
        self.write(
            Case(id=f"case-{name}", reference=f"ref-{name}", opened_at=NOW),
            Household(id=name, case_id=f"case-{name}"),
            *(people or (a_person(name),)),
        )
        return name

    def referral(self, household: str = "h1", *people: Person, **facts: Any) -> str:  # noqa: ANN401 - columns of any type
        """Write a household with an open referral; the referral of h1 is called r-h1."""
        self.household(household, *people)
        return self.another_referral(household, f"r-{household}", **facts)

    def another_referral(self, household: str, name: str, **facts: Any) -> str:  # noqa: ANN401 - columns of any type
        self.write(a_referral(household, name, **facts))
        return name

    def resident(
        self,
        household: str,
        bed: str,
        *,
        until: int = 10,
        sex: Sex = Sex.FEMALE,
        wants_to_move: bool = False,
        stay: dict[str, Any] | None = None,
    ) -> str:
        """Write a household that has lived in a bed for twenty nights; gives its placement."""
        self.referral(
            household,
            a_person(household, sex=sex),
            state=ReferralState.ENDED,
            needed_from=night(-20),
        )
        placement = f"pl-{household}"
        with self.store.reading() as session:
            found = session.get_one(Bed, bed)
            use = session.get_one(Place, found.place_id).use
        self.write(
            a_placement(household, found.place_id, state=PlacementState.ARRIVED, until=until),
            Stay(
                id=f"stay-{household}",
                placement_id=placement,
                household_id=household,
                began_on=night(-20),
                expected_end=night(until),
                **(stay or {}),
            ),
            an_occupancy(
                bed,
                found.place_id,
                use,
                household_id=household,
                placement_id=placement,
                use_key=sex.value if use is Use.SHARED_ROOM else household,
                begins=night(-20),
                until=night(until),
            ),
        )
        if wants_to_move:
            self.another_referral(
                household,
                f"on-{household}",
                onward=True,
                victim_answer=VictimAnswer.YES,
                arrives_from=TONIGHT,
            )
        return placement

    def apart(self, one: str, other: str) -> None:
        self.write(KeepApart(one_id=min(one, other), other_id=max(one, other)))

    def book(
        self,
        household: str = "h1",
        place_id: str = "p1",
        *,
        begins: int = 0,
        until: int = 10,
        now: datetime = NOW,
        **changes: Any,  # noqa: ANN401 - arguments of `place`
    ) -> str:
        """Place a household as the helpdesk does; gives the id of the placement."""
        order = an_order(household, place_id, begins=begins, until=until)
        return self.accept(order, now=now, **changes)[0]

    def accept(self, *orders: Order, now: datetime = NOW, **changes: Any) -> tuple[str, ...]:  # noqa: ANN401 - arguments of `place`
        acceptance = Acceptance(orders=orders, reason="best place tonight")
        given: dict[str, Any] = {"by": HELPDESK, "new_id": self.new_id, "terms": TERMS}
        return place(self.store, acceptance, now=now, **(given | changes))


def an_order(
    household: str = "h1",
    place_id: str = "p1",
    *,
    begins: int = 0,
    until: int = 10,
    on: bool = False,
) -> Order:
    """Order a place for the referral of a household, or for its onward referral."""
    option = Option(HouseholdId(household), PlaceId(place_id), night(begins), night(until))
    return Order(referral=f"{'on' if on else 'r'}-{household}", option=option)
