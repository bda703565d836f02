"""The rulebook as a page that people read: made from the rules themselves, in Dutch or English."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from solver.codes import Urgency
from solver.rulebook import Rulebook
from solver.rules.grammar import Kind, Rule, TogetherRule
from solver.rules.waiting import RATES, nights_missing, rate

Tongue = Literal["nl", "en"]

WAITED = (0, 5, 10, 20, 30)
"""Nights already waited for which the exchange table gives a price."""


@dataclass(frozen=True)
class Wording:
    """What the page says between the rules, in one language."""

    title: str
    intro: str
    scale: str
    scale_intro: str
    scale_head: tuple[str, str]
    urgency: dict[Urgency, str]
    outweighs: str
    preferences: str
    preferences_intro: str
    preferences_head: tuple[str, ...]
    rules: str
    kinds: dict[Kind, str]
    price_per_night: str
    price: str
    source: str
    reads: str
    of_household: str
    of_place: str
    reads_together: str
    safety: str


DUTCH = Wording(
    title="Handboek: de regels van het plaatsen",
    intro="Dit zijn de regels waarmee plekken worden gezocht, beoordeeld en uitgelegd: regelboek "
    "{version}. Een eis is hard: er is geen gewicht dat haar opzij zet. Al het andere is punten, "
    "en de minste punten winnen. Deze bladzijde wordt uit de regels zelf gemaakt "
    "(`python -m solver handbook`); wie een regel wil veranderen, verandert de regel.",
    scale="Wat een nacht zonder opvang kost",
    scale_intro="Punten per persoon, naar hoe dringend het is en hoeveel nachten er al gewacht is "
    "(WAI-1): elke gewachte nacht een tiende erbij, ten hoogste viervoudig. Het zijn eerste "
    "waarden; CoMensha stelt ze vast.",
    scale_head=("dringendheid", "na {waited} nachten wachten"),
    urgency={
        Urgency.ACUTE: "acuut (vannacht)",
        Urgency.URGENT: "spoed (binnen 3 nachten)",
        Urgency.SOON: "binnenkort (binnen 14 nachten)",
        Urgency.PLANNED: "gepland (op een datum)",
    },
    outweighs="Eén acute nacht van één persoon weegt zo zwaarder dan alle voorkeuren van "
    "{households} cliënten samen (elk ten hoogste {most} punten). Een nacht die aan het "
    "gevraagde verblijf ontbreekt, kost {missing} punten per persoon (WAI-3): in nachten "
    "gerekend is iemand voor een tijdje onderbrengen dus nooit duurder dan laten wachten.",
    preferences="Wat een voorkeur kost",
    preferences_intro="Punten voor elk ding dat ontbreekt, en het meeste dat een regel voor één "
    "cliënt of gezin kan kosten.",
    preferences_head=("regel", "zin", "punten", "ten hoogste"),
    rules="De regels",
    kinds={
        Kind.MUST: "eis",
        Kind.REFER: "overdracht vóór het zoeken",
        Kind.PREFER: "voorkeur",
        Kind.TOGETHER: "eis aan plekken samen",
    },
    price_per_night="prijs per nacht",
    price="Punten: {points} per eenheid, ten hoogste {most}.",
    source="Bron",
    reads="Leest",
    of_household="van de cliënt",
    of_place="van de plek",
    reads_together="alle keuzes en bezettingen van een plek of locatie",
    safety="Veiligheid: de reden achter deze regel wordt nooit aan een instelling getoond.",
)

ENGLISH = Wording(
    title="Handbook: the rules of placement",
    intro="These are the rules by which places are sought, judged and explained: rulebook "
    "{version}. A requirement is hard: no weight sets it aside. All else is points, and fewest "
    "points win. This page is made from the rules themselves (`python -m solver handbook`); to "
    "change a rule, change the rule.",
    scale="What a night without shelter costs",
    scale_intro="Points per person, by how urgent it is and how many nights were waited already "
    "(WAI-1): a tenth more for every night waited, at most fourfold. These are first values, "
    "CoMensha's to set.",
    scale_head=("urgency", "after {waited} nights of waiting"),
    urgency={
        Urgency.ACUTE: "acute (tonight)",
        Urgency.URGENT: "urgent (within 3 nights)",
        Urgency.SOON: "soon (within 14 nights)",
        Urgency.PLANNED: "planned (on a date)",
    },
    outweighs="One acute night of one person thus outweighs all preferences of {households} "
    "households together (at most {most} points each). A night missing towards the stay asked for "
    "costs {missing} points per person (WAI-3): counted in nights, sheltering somebody for a while "
    "is thus never dearer than leaving them waiting.",
    preferences="What a preference costs",
    preferences_intro="Points for each thing that is lacking, and the most that a rule can cost "
    "one household.",
    preferences_head=("rule", "sentence", "points", "at most"),
    rules="The rules",
    kinds={
        Kind.MUST: "requirement",
        Kind.REFER: "referral before matching",
        Kind.PREFER: "preference",
        Kind.TOGETHER: "requirement on places together",
    },
    price_per_night="price per night",
    price="Points: {points} per unit, at most {most}.",
    source="Source",
    reads="Reads",
    of_household="of the household",
    of_place="of the place",
    reads_together="all choices and occupancies of a place or site",
    safety="Safety: the reason behind this rule is never shown to an institution.",
)


def handbook(book: Rulebook, tongue: Tongue = "nl") -> str:
    """Give the page in Markdown."""
    words = DUTCH if tongue == "nl" else ENGLISH
    sections = (
        [f"# {words.title}", words.intro.format(version=book.version)],
        _scale(book, words),
        _preferences(book, words, tongue),
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


def _rule(rule: Rule | TogetherRule, words: Wording, tongue: Tongue) -> Iterator[str]:
    is_preference = isinstance(rule, Rule) and rule.at_most is not None
    per_night = rule.kind is Kind.PREFER and not is_preference
    kind = words.price_per_night if per_night else words.kinds[rule.kind]
    yield f"### {rule.code} · {kind}"
    yield str(rule.sentence._asdict()[tongue])
    if isinstance(rule, Rule) and rule.at_most is not None:
        yield words.price.format(points=rule.points, most=rule.points * rule.at_most)
    if rule.is_safety:
        yield words.safety
    yield f"{words.reads}: {_reads(rule, words)}. {words.source}: {rule.source}."


def _reads(rule: Rule | TogetherRule, words: Wording) -> str:
    if isinstance(rule, TogetherRule):
        return words.reads_together
    times = (("night", rule.reads.night), ("until", rule.reads.until))
    parts = (
        (rule.reads.household, f" {words.of_household}"),
        (rule.reads.place, f" {words.of_place}"),
        (tuple(name for name, is_read in times if is_read), ""),
    )
    return "; ".join(", ".join(f"`{n}`" for n in names) + whose for names, whose in parts if names)


def _number(points: int) -> str:
    return f"{points:,}".replace(",", "\u202f")


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines: list[Sequence[object]] = [head, ["---" for _ in head], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
