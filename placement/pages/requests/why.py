"""The ranking of places for one request, and why not a place that somebody chose."""

from placement.jobs.accepting import terms_of
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.speaking import Speaker
from placement.pages.framework.texts import ngettext
from placement.pages.requests.reasons import teller_of
from placement.pages.requests.request_view import Choice, RankedPlace, RulePoints, WhyNot
from placement.service.requests.explaining import PlaceAnswer, Verdict, explain_place
from placement.service.requests.weighing import WeighedPlace, weigh_places
from solver.codes import Certainty

SHOWN = 8  # places: more than anybody calls in one go


def ranking_of(referral: str, speaker: Speaker) -> tuple[RankedPlace, ...]:
    """The best places for a request, fewest points first."""
    at = runtime()
    found = weigh_places(
        at.store, referral, by=subject(), now=at.clock(), terms=terms_of(at), at_most=SHOWN
    )
    return tuple(_ranked(weighed, speaker) for weighed in found)


def places_to_ask_about(speaker: Speaker) -> tuple[Choice, ...]:
    """Every place of the register, by its name."""
    named = [Choice(value=p, label=speaker.place(p)) for p in speaker.names.places]
    return tuple(sorted(named, key=lambda choice: choice.label))


def why_not(referral: str, place: str, speaker: Speaker) -> WhyNot:
    """Why a request does not go to a place."""
    at = runtime()
    found = explain_place(
        at.store, referral, place, by=subject(), now=at.clock(), terms=terms_of(at)
    )
    return WhyNot(
        where=speaker.place(place),
        verdict=found.verdict,
        sentences=_sentences(found, speaker),
        changes=_changes(found, speaker),
    )


def _ranked(weighed: WeighedPlace, speaker: Speaker) -> RankedPlace:
    priced, teller = weighed.priced, teller_of(speaker)
    option = priced.option
    (reason,) = teller.tell(priced)
    return RankedPlace(
        place=option.place,
        where=speaker.place(option.place),
        scheme=speaker.scheme_of(option.place),
        night=option.night,
        until=option.until,
        points=sum(priced.points.values()),
        for_others=priced.extra_for_others,
        rules=tuple(
            RulePoints(code=code, sentence=teller.sentence(code), points=points)
            for code, points in sorted(priced.points.items(), key=lambda cost: -cost[1])
        ),
        is_certain=option.certainty is Certainty.CERTAIN,
        is_expected=option.certainty is Certainty.EXPECTED,
        after_a_move=weighed.after_a_move,
        with_its_group=weighed.with_its_group,
        reason=reason,
    )


def _sentences(found: PlaceAnswer, speaker: Speaker) -> tuple[str, ...]:
    teller = teller_of(speaker)
    return (*_beside_the_plan(found), *teller.tell(found.answer), *teller.costs(found.points))


def _changes(found: PlaceAnswer, speaker: Speaker) -> tuple[str, ...]:
    return () if found.change is None else tuple(teller_of(speaker).tell(found.change))


def _beside_the_plan(found: PlaceAnswer) -> tuple[str, ...]:
    if found.verdict is Verdict.IN_THE_WAY:
        return (
            ngettext(
                "Het voorstel geeft deze plek aan %(num)d ander huishouden.",
                "Het voorstel geeft deze plek aan %(num)d andere huishoudens.",
                found.others,
            ),
        )
    return ()
