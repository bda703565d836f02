"""The laws of nights: waiting, moving on, staying too long. See `test_laws`."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from solver.codes import (
    PlaceId,
    Urgency,
)
from solver.facts import Household, Place, Stay
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import HORIZON, WOMAN, night
from tests.property.laws import NIGHTS, lacking, law_of
from tests.property.strategies import (
    households,
    places,
)


@st.composite
def residents(draw: DrawFn) -> Household:
    """Give somebody who lives in p0, with any right and any end."""
    ends = st.none() | st.integers(1, 12).map(night)
    stay = Stay(
        place=draw(places()).id,
        beds=(),
        departs=draw(ends),
        right_ends=draw(st.none() | st.integers(-9, 12).map(night)),
        hard_end=draw(ends),
        victim_agreed=draw(st.booleans()),
    )
    return replace(draw(households()), stay=stay)


@law_of("WAI-1", "WAI-4", "OUT-1")
@given(households() | residents(), places(), NIGHTS)
def test_arriving_later_never_costs_less(h: Household, p: Place, arrival: int) -> None:
    for code in ("WAI-1", "WAI-4", "OUT-1"):
        assert lacking(code, h, p, arrival + 1) >= lacking(code, h, p, arrival)


@law_of("WAI-1", "WAI-2")
@given(households(), places(), NIGHTS)
def test_more_people_urgency_or_waiting_never_costs_less(
    h: Household, p: Place, arrival: int
) -> None:
    more = [
        replace(h, people=(*h.people, WOMAN)),
        replace(h, urgency=Urgency.ACUTE),
        replace(h, waited=h.waited + 1),
    ]
    for code in ("WAI-1", "WAI-2"):
        assert all(lacking(code, m, p, arrival) >= lacking(code, h, p, arrival) for m in more)


@law_of("WAI-2")
@given(households() | residents(), places(), NIGHTS)
def test_a_yes_never_costs_and_a_slower_house_never_costs_less(
    h: Household, p: Place, arrival: int
) -> None:
    slower = replace(p, nights_lost_when_asked=p.nights_lost_when_asked + 1)
    assert lacking("WAI-2", h, slower, arrival) >= lacking("WAI-2", h, p, arrival)
    assert lacking("WAI-2", replace(h, said_yes=frozenset({p.id})), p, arrival) == 0


@law_of("WAI-3", "OUT-3")
@given(households() | residents(), places(), st.integers(1, 9))
def test_lasting_longer_never_costs_nor_bars(h: Household, p: Place, until: int) -> None:
    for code in ("WAI-3", "OUT-3"):
        assert lacking(code, h, p, 0, until + 1) <= lacking(code, h, p, 0, until)


@law_of("WAI-1", "WAI-3")
@given(households(nights=10), places(), NIGHTS, NIGHTS)
def test_shelter_for_a_while_never_costs_more_than_waiting(
    h: Household, p: Place, arrival: int, until: int
) -> None:
    waiting, missing = (RULEBOOK.rule(code) for code in ("WAI-1", "WAI-3"))
    assert isinstance(waiting, Rule)
    assert isinstance(missing, Rule)
    if arrival < until:
        short = lacking("WAI-3", h, p, arrival, until) * missing.points
        sheltered = lacking("WAI-1", h, p, arrival, until) + short
        needed_nights = min(night(until), h.needed_until) > max(night(arrival), h.needed_from)
        if needed_nights:
            assert sheltered <= waiting.ask_of_rest(h, HORIZON).shortfall


@law_of("OUT-0")
@given(residents(), places())
def test_a_yes_of_the_victim_never_bars(h: Household, p: Place) -> None:
    assert h.stay is not None
    elsewhere = replace(p, id=PlaceId("elsewhere"))
    agreed, refused = (replace(h, stay=replace(h.stay, victim_agreed=a)) for a in (True, False))
    assert lacking("OUT-0", agreed, elsewhere) == 0
    assert lacking("OUT-0", refused, elsewhere) == 1
    assert lacking("OUT-0", replace(h, stay=None), p) == 0


@law_of("OUT-2")
@given(residents(), places(number=1), NIGHTS)
def test_only_who_moves_pays_for_moving(h: Household, p: Place, arrival: int) -> None:
    assert lacking("OUT-2", h, p, arrival) == 1
    assert lacking("OUT-2", replace(h, stay=None), p, arrival) == 0


@law_of("WAI-1", "WAI-4")
@given(households(), places(), NIGHTS, st.integers(0, 60))
def test_of_two_who_wait_without_shelter_the_longer_one_always_costs_more(
    h: Household, p: Place, arrival: int, waited: int
) -> None:
    before, after = (replace(h, waited=nights) for nights in (waited, waited + 1))
    known = ("WAI-1", "WAI-4")
    shorter, longer = (sum(lacking(c, who, p, arrival) for c in known) for who in (before, after))
    is_without = min(night(arrival), h.needed_until) > h.needed_from
    assert longer > shorter if is_without else longer == shorter == 0
