"""What is sealed opens only where it was sealed, unchanged, with its own key."""

from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner

from placement.cli import main
from placement.errors import CannotStart
from placement.errors.trust import SealBroken, SealingUnavailable
from placement.settings import demo_settings, new_sealing_key, sealing_keys_in, settings_from
from placement.store.sharing.sealing import KeyRing, Spot, new_key, seal, unseal

HERE = Spot("sealed_note", "sealed_text", "n1")
ELSEWHERE = (
    Spot("sealed_note", "sealed_text", "n2"),
    Spot("sealed_note", "other", "n1"),
    Spot("site_address", "sealed_text", "n1"),
    # Names that would run together without something between them.
    Spot("sealed_note", "sealed_textn", "1"),
)


def test_what_was_sealed_opens_at_its_own_spot() -> None:
    key = new_key()
    assert unseal(key, seal(key, b"diabetic", HERE), HERE) == b"diabetic"


@pytest.mark.parametrize("spot", ELSEWHERE)
def test_a_text_that_was_moved_to_another_row_column_or_table_is_refused(spot: Spot) -> None:
    key = new_key()
    with pytest.raises(SealBroken):
        unseal(key, seal(key, b"diabetic", HERE), spot)


def test_two_texts_that_were_swapped_are_both_refused() -> None:
    key = new_key()
    spots = (HERE, ELSEWHERE[0])
    texts = [seal(key, name.row.encode(), name) for name in spots]
    for one, other in permutations(range(2)):
        with pytest.raises(SealBroken):
            unseal(key, texts[one], spots[other])


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_text_of_which_one_sign_was_changed_is_refused(place: int) -> None:
    key = new_key()
    text = seal(key, b"diabetic", HERE)
    other = "A" if text[place] != "A" else "B"
    with pytest.raises(SealBroken):
        unseal(key, text[:place] + other + text[place + 1 :], HERE)


@pytest.mark.parametrize("text", ["", "!", "AAAA", "plain words", "A" * 15])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(SealBroken):
        unseal(new_key(), text, HERE)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(SealBroken):
        unseal(new_key(), seal(new_key(), b"diabetic", HERE), HERE)


def test_the_same_text_sealed_twice_looks_different() -> None:
    key = new_key()
    assert seal(key, b"diabetic", HERE) != seal(key, b"diabetic", HERE)


def test_the_newest_key_of_the_ring_seals_and_the_older_ones_still_open() -> None:
    old = KeyRing({1: b"1" * 32})
    text, version = old.seal(b"diabetic", HERE)
    ring = KeyRing({2: b"2" * 32, **old.keys})
    assert ring.unseal(text, version, HERE) == b"diabetic"
    assert ring.seal(b"x", HERE)[1] == 2


def test_without_a_key_nothing_is_sealed_or_opened() -> None:
    text, version = KeyRing({1: b"1" * 32}).seal(b"diabetic", HERE)
    with pytest.raises(SealingUnavailable):
        KeyRing().seal(b"diabetic", HERE)
    with pytest.raises(SealingUnavailable):
        KeyRing({2: b"2" * 32}).unseal(text, version, HERE)


def test_a_ring_is_never_printed() -> None:
    assert "secret" not in repr(KeyRing({1: b"secret" * 5 + b"!!"}))
    settings = demo_settings(Path("x"))
    assert settings.sealing_keys not in repr(settings)


LAWFUL = {"PLACEMENT_DATABASE_URL": "sqlite:///x.sqlite", "PLACEMENT_SECRET_KEY": "s" * 32}


def test_the_ring_is_read_from_the_settings_newest_first() -> None:
    listed = f"{new_sealing_key(7)}, {new_sealing_key(3)}"
    settings = settings_from(LAWFUL | {"PLACEMENT_SEALING_KEYS": listed})
    assert list(sealing_keys_in(settings.sealing_keys)) == [7, 3]
    assert sealing_keys_in(settings_from(LAWFUL).sealing_keys) == {}


@pytest.mark.parametrize(
    "listed", ["1", "1:short", "x:" + "A" * 43 + "=", "1:####", "0:" + "A" * 43 + "=", "TWICE"]
)
def test_a_ring_that_is_not_readable_does_not_start(listed: str) -> None:
    twice = f"{new_sealing_key(1)},{new_sealing_key(1)}"
    with pytest.raises(CannotStart, match="SEALING_KEYS"):
        settings_from(LAWFUL | {"PLACEMENT_SEALING_KEYS": twice if listed == "TWICE" else listed})


def test_a_new_key_is_printed_as_the_settings_read_it() -> None:
    printed = CliRunner().invoke(main, ["new-sealing-key", "3"]).output.strip()
    assert list(sealing_keys_in(printed)) == [3]
    assert CliRunner().invoke(main, ["new-sealing-key", "0"]).exit_code == 2
