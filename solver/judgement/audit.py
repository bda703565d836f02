"""The audit that every plan passes before it leaves the library, whoever made the plan."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from solver.codes import Certainty
from solver.documents import facts_digest
from solver.ends import latest_end
from solver.facts import Household, Occupancy, Place, Problem
from solver.judgement.breaches import Breach, Promise
from solver.judgement.pairs import (
    certainty,
    comings,
    objections,
    penalty,
    referral_verdict,
    rest_penalty,
    rests_on_forecast,
)
from solver.judgement.together import Together, taken_together
from solver.judgement.waiting import Waits, frees, longest_line, rings, who_waits
from solver.plans import Assignment, Chain, Option, Plan, Proof
from solver.rulebook import Rulebook


def audit(
    book: Rulebook, problem: Problem, plan: Plan, *, digest: str | None = None
) -> tuple[Breach, ...]:
    """Give every promise that a plan breaks, judged by facts and rules alone; empty is good.

    ``digest`` is that of the problem, where the caller has worked it out already.
    """
    digest = facts_digest(problem) if digest is None else digest
    return tuple(_Audit(book.in_force(problem.tonight), problem, plan, digest).breaches())


class _Audit:
    def __init__(self, book: Rulebook, problem: Problem, plan: Plan, digest: str) -> None:
        self.book = book
        self.problem = problem
        self.plan = plan
        self.digest = digest

    def breaches(self) -> Iterator[Breach]:
        yield from self.provenance()
        yield from self.everybody_once()
        yield from self.referred()
        yield from self.outside_the_calendar()
        for assignment in self.known:
            yield from self.lawful(assignment)
            yield from self.beds(assignment)
        yield from self.certainties()
        yield from self.no_bed_twice()
        yield from self.together()
        yield from self.points()
        yield from self.proof()
        yield from self.chains()

    @cached_property
    def told(self) -> list[Assignment]:
        """The assignments that can be judged, as the plan tells them.

        They name known households and places, and nights of the calendar: no rule can be asked
        about other nights, and nobody sleeps on them.
        """
        return [
            a
            for a in self.plan.assignments
            if a.option.household in self.problem.household_by_id
            and a.option.place in self.problem.place_by_id
            and self.is_dated(a)
        ]

    @cached_property
    def known(self) -> list[Assignment]:
        """The assignments that can be judged, with the certainty they have."""
        return [
            a if due is a.option.certainty else replace(a, option=a.option._replace(certainty=due))
            for a, due in ((a, self.due_certainty(a.option)) for a in self.told)
        ]

    @cached_property
    def taken(self) -> Together:
        """The options of the plan as the rules about several at once judge them."""
        return taken_together(self.book, self.problem, [a.option for a in self.known])

    def due_certainty(self, told: Option) -> Certainty:
        """Say what an option may be called: expected only where there is a forecast to rely on.

        Called firm where only a forecast frees the bed, it takes a bed that is taken.
        """
        if told.certainty is Certainty.EXPECTED and rests_on_forecast(
            self.problem, told.place, told.night
        ):
            return Certainty.EXPECTED
        household = self.problem.household_by_id[told.household]
        return certainty(household, self.problem.place_by_id[told.place])

    def is_dated(self, assignment: Assignment) -> bool:
        """Whether an assignment begins and ends within the nights that are planned."""
        option = assignment.option
        return self.problem.tonight <= option.night < option.until <= self.problem.horizon

    def outside_the_calendar(self) -> Iterator[Breach]:
        for assignment in self.plan.assignments:
            if not self.is_dated(assignment):
                facts = {"option": assignment.option, "latest_end": self.problem.horizon}
                yield Breach(Promise.WITHIN_ITS_NIGHTS, facts)

    def pair(self, assignment: Assignment) -> tuple[Household, Place]:
        option = assignment.option
        return (
            self.problem.household_by_id[option.household],
            self.problem.place_of(option),
        )

    def provenance(self) -> Iterator[Breach]:
        told, version = self.plan.provenance, self.book.version
        if told.facts_digest != self.digest or told.rulebook_version != version:
            facts = {"facts": told.facts_digest, "rulebook": told.rulebook_version}
            yield Breach(Promise.MADE_FROM_THESE_FACTS, facts)

    def everybody_once(self) -> Iterator[Breach]:
        told = Counter(a.option.household for a in self.plan.assignments)
        told.update(rest.household for rest in self.plan.rests)
        told.update(self.plan.referred)
        for household in self.problem.households:
            if told[household.id] != 1:
                facts = {"household": household.id, "times": told[household.id]}
                yield Breach(Promise.EVERYBODY_ONCE, facts)
        places = {a.option.place for a in self.plan.assignments}
        unknown = told.keys() - self.problem.household_by_id.keys()
        unknown_places = places - self.problem.place_by_id.keys()
        if unknown or unknown_places:
            facts = {"households": sorted(unknown), "places": sorted(unknown_places)}
            yield Breach(Promise.ONLY_THE_KNOWN, facts)

    def referred(self) -> Iterator[Breach]:
        for household in self.problem.households:
            verdict = referral_verdict(self.book, household)
            if bool(verdict) != (household.id in self.plan.referred):
                rule = verdict[0][0].code if verdict else None
                yield Breach(Promise.REFERRED_BY_RULE, {"household": household.id}, rule)

    def lawful(self, assignment: Assignment) -> Iterator[Breach]:
        option = assignment.option
        household, place = self.pair(assignment)
        for rule, found in objections(self.book, household, place, option.night, option.until):
            facts = {"option": option, **found.facts}
            yield Breach(Promise.NO_OBJECTION, facts, rule.code)
        last = latest_end(household, place, option.night, self.problem.horizon)
        if option.until > last:
            yield Breach(Promise.WITHIN_ITS_NIGHTS, {"option": option, "latest_end": last})
        if option.until < last and option.until not in comings(self.problem, option):
            yield Breach(Promise.LASTS_AS_LONG_AS_IT_CAN, {"option": option, "latest_end": last})

    def certainties(self) -> Iterator[Breach]:
        for assignment in self.told:
            option, due = assignment.option, self.due_certainty(assignment.option)
            if option.certainty is not due:
                yield Breach(Promise.HONEST_CERTAINTY, {"option": option, "due": due})

    def beds(self, assignment: Assignment) -> Iterator[Breach]:
        household, place = self.pair(assignment)
        distinct = set(assignment.beds) & set(place.beds)
        if not len(distinct) == len(assignment.beds) == household.size:
            facts = {"option": assignment.option, "beds": assignment.beds, "people": household.size}
            yield Breach(Promise.BEDS_FOR_ALL, facts)

    def no_bed_twice(self) -> Iterator[Breach]:
        """Look at the beds as the facts say, without what is expected, and as they forecast."""
        firm = [a for a in self.known if a.option.certainty is not Certainty.EXPECTED]
        yield from self._used_twice(firm, [(o, o.until) for o in self.problem.occupancies])
        if any(taken.expected_until is not None for taken in self.problem.occupancies):
            likely = [(o, o.likely_until) for o in self.problem.occupancies]
            yield from self._used_twice(self.known, likely)

    def _used_twice(
        self, assignments: Sequence[Assignment], ends: Sequence[tuple[Occupancy, date]]
    ) -> Iterator[Breach]:
        moves = {a.option.household: a.option for a in self.known if frees(a.option, self.problem)}
        uses = [(bed, a.option.night, a.option.until) for a in assignments for bed in a.beds]
        for taken, end in ends:
            move = moves.get(taken.household) if taken.household is not None else None
            until = end if move is None else min(end, move.night)
            uses.append((taken.bed, taken.begins, until))
        for one, other in pairwise(sorted(uses)):
            if one[0] == other[0] and other[1] < one[2]:
                yield Breach(Promise.NO_BED_TWICE, {"bed": one[0], "uses": [one[1:], other[1:]]})

    def together(self) -> Iterator[Breach]:
        for rule, broken in self.taken.broken():
            yield Breach(Promise.TOGETHER_LAWFUL, broken.facts, rule.code)

    def points(self) -> Iterator[Breach]:
        total = 0
        for a in self.known:
            due = penalty(self.book, *self.pair(a), a.option.night, a.option.until)
            total += sum(due.values())
            if dict(a.points) != dict(due):
                facts = {"option": a.option, "told": a.points, "due": due}
                yield Breach(Promise.POINTS_ADD_UP, facts)
        for rest in self.plan.rests:
            household = self.problem.household_by_id.get(rest.household)
            if household is not None:
                due = rest_penalty(self.book, household, self.problem.horizon)
                total += sum(due.values())
                if dict(rest.points) != dict(due):
                    facts = {"household": rest.household, "told": rest.points, "due": due}
                    yield Breach(Promise.POINTS_ADD_UP, facts)
        shared = self.taken.costs()
        total += sum(cost.points for cost in shared)
        if self.plan.shared != shared:
            yield Breach(Promise.POINTS_ADD_UP, {"told": self.plan.shared, "due": shared})
        can_be_added = all(map(self.is_dated, self.plan.assignments))
        if can_be_added and self.plan.points != total:
            yield Breach(Promise.POINTS_ADD_UP, {"told": self.plan.points, "due": total})

    def proof(self) -> Iterator[Breach]:
        bound, points, proof = self.plan.bound, self.plan.points, self.plan.proof
        bound_missing = bound is None and proof is not Proof.RANKED
        too_high = bound is not None and bound > points
        if bound_missing or too_high or (proof is Proof.OPTIMAL and bound != points):
            yield Breach(Promise.HONEST_PROOF, {"proof": proof, "bound": bound, "points": points})

    def chains(self) -> Iterator[Breach]:
        waits = who_waits(self.book, self.problem, self.known, self.taken)
        for option, moves in waits.items():
            for move in moves:
                if not any({option, move} <= set(chain.acts) for chain in self.plan.chains):
                    yield Breach(Promise.CHAINS_TOLD, {"waits": option, "for": move})
        told_rings = {frozenset(chain.acts) for chain in self.plan.chains}
        for ring in frozenset(rings(waits).values()):
            if len(ring) > 1 and ring not in told_rings:
                yield Breach(Promise.CHAINS_TOLD, {"ring": sorted(ring)})
        for chain in self.plan.chains:
            if not _told_truly(chain, waits):
                yield Breach(Promise.CHAINS_TOLD, {"chain": chain})
        length = longest_line(waits)
        if length > self.problem.chain_limit:
            facts = {"acts": length, "limit": self.problem.chain_limit}
            yield Breach(Promise.CHAINS_SHORT, facts)


def _told_truly(chain: Chain, waits: Waits) -> bool:
    """Whether each act but the first waits for another, none stands before what it waits for."""
    acts, together = list(chain.acts), rings(waits)
    alone = frozenset[object]()
    ring = together.get(acts[0], alone) if acts else alone
    linked = all(waits.get(act, frozenset()) & set(acts) for act in acts[1:])
    in_order = all(
        move in acts[:place] or move in together[act]
        for place, act in enumerate(acts)
        for move in waits.get(act, frozenset()) & set(acts)
    )
    is_ring = set(acts) == ring
    distinct = len(set(acts)) == len(acts) > 1
    return distinct and linked and in_order and chain.is_ring == is_ring
