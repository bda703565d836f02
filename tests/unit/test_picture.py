import json
import re
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings

from placement.exchange.bundled import bundled
from solver.codes import (
    VO,
    BedId,
    Certainty,
    HouseholdId,
    LegalGroup,
    Mode,
    OccupancyKind,
    PlaceId,
    Use,
)
from solver.documents import read_problem
from solver.engine import match
from solver.facts import Combination, Problem
from solver.picture import picture, picture_table
from solver.picture.arrows import SIZE
from solver.picture.palette import (
    ARROW,
    INK,
    LOOKS,
    MARK_CONTRAST,
    PAPER,
    TEXT_CONTRAST,
    contrast,
)
from solver.picture.scene import Mark, scene
from solver.picture.sheet import SMALL, TEXT, WIDTH
from solver.plans import Chain, Option, Plan
from solver.ranked import ranked_plan
from solver.rulebook import RULEBOOK
from solver.wording import Tongue
from tests.builders import (
    HORIZON,
    a_household,
    a_place,
    a_problem,
    a_resident,
    an_occupancy,
    night,
)
from tests.plans import a_plan
from tests.property.strategies import problems

SVG = "{http://www.w3.org/2000/svg}"
TONGUES: list[Tongue] = ["nl", "en"]
NAMED = sorted(f.name for f in bundled("problems").iterdir() if f.name.endswith(".json"))

COSM, OMM, FLAT = a_place("cosm"), a_place("omm"), a_place("flat", 2)
SHARED = a_place("dorm", 2, use=Use.SHARED_ROOM, mode=Mode.MEDIATE, scheme=VO)
PROBLEM = a_problem(
    [
        a_household("ann"),
        a_household("bea", legal_group=LegalGroup.EU, bedenktijd=None),
        a_household("eva"),
        a_resident(COSM, "rosa"),
    ],
    [COSM, OMM, FLAT, SHARED],
    [
        an_occupancy(OMM, -3, 4, kind=OccupancyKind.OUTAGE, room_key=None),
        an_occupancy(FLAT, 2, 5, kind=OccupancyKind.HOLD),
        an_occupancy(FLAT, -2, 9, bed=1, expected_until=night(6)),
    ],
)
TAKEN = {"rosa": ("omm", 4, ("omm-b1",)), "ann": ("cosm", 4, ("cosm-b1",))}
PLAN = a_plan(PROBLEM, TAKEN | {"bea": ("dorm", 0, ("dorm-b2",))}, ("rosa", "ann"))


def drawn(problem: Problem = PROBLEM, plan: Plan = PLAN, tongue: Tongue = "en") -> Element:
    return parsed(picture(problem, plan, tongue))


