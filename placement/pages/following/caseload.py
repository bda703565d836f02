"""The caseload: stays by phase on a timeline, rights ending, blockers, milestones, outcomes due.

A zorgcoordinator sees the own cases; the helpdesk those that it follows from a distance.
"""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.following import care_words
from placement.pages.following.care_view import StayRow, bar_of, by_phase, most_pressing, phase_of
from placement.pages.framework import wording
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import gettext
from placement.pages.requests.board import board_view
from placement.policy import Right, Role, needs
from placement.service.following.closing_cases import list_cases_to_close
from placement.service.following.handing_over import (
    accept_transfer,
    decline_transfer,
    withdraw_transfer,
)
from placement.service.following.outcomes import (
    answer_outcome,
    outcomes_due,
    outcomes_told,
    show_outcome,
)
from placement.service.following.pressing import list_forecasts
from placement.service.following.right_ends import LATER, clocks
from placement.service.following.showing_care import list_blockers, list_stays, milestones_in
from placement.service.following.showing_transfers import list_transfers
from placement.store.following.followed_stays import StayFile
from placement.store.following.forecasts import Forecast
from placement.store.nights import tonight_at
from solver.facts import Person

MOST_TOLD = 30  # outcomes that were answered last; the API lists the rest
MOST = 200  # rows of each list; the country has some 170 beds (domain 4)


@pages.get("/mijn-clienten")
@needs(Right.SEE_PROPOSALS)
def caseload() -> str:
    """The cases of a zorgcoordinator; the service shows nobody else's."""
    return _page(at_a_distance=False)


@pages.get("/op-afstand")
@needs(Right.ASSIGN_COORDINATORS)
def at_a_distance() -> str:
    """The cases that no zorgcoordinator has, which CoMensha follows from a distance."""
    return _page(at_a_distance=True)


def _page_of_cases(**_: str) -> str:
    """The page of whoever follows cases."""
    far = subject().role is Role.HELPDESK
    return url_for("pages.at_a_distance" if far else "pages.caseload")


@pages.post("/uitkomsten/<outcome>")
@needs(Right.FOLLOW_STAYS)
@form_on(_page_of_cases)
def answer_an_outcome(outcome: str) -> Response:
    """Answer where somebody is."""
    _answer(outcome)
    return _back()


def _answer(outcome: str) -> None:
    at, version = runtime(), version_sent()
    answer_outcome(
        at.store,
        outcome,
        request.form.get("answer", ""),
        by=subject(),
        now=at.clock(),
        version=version,
        once=once(),
    )
    flash(gettext("De uitkomst is vastgelegd."), "ok")


def _page_after(outcome: str) -> str:
    """The page of the stay after which a question is asked, where it stands."""
    stay = show_outcome(runtime().store, outcome, by=subject()).stay_id
    return url_for("pages.follow", stay=stay, _anchor="nazorg")


@pages.post("/uitkomsten/<outcome>/nazorg")
@needs(Right.FOLLOW_STAYS)
@form_on(_page_after)
def better_an_outcome(outcome: str) -> Response:
    """Answer where somebody is, or answer it better, on the page of the stay."""
    _answer(outcome)
    return redirect(_page_after(outcome))


@pages.post("/overdrachten/<transfer>/aannemen")
@needs(Right.TRANSFER_CASES)
@form_on(_page_of_cases)
def accept_a_transfer(transfer: str) -> Response:
    """Take over a case."""
    at, version = runtime(), version_sent()
    accept_transfer(
        at.store,
        transfer,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        version=version,
        once=once(),
    )
    flash(gettext("U heeft dit dossier nu."), "ok")
    return _back()


@pages.post("/overdrachten/<transfer>/weigeren")
@needs(Right.TRANSFER_CASES)
@form_on(_page_of_cases)
def decline_a_transfer(transfer: str) -> Response:
    """Decline a case."""
    at, version = runtime(), version_sent()
    decline_transfer(at.store, transfer, by=subject(), now=at.clock(), version=version, once=once())
    flash(gettext("De overdracht is geweigerd; het dossier blijft waar het was."), "ok")
    return _back()


@pages.post("/overdrachten/<transfer>/intrekken")
@needs(Right.TRANSFER_CASES)
@form_on(_page_of_cases)
def withdraw_a_transfer(transfer: str) -> Response:
    """Take an offered case back."""
    at, version = runtime(), version_sent()
    withdraw_transfer(
        at.store, transfer, by=subject(), now=at.clock(), version=version, once=once()
    )
    flash(gettext("De overdracht is ingetrokken."), "ok")
    return _back()


def rows_of(
    files: list[StayFile], forecasts: dict[str, Forecast], speaker: Speaker
) -> list[StayRow]:
    """Stays as rows of the timeline."""
    tonight = tonight_at(runtime().clock())
    rows = []
    for file in files:
        expected = forecasts.get(file.stay.id)
        bar, mark = bar_of(file, expected, tonight)
        people = tuple(Person(sex=p.sex, age=p.age) for p in file.people)
        rows.append(
            StayRow(
                id=file.stay.id,
                reference=file.case.reference,
                who=wording.household_in_words(people),
                where=speaker.place(file.place),
                scheme=file.scheme,
                phase=phase_of(file, tonight),
                began_on=file.stay.began_on,
                right_ends=file.stay.right_ends,
                expected=expected,
                bar=bar,
                mark=mark,
            )
        )
    return rows


def _page(*, at_a_distance: bool) -> str:
    at, by, now = runtime(), subject(), runtime().clock()
    speaker = speaker_of(at.store)
    files = list_stays(at.store, by=by, at_a_distance=at_a_distance)
    expected = {f.stay: f for f in list_forecasts(at.store, by=by, now=now, limit=MOST)}
    return render_template(
        "caseload.html",
        to_close=list_cases_to_close(at.store, by=by, at_a_distance=at_a_distance),
        view=board_view(),
        far=at_a_distance,
        groups=by_phase(rows_of(files, expected, speaker)),
        clocks=most_pressing(
            clocks(at.store, by=by, now=now, within=LATER, at_a_distance=at_a_distance)
        ),
        blockers=list_blockers(
            at.store, by=by, owner=None, limit=MOST, at_a_distance=at_a_distance
        ),
        milestones=milestones_in(at.store, by=by, at_a_distance=at_a_distance),
        outcomes=outcomes_due(at.store, by=by, now=now, limit=MOST, at_a_distance=at_a_distance),
        told=outcomes_told(at.store, by=by, limit=MOST_TOLD, at_a_distance=at_a_distance),
        transfers=[
            shown
            for shown in list_transfers(at.store, by=by, limit=MOST)
            if shown.transfer.state == "offered"
        ],
        speaker=speaker,
        care=care_words,
        destinations=speaker.list_of("destination"),
    )


def _back() -> Response:
    return redirect(_page_of_cases())
