"""The rulebook as a page that people read: made from the rules themselves, in Dutch or English."""

from collections.abc import Iterator, Sequence

from solver.codes import Urgency
from solver.ends import SERIOUSLY_DISADVANTAGED_NIGHTS
from solver.facts import Problem
from solver.rulebook import Rulebook
from solver.rules.grammar import Kind, Rule, TogetherRule
from solver.rules.waiting import RATES, nights_missing, rate
from solver.wording import WORDINGS, Tongue, Wording
from solver.words import FACTS

WAITED = (0, 5, 10, 20, 30)
"""Nights already waited for which the exchange table gives a price."""


def handbook(book: Rulebook, tongue: Tongue = "nl") -> str:
    """Give the page in Markdown."""
    words = WORDINGS[tongue]
    sections = (
        [f"# {words.title}", words.intro.format(version=book.version)],
        _scale(book, words),
        _preferences(book, words, tongue),
        _prose(words.lasting, iszw=SERIOUSLY_DISADVANTAGED_NIGHTS),
        _prose(words.chains, limit=Problem.chain_limit),
        _prose(words.joined),
        _prose(words.expected),
        [f"## {words.rules}"],
        *(_rule(rule, words, tongue) for rule in book.everything),
    )
    return "\n\n".join(paragraph for section in sections for paragraph in section) + "\n"


def most_of_preferences(book: Rulebook) -> int:
    """Give the most points that all preferences of one household can add up to."""
    return sum(rule.points * (rule.at_most or 0) for rule in book.prices)


def _scale(book: Rulebook, words: Wording) -> Iterator[str]:
    most = most_of_preferences(book)
    yield f"## {words.scale}"
    yield words.scale_intro
    head, column = words.scale_head
    yield _table(
        [head, *(column.format(waited=waited) for waited in WAITED)],
        [
            [words.urgency[urgency], *(_number(rate(urgency, 1, w)) for w in WAITED)]
            for urgency in RATES
        ],
    )
    yield words.outweighs.format(
        households=RATES[Urgency.ACUTE] // most, most=most, missing=nights_missing.points
    )


def _preferences(book: Rulebook, words: Wording, tongue: Tongue) -> Iterator[str]:
    yield f"## {words.preferences}"
    yield words.preferences_intro
    yield _table(
        words.preferences_head,
        [
            [rule.code, rule.sentence._asdict()[tongue], rule.points, rule.points * rule.at_most]
            for rule in book.prices
            if rule.at_most is not None
        ],
    )


def _prose(told: Sequence[str], **figures: int) -> Iterator[str]:
    title, *paragraphs = told
    yield f"## {title}"
    for paragraph in paragraphs:
        yield paragraph.format(**figures)


def _rule(rule: Rule | TogetherRule, words: Wording, tongue: Tongue) -> Iterator[str]:
    is_preference = isinstance(rule, Rule) and rule.at_most is not None
    per_night = rule.kind is Kind.PREFER and not is_preference
    kind = words.price_per_night if per_night else words.kinds[rule.kind]
    yield f"### {rule.code} · {kind}"
    yield str(rule.sentence._asdict()[tongue])
    if detail := rule.detail._asdict()[tongue]:
        yield str(detail)
    if isinstance(rule, Rule) and rule.kind is Kind.PREFER:
        yield _price(rule, words)
    if rule.is_safety:
        yield words.safety
    if rule.valid_from is not None or rule.valid_until is not None:
        begins, until = (day or words.always for day in (rule.valid_from, rule.valid_until))
        yield words.valid.format(begins=begins, until=until)
    yield f"{words.reads}: {_reads(rule, words, tongue)}. {words.source}: {rule.source}."


def _price(rule: Rule, words: Wording) -> str:
    if rule.at_most is not None:
        return words.price.format(points=rule.points, most=rule.points * rule.at_most)
    # A rule of one point counts in points itself: by the scale of nights without shelter.
    by_the_scale = rule.points == 1
    return words.price_of_nights if by_the_scale else words.price_each.format(points=rule.points)


def _reads(rule: Rule | TogetherRule, words: Wording, tongue: Tongue) -> str:
    if isinstance(rule, TogetherRule):
        return words.reads_together
    times = (("night", rule.reads.night), ("until", rule.reads.until))
    parts = (
        (words.of_household, rule.reads.household),
        (words.of_place, rule.reads.place),
        (words.of_choice, tuple(name for name, is_read in times if is_read)),
    )
    told = (
        (whose, ", ".join(f"{FACTS[name]._asdict()[tongue]} (`{name}`)" for name in names))
        for whose, names in parts
        if names
    )
    return "; ".join(f"{whose}: {facts}" for whose, facts in told)


def _number(points: int) -> str:
    return f"{points:,}".replace(",", "\u202f")


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines: list[Sequence[object]] = [head, ["---" for _ in head], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
