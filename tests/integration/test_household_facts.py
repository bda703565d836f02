"""From referrals to the households that the solver is told of: every fact, residents included."""

import ast
import inspect
from dataclasses import fields

import pytest

from placement.store.codes import Answer, BedenktijdState, PersonRole, VictimAnswer
from placement.store.facts import households
from placement.store.tables import HouseAnswer
from solver.codes import (
    AgeBand,
    AskedAlone,
    LegalGroup,
    Sex,
    Urgency,
)
from solver.facts import Bedenktijd, Household, InspectorateAgreement, OmmApplication, Person
from tests.builders_rows import a_person
from tests.builders_store import NOW, Country, night
from tests.reading import problem_of, words


@pytest.fixture
def house(country: Country) -> Country:
    country.site("s1", "province:drenthe", "police_unit:noord", security=2)
    country.place("one", 2)
    return country


def test_a_household_is_told_with_every_fact_of_its_referral(house: Country) -> None:
    house.referral("other")
    house.referral(
        "h1",
        a_person("h1", role=PersonRole.PARENT),
        a_person("h1", 2, sex=Sex.MALE, age=AgeBand.FROM_4, role=PersonRole.CHILD),
        legal_group=LegalGroup.EU,
        urgency=Urgency.SOON,
        needed_from=night(-3),
        needed_until=night(5),
        arrives_from=night(1),
        bedenktijd=BedenktijdState.ANNOUNCED,
        cosm_exception_by="helpdesk",
        b8_permit=True,
        multi_problem=True,
        omm_applied_by="house",
        omm_consulted=True,
        inspectorate_agreed=True,
        seriously_disadvantaged=True,
        lawful_stay=True,
        risk_regions=frozenset({"province:drenthe"}),
        reporting_region="police_unit:noord",
        known_sites=frozenset({"s1"}),
        security_needed=1,
        asked_alone=AskedAlone.NOT_POSSIBLE,
        cannot_do_without=frozenset({"cot"}),
        brings=frozenset({"addiction"}),
        needs=frozenset({"trauma"}),
        speaks=frozenset({"en", "ti"}),
        never_features=frozenset({"group"}),
        wishes=frozenset({"garden"}),
        home_regions=frozenset({"province:drenthe"}),
    )
    house.apart("h1", "other")
    house.write(
        HouseAnswer(
            referral_id="r-h1",
            place_id="one",
            answer=Answer.YES,
            answered_by="helpdesk",
            answered_at=NOW,
        )
    )
    told = problem_of(house).household_by_id["h1"]  # type: ignore[index]
    assert told.people == (
        Person(sex=Sex.FEMALE, age=AgeBand.FROM_23),
        Person(sex=Sex.MALE, age=AgeBand.FROM_4),
    )
    assert (told.needed_from, told.needed_until, told.waited) == (night(0), night(5), 3)
    assert told.arrives_from == night(1)
    assert told.bedenktijd == Bedenktijd(granted=False, begins=night(-10), ends=night(80))
    assert told.omm_application == OmmApplication(
        by_institution=True, consulted=True, weighed=False
    )
    assert told.inspectorate == InspectorateAgreement(seriously_disadvantaged=True)
    assert words(told.keep_apart, told.said_yes) == [{"other"}, {"one"}]
    assert (told.urgency, told.legal_group) == (Urgency.SOON, LegalGroup.EU)
    assert told.cosm_exception
    assert told.guardian_checked
    assert told.risk_asked
    assert told.reporting_region == "police_unit:noord"
    assert words(told.risk_regions, told.known_sites) == [{"province:drenthe"}, {"s1"}]
    assert (told.security_needed, told.asked_alone) == (1, AskedAlone.NOT_POSSIBLE)
    assert words(told.cannot_do_without, told.brings) == [{"cot"}, {"addiction"}]
    assert words(told.needs, told.speaks, told.wishes) == [{"trauma"}, {"en", "ti"}, {"garden"}]
    assert words(told.never_features, told.home_regions) == [{"group"}, {"province:drenthe"}]


def test_not_asked_is_not_none(house: Country) -> None:
    house.referral("h1", risk_answered_by=None)
    assert not problem_of(house).households[0].risk_asked


def test_a_resident_who_may_move_is_told_with_the_stay(house: Country) -> None:
    house.resident(
        "r1",
        "one-b1",
        wants_to_move=True,
        stay={"right_ends": night(3), "hard_end": night(6)},
    )
    [told] = problem_of(house).households
    assert told.stay is not None
    assert (told.stay.place, told.stay.beds) == ("one", ("one-b1",))
    assert (told.stay.right_ends, told.stay.hard_end) == (night(3), night(6))
    assert (told.stay.victim_agreed, told.stay.departs) == (True, None)
    assert (told.needed_from, told.waited) == (night(6), 0)


@pytest.mark.parametrize("answer", [None, VictimAnswer.NO])
def test_without_a_recorded_yes_the_victim_did_not_agree(
    house: Country, answer: VictimAnswer | None
) -> None:
    house.resident("r1", "one-b1")
    house.another_referral("r1", "on-r1", onward=True, victim_answer=answer)
    [told] = problem_of(house).households
    assert told.stay is not None
    assert not told.stay.victim_agreed


def test_no_fact_that_rules_read_is_left_out() -> None:
    tree = ast.parse(inspect.getsource(households))
    made = [
        call
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "facts.Household"
    ]
    (call,) = made
    named = {keyword.arg for keyword in call.keywords if keyword.arg}
    assert named | set(households.AS_THEY_ARE) == {field.name for field in fields(Household)}
