"""A plan in words, for each household one thing: why this place, why none, or why not matched."""

from collections import Counter
from datetime import date

from solver.codes import HouseholdId
from solver.explanation import Barred, Reason, why_not_any
from solver.facts import Household, Problem
from solver.judgement import referral_verdict
from solver.phrases import PHRASES, Language, Phrases
from solver.plans import Assignment, Plan
from solver.rulebook import Rulebook
from solver.telling import Named, Teller

OF_TIME = frozenset({"WAI-1", "WAI-2", "OUT-1", "OUT-2"})
"""Rules about waiting and leaving: the sentence says the night instead."""
MOST_RULES = 2
"""Rules named for a household without a place; `why_not_any` holds the rest."""


def tell_proposed(
    rulebook: Rulebook,
    problem: Problem,
    assignment: Assignment,
    language: Language = "nl",
    named: Named = str,
) -> str:
    """Say in one sentence why a place is proposed, and what is less than ideal about it."""
    words = PHRASES[language]
    household = problem.household_by_id[assignment.option.household]
    begin = _begin(words, household, assignment.option.night, problem.tonight)
    costs = {code: n for code, n in assignment.points.items() if n and code not in OF_TIME}
    if not costs:
        return words.proposed.format(begin=begin)
    dearest = max(sorted(costs), key=lambda code: costs[code])
    sentence = Teller(rulebook, words, language, named).sentence(dearest)
    return words.proposed_but.format(begin=begin, sentence=sentence)


def tell_resting(
    rulebook: Rulebook,
    problem: Problem,
    plan: Plan,
    household: HouseholdId,
    language: Language = "nl",
) -> tuple[str, ...]:
    """Say why a household gets no place in a plan; what is in the way most often comes first."""
    words = PHRASES[language]
    if problem.household_by_id[household].is_resident:
        return (words.stays_put,)
    answers = why_not_any(problem, rulebook, plan, household).values()
    barred = [answer for answer in answers if isinstance(answer, Barred)]
    lawful = len(answers) - len(barred)
    counted = Counter(reason.rule for answer in barred for reason in answer.objections)
    often = sorted(counted, key=lambda code: (-counted[code], code))[:MOST_RULES]
    teller = Teller(rulebook, words, language)
    return (
        words.counted(words.lawful, lawful) if lawful else words.none_lawful,
        *(words.counted(words.barred, counted[code], teller.sentence(code)) for code in often),
    )


def tell_referred(
    rulebook: Rulebook, problem: Problem, household: HouseholdId, language: Language = "nl"
) -> str:
    """Say why a household is referred to others instead of placed."""
    verdict = referral_verdict(rulebook, problem.household_by_id[household])
    teller = Teller(rulebook, PHRASES[language], language)
    return " ".join(teller.reasons(Reason(rule.code, {}) for rule, _ in verdict))


def _begin(words: Phrases, household: Household, night: date, tonight: date) -> str:
    if night == tonight:
        return words.tonight
    is_later = night > household.needed_from and not household.is_resident
    begin = words.only_from_night if is_later else words.from_night
    return begin.format(night=words.day(night))
