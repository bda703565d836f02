"""A plain model for CP-SAT: who takes which offer, in which beds, on which night, in what order.

It shares nothing with the engine: every night and end is a choice of its own, beds are picked in
the model, rooms are counted night by night, and the order of acts is a depth for each household.
Acts that wait for each other in a ring carry a circulation, and only those may be of equal depth.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from ortools.sat.python import cp_model

from solver.codes import BedId, Certainty, HouseholdId, OccupancyKind, PlaceId, Urgency
from solver.facts import Occupancy, Problem, Reserve
from solver.rulebook import Rulebook
from tests.trust.second.offered import Offer, nights, offered
from tests.trust.second.seen import SAFE, Seen, View, covers

Flag = cp_model.IntVar | int
WORK = 60.0
"""Deterministic work of CP-SAT for one country, so that a busy machine proves as much."""
A_RESERVED_BED = 200
"""Points of a bed of a crisis reserve. Source: the handbook, CAP-3."""
CAN_WAIT = frozenset({Urgency.PLANNED, Urgency.SOON})
MOST_PEOPLE = 10_000


def fewest_points(book: Rulebook, problem: Problem) -> int | None:
    """Give the points of the best plan, None when it was not proven in time."""
    book = book.in_force(problem.tonight)
    return _Formulation(Seen(problem, offered(book, problem))).solve()


class _Formulation:
    def __init__(self, seen: Seen) -> None:
        self.seen, self.problem, self.sought = seen, seen.problem, seen.sought
        self.model = cp_model.CpModel()
        self.taken = {
            offer: self.model.new_bool_var("")
            for offers in self.sought.offers.values()
            for offer in offers
        }
        self.nights = nights(self.problem.tonight, self.problem.horizon)
        self.flags: dict[tuple[Offer, ...], cp_model.IntVar] = {}
        self.waits: dict[tuple[HouseholdId, HouseholdId], list[cp_model.IntVar]] = defaultdict(list)

    def solve(self) -> int | None:
        for offers in self.sought.offers.values():
            self.model.add_at_most_one(self.taken[offer] for offer in offers)
        for view in self.seen.views:
            for night in self.nights:
                self._beds(night, view)
                self._rooms(night, view)
        self._wait_for_beds()
        self._keep_apart()
        self._keep_together()
        self._order()
        over = sum(self._over(reserve) for reserve in self.problem.reserves)
        more = [o.points - self.sought.rests[o.option.household] for o in self.taken]
        cost = cp_model.LinearExpr.weighted_sum(list(self.taken.values()), more)
        self.model.minimize(cost + A_RESERVED_BED * over)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.max_deterministic_time = WORK
        if solver.solve(self.model) != cp_model.OPTIMAL:
            return None
        return sum(self.sought.rests.values()) + round(solver.objective_value)

    @cached_property
    def picked(self) -> dict[BedId, dict[HouseholdId, cp_model.IntVar]]:
        """Which households have a bed: as many of the place that they take as they are people."""
        found: dict[BedId, dict[HouseholdId, cp_model.IntVar]] = defaultdict(dict)
        for household, offers in self.sought.offers.items():
            beds = self.seen.by_bed(household)
            for bed, using in beds.items():
                found[bed][household] = self.model.new_bool_var("")
                self.model.add(found[bed][household] <= self._any(using))
            if beds:
                size = self.sought.people[household].size
                taken = sum(found[bed][household] for bed in beds)
                self.model.add(taken == size * self._any(offers))
        return found

    def _beds(self, night: date, view: View) -> None:
        """Let no bed serve two on one night."""
        for bed, users in self.picked.items():
            uses: list[cp_model.IntVar] = []
            for household, has_it in users.items():
                there = [
                    offer
                    for offer in self.seen.using(household, bed)
                    if covers(offer.option, night) and view.counts(offer.option)
                ]
                if there:
                    uses.append(self._all_of([has_it, self._flag(there)]))
            present = self.seen.present(self.seen.rooms_by_bed[bed], night, view)
            held = [1 - self._gone(taken, night) for taken in present if taken.bed == bed]
            if uses:
                self.model.add(sum(uses) + sum(held) <= 1)

    def _rooms(self, night: date, view: View) -> None:
        """Let everybody in a room use it in one way; who comes waits for whoever must leave."""
        for room in self.problem.places:
            by_key: dict[str, list[Offer]] = defaultdict(list)
            for offer in self.seen.in_rooms([room.id], night, view):
                by_key[offer.key].append(offer)
            self.model.add_at_most_one(self._flag(offers) for offers in by_key.values())
            for present in self.seen.present(room.id, night, view):
                if present.kind is not OccupancyKind.OUTAGE:
                    for key, offers in by_key.items():
                        if key != present.room_key:
                            self._after(offers, present, night)

    def _keep_apart(self) -> None:
        """Let two who are kept apart never be at one site, whatever was forecast."""
        sites = sorted({place.site for place in self.problem.places})
        for one, other in self.seen.pairs_apart:
            for site in sites:
                rooms = [place.id for place in self.problem.places if place.site == site]
                for night in self.nights:
                    come = self.seen.in_rooms(rooms, night, SAFE)
                    pair = [[o for o in come if o.option.household == h] for h in (one, other)]
                    self.model.add_at_most_one(self._flag(offers) for offers in pair if offers)
                    there = [t for room in rooms for t in self.seen.present(room, night, SAFE)]
                    for offers, foe in zip(pair, (other, one), strict=True):
                        for present in (taken for taken in there if taken.household == foe):
                            self._after(offers, present, night)

    def _keep_together(self) -> None:
        """Let who begins at a site be there with enough of its group on that night."""
        for household, offers in self.sought.offers.items():
            group = self.seen.group_of(household)
            whole = sum(member.size for member in group)
            least = min(self.sought.people[household].smallest_part or whole, whole)
            begin: dict[tuple[tuple[PlaceId, ...], date], list[Offer]] = defaultdict(list)
            for offer in offers if group else ():
                begin[self.seen.rooms_of_site(offer.option.place), offer.option.night].append(offer)
            for (rooms, night), some in begin.items():
                there = sum(m.size * self._is_there(m.id, rooms, night) for m in group)
                self.model.add(there >= least).only_enforce_if(self._flag(some))

    def _is_there(
        self, household: HouseholdId, rooms: Sequence[PlaceId], night: date
    ) -> cp_model.LinearExpr:
        come = self.seen.in_rooms(rooms, night, SAFE)
        there = self._any(offer for offer in come if offer.option.household == household)
        present = [t for room in rooms for t in self.seen.present(room, night, SAFE)]
        if all(taken.household != household for taken in present):
            return there
        offers = self.sought.offers.get(household, [])
        return there + 1 - self._any(o for o in offers if o.option.night <= night)

    def _over(self, reserve: Reserve) -> cp_model.IntVar:
        """Keep a reserve from who can wait; give by how many beds the others go over it."""
        beds = sum(len(self.problem.place_by_id[room].beds) for room in reserve.places)
        over = self.model.new_int_var(0, MOST_PEOPLE, "")
        for view in self.seen.views:
            for night in self.nights:
                if not reserve.begins <= night < reserve.until:
                    continue
                there = [t for p in reserve.places for t in self.seen.present(p, night, view)]
                left = beds - reserve.beds - len(there)
                gone = [self._gone(taken, night) for taken in there] if left >= 0 else []
                room = max(0, left) + cp_model.LinearExpr.sum(gone)
                come = self.seen.in_rooms(reserve.places, night, view)
                self.model.add(self._people(come, CAN_WAIT) <= room)
                self.model.add(over >= self._people(come, frozenset(Urgency)) - room)
        return over

    def _people(self, offers: Iterable[Offer], classes: frozenset[Urgency]) -> cp_model.LinearExpr:
        people = self.sought.people
        asked = ((people[offer.option.household], offer) for offer in offers)
        counted = [(self.taken[offer], h.size) for h, offer in asked if h.urgency in classes]
        return cp_model.LinearExpr.weighted_sum(
            [taken for taken, _ in counted], [size for _, size in counted]
        )

    def _after(self, offers: Sequence[Offer], present: Occupancy, night: date) -> None:
        """Let these offers be taken only when a party is gone, and wait for its move."""
        gone = self._gone(present, night)
        for offer in offers:
            waiting = offer.option.household
            if waiting == present.household:
                continue
            self.model.add(self.taken[offer] <= gone)
            if present.household is not None and not isinstance(gone, int):
                # Where it is taken the party is gone, so that taking it is waiting.
                self.waits[waiting, present.household].append(self.taken[offer])

    def _wait_for_beds(self) -> None:
        """Let who has a bed that a resident leaves wait for that move."""
        for taken in self.problem.occupancies:
            leaver = taken.household
            if leaver is None or leaver not in self.sought.people:
                continue
            moves = [o for o in self.seen.moves(leaver) if o.option.night < taken.until]
            for household, has_it in self.picked.get(taken.bed, {}).items():
                using = self.seen.using(household, taken.bed)
                comes = [offer for offer in using if offer.option.night < _held(taken, offer)]
                if comes and moves and household != leaver:
                    causes = [has_it, self._flag(comes), self._flag(moves)]
                    self.waits[household, leaver].append(self._all_of(causes))

    def _order(self) -> None:
        """Give acts a depth of at most the chain limit; those of a ring are of equal depth."""
        known = sorted({household for pair in self.waits for household in pair})
        most = len(self.waits)
        depth = {h: self.model.new_int_var(1, self.problem.chain_limit, "") for h in known}
        goes_out: dict[HouseholdId, list[cp_model.IntVar]] = defaultdict(list)
        comes_in: dict[HouseholdId, list[cp_model.IntVar]] = defaultdict(list)
        for (waiting, leaver), causes in self.waits.items():
            waits, in_a_ring = self.model.new_bool_var(""), self.model.new_bool_var("")
            self.model.add_max_equality(waits, causes)
            self.model.add_implication(in_a_ring, waits)
            flow = self.model.new_int_var(0, most, "")
            self.model.add(flow >= in_a_ring)
            self.model.add(flow <= most * in_a_ring)
            goes_out[waiting].append(flow)
            comes_in[leaver].append(flow)
            later = depth[waiting] >= depth[leaver] + 1 - in_a_ring
            self.model.add(later).only_enforce_if(waits)
        for household in known:
            self.model.add(sum(comes_in[household]) == sum(goes_out[household]))

    def _gone(self, present: Occupancy, night: date) -> Flag:
        """Say whether a party has moved away by a night."""
        if present.household not in self.sought.people:
            return 0
        moves = [o for o in self.seen.moves(present.household) if o.option.night <= night]
        return self._flag(moves) if moves else 0

    def _flag(self, offers: Iterable[Offer]) -> cp_model.IntVar:
        """Give a variable that is one exactly when one of these offers is taken."""
        key = tuple(sorted(offers, key=lambda o: o.option))
        if key not in self.flags:
            self.flags[key] = self.model.new_bool_var("")
            self.model.add_max_equality(self.flags[key], [self.taken[o] for o in key])
        return self.flags[key]

    def _any(self, offers: Iterable[Offer]) -> cp_model.LinearExpr:
        return cp_model.LinearExpr.sum([self.taken[offer] for offer in offers])

    def _all_of(self, flags: Sequence[cp_model.IntVar]) -> cp_model.IntVar:
        """Give a variable that is one exactly when all of these are."""
        both = self.model.new_bool_var("")
        self.model.add_bool_and(flags).only_enforce_if(both)
        self.model.add_bool_or([both, *(flag.negated() for flag in flags)])
        return both


def _held(taken: Occupancy, offer: Offer) -> date:
    """Give until when a bed is held for an offer: by forecast for one that relies on it."""
    expected = offer.option.certainty is Certainty.EXPECTED
    return taken.likely_until if expected else taken.until
