"""The morning handover: what the night left behind, and nothing that is not due."""

from datetime import UTC, datetime, timedelta

import pytest

from placement.lifecycle import SETTLING
from placement.pages.watching.morning import ACTS
from placement.service.watching.morning import morning_handover, next_noon
from placement.store.codes import CallResult, Condition, OfferAnswer, TemporaryKind
from placement.store.journal import record
from placement.store.tables import CallNote, Decline, Referral, Scheme, Stay, TemporaryShelter
from placement.store.watching.told import MOST_ENTRIES, TOLD, Meant
from solver.codes import CLARIFY, Mode
from tests.builders_offers import with_reasons
from tests.builders_rows import NOW, a_placement, night
from tests.builders_store import HELPDESK, Country
from tests.builders_trust import a_country_with_a_house, an_offer, consented

MORNING = datetime(2026, 3, 3, 7, tzinfo=UTC)  # eight o'clock in Amsterdam
NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)


@pytest.fixture
def house(country: Country) -> Country:
    a_country_with_a_house(country)
    for household in ("h2", "h3"):
        country.referral(household)
    return country


def a_promise(name: str, until: datetime) -> CallNote:
    return CallNote(
        id=name,
        referral_id="r-h1",
        place_id="p1",
        result=CallResult.PROMISED,
        promised_until=until,
        called_by="helpdesk",
        called_at=NOW,
    )


def a_decline() -> Decline:
    facts = {"household_id": "h1", "place_id": "p1", "reason": "victim_says_no"}
    return Decline(id="de-h1-p1", said_by="helpdesk", said_at=NOW, **facts)


def a_temporary_shelter() -> TemporaryShelter:
    return TemporaryShelter(
        id="sh-h1",
        referral_id="r-h1",
        kind=TemporaryKind.HOTEL,
        began_on=night(0),
        arranged_by="helpdesk",
        arranged_at=NOW,
        check_due_at=NOON,
    )


@pytest.mark.parametrize(
    ("now", "noon"),
    [(MORNING, NOON), (NOON, NOON + timedelta(days=1)), (NOON - timedelta(hours=13), NOON)],
)
def test_noon_is_the_next_one(now: datetime, noon: datetime) -> None:
    assert next_noon(now) == noon


def test_promises_due_before_noon_are_told_with_whom_they_were_made_to(house: Country) -> None:
    house.write(
        a_promise("overdue", MORNING - timedelta(hours=2)),
        a_promise("at-noon", NOON),
        a_promise("later", NOON + timedelta(minutes=1)),
        a_promise("long-over", MORNING - timedelta(hours=25)),
    )
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert [note.id for note in told.promises] == ["overdue", "at-noon"]
    assert told.staff == {"helpdesk": "Helpdesk"}


def test_holds_that_run_out_before_noon_and_arrivals_of_today_are_told(house: Country) -> None:
    house.place("p2")
    house.place("p3")
    house.write(
        a_placement("h1", "p1", begins=0, state="held", hold_expires_at=NOON),
        a_placement("h2", "p2", begins=1),
        a_placement("h3", "p3", begins=2),
    )
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert [held.id for held in told.holds] == ["pl-h1"]
    assert [placed.id for placed in told.arrivals] == ["pl-h2"]


def test_who_needs_a_place_and_has_none_is_told(house: Country) -> None:
    house.book("h1")
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert [file.referral.id for file in told.without_place] == ["r-h2", "r-h3"]
    assert told.acts["place"] == 1
    assert told.references["r-h1"] == "ref-h1"


def test_talks_of_today_and_of_before_are_told_and_those_of_tomorrow_are_not(
    house: Country,
) -> None:
    talk = {"answer": OfferAnswer.YES_IF, "condition": Condition.TALK}
    this_evening = MORNING + timedelta(hours=12)
    house.write(
        an_offer(**talk, intake_at=this_evening),
        an_offer("h2", **talk, intake_at=NOW + timedelta(hours=1)),
        an_offer("h3", **talk, intake_at=MORNING + timedelta(days=1)),
        Scheme(code=CLARIFY, nl="x", en="x", mode=Mode.PLACE, begins=night(-900)),
    )
    for household, begins in (("h7", -2), ("h8", -3), ("h9", -1)):
        house.place(household, scheme_code=CLARIFY)
        house.resident(household, f"{household}-b1")
        with house.store.writing(NOW) as session:
            session.get_one(Stay, f"stay-{household}").began_on = night(begins)
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert [task.record_id for task in told.talks] == [
        "stay-h8",
        "of-h2-p1",
        "stay-h7",
        "of-h1-p1",
    ]


