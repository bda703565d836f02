"""Played days on both databases: everybody works over HTTP, and nothing kept is ever broken.

One play is shared by the tests of a database: twelve days on SQLite, after which the pages are
looked at, and four days with another seed on PostgreSQL. What is rare happens oftener than in a
real year, so that few days show every act.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from sqlalchemy import select

from placement.demo.calibration import BASE
from placement.demo.playing.mistakes import BY
from placement.demo.playing.quarter import Score
from placement.demo.playing.staffing import (
    ADMINISTRATOR,
    COORDINATORS,
    READER,
    house_name,
)
from placement.exchange.bundled import bundled
from placement.exchange.register_files import read_register
from placement.jobs.solving import Solvers
from placement.policy import Role
from placement.service.requests.ending import EndReason
from placement.store.tables import Placement, Referral, Stay
from solver.budget import Budget
from tests.access import expectations
from tests.builders_web import Browser
from tests.databases import Databases
from tests.playing import FIRST, PASSWORD, Played, play_on
from tests.reading_lists import rows_of

BUSY = replace(BASE, requests_a_year=600.0, raids_a_year=60.0, raid_size=(5, 6), minors_alone=0.2)
"""Four times as many requests as in a year of the base case, so that some days show all."""
PLAYS: Mapping[str, Score] = {
    "sqlite": Score(
        first=FIRST, days=12, seed=3, password=PASSWORD, figures=BUSY, pace=10, nights_kept=3
    ),
    "postgresql": Score(
        first=FIRST, days=4, seed=2, password=PASSWORD, figures=BUSY, pace=10, nights_kept=1
    ),
}

NOT_PLAYED: Mapping[str, str] = {
    "POST /api/v1/register-imports": "the register stands before the first day",
    "POST /api/v1/milestones/<milestone_id>/changes": "a step is reached weeks after it is named",
    "POST /api/v1/runs/<run_id>/retries": "no work of a few days fails: what is asked is in order",
    "POST /api/v1/past-right-reasons": "houses say why with the expected end, before it is asked",
    "POST /api/v1/stays/<stay_id>/moves": "a room must be free in the house of who would move",
    "POST /api/v1/offers/<offer_id>/intakes": "a house must say yes, after a talk",
}
"""Writing routes of the API that nobody may have used after some days, and why."""
PEOPLE: Mapping[Role, tuple[str, ...]] = {
    Role.HELPDESK: ("helpdesk",),
    Role.INSTITUTION: tuple(
        house_name(row.id) for row in read_register(bundled("netherlands")).institutions
    ),
    Role.ZORGCOORDINATOR: COORDINATORS,
    Role.POLICY_READER: (READER,),
    Role.ADMINISTRATOR: (ADMINISTRATOR,),
}
"""Who looks at the pages."""
NO_LISTS = frozenset({"/", "/opvangverzoeken/nieuw", "/wachtwoord"})
"""Pages that list nothing: the door to one's own page, and forms."""
RIGHTLY_EMPTY: Mapping[str, str] = {
    "/mijn-plekken": "of one's own houses, which only institutions have",
    "/vrijgegeven": "of what was released to one's own house",
    "/te-beantwoorden": "at seven in the morning every question may have its answer",
}
"""Pages that may be empty after twelve days, and why."""
WHOLE_MONTHS = {Role.POLICY_READER: {"/onvervulde-vraag"}}
"""Pages that tell a role of whole months only."""


@pytest.fixture(scope="module")
def solvers() -> Iterator[Solvers]:
    """One child with OR-Tools."""
    made = Solvers(1, Budget(deterministic=2.0, fuse_seconds=20.0))
    yield made
    made.close()


@pytest.fixture(scope="module")
def plays(databases: Databases, solvers: Solvers) -> Iterator[dict[str, Played]]:
    """Both plays."""
    with (
        databases.opened("sqlite", "played") as first,
        databases.opened("postgresql", "played") as second,
    ):
        stores = {"sqlite": first, "postgresql": second}
        yield {
            kind: play_on(stores[kind], databases.folder, score, solvers)
            for kind, score in PLAYS.items()
        }


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", PLAYS)
def test_after_every_played_day_every_invariant_holds(
    plays: Mapping[str, Played], kind: str
) -> None:
    played = plays[kind]
    assert played.broken == []
    assert {BY.get(kind) for kind in played.tally.mistakes} >= {*BY.values()}
    with played.store.reading() as session:
        for table in (Referral, Placement, Stay):
            assert set(session.scalars(select(table.synthetic))) == {True}, table


@pytest.mark.timeout(900)
def test_every_act_that_the_api_knows_was_played(plays: Mapping[str, Played]) -> None:
    done = {
        request.partition("?")[0] for played in plays.values() for request in played.tally.performed
    }
    writing = {
        f"{method} {rule}"
        for method, rule in expectations()
        if method != "GET" and rule.startswith("/api/")
    }
    played = {
        act for act in writing if any(re.fullmatch(as_pattern(act), request) for request in done)
    }
    assert writing - played <= NOT_PLAYED.keys()


def as_pattern(act: str) -> str:
    """A route as a pattern of the requests that it takes."""
    return re.sub(r"<[^>]+>", "[^/]+", act)


@pytest.mark.timeout(900)
def test_every_mistake_of_every_role_was_made_and_met(plays: Mapping[str, Played]) -> None:
    made = {kind for played in plays.values() for kind in played.tally.mistakes}
    assert made >= BY.keys()


@pytest.mark.timeout(900)
def test_a_raid_brought_a_group_that_is_kept_together(plays: Mapping[str, Played]) -> None:
    groups: Counter[str | None] = Counter()
    for played in plays.values():
        with played.store.reading() as session:
            groups.update(session.scalars(select(Referral.budget_group)))
    raids = {group: size for group, size in groups.items() if group and group.startswith("raid-")}
    assert raids
    assert min(raids.values()) >= BUSY.raid_size[0]


@pytest.mark.timeout(900)
def test_requests_ended_for_every_reason(plays: Mapping[str, Played]) -> None:
    reasons: set[str | None] = set()
    for played in plays.values():
        with played.store.reading() as session:
            reasons |= set(session.scalars(select(Referral.end_reason)))
    assert {*EndReason} <= reasons


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", Role)
def test_after_twelve_days_no_page_of_a_role_is_empty(
    plays: Mapping[str, Played], role: Role
) -> None:
    """Where a role has several people, one of them must have something on the page."""
    played = plays["sqlite"]
    web = played.web()
    empty = {
        rule for (method, rule), who in expectations().items() if is_a_list(method, rule, who, role)
    }
    for name in PEOPLE[role]:
        browser = Browser(web.test_client())
        assert browser.sign_in(name, PASSWORD).status_code < 400, name
        for rule in sorted(empty):
            page = browser.raw("GET", rule)
            assert page.status_code == 200, (rule, page.status_code)
            if rows_of(page.text):
                empty.remove(rule)
    assert empty <= RIGHTLY_EMPTY.keys() | WHOLE_MONTHS.get(role, set())


def is_a_list(method: str, rule: str, who: frozenset[str], role: Role) -> bool:
    """Whether it is a page of the role that shows something without being asked for a record."""
    if method != "GET" or role not in who or "<" in rule or "anonymous" in who:
        return False
    return not rule.startswith("/api/") and rule not in NO_LISTS
