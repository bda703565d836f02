import pytest

from solver.handbook import Tongue, handbook
from solver.rulebook import RULEBOOK

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
    assert "outweighs all preferences of 39 households together (at most 252 points each)" in page


def test_it_names_the_facts_that_a_rule_reads() -> None:
    page = handbook(RULEBOOK)
    assert "Leest: `needs` van de cliënt; `offers` van de plek. Bron: domain 1.3" in page
    assert "`until`" in page


def test_it_says_which_reasons_stay_hidden() -> None:
    page = handbook(RULEBOOK)
    safety = [rule for rule in RULEBOOK.everything if rule.is_safety]
    assert page.count("wordt nooit aan een instelling getoond") == len(safety) == 5
