"""One law per rule: change one fact in one direction, and the answer moves one way only.

Examples miss a rule that says the opposite of what it means; a law does not.
"""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from solver.codes import (
    CLARIFY,
    CRISIS,
    ISZW,
    OMM,
    AgeBand,
    AskedAlone,
    Feature,
    Mode,
    Region,
    Scheme,
    SexPolicy,
    SiteId,
    Use,
)
from solver.facts import Bedenktijd, Household, InspectorateAgreement, OmmApplication, Person, Place
from solver.rulebook import RULEBOOK
from solver.rules.eligibility import NAMED_SCHEMES, REGULAR
from solver.rules.grammar import Rule
from tests.builders import TONIGHT, WOMAN, a_person, night
from tests.property.laws import ANY_FEATURE, ANY_REGION, NIGHTS, a_day_later, lacking, law_of
from tests.property.strategies import (
    SITES,
    households,
    people,
    places,
)


@law_of("ELI-0")
@given(households(), places(), st.sampled_from(sorted(NAMED_SCHEMES)))
def test_a_place_of_a_named_scheme_is_known(h: Household, p: Place, scheme: Scheme) -> None:
    assert lacking("ELI-0", h, replace(p, scheme=scheme, mode=Mode.PLACE)) == 0
    assert lacking("ELI-0", h, replace(p, scheme=scheme, mode=Mode.REFER)) == 1


@law_of("ELI-1", "ELI-3")
@given(households(), places(), NIGHTS)
def test_a_longer_bedenktijd_never_bars(h: Household, p: Place, arrival: int) -> None:
    for code in ("ELI-1", "ELI-3"):
        short = h.bedenktijd or Bedenktijd(granted=True, begins=TONIGHT, ends=night(1))
        longer = replace(short, ends=a_day_later(short.ends))
        before, after = (replace(h, bedenktijd=b) for b in (short, longer))
        assert lacking(code, after, p, arrival) <= lacking(code, before, p, arrival)


@law_of("ELI-1")
@given(households(), places(), NIGHTS)
def test_an_exception_never_bars(h: Household, p: Place, arrival: int) -> None:
    with_one, without = (replace(h, cosm_exception=exception) for exception in (True, False))
    assert lacking("ELI-1", with_one, p, arrival) <= lacking("ELI-1", without, p, arrival)


@law_of("ELI-2")
@given(households(), places(), st.sampled_from(["by_institution", "consulted", "weighed"]))
def test_one_step_more_never_bars_from_omm(h: Household, p: Place, step: str) -> None:
    place = replace(p, scheme=OMM)
    none_done = OmmApplication(by_institution=False, consulted=False, weighed=False)
    before = h.omm_application or none_done
    after = replace(before, **{step: True})
    assert lacking("ELI-2", replace(h, omm_application=after), place) <= lacking("ELI-2", h, place)
    undone = replace(h, omm_application=replace(before, **{step: False}))
    assert lacking("ELI-2", undone, place) == 1


@law_of("ELI-3", "ELI-3P")
@given(households(), places(), st.sampled_from(sorted(REGULAR)), NIGHTS)
def test_a_b8_permit_never_bars_nor_costs(h: Household, p: Place, scheme: Scheme, n: int) -> None:
    place = replace(p, scheme=scheme)
    with_one, without = (replace(h, b8_permit=permit) for permit in (True, False))
    for code in ("ELI-3", "ELI-3P"):
        assert lacking(code, with_one, place, n) <= lacking(code, without, place, n)


@law_of("ELI-4")
@given(households(), places(), st.builds(InspectorateAgreement))
def test_losing_agreement_or_stay_never_admits(
    h: Household, p: Place, agreement: InspectorateAgreement
) -> None:
    place = replace(p, scheme=ISZW)
    agreed = replace(h, inspectorate=agreement)
    pilot = agreement.seriously_disadvantaged
    assert lacking("ELI-4", replace(h, inspectorate=None), place) == 1
    assert lacking("ELI-4", replace(agreed, lawful_stay=True), place) == 0
    assert lacking("ELI-4", replace(agreed, lawful_stay=False), place) == int(pilot)


@law_of("ELI-5")
@given(households(), places())
def test_becoming_clear_never_admits_to_clarification(h: Household, p: Place) -> None:
    place = replace(p, scheme=CLARIFY)
    clear, unclear = (replace(h, status_unclear=told) for told in (False, True))
    assert lacking("ELI-5", clear, place) > lacking("ELI-5", unclear, place)


@law_of("ELI-6")
@given(households(), people())
def test_one_child_more_never_ends_a_referral(h: Household, more: tuple[Person, ...]) -> None:
    rule = RULEBOOK.rule("ELI-6")
    assert isinstance(rule, Rule)
    children = tuple(person for person in more if person.age.is_minor)
    larger = replace(h, people=h.people + children)
    assert rule.ask_of_household(larger).shortfall >= rule.ask_of_household(h).shortfall
    checked = replace(larger, people=(*larger.people, WOMAN), guardian_checked=True)
    assert rule.ask_of_household(checked).met


