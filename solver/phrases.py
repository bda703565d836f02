"""What explanations say around the sentences of the rules, in Dutch and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple

Language = Literal["nl", "en"]


class Counted(NamedTuple):
    """Words about a number of things; ``{count}`` stands for the number."""

    one: str
    several: str


@dataclass(frozen=True, kw_only=True)
class Phrases:
    """The words of one language."""

    date_format: str
    points: Counted
    more: str
    less: str
    no_more: str
    others_there: Counted
    others_together: Counted
    and_others: str
    exactly: str
    at_most: str
    possible: str
    can_be_had: str
    place_costs: str
    next_best: str
    cannot_be_carried_out: str
    no_night: str
    is_open: str
    opens_if: str
    residents_move: str
    steps: Mapping[str, str]
    """The steps of an application, by the name of the fact."""
    tonight: str
    from_night: str
    only_from_night: str
    proposed: str
    proposed_but: str
    stays_put: str
    lawful: Counted
    none_lawful: str
    barred: Counted

    def counted(self, words: Counted, count: int, sentence: str = "") -> str:
        """Give the words for a number of things, and what is said of them."""
        chosen = words.one if abs(count) == 1 else words.several
        return chosen.format(count=count, sentence=sentence)

    def day(self, value: date) -> str:
        """Give a date as people read it."""
        return self.date_format.format(value, day=value.day)


DUTCH = Phrases(
    date_format="{0:%d-%m-%Y}",
    points=Counted("{count} punt", "{count} punten"),
    more="{points} meer",
    less="{points} minder",
    no_more="niet meer",
    others_there=Counted("Er is dan 1 ander.", "Er zijn dan {count} anderen."),
    others_together=Counted("1 ander", "{count} anderen samen"),
    and_others=" en {whom} {extra}",
    exactly="{extra}",
    at_most="ten hoogste {extra}",
    possible="Deze plek kan, en kost {extra} dan het voorstel.",
    can_be_had="Deze plek kan.",
    place_costs="{place} kan vanaf {night}: dat kost dit huishouden {extra}{others}.",
    next_best="De volgende plek zou {place} zijn: die kost dit huishouden {extra}{others}.",
    cannot_be_carried_out="Samen met de rest van het plan zijn de bedden niet te verdelen, of "
    "verhuizen er te veel mensen achter elkaar.",
    no_night="Er is geen nacht waarop het verblijf kan beginnen: de plek of de vraag is dan al "
    "voorbij.",
    is_open="{place} kan vanaf {night}, zonder dat er iets verandert.",
    opens_if="{place} kan vanaf {night}, als het volgende verandert.",
    residents_move="{count} cliënten of gezinnen die nu ergens verblijven, verhuizen naar een "
    "andere plek.",
    steps={
        "by_institution": "aangevraagd door een instelling",
        "consulted": "overlegd met de zorgcoördinator",
        "weighed": "gewogen door CoMensha",
    },
    tonight="kan vannacht",
    from_night="kan vanaf {night}",
    only_from_night="kan pas vanaf {night}",
    proposed="Mag volgens alle regels en past bij alle wensen; {begin}.",
    proposed_but="Mag volgens alle regels; {begin}. Niet helemaal gehaald: {sentence}",
    stays_put="Blijft voorlopig in de huidige plek: niets beters is vrij.",
    lawful=Counted(
        "Van alle plekken mag er 1, maar daar is geen bed vrij dat past.",
        "Van alle plekken mogen er {count}, maar daar is geen bed vrij dat past.",
    ),
    none_lawful="Geen enkele plek mag.",
    barred=Counted("1 plek valt af: {sentence}", "{count} plekken vallen af: {sentence}"),
)

ENGLISH = Phrases(
    date_format="{day} {0:%B %Y}",
    points=Counted("{count} point", "{count} points"),
    more="{points} more",
    less="{points} less",
    no_more="no more",
    others_there=Counted("1 other is there then.", "{count} others are there then."),
    others_together=Counted("1 other", "{count} others together"),
    and_others=" and {whom} {extra}",
    exactly="{extra}",
    at_most="at most {extra}",
    possible="This place is possible and costs {extra} than the proposal.",
    can_be_had="This place is possible.",
    place_costs="{place} is possible from {night}: it costs this household {extra}{others}.",
    next_best="The next best place would be {place}: it costs this household {extra}{others}.",
    cannot_be_carried_out="With the rest of the plan the beds cannot be divided, or too many "
    "people would have to move one after another.",
    no_night="There is no night on which the stay could begin: the place or the need is over by "
    "then.",
    is_open="{place} is possible from {night} without any change.",
    opens_if="{place} is possible from {night} if the following changes.",
    residents_move="{count} households that stay somewhere now move to another place.",
    steps={
        "by_institution": "applied for by an institution",
        "consulted": "zorgcoördinator consulted",
        "weighed": "weighed by CoMensha",
    },
    tonight="possible tonight",
    from_night="possible from {night}",
    only_from_night="possible only from {night}",
    proposed="Allowed by all rules and fits every wish; {begin}.",
    proposed_but="Allowed by all rules; {begin}. Not fully met: {sentence}",
    stays_put="Stays in the present place for now: nothing better is free.",
    lawful=Counted(
        "Of all places 1 is allowed, but no bed that fits is free there.",
        "Of all places {count} are allowed, but no bed that fits is free there.",
    ),
    none_lawful="No place is allowed.",
    barred=Counted("1 place is ruled out: {sentence}", "{count} places are ruled out: {sentence}"),
)

PHRASES: Mapping[Language, Phrases] = MappingProxyType({"nl": DUTCH, "en": ENGLISH})
"""By language."""