def parsed(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314 - our own, and its parser is what the test is about


def described(svg: Element) -> str:
    told = svg.find(f"{SVG}desc")
    assert told is not None
    return told.text or ""


def texts(svg: Element) -> str:
    return "\n".join(t.text or "" for t in svg.iter(f"{SVG}text"))


@pytest.mark.parametrize("tongue", TONGUES)
def test_it_has_a_title_a_description_and_a_language(tongue: Tongue) -> None:
    svg = drawn(tongue=tongue)
    ids = {part.get("id") for part in svg.iter()}
    assert svg.get("role") == "img"
    assert svg.get("lang") == tongue
    assert {svg.get("aria-labelledby"), svg.get("aria-describedby")} <= ids


def test_it_scales_to_any_width_and_can_be_read_on_a_telephone() -> None:
    svg = drawn()
    assert svg.get("width") is None
    _, _, width, height = (float(n) for n in (svg.get("viewBox") or "").split())
    assert width == WIDTH == 320
    assert min(TEXT, SMALL, SIZE) >= 10
    for part in svg.iter(f"{SVG}text"):
        assert float(part.get("font-size") or 0) >= 10
        inside = float(part.get("x") or 0), float(part.get("y") or 0)
        assert 0 <= inside[0] < width
        assert 0 < inside[1] < height


def test_everything_that_is_planned_or_taken_is_said_and_drawn() -> None:
    told = described(drawn())
    assert "place cosm, bed cosm-b1: rosa, lives there, 2 Mar until 6 Mar." in told
    assert "place cosm, bed cosm-b1: free because of a move, 6 Mar until 12 Mar." in told
    assert "place cosm, bed cosm-b1: ann, plan: certain, 6 Mar until 12 Mar (A2)." in told
    assert "place omm, bed omm-b1: rosa, plan: certain, 6 Mar until 12 Mar (A1)." in told
    assert "place omm, bed omm-b1: out of use, 2 Mar until 6 Mar." in told
    assert "place dorm, bed dorm-b2: bea, plan: house to be asked, 2 Mar until 12 Mar." in told
    assert "place flat, bed flat-b1: held, 4 Mar until 7 Mar." in told
    assert "place flat, bed flat-b2: taken by the house, 2 Mar until 8 Mar." in told
    assert "place flat, bed flat-b2: expected to be free, 8 Mar until 11 Mar." in told
    assert "Chain A: A1 rosa: from cosm to omm, 6 Mar; A2 ann: to cosm, 6 Mar." in told
    assert "No place in this plan: eva." in told
    svg = drawn()
    titles = {t.text for t in svg.iter(f"{SVG}title")}
    for bar in scene(PROBLEM, PLAN).bars:
        assert any(t and f"{bar.place}, bed {bar.beds[0]}" in t for t in titles)
    for label in ("ann", "bea", "rosa", "taken", "held", "closed", "A1", "A2", "eva"):
        assert label in texts(svg)


def test_it_is_told_in_dutch_too() -> None:
    told = described(drawn(tongue="nl"))
    assert "plek omm, bed omm-b1: buiten gebruik, 2 mrt tot 6 mrt." in told
    assert "Keten A" in texts(drawn(tongue="nl"))


def test_the_key_explains_every_kind_of_bar_that_is_drawn_and_no_other() -> None:
    told = texts(drawn())
    kinds = {bar.mark for bar in scene(PROBLEM, PLAN).bars}
    assert kinds == set(Mark) - {Mark.EXPECTED}
    assert "plan: expected to be free" not in told
    for words in ("lives there", "held", "out of use", "plan: certain", "free because of a move"):
        assert words in told


def test_a_move_that_the_house_must_be_asked_for_frees_nothing() -> None:
    asked = PLAN.assignments[0].option._replace(certainty=Certainty.TO_ASK)
    plan = replace(PLAN, assignments=(replace(PLAN.assignments[0], option=asked),), chains=())
    told = described(drawn(plan=plan))
    assert "rosa, lives there, 2 Mar until 12 Mar." in told
    assert "free because of a move" not in told


def test_joined_rooms_are_drawn_in_each_of_them_and_a_forecast_shows_through() -> None:
    joined = Combination(id=PlaceId("both"), rooms=(FLAT.id, OMM.id))
    problem = replace(PROBLEM, combinations=(joined,))
    option = Option(HouseholdId("ann"), joined.id, night(7), HORIZON, certainty=Certainty.EXPECTED)
    taken = replace(PLAN.assignments[0], option=option, beds=(*FLAT.beds, *OMM.beds))
    plan = replace(PLAN, assignments=(taken,), chains=())
    told = described(drawn(problem, plan))
    words = "ann, plan: expected to be free, joined as both, 9 Mar until 12 Mar."
    assert f"place flat, beds flat-b1, flat-b2: {words}" in told
    assert f"place omm, bed omm-b1: {words}" in told
    assert "place flat, bed flat-b2: expected to be free, 8 Mar until 11 Mar." in told
    foot = [bar.mark.is_left_over for bar in scene(problem, plan).bars]
    assert foot == sorted(foot)  # drawn last, over the foot of what is planned


def test_a_ring_is_marked_in_words_and_with_a_double_edge() -> None:
    ring = replace(PLAN, chains=(Chain(PLAN.chains[0].acts, is_ring=True),))
    svg = drawn(plan=ring)
    assert "Chain A (ring: one night, one act)" in texts(svg)
    plates = [part for part in svg.iter(f"{SVG}rect") if part.get("rx")]
    assert len(plates) == 3 * len(ring.chains[0].acts)


def test_arrows_lead_from_the_bed_that_is_left_to_the_bed_that_is_taken() -> None:
    moves = scene(PROBLEM, PLAN).moves
    assert [(m.acts, m.leaves, m.takes) for m in moves] == [
        (("A1",), "cosm-b1", "omm-b1"),
        (("A2",), None, "cosm-b1"),
    ]
    paths = [part.get("d") or "" for part in drawn().iter(f"{SVG}path")]
    assert sum("C" in path for path in paths) == 2  # the arrow and its halo
    assert sum("H" in path and path.startswith("M") and "V" not in path for path in paths) >= 2


def test_only_some_places_can_be_shown() -> None:
    svg = parsed(picture(PROBLEM, PLAN, "en", only={PlaceId("dorm")}))
    assert "dorm · VO, shared room" in texts(svg)
    assert "cosm ·" not in texts(svg)
    assert "Chain A" not in texts(svg)


def test_the_table_says_what_the_picture_says() -> None:
    told = picture_table(PROBLEM, PLAN, "en")
    for bar in scene(PROBLEM, PLAN).bars:
        assert f'<th scope="row">{bar.place}</th>' in told
        assert f"<td>{', '.join(bar.beds)}</td>" in told
    assert told.count("<tr>") == 1 + len(scene(PROBLEM, PLAN).bars)
    assert "<caption>Plan from 2 Mar 2026 until 12 Mar 2026." in told
    assert "<li>A1 rosa: from cosm to omm, 6 Mar</li>" in told


NASTY = '"><script>alert(1)</script>&amp;\x00\ud800]]>--'


def test_no_id_can_break_out_of_it() -> None:
    room = replace(a_place("room"), id=PlaceId(NASTY), beds=(BedId(NASTY),))
    problem = a_problem([a_household(NASTY), a_household("other" + NASTY)], [room])
    plan = ranked_plan_of(problem)
    svg = drawn(problem, plan)
    assert not list(svg.iter("script")) + list(svg.iter(f"{SVG}script"))
    assert "<script>" in described(svg)
    assert "<script>" not in picture_table(problem, plan, "en")
    picture(problem, plan).encode()


def ranked_plan_of(problem: Problem) -> Plan:
    """The ranked plan, made without writing ids that no document could hold."""
    who, room = problem.households[0].id, problem.places[0]
    plain = a_problem([a_household("h1")], [a_place("p1")])
    made = a_plan(plain, {"h1": ("p1", 0, ("p1-b1",))})
    option = made.assignments[0].option._replace(household=who, place=room.id)
    taken = replace(made.assignments[0], option=option, beds=room.beds)
    return replace(made, assignments=(taken,))


@pytest.mark.parametrize("mark", Mark)
def test_text_and_marks_stand_out(mark: Mark) -> None:
    look = LOOKS[mark]
    assert contrast(look.text, look.fill) >= TEXT_CONTRAST
    assert contrast(look.edge, PAPER) >= MARK_CONTRAST
    assert look.edge == look.fill or contrast(look.edge, look.fill) >= MARK_CONTRAST


def test_letters_numbers_and_arrows_stand_out() -> None:
    assert contrast(INK, PAPER) >= TEXT_CONTRAST
    assert contrast(ARROW, PAPER) >= TEXT_CONTRAST
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_no_two_kinds_of_bar_differ_in_colour_alone() -> None:
    forms = [(mark.is_left_over, LOOKS[mark].dashes, LOOKS[mark].pattern) for mark in Mark]
    alike = [form for form in forms if forms.count(form) > 1]
    assert alike == [(False, None, None)] * 2  # a stay is light, a certain choice is dark
    assert contrast(LOOKS[Mark.STAY].fill, LOOKS[Mark.CERTAIN].fill) >= MARK_CONTRAST


@given(problems())
@settings(max_examples=40, deadline=None)
def test_every_plan_can_be_drawn_and_names_nobody_else(problem: Problem) -> None:
    plan = ranked_plan(problem, RULEBOOK)
    svg = drawn(problem, plan)
    told = described(svg)
    stays = {
        (taken.household, place.id)
        for place in problem.places
        for taken in problem.occupancies_by_place[place.id]
        if taken.household and taken.begins < HORIZON and taken.until > problem.tonight
    }
    for household, place in stays:
        moves = plan.assignment_of(household)
        if moves is None or moves.option.certainty is not Certainty.CERTAIN:
            assert re.search(rf"{re.escape(place)}, beds? [^:]*: {household}, ", told)
    for taken in plan.assignments:
        option = taken.option
        assert re.search(rf"beds? [^:]*{taken.beds[0]}[^:]*: {option.household}, plan: ", told)
    known = {h.id for h in problem.households} | {o.household for o in problem.occupancies}
    named = {HouseholdId(who) for who in re.findall(r": (\S+), (?:plan|lives there)", told)}
    assert named <= known


@pytest.mark.parametrize("name", NAMED)
def test_every_named_problem_can_be_drawn_in_both_languages(name: str) -> None:
    document = json.loads(bundled("problems", name).read_text(encoding="utf-8"))
    problem = read_problem(document["problem"])
    plan = match(problem, RULEBOOK)
    for tongue in TONGUES:
        told = described(drawn(problem, plan, tongue))
        for household, taken in document["expected"]["placed"].items():
            assert f": {household}, plan: " in told
            assert taken["certainty"] in {b.mark for b in scene(problem, plan).bars}
        for chain in document["expected"]["chains"]:
            acts = [re.escape(f"{number} {who}:") for number, who in enumerate(chain["acts"], 1)]
            assert re.search(".*".join(acts), told)


def test_what_the_engine_finds_can_be_drawn_to_the_byte_the_same() -> None:
    plan = match(PROBLEM, RULEBOOK)
    assert picture(PROBLEM, plan) == picture(PROBLEM, plan)
    assert picture(PROBLEM, plan, name="one") != picture(PROBLEM, plan, name="two")
