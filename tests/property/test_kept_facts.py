"""Opened and sent unchanged, the form of the facts loses nothing: of any request."""

import dataclasses
from datetime import UTC, date, datetime
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from placement.demo.calibration import BASE
from placement.demo.filling import new_referral
from placement.demo.people import Setting, draw_raid, draw_referral
from placement.lifecycle import ReferralState
from placement.pages.requests.kept_facts import fields_of
from placement.pages.requests.request_form import as_sent
from placement.service.forms.correcting import Correction, CorrectionForm
from placement.service.forms.grammar import CODE_PATTERN, read
from placement.service.forms.request_facts import NewPerson, ReporterKind
from placement.service.requests.showing import ShownReferral
from placement.store.codes import PersonRole
from placement.store.requests.queries import ReferralFile
from placement.store.requests.ties import Tied
from placement.store.tables import Case, Person
from solver.codes import AgeBand, AskedAlone, LegalGroup, Region, Sex, Urgency
from tests.builders_rows import a_referral, night

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
CODE_SETS = (
    "crisis_terms", "cannot_do_without", "brings", "needs", "speaks", "never_regions",
    "never_features", "wishes", "home_regions", "near",
)  # fmt: skip
NONE_KEPT: dict[str, Any] = dict.fromkeys(
    (*CODE_SETS, "risk_regions", "known_sites"), frozenset[str]()
)
CODES = st.from_regex(CODE_PATTERN.replace("$", r"\Z"), fullmatch=True)
SETS = st.frozensets(CODES, max_size=3)
MAYBE = st.none() | CODES
REFERENCES = st.text("23456789BCDFGHJKLMNPQRSTVWXZ", min_size=7, max_size=7)


def to_the_minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """Columns that can be put right, as the form for registering lets them be written."""
    needed = draw(st.dates(date(2026, 1, 1), date(2027, 1, 1)))
    answered = draw(st.none() | st.sampled_from(ReporterKind))
    exact = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the strategy adds the zone
    marks = (
        "status_unclear", "asylum_procedure", "b8_permit", "without_status", "lawful_stay",
        "multi_problem", "inspectorate_agreed", "seriously_disadvantaged",
    )  # fmt: skip
    names = ("reporting_region", "municipality_registered", "municipality_found", "budget_group")
    return {
        "reporter_kind": draw(st.sampled_from(ReporterKind)),
        "asked_alone": AskedAlone.YES,
        "urgency": draw(st.sampled_from(Urgency)),
        "legal_group": draw(st.sampled_from(LegalGroup)),
        "needed_from": needed,
        "needed_until": draw(st.none() | st.just(needed.replace(year=2028))),
        "arrives_from": max(needed, draw(st.dates(needed, date(2027, 6, 1)))),
        "decide_before": draw(st.none() | exact | exact.map(to_the_minute)),
        "risk_answered_by": answered,
        "risk_regions": draw(SETS) if answered else frozenset(),
        "known_sites": draw(SETS) if answered else frozenset(),
        "security_needed": draw(st.integers(0, 3)),
        "smallest_part": draw(st.none() | st.integers(1, 200)),
        "cosm_exception_by": draw(st.none() | st.just("helpdesk")),
        **{name: draw(SETS) for name in CODE_SETS},
        **{name: draw(st.booleans()) for name in marks},
        **{name: draw(MAYBE) for name in names},
    }  # fmt: skip


ADULT = NewPerson(sex=Sex.FEMALE, age=AgeBand.FROM_23, role=PersonRole.ADULT, role_checked=False)
PEOPLE = st.lists(
    st.builds(
        NewPerson,
        sex=st.sampled_from(Sex),
        age=st.sampled_from(AgeBand),
        role=st.sampled_from(PersonRole),
        role_checked=st.booleans(),
    ),
    min_size=1,
    max_size=20,
)
TIED = st.lists(REFERENCES, max_size=3, unique=True)


def shown(
    columns: dict[str, Any],
    people: list[NewPerson],
    together: list[str] | None = None,
    apart: list[str] | None = None,
) -> ShownReferral:
    """A request as its page reads it."""
    rows = tuple(
        Person(id=f"{n:02}", household_id="h", **dataclasses.asdict(person))
        for n, person in enumerate(people)
    )
    file = ReferralFile(
        a_referral("h", "r", **(NONE_KEPT | columns)), Case(id="c", reference="X"), rows, None, None
    )
    tied = [
        tuple(Tied(name, name, ReferralState.OPEN) for name in names)
        for names in (together or [], apart or [])
    ]
    return ShownReferral(file, 0, *tied)


def sent_unchanged(request: ShownReferral) -> Correction:
    """What comes of opening the form and sending it."""
    fields = ((name, value) for name, values in fields_of(request).items() for value in values)
    correction: Correction = read(CorrectionForm(), as_sent(MultiDict(fields)))
    return correction


def told(correction: Correction) -> dict[str, Any]:
    """The columns that would be written."""
    columns = dict(correction.facts)
    excepted = columns.pop("cosm_exception")
    return columns | {"cosm_exception_by": "helpdesk" if excepted else None}


@given(facts(), PEOPLE, TIED, TIED)
def test_every_fact_of_any_request_comes_back(
    columns: dict[str, Any], people: list[NewPerson], together: list[str], apart: list[str]
) -> None:
    correction = sent_unchanged(shown(columns, people, together, apart))
    assert told(correction) == columns
    assert list(correction.people) == people
    assert correction.ties.apart_from == tuple(apart)
    assert correction.ties.belongs_with == (together[0] if together else None)


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=0),
        datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM, fold=1),
        datetime(2026, 3, 29, 3, 0, tzinfo=AMSTERDAM),
        datetime(2026, 3, 2, 14, 5, 7, 123456, tzinfo=UTC),
    ],
)
def test_the_deadline_of_the_reporter_comes_back_to_the_instant(at: datetime) -> None:
    columns = {"reporter_kind": ReporterKind.POLICE, "risk_answered_by": None}
    request = shown(columns | {"decide_before": at.astimezone(UTC)}, [ADULT])
    assert told(sent_unchanged(request))["decide_before"] == at.astimezone(UTC)


@pytest.mark.parametrize("seed", range(5))
def test_every_request_of_the_demo_comes_back(seed: int) -> None:
    chance = Random(seed)
    provinces = (Region("province:drenthe"), Region("province:utrecht"))
    where = Setting(figures=BASE, provinces=provinces, day=night(0))
    drawn = [draw_referral(chance, where, number) for number in range(60)]
    for synthetic in (*drawn, *draw_raid(chance, where, 60, 4)):
        new = new_referral(synthetic)
        columns = dict(new.facts)
        columns["cosm_exception_by"] = "helpdesk" if columns.pop("cosm_exception") else None
        correction = sent_unchanged(shown(columns, list(new.people)))
        row = a_referral("h", "r", **(NONE_KEPT | columns))
        changed = {
            name: value
            for name, value in told(correction).items()
            if (getattr(row, name) or None) != (value or None)
        }
        assert changed == {}
        assert correction.people == new.people
