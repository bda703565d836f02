"""The sentences about one household and one place, read aloud one after the other."""

from collections.abc import Iterator
from datetime import date, timedelta

from solver.codes import (
    BUDGET,
    CLARIFY,
    COSM,
    CRISIS,
    ISZW,
    MEN,
    MO,
    OMM,
    VO,
    AgeBand,
    AskedAlone,
    LegalGroup,
    Mode,
    Sex,
    SexPolicy,
    Use,
)
from solver.facts import Household, Person, Place
from tests.checker.told import Offer

ADMITTED_BY_A_RULE = (COSM, OMM, VO, MO, MEN, ISZW, CLARIFY, CRISIS, BUDGET)
REGULAR_SHELTER = (VO, MO, MEN)
LONGEST_OF_THE_DISADVANTAGED = 14
OLDEST = {AgeBand.UNDER_4: 3, AgeBand.FROM_4: 11, AgeBand.FROM_12: 15, AgeBand.FROM_16: 17}
"""The highest age that a minor can have, in completed years."""
MINORS = tuple(OLDEST)
GROWN_UP = (AgeBand.FROM_18, AgeBand.FROM_23)

Said = Iterator[tuple[str, str]]
"""Pairs of a rule code and what is wrong."""


def is_referred(household: Household) -> bool:
    """ELI-6: a minor without a parent or guardian whose role was checked."""
    has_minor = any(person.age in MINORS for person in household.people)
    has_adult = any(person.age in GROWN_UP for person in household.people)
    return has_minor and not (has_adult and household.guardian_checked)


def broken_sentences(household: Household, offer: Offer, night: date, until: date) -> Said:
    """Read every sentence about one household in one offer for the nights [night, until)."""
    place = offer.place
    yield from _who_may_come(household, place, night)
    yield from _who_may_come_by_their_own_scheme(household, place)
    yield from _who_may_come_in_doubt(household, place)
    yield from _sex_and_age(household, place)
    yield from _safety(household, place)
    yield from _arrival(household, place, night)
    yield from _care_and_wishes(household, offer)
    yield from _declined(household, offer, night)
    yield from _moving(household, offer, until)


def latest_end(household: Household, place: Place, night: date, horizon: date) -> date:
    """Give the first night that is no longer asked for, planned or allowed."""
    end = min(horizon, household.needed_until)
    if place.closes is not None:
        end = min(end, place.closes)
    if place.max_nights is not None:
        end = min(end, night + timedelta(days=place.max_nights))
    agreement = household.inspectorate
    if place.scheme == ISZW and agreement is not None and agreement.seriously_disadvantaged:
        end = min(end, night + timedelta(days=LONGEST_OF_THE_DISADVANTAGED))
    return end


def is_in_bedenktijd(household: Household, night: date) -> bool:
    """Tell whether the bedenktijd, granted or announced, runs on a night."""
    period = household.bedenktijd
    return period is not None and period.begins <= night < period.ends


def has_its_own_right_to_regular_shelter(household: Household) -> bool:
    """ELI-3: Dutch, EU, or with a B8 permit."""
    of_the_union = household.legal_group in {LegalGroup.DUTCH, LegalGroup.EU}
    return of_the_union or household.b8_permit


def _who_may_come(household: Household, place: Place, night: date) -> Said:
    if place.scheme not in ADMITTED_BY_A_RULE or place.mode is Mode.REFER:
        yield "ELI-0", f"{place.id} takes nobody"
    everybody_is_a_minor = all(person.age in MINORS for person in household.people)
    in_bedenktijd = is_in_bedenktijd(household, night)
    # An unknown legal group has the benefit of the doubt: ELI-7 decides where it may go.
    # Without status stands for the bedenktijd only: ELI-1 still bars the EU and the Dutch.
    if place.scheme == COSM:
        outside = {LegalGroup.THIRD_COUNTRY, LegalGroup.UNKNOWN}
        may_be_there = in_bedenktijd or household.without_status
        from_outside = household.legal_group in outside and may_be_there
        by_exception = household.legal_group is LegalGroup.EU and household.cosm_exception
        lets_in = from_outside or by_exception
        if everybody_is_a_minor or not lets_in:
            yield "ELI-1", f"no right to {place.id} on {night}"
    if place.scheme in REGULAR_SHELTER:
        own_right = has_its_own_right_to_regular_shelter(household)
        may_have_it = own_right or household.legal_group is LegalGroup.UNKNOWN
        lets_in = may_have_it or in_bedenktijd or household.without_status
        if everybody_is_a_minor or not lets_in:
            yield "ELI-3", f"no right to {place.id} on {night}"
    if place.scheme == OMM:
        asked = household.omm_application
        done = asked is not None and asked.by_institution and asked.consulted and asked.weighed
        if everybody_is_a_minor or not household.multi_problem or not done:
            yield "ELI-2", f"no right to {place.id}"


