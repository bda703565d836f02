"""One sentence per proposal: why this place, or why none."""

from collections import Counter
from datetime import date

from placement.pages import wording
from placement.pages.speaking import Speaker
from placement.pages.texts import gettext, ngettext
from solver.codes import HouseholdId
from solver.ends import latest_end
from solver.facts import Household, Problem
from solver.judgement import objections, referral_verdict
from solver.plans import Assignment, Rest
from solver.rulebook import RULEBOOK

OF_TIME = ("WAI-1", "WAI-2", "OUT-1", "OUT-2")
"""Rules about waiting and leaving: the sentence says the night instead."""
MOST_RULES = 2  # named for an unmet need: the page of the request tells the rest


def sentence_of(code: str, language: str) -> str:
    """The policy text of a rule, empty for a rule that the book no longer has."""
    try:
        sentence = RULEBOOK.rule(code).sentence
    except KeyError:
        return ""
    return sentence.en if language == "en" else sentence.nl


def why_here(problem: Problem, assignment: Assignment, speaker: Speaker) -> str:
    """Say in one sentence why this place is proposed, and what is less than ideal about it."""
    option = assignment.option
    household = problem.household_by_id[option.household]
    begin = _begin(household, option.night, problem.tonight)
    costs = {code: n for code, n in assignment.points.items() if n and code not in OF_TIME}
    if not costs:
        return gettext("Mag volgens alle regels en past bij alle wensen; %(begin)s.", begin=begin)
    dearest = max(sorted(costs), key=lambda code: costs[code])
    return gettext(
        "Mag volgens alle regels; %(begin)s. Niet helemaal gehaald: %(sentence)s",
        begin=begin,
        sentence=sentence_of(dearest, speaker.language),
    )


def rest_reasons(problem: Problem, rest: Rest, speaker: Speaker) -> tuple[str, ...]:
    """Say why a household gets no place in this plan."""
    household = problem.household_by_id[rest.household]
    if household.is_resident:
        return (gettext("Blijft voorlopig in de huidige plek: niets beters is vrij."),)
    book = RULEBOOK.in_force(problem.tonight)
    barred: Counter[str] = Counter()
    lawful = 0
    for place in problem.places:
        night = max(problem.tonight, household.arrives_from, place.admits_from)
        until = latest_end(household, place, night, problem.horizon)
        codes = {rule.code for rule, _ in objections(book, household, place, night, until)}
        barred.update(codes)
        lawful += not codes
    said = [
        ngettext(
            "Van alle plekken mag er %(num)d, maar daar is geen bed vrij dat past.",
            "Van alle plekken mogen er %(num)d, maar daar is geen bed vrij dat past.",
            lawful,
        )
        if lawful
        else gettext("Geen enkele plek mag.")
    ]
    often = sorted(barred, key=lambda code: (-barred[code], code))[:MOST_RULES]
    said += [
        ngettext(
            "%(num)d plek valt af: %(sentence)s",
            "%(num)d plekken vallen af: %(sentence)s",
            barred[code],
            sentence=sentence_of(code, speaker.language),
        )
        for code in often
    ]
    return tuple(said)


def why_referred(problem: Problem, household: HouseholdId, speaker: Speaker) -> str:
    """Say why a household is referred to others instead of placed."""
    book = RULEBOOK.in_force(problem.tonight)
    verdict = referral_verdict(book, problem.household_by_id[household])
    return " ".join(sentence_of(rule.code, speaker.language) for rule, _ in verdict)


def _begin(household: Household, night: date, tonight: date) -> str:
    if night == tonight:
        return gettext("kan vannacht")
    if night > household.needed_from and not household.is_resident:
        return gettext("kan pas vanaf %(night)s", night=wording.day(night))
    return gettext("kan vanaf %(night)s", night=wording.day(night))
