"""Puts explanations into words: one sentence each, from the rule's own sentence and its facts.

An institution is told no safety reason, not even that there is one, and nothing about other
people, not even how many. So it may be told nothing at all.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Literal

from solver.explanation import CARRIED_OUT, Barred, Full, Possible, PricedPlace, Reason, Why
from solver.rulebook import Rulebook
from solver.rules.grammar import Kind

Language = Literal["nl", "en"]

CANNOT_BE_CARRIED_OUT: Mapping[Language, str] = MappingProxyType(
    {
        "nl": "Samen met de rest van het plan zijn de bedden niet te verdelen, of verhuizen er te "
        "veel mensen achter elkaar.",
        "en": "With the rest of the plan the beds cannot be divided, or too many people would have "
        "to move one after another.",
    }
)


def tell(
    rulebook: Rulebook,
    explained: Why | Barred | Full | Possible,
    language: Language = "nl",
    *,
    for_institution: bool = False,
) -> tuple[str, ...]:
    """Give the sentences of an explanation, each complete in itself."""
    match explained:
        case Barred(objections):
            return _reasons(rulebook, objections, language, for_institution=for_institution)
        case Full(rulings, others):
            told = _reasons(rulebook, rulings, language, for_institution=for_institution)
            return (
                (*told, _others_there(others, language)) if others and not for_institution else told
            )
        case Possible(_, extra):
            return (_possible(extra, language),)
        case Why():
            return _why(rulebook, explained, language, for_institution=for_institution)


def _why(
    rulebook: Rulebook, why: Why, language: Language, *, for_institution: bool
) -> tuple[str, ...]:
    referred = _reasons(rulebook, why.referred, language, for_institution=for_institution)
    priced = tuple(
        f"{_sentence(rulebook, code, language)[:-1]}: {_points(points, language)}."
        for code, points in sorted(why.points.items())
        if not (for_institution and _is_safety(rulebook, code))
    )
    if why.next_best is None or for_institution:
        return (*referred, *priced)
    return (*referred, *priced, _next_best(why.next_best, language))


def _reasons(
    rulebook: Rulebook, reasons: Iterable[Reason], language: Language, *, for_institution: bool
) -> tuple[str, ...]:
    told = []
    for reason in reasons:
        sentence = _sentence(rulebook, reason.rule, language)
        if not for_institution or (
            not _is_about_others(rulebook, reason.rule) and not _is_safety(rulebook, reason.rule)
        ):
            told.append(_with_facts(sentence, reason, language))
    return tuple(dict.fromkeys(told))


def _sentence(rulebook: Rulebook, code: str, language: Language) -> str:
    if code == CARRIED_OUT:
        return CANNOT_BE_CARRIED_OUT[language]
    return str(getattr(rulebook.rule(code).sentence, language))


def _is_safety(rulebook: Rulebook, code: str) -> bool:
    return code != CARRIED_OUT and rulebook.rule(code).is_safety


def _is_about_others(rulebook: Rulebook, code: str) -> bool:
    return code == CARRIED_OUT or rulebook.rule(code).kind is Kind.TOGETHER


def _with_facts(sentence: str, reason: Reason, language: Language) -> str:
    """Add what the rule found, in codes; yes and no say nothing by themselves."""
    values = [_value(v, language) for v in reason.facts.values()]
    shown = ", ".join(dict.fromkeys(v for v in values if v))
    return f"{sentence[:-1]} ({shown})." if shown else sentence


def _value(value: object, language: Language) -> str:
    match value:
        case bool() | None:
            return ""
        case Enum():
            return str(value.value)
        case date():
            return f"{value:%d-%m-%Y}" if language == "nl" else f"{value.day} {value:%B %Y}"
        case str() | int():
            return str(value)
        case list() | tuple() | frozenset() | set():
            return ", ".join(filter(None, (_value(v, language) for v in value)))
        case _:
            return ""


def _points(points: int, language: Language) -> str:
    words = {"nl": ("punt", "punten"), "en": ("point", "points")}[language]
    return f"{points} {words[abs(points) != 1]}"


def _others_there(others: int, language: Language) -> str:
    if language == "nl":
        return "Er is dan 1 ander." if others == 1 else f"Er zijn dan {others} anderen."
    return "1 other is there then." if others == 1 else f"{others} others are there then."


def _possible(extra: int, language: Language) -> str:
    told = _more_or_less(extra, language)
    if language == "nl":
        return f"Deze plek kan, en kost {told} dan het voorstel."
    return f"This place is possible and costs {told} than the proposal."


def _next_best(other: PricedPlace, language: Language) -> str:
    own, theirs = (_more_or_less(n, language) for n in (other.extra, other.extra_for_others))
    place, others = other.option.place, other.others
    if language == "nl":
        whom = "1 ander" if others == 1 else f"{others} anderen samen"
        told = f" en {whom} ten hoogste {theirs}" if others else ""
        return f"De volgende plek zou {place} zijn: die kost dit huishouden {own}{told}."
    whom = "1 other" if others == 1 else f"{others} others together"
    told = f" and {whom} at most {theirs}" if others else ""
    return f"The next best place would be {place}: it costs this household {own}{told}."


def _more_or_less(extra: int, language: Language) -> str:
    if extra == 0:
        return {"nl": "niet meer", "en": "no more"}[language]
    words = {"nl": ("minder", "meer"), "en": ("less", "more")}[language]
    return f"{_points(abs(extra), language)} {words[extra > 0]}"
