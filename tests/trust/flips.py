"""What is registered for statistics only must not move anybody, through the real service.

Nationality (within one legal group), forms of exploitation, sector and dossier type stand in the
table of registration facts. A flip changes one of them for one case; then a proposal is asked over
HTTP, and the ranking of places for that case. Nothing may differ but what names the proposal.
"""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import text

from placement.app import app_for, runtime_of
from placement.jobs.solving import Solvers
from placement.policy import Role
from placement.settings import demo_settings
from placement.store.tables import Account, Registration
from solver.budget import Budget
from solver.codes import LegalGroup, Use
from tests.builders_rows import NOW, a_person
from tests.builders_store import Country
from tests.builders_web import PASSWORD, Browser, Clock, Web
from tests.trust.found import Found, Programme

NATIONALITIES: Mapping[LegalGroup, tuple[str, ...]] = {
    LegalGroup.THIRD_COUNTRY: ("NG", "VN", "PH", "GH", "AL", "CN", "MA", "SY", "IR", "UG"),
    LegalGroup.EU: ("RO", "PL", "BG", "HU", "SK", "LT"),
    LegalGroup.DUTCH: ("NL",),
    LegalGroup.UNKNOWN: ("XXX", "XXA", "XXB"),
}
FORMS = ("sexual", "labour", "criminal", "organs", "begging")
SECTORS = ("agriculture", "cleaning", "hospitality", "construction", "transport", "prostitution")
DOSSIERS = ("registration", "registration_and_shelter", "registration_and_information")
GROUPS = (
    LegalGroup.THIRD_COUNTRY,
    LegalGroup.EU,
    LegalGroup.THIRD_COUNTRY,
    LegalGroup.UNKNOWN,
    LegalGroup.DUTCH,
    LegalGroup.EU,
)
NAMES_THE_PROPOSAL = ("id", "askedAt")
LEAK = """
CREATE TRIGGER leak AFTER UPDATE ON registration BEGIN
    UPDATE referral SET budget_group = new.nationality
    WHERE household_id IN (SELECT id FROM household WHERE case_id = new.case_id);
END
"""
"""A planted column: the trigger keeps the nationality beside the request, where it is read."""


def run(numbers: range) -> Found:
    """Flip one fact for each number, in one service on a database of its own."""
    with a_service() as desk:
        return sum((desk.flip(number) for number in numbers), Found())


def run_with_a_leak(numbers: range) -> Found:
    """Do the same where one of the facts leaks into what is read for a proposal."""
    with a_service() as desk:
        desk.plant_a_leak()
        return sum((desk.flip(number) for number in numbers), Found())


@dataclass
class Desk:
    """The helpdesk at a running service, and what it was told before anything was flipped."""

    web: Web
    browser: Browser
    proposed: Mapping[str, Any]
    ranked: Mapping[int, Any]

    def flip(self, number: int) -> Found:
        """Change one fact of one case, ask again, and compare."""
        chance = Random(number)
        case, what = chance.randrange(len(GROUPS)), chance.choice(list(_VALUES))
        self._write(case, what, chance)
        same = {
            "another digest or plan": propose(self.browser) == self.proposed,
            "another ranking": rank(self.browser, case) == self.ranked[case],
        }
        return Found(
            1, Counter([what]), tuple(f"{number}: {s}" for s, ok in same.items() if not ok)
        )

    def plant_a_leak(self) -> None:
        """Let the database copy the nationality to where the problem is read from."""
        with self.web.runtime.store.writing() as session:
            session.execute(text(LEAK))

    def _write(self, case: int, what: str, chance: Random) -> None:
        with self.web.runtime.store.writing() as session:
            row = session.get_one(Registration, f"case-h{case}")
            other = [v for v in _VALUES[what](GROUPS[case]) if v != getattr(row, what)]
            setattr(row, what, chance.choice(other or [getattr(row, what)]))


def _nationalities(group: LegalGroup) -> tuple[Any, ...]:
    return NATIONALITIES[group]


def _forms(_: LegalGroup) -> tuple[Any, ...]:
    return tuple(frozenset({one, other}) for one in FORMS for other in FORMS)