@law_of("ELI-7")
@given(households(), places())
def test_accepting_doubt_never_bars(h: Household, p: Place) -> None:
    accepting, other = (replace(p, accepts_unclear=told) for told in (True, False))
    assert lacking("ELI-7", h, accepting) == 0 <= lacking("ELI-7", h, other)
    unknown = replace(h, people=(a_person(), a_person(age=AgeBand.UNKNOWN)))
    assert lacking("ELI-7", unknown, other) == 1


@law_of("ELI-8")
@given(households(), places())
def test_accepting_no_status_never_bars(h: Household, p: Place) -> None:
    accepting, other = (replace(p, accepts_without_status=told) for told in (True, False))
    assert lacking("ELI-8", h, accepting) == 0
    assert lacking("ELI-8", h, other) == int(h.without_status)


@law_of("ELI-9")
@given(households(), places(), ANY_FEATURE)
def test_one_term_more_never_admits(h: Household, p: Place, term: Feature) -> None:
    asking = replace(p, scheme=CRISIS)
    asking_more = replace(asking, stated_terms=asking.stated_terms | {term})
    meeting_more = replace(h, crisis_terms=h.crisis_terms | {term})
    assert lacking("ELI-9", h, asking_more) >= lacking("ELI-9", h, asking)
    assert lacking("ELI-9", meeting_more, asking) <= lacking("ELI-9", h, asking)


@law_of("SEX-1")
@given(households(), places(), people())
def test_one_person_more_never_admits(h: Household, p: Place, more: tuple[Person, ...]) -> None:
    larger = replace(h, people=h.people + more)
    assert lacking("SEX-1", larger, p) >= lacking("SEX-1", h, p)
    mixed = replace(p, sex_policy=SexPolicy.MIXED, oldest_child=None, oldest_boy=None)
    assert lacking("SEX-1", larger, mixed) == 0


@law_of("SAF-1")
@given(households(), places(), ANY_REGION)
def test_one_risk_region_more_never_admits(h: Household, p: Place, region: Region) -> None:
    riskier = replace(h, risk_regions=h.risk_regions | {region})
    assert lacking("SAF-1", riskier, p) >= lacking("SAF-1", h, p)
    assert lacking("SAF-1", riskier, replace(p, regions=p.regions | {region})) == 1
    elsewhere = replace(p, regions=frozenset({Region("municipality:nowhere")}))
    assert lacking("SAF-1", riskier, elsewhere) == 1
    not_asked = replace(h, risk_asked=False)
    assert lacking("SAF-1", not_asked, p) >= lacking("SAF-1", replace(h, risk_asked=True), p)


@law_of("SAF-2")
@given(households(), places(), st.sampled_from(SITES))
def test_one_known_site_more_never_admits(h: Household, p: Place, site: SiteId) -> None:
    known = replace(h, known_sites=h.known_sites | {site})
    assert lacking("SAF-2", known, p) >= lacking("SAF-2", h, p)


@law_of("SAF-3")
@given(households(), places())
def test_more_security_never_bars(h: Household, p: Place) -> None:
    safer = replace(p, security=p.security + 1)
    assert lacking("SAF-3", h, safer) <= lacking("SAF-3", h, p)
    needier = replace(h, security_needed=h.security_needed + 1)
    assert lacking("SAF-3", needier, p) >= lacking("SAF-3", h, p)


@law_of("SAF-5")
@given(households(), places())
def test_asking_alone_or_an_own_room_never_bars(h: Household, p: Place) -> None:
    assert lacking("SAF-5", replace(h, asked_alone=AskedAlone.YES), p) == 0
    assert lacking("SAF-5", h, replace(p, use=Use.SINGLE_ROOM)) == 0
    assert lacking("SAF-5", h, replace(p, use=Use.SHARED_ROOM)) >= lacking("SAF-5", h, p)


@law_of("ARR-1")
@given(households(), places(), NIGHTS, st.integers(0, 6))
def test_being_ready_later_never_admits(h: Household, p: Place, arrival: int, day: int) -> None:
    later = replace(h, arrives_from=a_day_later(h.arrives_from))
    assert lacking("ARR-1", later, p, arrival) >= lacking("ARR-1", h, p, arrival)
    closed = replace(p, admits_from=a_day_later(p.admits_from))
    assert lacking("ARR-1", h, closed, arrival) >= lacking("ARR-1", h, p, arrival)
    open_more = replace(p, arrival_days=p.arrival_days | {day})
    assert lacking("ARR-1", h, open_more, arrival) <= lacking("ARR-1", h, p, arrival)
