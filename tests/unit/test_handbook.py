import pytest

from solver.handbook import handbook
from solver.rulebook import RULEBOOK
from solver.wording import Tongue

TONGUES: list[Tongue] = ["nl", "en"]


@pytest.mark.parametrize("tongue", TONGUES)
def test_every_rule_stands_in_it_with_sentence_and_source(tongue: Tongue) -> None:
    page = handbook(RULEBOOK, tongue)
    for rule in RULEBOOK.everything:
        assert f"### {rule.code} · " in page
        assert rule.sentence._asdict()[tongue] in page
        assert rule.source in page


def test_it_prints_what_nights_are_exchanged_for() -> None:
    page = handbook(RULEBOOK, "en")
    assert "| acute (tonight) | 10\u202f000 | 15\u202f000 | 20\u202f000 | 30\u202f000 |" in page
    assert "outweighs all preferences of 34 households together (at most 294 points each)" in page


def test_it_names_the_facts_that_a_rule_reads() -> None:
    page = handbook(RULEBOOK)
    needs = "Kijkt naar: cliënt: de zorg die nodig is (`needs`); plek: de zorg in huis (`offers`)."
    assert f"{needs} Bron: domain 1.3" in page
    assert "keuze: het einde van het verblijf (`until`)" in page


@pytest.mark.parametrize("tongue", TONGUES)
def test_what_a_sentence_leaves_out_stands_beside_it(tongue: Tongue) -> None:
    page = handbook(RULEBOOK, tongue)
    for rule in RULEBOOK.everything:
        assert bool(rule.detail.nl) == bool(rule.detail.en)
        assert rule.detail._asdict()[tongue] in page


def test_it_prices_every_preference_and_every_night() -> None:
    page = handbook(RULEBOOK, "en")
    assert page.count("Points: ") == len(RULEBOOK.prices)
    assert "Points: 30 per night as counted above" in page


def test_it_tells_how_long_places_last_and_how_chains_are_told() -> None:
    page = handbook(RULEBOOK, "en")
    assert "stay at most 14 nights (ELI-4)" in page
    assert "than the setting allows (3 by default)" in page


def test_it_says_which_reasons_stay_hidden() -> None:
    page = handbook(RULEBOOK)
    safety = [rule for rule in RULEBOOK.everything if rule.is_safety]
    assert page.count("wordt nooit aan een instelling getoond") == len(safety) == 5
