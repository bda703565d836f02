"""From facts to an audited plan: the steps in their order, and what happens when one fails."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from solver.arranging import Arrangement, arrange
from solver.budget import Budget
from solver.composing import compose
from solver.consistency import Fault, faults
from solver.documents import facts_digest
from solver.engine.improving import improve_by_parts
from solver.engine.layers import layered
from solver.engine.meter import Meter
from solver.engine.model import Model, build
from solver.engine.naming import ENGINE
from solver.engine.proving import Searched
from solver.engine.search import AS_MEASURED, Pace, Relax, Search
from solver.engine.sifting import Sifting
from solver.engine.tightening import tightened
from solver.engine.trials import Arrange, EngineFault, Trials
from solver.facts import Problem
from solver.judgement import audit
from solver.links import Links
from solver.options import Alternatives, Columns, alternatives
from solver.plans import Plan, Proof, Provenance
from solver.ranked import ranked, ranked_among_few, ranked_plan
from solver.rows import Rows, translate
from solver.rulebook import Rulebook
from solver.stopping import Stop

MANY_COLUMNS = 2_000_000
"""Of more columns, a first plan is made among few. Source: tests.benchmarks.engine."""
MANY_ROWS = 50_000
"""A model of more rows is improved part by part, with a rough relaxation, before anything else is
proven. Source: measured by tests.benchmarks.contest on the public sets."""
NO_BOUND = -(2**62)
"""Below every plan."""
MOSTLY = 0.51
"""What the relaxation takes for more than this is tried first, as a plan to start from. More than
half, and by enough that two halves of one household never pass for two choices."""

log = logging.getLogger(__name__)

Progress = Callable[[int, int | None], None]
"""Told the points of the best plan so far and the bound, when there is one."""


class InconsistentProblem(ValueError):
    """The facts cannot be true together; ``faults`` names everything that is wrong."""

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.message}" for fault in found))
        self.faults = tuple(found)


@dataclass(frozen=True)
class Steps:
    """The steps of the engine, each a function, so that a test can put in a broken one."""

    alternatives: Callable[[Problem, Rulebook], Alternatives] = alternatives
    translate: Callable[[Problem, Rulebook, Columns], Rows] = translate
    build: Callable[[Problem, Columns, Rows], Model] = build
    relax: Relax = Sifting.solve
    arrange: Arrange = arrange
    pace: Pace = AS_MEASURED


def match(
    problem: Problem,
    rulebook: Rulebook,
    budget: Budget = Budget(),  # noqa: B008 - a frozen value
    *,
    seed: int = 0,
    progress: Progress | None = None,
    stop: Stop | None = None,
    steps: Steps = Steps(),
) -> Plan:
    """Give the plan with the fewest points that can be found and audited within the budget.

    Plans of equal points: the one that CP-SAT meets first with one worker, over options in the
    order of household, place, night and end. The order of the facts makes no difference.
    Whoever asks to ``stop`` gets the best plan so far, marked as cancelled.

    Raises:
        InconsistentProblem: The facts contradict each other.
        EngineFault: Not even the ranked plan passes the audit.
    """
    found = faults(problem)
    if found:
        raise InconsistentProblem(found)
    meter = Meter(budget, stop)
    run = _Run(problem, rulebook, meter, seed, progress or (lambda *_: None), steps)
    try:
        return run.audited(run.best_plan())
    except EngineFault:
        log.exception("engine fault, ranked plan given instead")
        return run.ranked_instead()


class _Run:
    def __init__(
        self,
        problem: Problem,
        rulebook: Rulebook,
        meter: Meter,
        seed: int,
        progress: Progress,
        steps: Steps,
    ) -> None:
        self._problem, self._rulebook, self._steps = problem, rulebook, steps
        self._meter, self._seed, self._progress = meter, seed, progress
        self._digest = facts_digest(problem)

    def best_plan(self) -> Plan:
        """Search, pick beds, forbid what cannot be carried out, and search on."""
        found = self._steps.alternatives(self._problem, self._rulebook)
        if len(found.columns) > MANY_COLUMNS:
            best = ranked_among_few(self._problem, self._rulebook, found)
            self._progress(self._points(found, best), None)
            rows = self._steps.translate(self._problem, self._rulebook, found.columns)
        else:
            rows = self._steps.translate(self._problem, self._rulebook, found.columns)
            best, rows = ranked(self._problem, self._rulebook, found, rows)
        links = Links(self._problem, found, rows)
        trials = Trials(
            self._problem, self._rulebook, found, self._steps.arrange, best, rows, links
        )
        return self._compose(found, trials, self._bound(found, trials))

    def _bound(self, found: Alternatives, trials: Trials) -> int | None:
        """Search for the best plan that can be carried out; give the bound, None without one."""
        model = self._steps.build(self._problem, found.columns, trials.rows)
        if len(model.at_most) > MANY_ROWS:
            bound = self._improved_by_parts(model, trials)
            if self._meter.is_spent:
                return bound
            model = self._steps.build(self._problem, found.columns, trials.rows)
        model = tightened(model)
        sifting = Sifting(model)
        relaxed = self._steps.relax(sifting, self._meter)
        if relaxed is None:
            return None
        trials.mend(model.options_of(relaxed.values > MOSTLY))
        known = model.with_uses(trials.numbers)
        start = Searched(known, model.points_of(known), relaxed.bound)
        self._progress(start.points, start.bound)
        search = Search(
            sifting,
            self._meter,
            self._seed,
            trials.rows_against,
            self._steps.relax,
            lambda part: layered(self._problem, part, trials.links),
            self._steps.pace,
            self._tell,
        )
        searched = search.improve(start, relaxed)
        trials.mend()
        self._progress(searched.points, searched.bound)
        return searched.bound

    def _points(self, found: Alternatives, best: Arrangement) -> int:
        return compose(
            self._problem, self._rulebook, found, best, Proof.RANKED, None, self._provenance()
        ).points

    def _improved_by_parts(self, model: Model, trials: Trials) -> int | None:
        """Make the plan better part by part; give the bound of a rough relaxation."""
        trials.begin()
        rough = Sifting(model).solve(self._meter, is_rough=True)
        if rough is not None:
            trials.mend(model.options_of(rough.values > MOSTLY))
        known = model.with_uses(trials.numbers)
        bound = NO_BOUND if rough is None else rough.bound
        start = Searched(known, model.points_of(known), bound)
        self._tell(start)
        improve_by_parts(
            model,
            start,
            self._meter,
            self._seed,
            trials.rows_against,
            dearer=None if rough is None else rough.dearer,
            tell=self._tell,
        )
        return None if rough is None else bound

    def _tell(self, known: Searched) -> None:
        self._progress(known.points, None if known.bound == NO_BOUND else known.bound)

    def _compose(self, found: Alternatives, trials: Trials, bound: int | None) -> Plan:
        provenance = self._provenance()
        plan = compose(
            self._problem, self._rulebook, found, trials.best, Proof.WITHIN, bound, provenance
        )
        if bound is not None and plan.points < bound:
            raise EngineFault(f"{plan.points} points are below the bound of {bound}")
        if plan.points == bound and trials.rows.is_proven:
            return replace(plan, proof=Proof.OPTIMAL)
        return plan if trials.is_any_carried_out else replace(plan, proof=Proof.RANKED)

    def audited(self, plan: Plan) -> Plan:
        """Give the plan when it keeps every promise."""
        breaches = audit(self._rulebook, self._problem, plan, digest=self._digest)
        if breaches:
            raise EngineFault("; ".join(f"{b.promise} {b.rule or ''}" for b in breaches))
        return plan

    def ranked_instead(self) -> Plan:
        """Give the plan of the fallback, marked as such, audited too."""
        plan = ranked_plan(self._problem, self._rulebook)
        parameters = {**plan.provenance.parameters, "instead_of": "engine fault"}
        provenance = replace(plan.provenance, parameters=parameters, seed=self._seed)
        return self.audited(replace(plan, provenance=provenance))

    def _provenance(self) -> Provenance:
        return Provenance(
            facts_digest=self._digest,
            rulebook_version=self._rulebook.version,
            engine_version=ENGINE,
            seed=self._seed,
            parameters={
                "deterministic": str(self._meter.budget.deterministic),
                "fuse_seconds": str(self._meter.budget.fuse_seconds),
                "cut_off_by_fuse": str(self._meter.is_fuse_blown).lower(),
                "cancelled": str(self._meter.is_stopped).lower(),
            },
        )
