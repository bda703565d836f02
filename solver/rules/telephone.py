"""What was said on the telephone: declines are respected, proposals that were discussed stay."""

from datetime import date

from solver.circumstances import Discussed, Parked
from solver.codes import PlaceId
from solver.rules.grammar import Finding, holds, must, prefer
from solver.ways import By, Way, gives_way


@gives_way(
    Way(
        fact="parked",
        by=By.COMENSHA,
        price=40,
        nl="De afwijzing wordt opnieuw bekeken",
        en="The decline is judged anew",
    )
)
@must(
    "DEC-1",
    source="design 4 (decline reasons)",
    nl="Een plek die de cliënt heeft afgewezen, of die door de cliënt is afgewezen, wordt niet "
    "opnieuw voorgesteld zolang dat geldt.",
    detail_nl="Een afwijzing geldt voor elke nacht van aankomst vóór de datum die erbij staat; op "
    "die datum zelf niet meer. Staat er geen datum bij, dan geldt zij voor elke nacht, tot zij "
    "opnieuw is bekeken. Een combinatie valt ook af zolang de afwijzing van een van haar kamers "
    "geldt; een afwijzing van de combinatie zegt niets over haar kamers apart.",
)
def a_decline_is_respected(
    parked: frozenset[Parked],
    /,
    named: PlaceId | None,
    rooms: tuple[PlaceId, ...],
    night: date,
) -> Finding:
    """A place that declined the household, or was declined, is not proposed while that holds.

    A decline holds for every night of arrival before the date told with it, on that date no more;
    without a date for every night, until it is judged anew. A combination is barred too while the
    decline of one of its rooms holds; a decline of the combination says nothing about its rooms
    by themselves.
    """
    holding = {
        p.place
        for p in parked
        if (p.place == named or p.place in rooms) and (p.until is None or night < p.until)
    }
    return holds(not holding, places=sorted(holding))


@prefer(
    "STA-1",
    points=20,
    at_most=1,
    also_at_rest=True,
    source="design 4, 5 (a link fails: the rest is planned anew)",
    nl="Wat al telefonisch is besproken, verandert niet om een kleinigheid.",
    detail_nl="Is met huis en cliënt een plek en een nacht van aankomst besproken, dan telt elke "
    "andere plek of nacht, en ook blijven zoals het is. Is er niets besproken, dan telt dit niet. "
    "Een kamer en een combinatie met die kamer zijn verschillende plekken.",
)
def what_was_discussed_stays(
    discussed: Discussed | None, /, named: PlaceId | None, night: date
) -> Finding:
    """What was already said on the telephone is not changed for a trifle.

    Where a place and a night of arrival were discussed with house and household, any other place
    or night costs, and so does staying as things are. Nothing discussed costs nothing. A room and
    a combination with that room are different places.
    """
    if discussed is None:
        return holds(condition=True)
    kept = named == discussed.place and night == discussed.night
    return holds(kept, place=discussed.place, night=discussed.night)
