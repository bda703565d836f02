"""What nights without shelter cost: the scale against which everything else is weighed.

The rates are first values, CoMensha's to set (design 5). These prices are per night and have no
upper bound; they are no preferences.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from solver.codes import Mode, PlaceId, Urgency
from solver.rules.grammar import MET, Finding, prefer, short_by
from solver.ways import By, How, Way, gives_way

RATES: Mapping[Urgency, int] = MappingProxyType(
    {Urgency.ACUTE: 10_000, Urgency.URGENT: 1_000, Urgency.SOON: 100, Urgency.PLANNED: 10}
)
"""Points of the first person-night without shelter. Source: design 5."""
MOST_TENTHS = 40
"""A night costs at most fourfold, reached after thirty nights of waiting. Source: design 5."""
NIGHTS_TO_THE_MOST = MOST_TENTHS - 10
"""Nights already waited from which a night costs no more."""


def rate(urgency: Urgency, size: int, waited: int) -> int:
    """Give the points of one night without shelter after ``waited`` nights already waited."""
    return RATES[urgency] // 10 * size * min(10 + waited, MOST_TENTHS)


def cost_of_waiting(urgency: Urgency, size: int, waited: int, nights: int) -> int:
    """Give the points of that many nights without shelter in a row; none when negative."""
    rising = min(nights, max(0, NIGHTS_TO_THE_MOST - waited))
    tenths = rising * (10 + waited) + rising * (rising - 1) // 2 + (nights - rising) * MOST_TENTHS
    return RATES[urgency] // 10 * size * tenths if nights > 0 else 0


@gives_way(
    Way(
        fact="needed_from",
        how=How.BECOMES,
        by=By.VICTIM,
        price=1,
        nl="De opvang begint pas op {value}",
        en="Shelter begins only on {value}",
    )
)
@prefer(
    "WAI-1",
    points=1,
    source="design 5",
    nl="Elke nacht zonder opvang telt, per persoon: zwaarder naarmate het dringender is en er "
    "langer gewacht is.",
    detail_nl="Geteld van de eerste nacht waarop opvang nodig is (voor wie al een plek heeft: het "
    "harde einde daarvan) tot de aankomst, of zonder plek tot het einde van de planning. Nachten "
    "vanaf het einde van het gevraagde verblijf tellen nooit.",
)
def nights_without_shelter(
    urgency: Urgency,
    size: int,
    waited: int,
    needed_from: date,
    needed_until: date,
    /,
    night: date,
) -> Finding:
    """Each night without shelter costs per person, more when urgent and when waited long.

    Counted from the first night on which shelter is needed (for a resident the hard end of the
    stay) to the arrival, or without a place to the horizon. Nights from the end of the stay asked
    for never count.
    """
    nights = max(0, (min(night, needed_until) - needed_from).days)
    return short_by(cost_of_waiting(urgency, size, waited, nights), nights=nights, people=size)


@prefer(
    "WAI-2",
    points=1,
    source="design 4, 5",
    nl="Moet het huis nog ja zeggen, of komt het bed alleen naar verwachting vrij, dan tellen de "
    "nachten die daar naar verwachting mee verloren gaan als nachten zonder opvang.",
    detail_nl="Voor vragen en voor verwachten staat bij de plek elk een aantal nachten; geldt "
    "allebei, dan telt het grootste. Dat het bed alleen naar verwachting vrijkomt, geldt voor een "
    "keuze die “verwacht” is. De verloren nachten beginnen bij de nacht van aankomst. Nachten "
    "waarop nog geen opvang nodig is, en nachten vanaf het einde van het gevraagde verblijf, "
    "tellen nooit.",
)
def nights_expected_to_be_lost(
    urgency: Urgency,
    size: int,
    waited: int,
    needed_from: date,
    needed_until: date,
    said_yes: frozenset[PlaceId],
    /,
    mode: Mode,
    named: PlaceId | None,
    nights_lost_when_asked: int,
    rests_on_forecast: bool,
    nights_lost_on_forecast: int,
    night: date,
) -> Finding:
    """A place that must be asked, or is free by a forecast only, costs the nights it may lose.

    A place tells how many nights asking loses and how many relying on a forecast; where both hold,
    the larger counts. A choice relies on a forecast when it is called "expected". The nights begin
    on the night of arrival and cost as nights without shelter. Nights on which shelter is not
    needed yet, and nights from the end of the stay asked for, never count.
    """
    is_open = mode is not Mode.PLACE and named not in said_yes
    asking = nights_lost_when_asked if is_open else 0
    losing = max(asking, nights_lost_on_forecast if rests_on_forecast else 0)
    if not losing:
        return MET
    lost = timedelta(days=losing)
    before, after = (
        max(0, (min(arrival, needed_until) - needed_from).days) for arrival in (night, night + lost)
    )
    cost = cost_of_waiting(urgency, size, waited + before, after - before)
    return short_by(cost, nights=after - before, people=size)


@prefer(
    "WAI-3",
    points=10,
    source="design 5 (nights missing towards the stay asked for)",
    nl="Kan de cliënt korter blijven dan gevraagd is, dan telt elke ontbrekende nacht per persoon.",
    detail_nl="Geteld van het einde van het verblijf tot het einde dat gevraagd is, ook voor wie "
    "verhuist. Nachten vóór het verblijf en na het gevraagde einde tellen hier nooit.",
)
def nights_missing(size: int, needed_until: date, /, until: date) -> Finding:
    """Each night missing towards the stay asked for costs per person.

    Counted from the end of the stay to the end asked for, also of who moves. Nights before the
    stay and after the end asked for never count here.
    """
    nights = max(0, (needed_until - until).days)
    return short_by(nights * size, nights=nights, people=size)


@prefer(
    "WAI-4",
    points=1,
    source="design 5 (nobody waits for ever)",
    nl="Ook na dertig nachten gaat voor wie langer heeft gewacht.",
    detail_nl="Elke nacht boven de dertig die er vóór vanavond al gewacht is, telt voor één punt, "
    "één keer voor allen samen, tenzij zij aankomen op de eerste nacht waarop opvang nodig is. "
    "WAI-1 stijgt dan niet meer, en kan anders gelijk uitkomen voor wie vijftig en wie veertig "
    "nachten wacht.",
)
def who_waited_longest_goes_first(
    waited: int, needed_from: date, needed_until: date, /, night: date
) -> Finding:
    """Beyond thirty nights, too, who has waited longer goes first.

    Each night above thirty already waited before tonight counts for one point, once for all of
    them together, unless they arrive on the first night on which shelter is needed. WAI-1 rises no
    more then, and could else come out the same for who waits fifty nights and who waits forty.
    """
    is_without = min(night, needed_until) > needed_from
    return short_by(max(0, waited - NIGHTS_TO_THE_MOST) if is_without else 0, waited=waited)
