"""One more fact: the last plan is repaired where the news touches it, instead of made anew.

A session keeps what was worked out for an evening: the plan, and what beds are worth. When a
request comes, a house declines, a room closes or somebody leaves, those concerned and whoever could
make room for them are planned again, all others keep what they have. Such a plan is lawful and
audited like any other; that it is the best one is only said when a bound proves it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property

from solver.budget import Budget
from solver.circumstances import Discussed
from solver.codes import HouseholdId
from solver.consistency import faults
from solver.engine.digests import Digests
from solver.engine.displacing import Displacing
from solver.engine.guide import Guide, guide_of
from solver.engine.matching import InconsistentProblem, match
from solver.engine.news import News, news
from solver.engine.repairing import Reach, Repair, Start
from solver.facts import Problem
from solver.plans import Plan
from solver.rulebook import Rulebook

MUCH = 3_000
"""Points worth another look: three nights of somebody urgent (`solver.rules.waiting.RATES`)."""
SOON_MADE = 50_000
"""A plan from nothing over so many columns takes about a second. Source: tests.benchmarks."""


@dataclass(frozen=True)
class Repaired:
    """A plan for the facts of now."""

    plan: Plan
    changed: tuple[HouseholdId, ...]
    """For whom something else is proposed than before; those whom the news is about left out."""
    is_anew: bool = False
    """Whether the plan was made from nothing after all."""

    @property
    def loss_bound(self) -> int | None:
        """Points that the best plan has less at most; None when nothing is proven."""
        return self.plan.gap


class Session:
    """The last plan of an evening and what it was made with, ready for one more fact.

    ``budget`` is for each repair, which looks as far as ``reach`` says. ``guide`` is what beds were
    worth, where that is known already. What a session repairs it does not keep: see `after`.
    """

    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        plan: Plan,
        budget: Budget = Budget(),  # noqa: B008 - a frozen value
        *,
        reach: Reach = Reach(),  # noqa: B008 - a frozen value
        guide: Guide | None = None,
    ) -> None:
        self._problem, self._rulebook, self._plan = problem, rulebook, plan
        self._budget, self._reach = budget, reach
        self._given, self._digests = guide, Digests()
        self._known: Displacing | None = None

    def get_ready(self) -> None:
        """Work out what beds are worth now, so that the first repair need not."""
        if self._is_planned and self._guide is not None:
            self._guide.get_ready()
            self._displacing(self._guide).get_ready()

    def repair(self, now: Problem) -> Repaired:
        """Give a plan for the facts of now, with as little changed as serves.

        Where the news can make nobody better off, the bound of the last plan still holds;
        otherwise it is worked out anew, which takes longer than the repair.

        Raises:
            InconsistentProblem: The facts contradict each other.
            EngineFault: Not even the ranked plan passes the audit.
        """
        if found := faults(now):
            raise InconsistentProblem(found)
        told = news(self._problem, now)
        if told is not None and self._is_planned and self._guide is not None:
            priced = self._guide.columns.problem
            start = Start(
                plan=self._plan,
                guide=self._guide,
                displacing=self._displacing(self._guide),
                news=told,
                since=told if priced is self._problem else news(priced, now) or told,
            )
            repair = Repair(now, self._rulebook, start, self._budget)
            plan = repair.plan(self._reach, self._digests.digest(now))
            if plan is not None:
                repaired = Repaired(plan, self._changed(told, plan))
                if not self._could_lose_much(plan, self._guide):
                    return repaired
                anew = self._anew(now, told)
                return anew if anew.plan.points < plan.points else repaired
        return self._anew(now, told)

    def _anew(self, now: Problem, told: News | None) -> Repaired:
        plan = match(now, self._rulebook, self._budget)
        return Repaired(plan, self._changed(told, plan), is_anew=True)

    def _could_lose_much(self, plan: Plan, guide: Guide) -> bool:
        """Whether it is worth a second to see if a plan from nothing is better."""
        is_small = len(guide.model.points) <= SOON_MADE
        lost = (plan.gap or 0) - (self._plan.gap or 0)
        return is_small and lost > MUCH

    def replan(self, now: Problem, kept: Collection[HouseholdId]) -> Repaired:
        """Plan the rest anew when a link of a chain fails, as when a house said no.

        ``now`` holds what came out on the telephone, such as the decline. What the last plan
        proposes to those who are ``kept`` was discussed with them already: it stays where it can,
        unless a gain pays for the change (STA-1). Say so in the facts of the next plan too: see
        `as_told`.

        Raises:
            InconsistentProblem: The facts contradict each other.
            EngineFault: Not even the ranked plan passes the audit.
        """
        return self.repair(as_told(now, self._plan, kept))

    def after(self, now: Problem, repaired: Repaired) -> "Session":
        """Give the session that goes on from a plan that was accepted as the last one."""
        return Session(
            now,
            self._rulebook,
            repaired.plan,
            self._budget,
            reach=self._reach,
            guide=None if repaired.is_anew else self._guide,
        )

    def _changed(self, told: News | None, plan: Plan) -> tuple[HouseholdId, ...]:
        was = {a.option.household: a.option for a in self._plan.assignments}
        now = {a.option.household: a.option for a in plan.assignments}
        concerned = told.come | told.changed | told.gone if told else frozenset[HouseholdId]()
        return tuple(
            h for h in sorted((was.keys() | now.keys()) - concerned) if was.get(h) != now.get(h)
        )

    @cached_property
    def _is_planned(self) -> bool:
        """Whether the last plan was made from these facts by these rules; else it is no start."""
        made = self._plan.provenance
        is_ours = made.rulebook_version == self._rulebook.version
        return is_ours and made.facts_digest == self._digests.digest(self._problem)

    def _displacing(self, guide: Guide) -> Displacing:
        self._known = self._known or Displacing(self._problem, self._plan, guide)
        return self._known

    @cached_property
    def _guide(self) -> Guide | None:
        return self._given or guide_of(self._problem, self._rulebook, self._budget)


def as_told(problem: Problem, plan: Plan, kept: Collection[HouseholdId]) -> Problem:
    """Give the facts in which what the plan proposes to some was said on the telephone.

    From then on a change of it costs (STA-1): it stays unless a gain pays for that.
    """
    said = {
        a.option.household: Discussed(place=a.option.place, night=a.option.night)
        for a in plan.assignments
        if a.option.household in kept
    }
    told = (replace(h, discussed=said.get(h.id, h.discussed)) for h in problem.households)
    return replace(problem, households=tuple(told))
