"""What each change asks of people, written out: these numbers decide which is named first."""

from solver.circumstances import InspectorateAgreement, OmmApplication
from solver.rulebook import RULEBOOK
from solver.ways import How, Way

PRICES = {
    ("ELI-1", "cosm_exception"): 90,
    ("ELI-2", "omm_application"): 30,
    ("ELI-4", "inspectorate"): 80,
    ("ELI-7", "accepts_unclear"): 70,
    ("ELI-8", "accepts_without_status"): 90,
    ("SAF-1", "risk_asked"): 20,
    ("CAR-1", "cannot_do_without"): 150,
    ("CAR-1", "cannot_admit"): 70,
    ("WIS-1", "never_regions"): 150,
    ("WIS-1", "never_features"): 150,
    ("DEC-1", "parked"): 40,
    ("WAI-1", "needed_from"): 1,
    ("OUT-0", "victim_agreed"): 60,
    ("CAP-1", "forecast"): 15,
    ("CAP-1", "outage"): 60,
    ("CAP-1", "stay"): 100,
}
BECOMES = {
    "cosm_exception": True,
    "inspectorate": InspectorateAgreement(seriously_disadvantaged=False),
    "accepts_unclear": True,
    "accepts_without_status": True,
    "risk_asked": True,
    "needed_from": None,
    "victim_agreed": True,
}


def test_each_change_has_the_price_that_was_agreed() -> None:
    told = {(r.code, str(way.fact)): way.price for r in RULEBOOK.everything for way in r.gives_way}
    assert told == PRICES


def test_a_fact_that_gives_way_becomes_what_helps() -> None:
    ways = [way for rule in RULEBOOK.everything for way in rule.gives_way if isinstance(way, Way)]
    assert {way.fact: way.becomes for way in ways if way.how is How.BECOMES} == BECOMES


def test_of_an_application_no_step_is_taken_at_first() -> None:
    (steps,) = (w for r in RULEBOOK.rules for w in r.gives_way if w.fact == "omm_application")
    assert isinstance(steps, Way)
    assert steps.becomes == OmmApplication(by_institution=False, consulted=False, weighed=False)
