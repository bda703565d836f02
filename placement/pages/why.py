"""The ranking of places for one request, and why not a place that somebody chose."""

from placement.jobs.accepting import terms_of
from placement.pages.context import runtime, subject
from placement.pages.reasons import sentence_of
from placement.pages.request_view import Choice, RankedPlace, RulePoints, WhyNot
from placement.pages.speaking import Speaker
from placement.pages.texts import gettext, ngettext
from placement.service.explaining import PlaceAnswer, Reason, Verdict, explain_place
from placement.service.weighing import Weighed, weigh_places
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
        where=speaker.place(place), verdict=found.verdict, sentences=_sentences(found, speaker)
    )


def _ranked(weighed: Weighed, speaker: Speaker) -> RankedPlace:
    option = weighed.option
    return RankedPlace(
        place=option.place,
        where=speaker.place(option.place),
        scheme=speaker.scheme_of(option.place),
        night=option.night,
        until=option.until,
        points=weighed.total,
        rules=tuple(
            RulePoints(code=code, sentence=sentence_of(code, speaker.language), points=points)
            for code, points in sorted(weighed.points.items(), key=lambda cost: -cost[1])
        ),
        is_certain=option.certainty is Certainty.CERTAIN,
    )


def _sentences(found: PlaceAnswer, speaker: Speaker) -> tuple[str, ...]:
    if found.reasons:
        return tuple(f"{r.rule}: {_said(r, speaker)}" for r in found.reasons)
    if found.verdict is Verdict.NO_BED:
        return (gettext("Geen regel verbiedt het, maar er is geen bed lang genoeg vrij."),)
    costs = tuple(
        ngettext(
            "%(rule)s kost %(num)d punt: %(sentence)s",
            "%(rule)s kost %(num)d punten: %(sentence)s",
            points,
            rule=code,
            sentence=sentence_of(code, speaker.language),
        )
        for code, points in sorted(found.points.items(), key=lambda cost: -cost[1])
    )
    return (*_beside_the_plan(found), *costs)


def _said(reason: Reason, speaker: Speaker) -> str:
    return reason.sentence.en if speaker.language == "en" else reason.sentence.nl


def _beside_the_plan(found: PlaceAnswer) -> tuple[str, ...]:
    said = []
    if found.verdict is Verdict.IN_THE_WAY:
        said.append(
            ngettext(
                "Het voorstel geeft deze plek aan %(num)d ander huishouden.",
                "Het voorstel geeft deze plek aan %(num)d andere huishoudens.",
                found.others,
            )
        )
    if found.proposed_points is not None and found.verdict is not Verdict.PROPOSED:
        here = sum(found.points.values())
        said.append(
            gettext(
                "Deze plek kost %(here)s punten, wat nu is voorgesteld %(there)s.",
                here=here,
                there=found.proposed_points,
            )
        )
    return tuple(said)