def test_who_asks_to_move_on_is_told_when_an_answer_or_a_promise_is_due_by_noon(
    house: Country,
) -> None:
    for number in range(4, 9):
        house.place(f"p{number}")
        house.resident(f"h{number}", f"p{number}-b1", wants_to_move=True)
    on = {f"h{number}": f"on-h{number}" for number in range(4, 9)}
    promised, later = a_promise("n1", NOON), a_promise("n2", NOON + timedelta(minutes=1))
    promised.referral_id, later.referral_id = on["h4"], on["h5"]
    house.write(
        promised,
        later,
        an_offer("h6", referral_id=on["h6"], answer_due_at=NOON),
        an_offer("h7", referral_id=on["h7"], answer_due_at=NOON + timedelta(minutes=1)),
    )
    with house.store.writing(NOW) as session:
        session.get_one(Referral, on["h8"]).decide_before = NOON
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert [file.referral.id for file in told.moving_on] == [on["h4"], on["h6"], on["h8"]]
    assert not {*on.values()} & {file.referral.id for file in told.without_place}


def test_what_is_older_than_a_day_is_not_told_again(house: Country) -> None:
    house.book("h1")
    late = morning_handover(house.store, by=HELPDESK, now=NOW + timedelta(hours=25))
    assert (dict(late.acts), list(late.entries)) == ({}, [])


def test_however_much_else_is_done_what_matters_is_told_with_whom_and_where(house: Country) -> None:
    house.book("h1")
    with house.store.writing(NOW) as session:
        for number in range(MOST_ENTRIES + 1):
            for kind, act in (("session", "sign_in"), ("run", "claim"), ("offer", "disclose")):
                record(session, act, record_kind=kind, record_id=str(number), by=SETTLING, now=NOW)
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    done = [(entry.record_kind, entry.act) for entry in told.entries]
    assert done == [("offer", "ask"), ("placement", "place")]
    assert dict(told.acts) == {"ask": 1, "place": 1}
    assert {*told.meant.values()} == {Meant("ref-h1", "r-h1", "p1")}


def test_what_is_left_out_of_a_long_day_is_counted(house: Country) -> None:
    with house.store.writing(NOW) as session:
        for _ in range(MOST_ENTRIES + 2):
            record(session, "call", record_kind="referral", record_id="r-h1", by=HELPDESK, now=NOW)
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert (len(told.entries), told.acts["call"]) == (MOST_ENTRIES, MOST_ENTRIES + 2)


def test_every_kind_of_record_that_is_told_names_its_case(house: Country) -> None:
    with_reasons(house)
    house.place("p2")
    house.resident("h9", "p2-b1")
    house.write(an_offer(), a_decline(), a_temporary_shelter())
    consent = consented(house)
    records = {
        "referral": ("r-h1", "r-h1", None),
        "placement": ("pl-h9", "r-h9", "p2"),
        "stay": ("stay-h9", "r-h9", "p2"),
        "offer": ("of-h1-p1", "r-h1", "p1"),
        "decline": ("de-h1-p1", "r-h1", "p1"),
        "temporary_shelter": ("sh-h1", "r-h1", None),
        "consent": (consent, "r-h1", None),
    }
    late = NOW + timedelta(hours=1)
    with house.store.writing(late) as session:
        for kind, act in TOLD:
            record(
                session, act, record_kind=kind, record_id=records[kind][0], by=SETTLING, now=late
            )
    told = morning_handover(house.store, by=HELPDESK, now=MORNING)
    assert {kind for kind, _ in TOLD} == records.keys()
    assert {
        kind: (record_id, meant.reference, meant.referral, meant.place)
        for (kind, record_id), meant in told.meant.items()
    } == {
        kind: (record_id, f"ref-{referral[2:]}", referral, place)
        for kind, (record_id, referral, place) in records.items()
    }


def test_the_page_has_words_for_each_act_that_is_told() -> None:
    assert ACTS.keys() == TOLD
