"""What the database refuses about consent, disclosure, notes, releases and temporary shelter."""

from typing import Any

import pytest
from sqlalchemy import update

from placement.errors import TransitionNotAllowed, VersionOutdated
from placement.errors.trust import StepNotYet
from placement.store.codes import (
    ConsentGround,
    DisclosureStep,
    NotePart,
    Purpose,
    Signatory,
    TemporaryKind,
)
from placement.store.database.promises import Promise
from placement.store.tables import (
    Base,
    Consent,
    Disclosure,
    NoteRelease,
    SealedNote,
    TemporaryShelter,
)
from tests.builders_rows import NOW, a_placement, night
from tests.builders_store import Country
from tests.builders_trust import a_country_with_a_house, said_yes
from tests.refusals import on_statement, on_writing


@pytest.fixture
def house(country: Country) -> Country:
    """A house that said yes to a household, and where it is placed."""
    house = a_country_with_a_house(country)
    house.write(said_yes(), a_placement("h1", "p1"), note("note"))
    return house


def consent(name: str, **changes: Any) -> Consent:  # noqa: ANN401 - columns of any type
    facts: dict[str, Any] = {
        "case_id": "case-h1",
        "purpose": Purpose.SHELTER,
        "receiver": "institution",
        "ground": ConsentGround.ORAL,
        "signatory": Signatory.SELF,
        "recorded_by": "helpdesk",
        "recorded_at": NOW,
    }
    return Consent(id=name, **(facts | changes))


def step(name: str, **changes: Any) -> Disclosure:  # noqa: ANN401 - columns of any type
    facts: dict[str, Any] = {
        "offer_id": "of-h1-p1",
        "step": DisclosureStep.CRITERIA,
        "disclosed_by": "helpdesk",
        "disclosed_at": NOW,
    }
    return Disclosure(id=name, **(facts | changes))


def note(name: str, **changes: Any) -> SealedNote:  # noqa: ANN401 - columns of any type
    facts: dict[str, Any] = {
        "case_id": "case-h1",
        "part": NotePart.CARE,
        "number": 1,
        "sealed_text": "",
        "written_by": "helpdesk",
        "written_at": NOW,
    }
    return SealedNote(id=name, **(facts | changes))


def release(name: str, **changes: Any) -> NoteRelease:  # noqa: ANN401 - columns of any type
    facts: dict[str, Any] = {
        "note_id": "note",
        "institution_id": "house",
        "offer_id": "of-h1-p1",
        "released_by": "helpdesk",
        "released_at": NOW,
    }
    return NoteRelease(id=name, **(facts | changes))


def there(name: str, **changes: Any) -> NoteRelease:  # noqa: ANN401 - columns of any type
    return release(name, **({"offer_id": None, "placement_id": "pl-h1"} | changes))


def shelter(name: str, **changes: Any) -> TemporaryShelter:  # noqa: ANN401 - columns of any type
    facts: dict[str, Any] = {
        "referral_id": "r-h1",
        "kind": TemporaryKind.HOTEL,
        "began_on": night(0),
        "arranged_by": "helpdesk",
        "arranged_at": NOW,
        "check_due_at": NOW,
    }
    return TemporaryShelter(id=name, **(facts | changes))


@pytest.mark.parametrize(
    ("promise", "make", "other"),
    [
        (Promise.ONE_CONSENT, consent, {"receiver": "municipality"}),
        (Promise.ONE_CONSENT, consent, {"purpose": Purpose.REGISTRATION}),
        (Promise.ONE_CONSENT, consent, {"ground": ConsentGround.ANONYMOUS}),
        (Promise.ONE_CONSENT, consent, {"withdrawn_at": NOW}),
        (Promise.ONE_STEP, step, {"step": DisclosureStep.PROFILE}),
        (Promise.ONE_STEP, step, {"withdrawn_at": NOW}),
        (Promise.ONE_NOTE, note, {"number": 3}),
        (Promise.ONE_NOTE, note, {"number": 2, "part": NotePart.LEGAL}),
        (Promise.ONE_RELEASE, release, {"withdrawn_at": NOW}),
        (Promise.ONE_RELEASE, release, {"offer_id": None, "placement_id": "pl-h1"}),
        (Promise.ONE_RELEASE_THERE, there, {"withdrawn_at": NOW}),
        (Promise.ONE_SHELTER, shelter, {"ended_on": night(0)}),
    ],
)
def test_one_of_a_kind_is_kept_and_another_kind_beside_it(
    house: Country,
    promise: Promise,
    make: Any,  # noqa: ANN401 - one of the functions above
    other: dict[str, Any],
) -> None:
    number = {"number": 2} if promise is Promise.ONE_NOTE else {}
    assert on_writing(house, make("first", **number), make("beside", **other)) is None
    assert on_writing(house, make("again", **number)) is promise


@pytest.mark.parametrize(
    ("row", "promise"), [(consent, Promise.ONE_CONSENT), (release, Promise.ONE_RELEASE)]
)
def test_what_was_withdrawn_does_not_come_back_beside_another(
    house: Country,
    row: Any,  # noqa: ANN401 - one of the functions above
    promise: Promise,
) -> None:
    house.write(row("first", withdrawn_at=NOW), row("second"))
    table = type(row("x"))
    back = update(table).where(table.id == "first").values(withdrawn_at=None)
    assert on_statement(house, back) is promise


@pytest.mark.parametrize(
    ("twice", "fact", "allowed"),
    [
        ((consent("a"), consent("b")), TransitionNotAllowed, ("sign", "withdraw")),
        ((step("a"), step("b")), StepNotYet, None),
        ((note("a", number=2), note("b", number=2)), VersionOutdated, None),
        ((release("a"), release("b")), VersionOutdated, None),
        ((there("a"), there("b")), VersionOutdated, None),
        ((shelter("a"), shelter("b")), TransitionNotAllowed, ("check", "end")),
    ],
)
def test_who_runs_into_a_promise_reads_the_fact_behind_it(
    house: Country,
    twice: tuple[Base, Base],
    fact: type[Exception],
    allowed: tuple[str, ...] | None,
) -> None:
    copies = [type(row)(**_columns(row)) for row in twice]
    with pytest.raises(fact) as refused:
        house.write(*copies)
    assert getattr(refused.value, "allowed", None) == allowed


def _columns(row: Base) -> dict[str, Any]:
    """What a row was made with: one row belongs to one session, and each database has its own."""
    return {name: value for name, value in vars(row).items() if not name.startswith("_")}
