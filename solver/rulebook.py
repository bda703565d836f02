"""Every rule in force, as an explicit list in reading order. There is no registration by import."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from solver.rules import (
    admission,
    capacity,
    care,
    eligibility,
    groups,
    nearness,
    outflow,
    safety,
    status,
    telephone,
    trust,
    waiting,
    wishes,
)
from solver.rules.grammar import Kind, Rule, TogetherRule


@dataclass(frozen=True)
class Rulebook:
    """The rules that judge, price and explain, with the version that plans are stored under."""

    version: str
    rules: tuple[Rule, ...]
    together: tuple[TogetherRule, ...]

    def in_force(self, on: date) -> "Rulebook":
        """Give the rulebook with only the rules that hold on a day."""
        return replace(
            self,
            rules=tuple(rule for rule in self.rules if rule.in_force(on)),
            together=tuple(rule for rule in self.together if rule.in_force(on)),
        )

    @cached_property
    def musts(self) -> tuple[Rule, ...]:
        """The rules that bar a household from a place."""
        return self._of(Kind.MUST)

    @cached_property
    def referrals(self) -> tuple[Rule, ...]:
        """The verdicts before matching."""
        return self._of(Kind.REFER)

    @cached_property
    def prices(self) -> tuple[Rule, ...]:
        """The rules that cost points."""
        return self._of(Kind.PREFER)

    @cached_property
    def prices_of_rest(self) -> tuple[Rule, ...]:
        """The rules that also price a household that takes no place."""
        return tuple(rule for rule in self.prices if rule.applies_to_rest)

    def rule(self, code: str) -> Rule | TogetherRule:
        """Give the rule with a code.

        Raises:
            KeyError: The rulebook has no such rule.
        """
        return self._by_code[code]

    @cached_property
    def _by_code(self) -> dict[str, Rule | TogetherRule]:
        return {rule.code: rule for rule in self.everything}

    @cached_property
    def everything(self) -> tuple[Rule | TogetherRule, ...]:
        """All rules in reading order."""
        return (*self.rules, *self.together)

    def _of(self, kind: Kind) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.kind is kind)


RULEBOOK = Rulebook(
    version="2026.2",
    rules=(
        status.minors_come_with_a_checked_guardian,
        eligibility.the_scheme_is_one_we_know,
        eligibility.cosm_is_for_the_bedenktijd,
        eligibility.omm_is_for_multiple_problems,
        eligibility.regular_shelter_is_for_those_with_a_right_to_it,
        eligibility.the_bedenktijd_is_spent_elsewhere,
        eligibility.iszw_needs_the_inspectorate,
        eligibility.clarification_is_for_the_unclear,
        status.the_unknown_goes_where_it_is_accepted,
        status.without_status_goes_where_it_is_accepted,
        eligibility.crisis_and_budget_follow_their_terms,
        admission.the_house_admits_everybody,
        safety.outside_the_risk_regions,
        safety.the_site_is_unknown_to_the_network,
        safety.the_site_is_secure_enough,
        safety.not_asked_alone_means_an_own_room,
        admission.the_household_can_arrive,
        care.what_cannot_be_missed_is_there,
        care.the_house_can_admit_what_is_brought,
        care.the_needs_are_met_in_house,
        care.somebody_speaks_the_language,
        wishes.never_is_respected,
        wishes.wishes_count,
        telephone.a_decline_is_respected,
        nearness.in_the_home_region,
        nearness.a_zorgcoordinator_works_there,
        nearness.near_to_school_case_and_network,
        waiting.nights_without_shelter,
        waiting.nights_expected_to_be_lost,
        waiting.nights_missing,
        waiting.who_waited_longest_goes_first,
        outflow.moving_needs_the_victims_yes,
        outflow.moving_never_shortens_the_shelter,
        outflow.nights_past_the_right,
        outflow.moving_costs,
        trust.confirmed_lately,
        telephone.what_was_discussed_stays,
    ),
    together=(
        capacity.no_bed_is_given_twice,
        capacity.a_room_is_used_in_one_way,
        capacity.the_crisis_reserve_is_kept,
        groups.a_group_stays_together,
        safety.kept_apart,
    ),
)
"""The rules of CoMensha's helpdesk. Points are first values, CoMensha's to set (design 5)."""
