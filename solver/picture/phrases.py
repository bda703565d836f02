"""What a picture says, in Dutch and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from solver.codes import Use
from solver.picture.scene import Mark
from solver.plans import Plan, Proof
from solver.wording import Tongue


@dataclass(frozen=True)
class Phrases:
    """The words of one language."""

    tongue: Tongue
    title: str
    months: tuple[str, ...]
    marks: Mapping[Mark, str]
    labels: Mapping[Mark, str]
    """In a bar, where nobody of the register is meant."""
    uses: Mapping[Use, str]
    points: str
    proofs: Mapping[Proof, str]
    place: str
    bed: str
    beds: str
    who: str
    what: str
    begins: str
    until: str
    act: str
    nights: str
    ring: str
    chain: str
    comes: str
    moves: str
    arrows: str
    joined: str
    without: str
    referred: str

    def day(self, night: date) -> str:
        """Give a date as people write it: 2 maart 2026."""
        return f"{self.short_day(night)} {night.year}"

    def short_day(self, night: date) -> str:
        """Give a date without its year."""
        return f"{night.day} {self.months[night.month - 1]}"

    def value_of(self, plan: Plan) -> str:
        """Say what a plan costs and how much is known of it."""
        proven = self.proofs[plan.proof].format(gap=_grouped(plan.gap or 0))
        if plan.proof is Proof.WITHIN and plan.gap is None:
            proven = self.proofs[Proof.RANKED]
        return f"{self.points.format(points=_grouped(plan.points))}, {proven}"


def _grouped(points: int) -> str:
    """Write a large number so that it can be read: 738 735."""
    return f"{points:,}".replace(",", "\u202f")


DUTCH = Phrases(
    tongue="nl",
    title="Plan van {begins} tot {until}",
    months=("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
    marks={
        Mark.STAY: "verblijft er",
        Mark.OUTSIDE: "bezet door het huis",
        Mark.HOLD: "vastgehouden",
        Mark.OUTAGE: "buiten gebruik",
        Mark.CERTAIN: "plan: zeker",
        Mark.TO_ASK: "plan: nog te vragen",
        Mark.EXPECTED: "plan: naar verwachting vrij",
        Mark.FREED: "vrij door een verhuizing",
        Mark.FORECAST: "naar verwachting vrij",
    },
    labels={Mark.OUTSIDE: "bezet", Mark.HOLD: "vast", Mark.OUTAGE: "dicht"},
    uses={
        Use.SINGLE_ROOM: "eenpersoonskamer",
        Use.APARTMENT: "appartement",
        Use.SHARED_ROOM: "gedeelde kamer",
    },
    points="{points} punten",
    proofs={
        Proof.OPTIMAL: "bewezen het beste",
        Proof.WITHIN: "hooguit {gap} van het beste",
        Proof.RANKED: "dringendste eerst",
    },
    place="plek",
    bed="bed",
    beds="bedden",
    who="wie",
    what="wat",
    begins="van",
    until="tot",
    act="stap",
    nights="{begins} tot {until}",
    ring="ring: één nacht, één stap",
    chain="Keten {letter}",
    comes="{who}: naar {place}, {night}",
    moves="{who}: van {leaves} naar {place}, {night}",
    arrows="pijl: stap van een keten, in volgorde; dubbele rand: ring",
    joined="samengevoegd als {name}",
    without="Geen plek in dit plan",
    referred="Overgedragen",
)

ENGLISH = Phrases(
    tongue="en",
    title="Plan from {begins} until {until}",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    marks={
        Mark.STAY: "lives there",
        Mark.OUTSIDE: "taken by the house",
        Mark.HOLD: "held",
        Mark.OUTAGE: "out of use",
        Mark.CERTAIN: "plan: certain",
        Mark.TO_ASK: "plan: house to be asked",
        Mark.EXPECTED: "plan: expected to be free",
        Mark.FREED: "free because of a move",
        Mark.FORECAST: "expected to be free",
    },
    labels={Mark.OUTSIDE: "taken", Mark.HOLD: "held", Mark.OUTAGE: "closed"},
    uses={
        Use.SINGLE_ROOM: "single room",
        Use.APARTMENT: "apartment",
        Use.SHARED_ROOM: "shared room",
    },
    points="{points} points",
    proofs={
        Proof.OPTIMAL: "proven the best",
        Proof.WITHIN: "at most {gap} from the best",
        Proof.RANKED: "most urgent first",
    },
    place="place",
    bed="bed",
    beds="beds",
    who="who",
    what="what",
    begins="from",
    until="until",
    act="act",
    nights="{begins} until {until}",
    ring="ring: one night, one act",
    chain="Chain {letter}",
    comes="{who}: to {place}, {night}",
    moves="{who}: from {leaves} to {place}, {night}",
    arrows="arrow: act of a chain, in order; double edge: ring",
    joined="joined as {name}",
    without="No place in this plan",
    referred="Referred",
)

PHRASES: Mapping[Tongue, Phrases] = MappingProxyType({"nl": DUTCH, "en": ENGLISH})
"""By language."""
