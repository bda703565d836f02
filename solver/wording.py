"""What the handbook says between the rules, in Dutch and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from solver.codes import Urgency
from solver.rules.grammar import Kind

Tongue = Literal["nl", "en"]


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
    price_each: str
    price_of_nights: str
    lasting: tuple[str, ...]
    chains: tuple[str, ...]
    source: str
    reads: str
    of_household: str
    of_place: str
    of_choice: str
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
    "(WAI-1): elke gewachte nacht een tiende erbij, ten hoogste viervoudig. Nachten vóór vanavond "
    "tellen als gewacht mee, en elke nacht zonder opvang daarna ook. Het zijn eerste waarden; "
    "CoMensha stelt ze vast.",
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
    price_each="Punten: {points} per nacht zoals hierboven geteld, zonder bovengrens.",
    price_of_nights="Punten: volgens de tabel van nachten zonder opvang.",
    lasting=(
        "Hoe lang een plek kan duren",
        (
            "Een verblijf begint vannacht of later. Het duurt tot de eerste van deze dagen: het "
            "einde van het gevraagde verblijf, het einde van de planning, de dag waarop de plek "
            "sluit, en het langste verblijf dat het huis toestaat, geteld vanaf de nacht van "
            "aankomst. In de Opvang ISZW duurt het voor wie “ernstig benadeeld” is ten hoogste "
            "{iszw} nachten (ELI-4). Zo'n einddag is altijd de eerste nacht die niet meer "
            "meetelt."
        ),
        (
            "Een recht dat afloopt, maakt geen bed leeg: langer blijven kost punten (OUT-1). Een "
            "plan mag een verblijf wel eerder laten eindigen, bij de eerstvolgende keer dat de "
            "plek al bezet is; elke nacht die daardoor ontbreekt, kost punten (WAI-3)."
        ),
    ),
    chains=(
        "Doorplaatsen en kettingen",
        (
            "Een keuze is *zeker* als CoMensha zelf plaatst of het huis al ja heeft gezegd; "
            "anders moet het huis nog gevraagd worden. Alleen een zekere verhuizing maakt bedden "
            "vrij, vanaf de nacht van de verhuizing zelf. Een verhuizing waarop het huis nog "
            "geen ja zei, maakt in het plan niets vrij."
        ),
        (
            "Wie alleen ergens terecht kan doordat een ander er weggaat (uit het bed, uit de "
            "kamer om CAP-2, of van de locatie om SAF-4), wacht op die verhuizing. Het plan "
            "noemt dat een ketting: eerst wie weggaat, dan wie daarna komt, in de volgorde "
            "waarin het gebeurt. Elke stap na de eerste wacht op een stap ervoor. Er volgen niet "
            "meer stappen op elkaar dan is ingesteld (standaard {limit}); de eerste verhuizing "
            "telt als stap."
        ),
        (
            "Verhuizingen die op elkaar wachten, vormen een ring: zij gebeuren in één nacht en "
            "tellen samen als één stap. Elke ring staat als ring in het plan. Komt er daarna nog "
            "iemand, dan staat daarnaast een ketting met de ring, in willekeurige volgorde, en "
            "wie erop volgt."
        ),
    ),
    source="Bron",
    reads="Kijkt naar",
    of_household="cliënt",
    of_place="plek",
    of_choice="keuze",
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
    "(WAI-1): a tenth more for every night waited, at most fourfold. Nights before tonight count "
    "as waited, and so does each night without shelter after it. These are first values, "
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
    price_each="Points: {points} per night as counted above, without an upper bound.",
    price_of_nights="Points: as the table of nights without shelter says.",
    lasting=(
        "How long a place can last",
        (
            "A stay begins tonight or later. It lasts until the first of these days: the end of "
            "the stay asked for, the horizon, the day on which the place closes, and the longest "
            "stay that the house allows, counted from the night of arrival. In an ISZW place the "
            "seriously disadvantaged stay at most {iszw} nights (ELI-4). Such a day is always "
            "the first night that no longer counts."
        ),
        (
            "A right that ends empties no bed: staying longer costs points (OUT-1). A plan may "
            "let a stay end earlier, where the place is taken next; every night missing because "
            "of that costs points (WAI-3)."
        ),
    ),
    chains=(
        "Moving on and chains",
        (
            "A choice is *certain* when CoMensha places, or when the house has said yes; "
            "otherwise the house must still be asked. Only a certain move frees beds, from the "
            "night of the move itself. A move to which the house has not said yes frees nothing "
            "in the plan."
        ),
        (
            "Who can only go somewhere because somebody else leaves (the bed, the room by CAP-2, "
            "or the site by SAF-4) waits for that move. The plan calls this a chain: first who "
            "leaves, then who comes after, in the order in which it happens. Each act but the "
            "first waits for an act before it. No more acts follow one another than the setting "
            "allows ({limit} by default); the first move counts as an act."
        ),
        (
            "Moves that wait for each other are a ring: they happen on one night and count as "
            "one act. Every ring stands in the plan as a ring. When somebody follows it, there "
            "is also a chain with the ring, in any order, and who follows."
        ),
    ),
    source="Source",
    reads="Looks at",
    of_household="household",
    of_place="place",
    of_choice="choice",
    reads_together="all choices and occupancies of a place or site",
    safety="Safety: the reason behind this rule is never shown to an institution.",
)

WORDINGS: Mapping[Tongue, Wording] = MappingProxyType({"nl": DUTCH, "en": ENGLISH})
"""By language."""
