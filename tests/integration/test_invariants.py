"""What must be true of the rows: an ordinary life keeps it, and what is planted is found."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from placement.service.beds.releasing import arrive, depart, release, report_no_show
from placement.service.beds.settling import settle_every_site
from placement.service.once import Once
from tests.benchmarks.race_course import drop_guards
from tests.builders_store import HELPDESK, NOW, Country, an_order, at, night
from tests.invariants import broken_invariants


def broken(country: Country, number: int = 0, *, settled: bool = False) -> list[str]:
    with country.store.reading() as session:
        return broken_invariants(session, at(number), settled=settled)


@pytest.fixture
def lived(country: Country) -> Country:
    """Somebody came and left, one gave up, one did not come, one follows another in a chain."""
    country.site("s1")
    country.site("s2")
    for place, site in (("p1", "s1"), ("p2", "s1"), ("p3", "s2"), ("p4", "s2")):
        country.place(place, site_id=site)
    for household in ("h1", "h2", "h3", "h4", "h5"):
        country.referral(household)
    country.resident("old", "p4-b1", wants_to_move=True)
    store, ids = country.store, country.new_id
    came = country.book("h1", "p1", once=Once.of("helpdesk", "key", b"h1"))
    arrive(store, came, by=HELPDESK, now=NOW, new_id=ids)
    given_up = country.book("h2", "p2")
    release(store, given_up, reason="another house", by=HELPDESK, now=NOW)
    missed = country.book("h3", "p2")
    report_no_show(store, missed, reason="never seen", by=HELPDESK, now=at(1))
    chain = (an_order("old", "p3", begins=2, until=31, on=True), an_order("h4", "p4", begins=2))
    country.accept(*chain, now=at(1))
    country.book("h5", "p2", begins=1, now=at(1))
    depart(store, came, on=night(3), destination="home", by=HELPDESK, now=at(2))
    settle_every_site(store, now=at(4))
    return country


def test_an_ordinary_life_breaks_nothing(lived: Country) -> None:
    assert broken(lived, 4, settled=True) == []


@pytest.mark.parametrize(
    ("planted", "found"),
    [
        ("UPDATE placement SET state = 'arriving' WHERE referral_id = 'r-h5'", "journal says"),
        ("UPDATE referral SET state = 'open' WHERE id = 'r-h5'", "a live placement"),
        ("DELETE FROM occupancy WHERE kind = 'hold'", "that is to come has no bed"),
        ("UPDATE stay SET ended_on = '2026-03-04' WHERE id = 'stay-old'", "after the stay"),
        ("UPDATE kept_answer SET answer = '{}'", "without keeping its answer"),
        ("DELETE FROM occupancy WHERE placement_id = 'pl-old'", "ongoing stay has no bed"),
        ("INSERT INTO keep_apart VALUES ('h4', 'old')", "kept apart meet"),
        ("INSERT INTO keep_apart VALUES ('h5', 'old')", ""),
    ],
)
def test_what_is_planted_is_found(lived: Country, planted: str, found: str) -> None:
    with lived.store.writing() as session:
        session.execute(text(planted))
    assert any(found in sentence for sentence in broken(lived, 4)) == bool(found)


def test_a_bed_given_twice_is_found_when_the_database_lets_it_happen(lived: Country) -> None:
    drop_guards(lived.store)
    with lived.store.writing() as session:
        session.execute(
            text("UPDATE occupancy SET begins = '2026-03-01', until = '2026-06-01' WHERE TRUE")
        )
        session.execute(text("UPDATE occupancy SET bed_id = bed_id WHERE TRUE"))
        row = session.execute(text("SELECT bed_id, place_id FROM occupancy LIMIT 1")).one()
        session.execute(
            text("UPDATE occupancy SET bed_id = :bed, place_id = :place WHERE kind = 'hold'"),
            {"bed": row[0], "place": row[1]},
        )
    assert any("given twice" in sentence for sentence in broken(lived, 4))


def test_what_changed_behind_the_back_of_the_versions_is_found(lived: Country) -> None:
    with lived.store.writing() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ALTER TABLE bed DISABLE TRIGGER bed_keeps_versions"))
        else:
            session.execute(text("DROP TRIGGER bed_keeps_versions_on_update"))
        session.execute(text("UPDATE bed SET name = 'other' WHERE id = 'p1-b1'"))
    assert broken(lived, 4) == ["the last version of a bed is not the row: p1-b1"]


def test_what_nobody_settled_is_found(lived: Country) -> None:
    assert broken(lived, 40) == []
    assert any("does not go on" in sentence for sentence in broken(lived, 40, settled=True))
    settle_every_site(lived.store, now=NOW + timedelta(days=40))
    assert broken(lived, 40, settled=True) == []


def test_a_stay_that_ended_by_an_arrival_elsewhere_stays_ended(country: Country) -> None:
    country.site("s1")
    country.site("s2")
    country.place("p1")
    country.place("p2", site_id="s2")
    country.resident("h1", "p1-b1", until=0, wants_to_move=True)
    [moved] = country.accept(an_order("h1", "p2", begins=0, until=30, on=True))
    arrive(country.store, moved, by=HELPDESK, now=NOW, new_id=country.new_id)
    settle_every_site(country.store, now=at(5))
    assert broken(country, 5, settled=True) == []