def _who_may_come_by_their_own_scheme(household: Household, place: Place) -> Said:
    if place.scheme == ISZW:
        agreement = household.inspectorate
        if agreement is None:
            yield "ELI-4", "the Inspectorate did not agree"
        elif agreement.seriously_disadvantaged and not household.lawful_stay:
            yield "ELI-4", "seriously disadvantaged, and no lawful stay"
    if place.scheme == CLARIFY and not household.status_unclear:
        yield "ELI-5", "the status is clear"
    if place.scheme == CRISIS:
        for term in place.stated_terms:
            if term not in household.crisis_terms:
                yield "ELI-9", f"does not meet {term}"
    if place.scheme == BUDGET:
        bought_for = place.bought_for
        if bought_for is None or household.budget_group != bought_for:
            yield "ELI-9", "not of the group for which it was bought"


def _who_may_come_in_doubt(household: Household, place: Place) -> Said:
    some_age_unknown = any(person.age is AgeBand.UNKNOWN for person in household.people)
    in_doubt = some_age_unknown or household.legal_group is LegalGroup.UNKNOWN
    if in_doubt and not place.accepts_unclear:
        yield "ELI-7", f"{place.id} accepts no unclear status"
    if household.without_status and not place.accepts_without_status:
        yield "ELI-8", f"{place.id} accepts nobody without status"


def _sex_and_age(household: Household, place: Place) -> Said:
    for person in household.people:
        if person.age in MINORS:
            yield from _age_of_child(person, place)
        elif place.sex_policy is SexPolicy.WOMEN and person.sex is not Sex.FEMALE:
            yield "SEX-1", f"{place.id} is for women"
        elif place.sex_policy is SexPolicy.MEN and person.sex is not Sex.MALE:
            yield "SEX-1", f"{place.id} is for men"


def _age_of_child(child: Person, place: Place) -> Said:
    oldest_possible = OLDEST[child.age]
    if place.oldest_child is not None and oldest_possible > place.oldest_child:
        yield "SEX-1", f"a child may be {oldest_possible}"
    may_be_a_boy = child.sex is not Sex.FEMALE
    if may_be_a_boy and place.oldest_boy is not None and oldest_possible > place.oldest_boy:
        yield "SEX-1", f"a boy may be {oldest_possible}"


def _safety(household: Household, place: Place) -> Said:
    risks = set(household.risk_regions)
    if not household.risk_asked and household.reporting_region is not None:
        risks.add(household.reporting_region)
    for risk in risks:
        kind = risk.split(":")[0]
        of_that_kind = [region for region in place.regions if region.split(":")[0] == kind]
        if risk in of_that_kind or not of_that_kind:
            yield "SAF-1", f"may lie in {risk}"
    if place.site in household.known_sites:
        yield "SAF-2", f"{place.site} is known"
    if place.security < household.security_needed:
        yield "SAF-3", f"security {place.security}"
    if household.asked_alone is not AskedAlone.YES and place.use is Use.SHARED_ROOM:
        yield "SAF-5", "not spoken alone, and no own room"


def _arrival(household: Household, place: Place, night: date) -> Said:
    if night < household.arrives_from:
        yield "ARR-1", f"cannot arrive before {household.arrives_from}"
    if night < place.admits_from or night.weekday() not in place.arrival_days:
        yield "ARR-1", f"{place.id} lets nobody arrive on {night}"


def _care_and_wishes(household: Household, offer: Offer) -> Said:
    place = offer.place
    for feature in household.cannot_do_without:
        if feature not in place.features:
            yield "CAR-1", f"{place.id} has no {feature}"
    for brought in household.brings:
        if place.mode is Mode.PLACE and brought in place.cannot_admit:
            yield "CAR-1", f"{place.id} cannot admit {brought}"
    for region in household.never_regions:
        if region in place.regions:
            yield "WIS-1", f"never {region}"
    for feature in household.never_features:
        if feature in offer.features_of_some:
            yield "WIS-1", f"never {feature}"


def _declined(household: Household, offer: Offer, night: date) -> Said:
    for decline in household.parked:
        still_holds = decline.until is None or night < decline.until
        if still_holds and decline.place in {offer.place.id, *offer.parts}:
            yield "DEC-1", f"{decline.place} was declined until {decline.until}"


def _moving(household: Household, offer: Offer, until: date) -> Said:
    stay = household.stay
    if stay is None:
        return
    if stay.place in {offer.place.id, *offer.parts}:
        yield "OUT-0", "no other place"
    if not stay.victim_agreed:
        yield "OUT-0", "did not say yes to a move"
    asked_until = household.needed_until
    for end in (stay.departs, stay.hard_end):
        if end is not None:
            asked_until = min(asked_until, end)
    if until < asked_until:
        yield "OUT-3", f"the present place lasts until {asked_until}"
