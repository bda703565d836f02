"""Random lawful problems: up to 4 households, 4 places and 6 nights, exercising every rule.

Most facts are at ease and a few are not, so that there is something to place and something to bar.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from solver.codes import (
    BUDGET,
    CLARIFY,
    COSM,
    CRISIS,
    ISZW,
    MEN,
    OMM,
    VO,
    AgeBand,
    AskedAlone,
    Care,
    ContraIndication,
    Feature,
    Freshness,
    Language,
    LegalGroup,
    Mode,
    Region,
    Scheme,
    Sex,
    SexPolicy,
    SiteId,
    Urgency,
    Use,
)
from solver.facts import (
    Bedenktijd,
    Discussed,
    Household,
    InspectorateAgreement,
    OmmApplication,
    Parked,
    Person,
    Place,
    Problem,
)
from tests.builders import TONIGHT, a_household, a_place, night
from tests.property.present import Present

T = TypeVar("T")

SITES = [SiteId(f"s{n}") for n in range(3)]
REGIONS = [Region("province:drenthe"), Region("province:utrecht")]
NEAR = [Region("municipality:assen"), Region("unit:noord"), Region("unit:midden")]
FEATURES = [Feature("step_free"), Feature("cot"), Feature("own_kitchen")]
CARES = [Care("addiction"), Care("psychiatry")]
LANGUAGES = [Language("en"), Language("ti")]
CONTRA = [ContraIndication("arson"), ContraIndication("violence"), ContraIndication("pet")]
OTHER_SCHEMES = [OMM, MEN, ISZW, CLARIFY, CRISIS, BUDGET, Scheme("UNHEARD_OF")]


def seldom(at_ease: T, otherwise: SearchStrategy[T], one_in: int = 5) -> SearchStrategy[T]:
    """Give what is usual, and one time in so many something else."""
    return st.integers(1, one_in).flatmap(
        lambda drawn: otherwise if drawn == one_in else st.just(at_ease)
    )


def few(values: Sequence[T], most: int = 2) -> SearchStrategy[frozenset[T]]:
    """Give a small set, usually empty."""
    if not values:
        return st.just(frozenset())
    return seldom(frozenset(), st.frozensets(st.sampled_from(values), max_size=most), 4)


def people() -> SearchStrategy[tuple[Person, ...]]:
    """Give somebody alone, now and then a family, an unknown or a minor alone."""
    adult = st.builds(
        Person,
        sex=seldom(Sex.FEMALE, st.sampled_from(Sex), 3),
        age=seldom(AgeBand.FROM_23, st.sampled_from(AgeBand), 10),
    )
    child = st.builds(
        Person,
        sex=st.sampled_from([Sex.FEMALE, Sex.MALE]),
        age=st.sampled_from([AgeBand.UNDER_4, AgeBand.FROM_12]),
    )
    return st.one_of(st.tuples(adult), st.tuples(adult), st.tuples(adult, child))


BACKGROUNDS: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "legal_group": seldom(LegalGroup.THIRD_COUNTRY, st.sampled_from(LegalGroup), 3),
        "bedenktijd": seldom(
            Bedenktijd(granted=True, begins=night(-10), ends=night(80)),
            st.none()
            | st.builds(
                Bedenktijd,
                granted=st.booleans(),
                begins=st.integers(-9, 1).map(night),
                ends=st.integers(2, 6).map(night),
            ),
            3,
        ),
        "cosm_exception": st.booleans(),
        "b8_permit": st.booleans(),
        "without_status": seldom(at_ease=False, otherwise=st.just(value=True)),
        "lawful_stay": st.booleans(),
        "status_unclear": st.booleans(),
        "multi_problem": st.booleans(),
        "omm_application": st.one_of(
            st.just(OmmApplication(by_institution=True, consulted=True, weighed=True)),
            st.none(),
            st.builds(OmmApplication),
        ),
        "inspectorate": st.one_of(
            st.none(), st.builds(InspectorateAgreement, seriously_disadvantaged=st.booleans())
        ),
        "crisis_terms": few(FEATURES),
        "budget_group": st.sampled_from([None, "raid-1"]),
        "guardian_checked": seldom(at_ease=True, otherwise=st.just(value=False)),
    }
)
CIRCUMSTANCES: SearchStrategy[dict[str, Any]] = st.fixed_dictionaries(
    {
        "urgency": st.sampled_from(Urgency),
        "waited": seldom(0, st.integers(0, 40)),
        "risk_regions": few(REGIONS, 1),
        "risk_asked": seldom(at_ease=True, otherwise=st.just(value=False)),
        "reporting_region": st.sampled_from([None, *REGIONS]),
        "known_sites": few(SITES, 1),
        "security_needed": seldom(0, st.integers(0, 2)),
        "asked_alone": seldom(AskedAlone.YES, st.sampled_from(AskedAlone)),
        "cannot_do_without": few(FEATURES, 1),
        "brings": few(CONTRA, 3),
        "needs": few(CARES),
        "speaks": few(LANGUAGES),
        "never_regions": few(REGIONS, 1),
        "never_features": few(FEATURES, 1),
        "wishes": few(FEATURES, 3),
        "home_regions": few(REGIONS, 1),
        "near": few(NEAR, 3),
    }
)


@st.composite
def households(draw: DrawFn, number: int = 0, nights: int = 6) -> Household:
    """Give a household that has no bed yet."""
    needed_from = draw(seldom(0, st.integers(0, nights - 1)))
    return a_household(
        f"h{number}",
        *draw(people()),
        **draw(BACKGROUNDS),
        **draw(CIRCUMSTANCES),
        needed_from=night(needed_from),
        needed_until=night(draw(seldom(nights, st.integers(needed_from + 1, nights)))),
        arrives_from=night(draw(seldom(0, st.integers(-1, nights - 1)))),
    )


@st.composite
def places(draw: DrawFn, number: int = 0, nights: int = 6) -> Place:
    """Give a place of one to three beds."""
    beds = draw(st.integers(1, 3))
    return a_place(
        f"p{number}",
        beds,
        site=draw(st.sampled_from(SITES)),
        scheme=draw(st.sampled_from([COSM, VO]) | seldom(VO, st.sampled_from(OTHER_SCHEMES), 2)),
        mode=draw(seldom(Mode.PLACE, st.sampled_from([Mode.MEDIATE, *Mode]), 3)),
        use=draw(st.sampled_from([Use.APARTMENT, Use.SHARED_ROOM] if beds > 1 else Use)),
        sex_policy=draw(seldom(SexPolicy.MIXED, st.sampled_from(SexPolicy), 3)),
        oldest_child=draw(seldom(None, st.sampled_from([3, 11]))),
        oldest_boy=draw(seldom(None, st.sampled_from([3, 11]))),
        regions=draw(seldom(frozenset({draw(st.sampled_from(REGIONS))}), few(REGIONS)))
        | draw(few(NEAR, 3)),
        security=draw(seldom(2, st.integers(0, 1))),
        features=draw(few(FEATURES, 3)),
        offers=draw(few(CARES)),
        spoken_here=draw(few(LANGUAGES)),
        cannot_admit=draw(few(CONTRA, 3)),
        accepts_unclear=draw(seldom(at_ease=True, otherwise=st.just(value=False))),
        accepts_without_status=draw(st.booleans()),
        stated_terms=draw(few(FEATURES, 1)),
        bought_for=draw(st.sampled_from([None, "raid-1", "raid-2"])),
        admits_from=night(draw(seldom(0, st.integers(0, nights)))),
        arrival_days=draw(seldom(frozenset(range(7)), st.frozensets(st.integers(0, 6)))),
        closes=draw(seldom(None, st.integers(1, nights).map(night))),
        max_nights=draw(seldom(None, st.integers(1, nights))),
        freshness=draw(st.sampled_from(Freshness)),
        nights_lost_when_asked=draw(st.integers(0, 2)),
        has_zorgcoordinator=draw(st.booleans()),
    )


def talks(rooms: Sequence[Place], nights: int) -> SearchStrategy[Discussed]:
    """Give a place and a night that were discussed."""
    places = st.sampled_from([place.id for place in rooms])
    return st.builds(Discussed, place=places, night=st.integers(0, nights - 1).map(night))


def few_declines(rooms: Sequence[Place], nights: int) -> SearchStrategy[frozenset[Parked]]:
    """Give declines: of a place, until a night or until further notice."""
    places = st.sampled_from([place.id for place in rooms])
    until = st.none() | st.integers(-1, nights + 1).map(night)
    declines = st.builds(Parked, place=places, until=until, reason=st.just("full"))
    return seldom(frozenset(), st.frozensets(declines, max_size=2), 4)


@st.composite
def problems(draw: DrawFn, most: int = 4) -> Problem:
    """Give a lawful problem: new households, residents who may move, strangers, holds, outages."""
    nights = draw(st.integers(2, 6))
    rooms = [draw(places(n, nights)) for n in range(draw(st.integers(min(2, most), most)))]
    present = Present(draw, rooms, nights)
    seeking = [draw(households(n, nights)) for n in range(draw(st.integers(min(2, most), most)))]
    seeking = [present.settle(h) if draw(st.integers(0, 2)) == 0 else h for h in seeking]
    present.add_strangers()
    said_yes = seldom(frozenset(), st.frozensets(st.sampled_from([p.id for p in rooms])), 3)
    return Problem(
        tonight=TONIGHT,
        horizon=night(nights),
        households=tuple(
            replace(
                h,
                said_yes=draw(said_yes),
                keep_apart=draw(few(present.others(h, seeking), 2)),
                discussed=draw(seldom(None, talks(rooms, nights), 4)),
                parked=draw(few_declines(rooms, nights)),
            )
            for h in seeking
        ),
        places=tuple(rooms),
        occupancies=tuple(present.taken),
        chain_limit=draw(st.integers(1, 4)),
    )