def _sectors(_: LegalGroup) -> tuple[Any, ...]:
    return SECTORS


def _dossiers(_: LegalGroup) -> tuple[Any, ...]:
    return DOSSIERS


_VALUES: Mapping[str, Callable[[LegalGroup], tuple[Any, ...]]] = {
    "nationality": _nationalities,
    "exploitation_forms": _forms,
    "sector": _sectors,
    "dossier_type": _dossiers,
}


def propose(browser: Browser) -> Mapping[str, Any]:
    """Ask a proposal for everybody; give all of it that is not its own name."""
    answer = browser.post("/proposals", {})
    told: dict[str, Any] = answer.json
    return {name: value for name, value in told.items() if name not in NAMES_THE_PROPOSAL}


def rank(browser: Browser, case: int) -> Any:  # noqa: ANN401 - any JSON value
    """Give what each place means for a case, the best first."""
    told = [browser.get(f"/explanations?referral=r-h{case}&place={place}").json for place in PLACES]
    return sorted(told, key=lambda t: (t["verdict"], sum(t["points"].values()), t["place"]))


PLACES = ("p1", "p2", "p3", "p4")


@contextmanager
def a_service() -> Iterator[Desk]:
    """Run the real application on a new SQLite file with a small country, for as long as asked."""
    with tempfile.TemporaryDirectory() as folder:
        settings = demo_settings(Path(folder), argon2_mebibytes=1, argon2_passes=1)
        solvers = Solvers(1, Budget(deterministic=2.0, fuse_seconds=20.0))
        clock = Clock()
        runtime = replace(runtime_of(settings, solvers=solvers), clock=clock)
        runtime.store.migrate()
        country = _a_country(Country(runtime.store))
        with runtime.store.writing() as session:
            helpdesk = session.get_one(Account, "helpdesk")
            helpdesk.password_hash = runtime.passwords.hashed(PASSWORD)
        web = Web(app_for(runtime), runtime, clock, country)
        browser = web.browser_of(Role.HELPDESK)
        try:
            proposed = propose(browser)  # first: a ranking tells what was proposed last
            ranked = {case: rank(browser, case) for case in range(len(GROUPS))}
            yield Desk(web, browser, proposed, ranked)
        finally:
            solvers.close()
            runtime.store.close()


def _a_country(country: Country) -> Country:
    """Fill a country in which people compete: four places and one move on for six cases."""
    country.site("s1")
    country.site("s2", security=2)
    country.place("p1", scheme_code="COSM")
    country.place("p2", 2, scheme_code="VO", use=Use.SHARED_ROOM, site_id="s2")
    country.place("p3", scheme_code="COSM", site_id="s2")
    country.place("p4", scheme_code="COSM")
    country.resident("h9", "p3-b1", wants_to_move=True, until=60)
    for case, group in enumerate(GROUPS):
        has_period = group is LegalGroup.THIRD_COUNTRY
        period = {} if has_period else _WITHOUT_A_PERIOD
        needs = {"security_needed": 2} if case == NEEDS_SECURITY else {}
        country.referral(f"h{case}", a_person(f"h{case}"), legal_group=group, **period, **needs)
        country.write(
            Registration(
                case_id=f"case-h{case}",
                exploitation_forms=frozenset({FORMS[case % len(FORMS)]}),
                sector=SECTORS[case],
                nationality=NATIONALITIES[group][0],
                dossier_type=DOSSIERS[0],
                recorded_at=NOW,
            )
        )
    return country


NEEDS_SECURITY = 2
"""Has a place only when the resident of p3 moves on: a chain."""
_WITHOUT_A_PERIOD: Mapping[str, Any] = {
    "bedenktijd": "none",
    "bedenktijd_begins": None,
    "bedenktijd_ends": None,
}

FLIPS = Programme(
    name="flips",
    proves="nationality, exploitation, sector and dossier type move nobody, through the service",
    run=run,
    cases=10_000,
    sample=4,
    piece=250,
    must_cover=dict.fromkeys(_VALUES, 2000),
)
