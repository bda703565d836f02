"""The laws of fit: care, wishes, region, trust. See `test_laws`."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from solver.codes import (
    Feature,
    Freshness,
    Mode,
    Region,
)
from solver.facts import Household, Place
from tests.property.laws import ANY_FEATURE, ANY_REGION, lacking, law_of
from tests.property.strategies import (
    CARES,
    CONTRA,
    LANGUAGES,
    households,
    places,
)


@law_of("CAR-1", "CAR-1P", "CAR-2", "CAR-3", "WIS-2", "REG-1")
@given(households(), places(), st.data())
def test_offering_more_never_costs_more(h: Household, p: Place, data: st.DataObject) -> None:
    better = replace(
        p,
        features=p.features | {data.draw(ANY_FEATURE)},
        offers=p.offers | {data.draw(st.sampled_from(CARES))},
        spoken_here=p.spoken_here | {data.draw(st.sampled_from(LANGUAGES))},
        regions=p.regions | {data.draw(ANY_REGION)},
        cannot_admit=p.cannot_admit - {data.draw(st.sampled_from(CONTRA))},
    )
    for code in ("CAR-1", "CAR-1P", "CAR-2", "CAR-3", "WIS-2", "REG-1"):
        assert lacking(code, h, better) <= lacking(code, h, p)


@law_of("CAR-1", "CAR-1P", "CAR-2", "WIS-2")
@given(households(), places(), st.data())
def test_asking_more_never_costs_less(h: Household, p: Place, data: st.DataObject) -> None:
    needier = replace(
        h,
        cannot_do_without=h.cannot_do_without | {data.draw(ANY_FEATURE)},
        brings=h.brings | {data.draw(st.sampled_from(CONTRA))},
        needs=h.needs | {data.draw(st.sampled_from(CARES))},
        wishes=h.wishes | {data.draw(ANY_FEATURE)},
    )
    for code in ("CAR-1", "CAR-1P", "CAR-2", "WIS-2"):
        assert lacking(code, needier, p) >= lacking(code, h, p)


@law_of("CAR-1", "CAR-1P")
@given(households(), places())
def test_what_bars_where_we_place_costs_where_the_house_decides(h: Household, p: Place) -> None:
    ours, theirs = (replace(p, mode=mode) for mode in (Mode.PLACE, Mode.MEDIATE))
    assert lacking("CAR-1P", h, ours) == 0
    assert lacking("CAR-1", h, theirs) <= lacking("CAR-1", h, ours)
    refused = bool(h.brings & p.cannot_admit)
    assert bool(lacking("CAR-1P", h, theirs)) == refused <= bool(lacking("CAR-1", h, ours))


@law_of("WIS-1")
@given(households(), places(), ANY_FEATURE, ANY_REGION)
def test_one_never_more_never_admits(
    h: Household, p: Place, feature: Feature, region: Region
) -> None:
    never = replace(
        h,
        never_features=h.never_features | {feature},
        never_regions=h.never_regions | {region},
    )
    assert lacking("WIS-1", never, p) >= lacking("WIS-1", h, p)
    assert lacking("WIS-1", never, replace(p, features=p.features | {feature})) == 1


@law_of("TRU-1")
@given(households(), places(), st.sampled_from(list(Freshness)[1:]))
def test_a_fresher_figure_always_costs_less(h: Household, p: Place, band: Freshness) -> None:
    fresher = list(Freshness)[list(Freshness).index(band) - 1]
    stale, fresh = (replace(p, freshness=freshness) for freshness in (band, fresher))
    assert lacking("TRU-1", h, fresh) < lacking("TRU-1", h, stale)
