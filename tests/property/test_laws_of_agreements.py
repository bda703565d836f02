"""The laws of nearness and of what was said on the telephone. See `test_laws`."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from solver.codes import PlaceId, Region
from solver.facts import Discussed, Household, Parked, Place
from solver.rulebook import RULEBOOK
from solver.rules.grammar import Rule
from tests.builders import HORIZON, night
from tests.property.laws import NIGHTS, a_day_later, lacking, law_of
from tests.property.strategies import NEAR, households, places

ENDS = st.none() | st.integers(-1, 10).map(night)
DECLINES = st.frozensets(
    st.builds(
        Parked,
        place=st.sampled_from([PlaceId("p0"), PlaceId("p1")]),
        until=ENDS,
        reason=st.just("x"),
    ),
    max_size=3,
)


@law_of("REG-2")
@given(households(), places())
def test_a_zorgcoordinator_always_costs_less(h: Household, p: Place) -> None:
    with_one, without = (replace(p, has_zorgcoordinator=told) for told in (True, False))
    assert lacking("REG-2", h, with_one) < lacking("REG-2", h, without)


@law_of("REG-3")
@given(households(), places(), st.sampled_from(NEAR))
def test_lying_in_one_region_more_never_costs_more(h: Household, p: Place, region: Region) -> None:
    nearer = replace(p, regions=p.regions | {region})
    assert lacking("REG-3", h, nearer) <= lacking("REG-3", h, p)
    assert lacking("REG-3", replace(h, near=frozenset()), p) == 0
    wanted = replace(h, near=h.near | {region})
    most = 0 if region.startswith("municipality:") else 1
    assert lacking("REG-3", wanted, nearer) <= most
    far = replace(p, regions=frozenset({Region("province:nowhere")}))
    assert lacking("REG-3", wanted, far) == 2


@law_of("DEC-1")
@given(households(), places(), DECLINES, DECLINES, NIGHTS)
def test_one_decline_more_never_admits(
    h: Household, p: Place, some: frozenset[Parked], more: frozenset[Parked], arrival: int
) -> None:
    parked, parked_more = replace(h, parked=some), replace(h, parked=some | more)
    assert lacking("DEC-1", parked_more, p, arrival) >= lacking("DEC-1", parked, p, arrival)
    assert lacking("DEC-1", replace(h, parked=frozenset()), p, arrival) == 0


@law_of("DEC-1")
@given(households(), places(), DECLINES, NIGHTS)
def test_a_decline_only_ever_ends(
    h: Household, p: Place, some: frozenset[Parked], arrival: int
) -> None:
    parked = replace(h, parked=some)
    longer = frozenset(replace(d, until=d.until and a_day_later(d.until)) for d in some)
    assert lacking("DEC-1", parked, p, arrival + 1) <= lacking("DEC-1", parked, p, arrival)
    assert lacking("DEC-1", replace(h, parked=longer), p, arrival + 1) == lacking(
        "DEC-1", parked, p, arrival
    )


@law_of("STA-1")
@given(households(), places(), places(1), NIGHTS, NIGHTS)
def test_only_what_was_discussed_is_free(
    h: Household, p: Place, other: Place, arrival: int, told: int
) -> None:
    agreed = replace(h, discussed=Discussed(place=p.id, night=night(told)))
    assert lacking("STA-1", agreed, p, arrival) == int(arrival != told)
    assert lacking("STA-1", agreed, other, arrival) == 1
    assert lacking("STA-1", replace(h, discussed=None), p, arrival) == 0
    rule = RULEBOOK.rule("STA-1")
    assert isinstance(rule, Rule)
    assert rule.ask_of_rest(agreed, HORIZON).shortfall == 1


@law_of("WAI-2")
@given(households(), places(), st.integers(0, 3), NIGHTS)
def test_relying_on_a_forecast_never_costs_less(
    h: Household, p: Place, lost: int, arrival: int
) -> None:
    firm = replace(p, nights_lost_on_forecast=lost)
    hoped, longer = (
        replace(firm, rests_on_forecast=True, nights_lost_on_forecast=n) for n in (lost, lost + 1)
    )
    costs = [lacking("WAI-2", h, place, arrival) for place in (firm, hoped, longer)]
    assert costs == sorted(costs)
