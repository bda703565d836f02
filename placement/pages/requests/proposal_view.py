"""A stored plan as the board reads it: per request a place, a call list, nothing, or a referral."""

from collections.abc import Mapping
from dataclasses import dataclass

from placement.pages.framework.speaking import Speaker
from placement.pages.framework.texts import gettext
from placement.pages.requests.board_view import (
    Act,
    Call,
    CallList,
    Later,
    NoPlace,
    PlaceNow,
    Proposed,
    ReferredOn,
)
from placement.pages.requests.reasons import tongue
from placement.policy import Subject
from placement.service.requests.naming_cases import references_by_household
from placement.service.requests.proposing import ShownProposal
from placement.store.database.opening import Store
from solver.codes import Certainty
from solver.facts import Problem
from solver.phrases import Language
from solver.plans import Assignment, Option, Proof, Rest
from solver.rulebook import RULEBOOK
from solver.telling_plans import tell_proposed, tell_referred, tell_resting


@dataclass(frozen=True)
class PlanReader:
    """Reads one plan aloud; knows its facts, the names of the register and the references."""

    shown: ShownProposal
    problem: Problem
    speaker: Speaker
    references: Mapping[str, str]
    """Case references by household, of those that the reader may see."""

    @property
    def _tongue(self) -> Language:
        return tongue(self.speaker.language)

    def proposed(self) -> dict[str, Proposed]:
        """What is proposed for each request, by the id of the request."""
        plan = self.shown.plan
        found: dict[str, Proposed] = {}
        for assignment in plan.assignments:
            self._keep(found, assignment.option.household, self._of_assignment(assignment))
        for rest in plan.rests:
            reasons = tell_resting(RULEBOOK, self.problem, plan, rest.household, self._tongue)
            self._keep(found, rest.household, NoPlace(reasons=(*self._of_a_group(rest), *reasons)))
        for household in plan.referred:
            reason = tell_referred(RULEBOOK, self.problem, household, self._tongue)
            self._keep(found, household, ReferredOn(reason=reason))
        return found

    def _of_a_group(self, rest: Rest) -> tuple[str, ...]:
        """That the ranked list placed nobody of a group, where that is why somebody has no place.

        It decides on one after the other, so it cannot place people together.
        """
        if self.shown.plan.proof is not Proof.RANKED:
            return ()
        if self.problem.household_by_id[rest.household].group is None:
            return ()
        return (
            gettext(
                "Hoort bij een groep, en de ranglijst plaatst geen groepen: plaats hen samen, of "
                "vraag opnieuw een voorstel."
            ),
        )

    def _keep(self, found: dict[str, Proposed], household: str, proposed: Proposed) -> None:
        referral = self.shown.referrals.get(household)
        if referral is not None:
            found[referral] = proposed

    def _of_assignment(self, assignment: Assignment) -> Proposed:
        option = assignment.option
        where, scheme = self.speaker.place(option.place), self.speaker.scheme_of(option.place)
        reason = tell_proposed(RULEBOOK, self.problem, assignment, self._tongue, self.speaker.named)
        if option.certainty is Certainty.EXPECTED:
            return Later(where=where, scheme=scheme, night=option.night, reason=reason)
        if option.certainty is not Certainty.CERTAIN:
            call = Call(
                place=option.place,
                where=where,
                scheme=scheme,
                night=option.night,
                until=option.until,
                reason=reason,
                proposal=self.shown.proposal.id,
            )
            return CallList(calls=(call,))
        decision = self.shown.decision_on(option)
        return PlaceNow(
            place=option.place,
            where=where,
            scheme=scheme,
            night=option.night,
            until=option.until,
            reason=reason,
            proposal=self.shown.proposal.id,
            acts=self.acts(option),
            is_ring=decision is not None and decision.is_ring,
            is_group=decision is not None and decision.is_group,
        )

    def acts(self, this: Option) -> tuple[Act, ...]:
        """All that is decided with an option in order, that option marked; nothing when alone."""
        decision = self.shown.decision_on(this)
        if decision is None or len(decision.acts) == 1:
            return ()
        return tuple(
            Act(
                who=self.references.get(act.household) or gettext("een ander huishouden"),
                where=self.speaker.place(act.place),
                night=act.night,
                leaves=self._leaves(act.household),
                is_this=act.household == this.household,
                follows=act in decision.following,
            )
            for act in decision.acts
        )

    def _leaves(self, household: str) -> str | None:
        stay = next((h.stay for h in self.problem.households if h.id == household), None)
        return self.speaker.place(stay.place) if stay else None


def plan_reader(store: Store, shown: ShownProposal, speaker: Speaker, by: Subject) -> PlanReader:
    """Who reads a plan to somebody: it names whom it places together, and no others."""
    moved = {act.household for one in shown.decisions if len(one.acts) > 1 for act in one.acts}
    return PlanReader(shown, shown.problem, speaker, references_by_household(store, moved, by=by))
