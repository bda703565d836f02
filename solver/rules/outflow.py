"""Moving on: who may move, and what staying too long and moving cost."""

from datetime import date

from solver.codes import PlaceId
from solver.rules.grammar import Finding, holds, must, prefer, short_by
from solver.ways import By, How, Way, gives_way


@gives_way(
    Way(
        fact="victim_agreed",
        how=How.BECOMES,
        becomes=True,
        kept_in="stay",
        by=By.VICTIM,
        price=60,
        nl="De cliënt zegt aantoonbaar ja op verhuizen",
        en="The victim says a recorded yes to moving",
    )
)
@must(
    "OUT-0",
    source="design 3 (doorplaatsing), 4; domain 3.1",
    nl="Wie al een plek heeft, verhuist alleen naar een andere plek met een doorplaatsing waar de "
    "cliënt aantoonbaar ja op zei.",
    detail_nl="Een combinatie waarvan de huidige kamer deel is, is geen andere plek: kamers erbij "
    "geven is een zaak van het huis. Wie in een combinatie woont, kan wel naar een van haar kamers "
    "verhuizen.",
)
def moving_needs_the_victims_yes(
    present_place: PlaceId | None,
    victim_agreed: bool,
    /,
    named: PlaceId | None,
    rooms: tuple[PlaceId, ...],
) -> Finding:
    """A resident moves only to another place, with the victim's recorded yes.

    A combination with the present room is no other place: adding rooms is a matter of the house.
    Who lives in a combination can move to one of its rooms.
    """
    elsewhere = present_place is None or present_place not in {named, *rooms}
    agreed = present_place is None or victim_agreed
    return holds(elsewhere and agreed, elsewhere=elsewhere, victim_agreed=victim_agreed)


@must(
    "OUT-3",
    source="design 3, 5",
    nl="Wie al een plek heeft, verhuist alleen naar een plek die ten minste even lang duurt.",
)
def moving_never_shortens_the_shelter(
    present_place: PlaceId | None, stay_ends: date | None, needed_until: date, /, until: date
) -> Finding:
    """A resident moves only to a place that lasts at least as long as the one left behind."""
    sheltered_until = needed_until if stay_ends is None else min(stay_ends, needed_until)
    lasts = present_place is None or until >= sheltered_until
    return holds(lasts, until=until, sheltered_until=sheltered_until)


@prefer(
    "OUT-1",
    points=30,
    source="design 4, 5; domain 1.2, E1",
    nl="Elke nacht die een cliënt of gezin op een plek blijft nadat het recht daarop is afgelopen, "
    "telt.",
    detail_nl="Per cliënt of gezin, niet per persoon: van het einde van het recht tot de "
    "verhuizing, of wie niet verhuist tot het einde van de planning, en nooit langer dan het "
    "verblijf zelf duurt. Nachten die al voorbij zijn tellen mee; zij liggen vast en veranderen "
    "geen keuze.",
)
def nights_past_the_right(
    right_ends: date | None, stay_ends: date | None, /, night: date
) -> Finding:
    """Each night in the present place past the right to it costs, also when staying put.

    Per household, not per person: from the end of the right to the move, or of who does not move
    to the horizon, and never longer than the stay itself lasts. Nights that have passed already
    count too; they are fixed and change no choice.
    """
    if right_ends is None:
        return short_by(0)
    leaves = night if stay_ends is None else min(night, stay_ends)
    nights = max(0, (leaves - right_ends).days)
    return short_by(nights, nights=nights, right_ends=right_ends)


@prefer(
    "OUT-2",
    points=10,
    at_most=1,
    source="design 4",
    nl="Verhuizen telt mee: niemand verhuist zonder dat het iets oplevert.",
)
def moving_costs(present_place: PlaceId | None, /, named: PlaceId | None) -> Finding:
    """Moving a resident costs, so that nobody is moved without a gain that pays for it."""
    return holds(present_place in {None, named}, present_place=present_place)
