"""The names of what the database promises, and the fact behind a refused write.

A name is that of an exclusion constraint, unique index, foreign key or check; triggers on SQLite
raise the same names. This is the only place that reads an error of a driver.
"""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from sqlalchemy.exc import DBAPIError

from placement.errors import (
    BedNoLongerFree,
    PlacementError,
    SameWorkGoesOn,
    TooBusy,
    TransitionNotAllowed,
    VersionOutdated,
)
from placement.errors.offers import AlreadyAsked
from placement.errors.register import OnlyTogether
from placement.errors.trust import StepNotYet


class Promise(StrEnum):
    """What stays true even when the code around the database is wrong."""

    BED = "a_bed_is_never_given_twice"
    ROOM = "a_room_has_one_use_a_night"
    HOUSEHOLD = "a_household_sleeps_in_one_place"
    BED_PLACE = "an_occupancy_is_in_the_place_of_its_bed"
    WHOLE = "a_combination_is_taken_whole"
    ROOMS = "a_combination_is_made_of_rooms"
    PLACE_USE = "an_occupancy_has_the_use_of_its_place"
    SHARED_ONLY = "only_a_shared_room_is_used_by_sex"
    ONE_LIVE = "one_live_placement_per_referral"
    ONE_OPEN = "one_open_referral_per_household"
    ONE_STAY = "one_ongoing_stay_per_household"
    ONE_COORDINATOR = "one_coordinator_per_case"
    ONE_QUESTION = "one_open_offer_per_referral_and_place"
    ONE_RUN = "one_live_run_per_question"
    ONE_MILESTONE = "one_milestone_of_a_kind"
    ONE_OUTCOME = "one_outcome_of_a_moment"
    ONE_TRANSFER = "one_offered_transfer_per_case"
    ONE_ABSENCE = "one_absence_at_a_time"
    ONE_APPLICATION = "one_open_omm_application_per_household"
    ONE_CONSENT = "one_consent_stands"
    ONE_STEP = "one_disclosure_of_a_step"
    ONE_NOTE = "one_note_of_a_number"
    ONE_RELEASE = "one_release_for_a_question"
    ONE_RELEASE_THERE = "one_release_for_a_placement"
    ONE_SHELTER = "one_temporary_shelter_per_referral"
    ACCEPTOR = "a_placement_has_a_named_acceptor"
    SAME_ROOM = "a_room_stays_the_room_it_was"
    JOURNAL = "the_journal_is_never_rewritten"


PUT_OFF = Promise.WHOLE
"""The only promise that is asked at the end of a transaction; SQLite gives it no name there."""
NAMELESS = "FOREIGN KEY constraint failed"
CONSENT_MOVES = ("sign", "withdraw")
"""What can be done with a consent that stands."""
BUSY_STATES = frozenset({"40001", "40P01", "55P03", "57014"})
"""Serialization failure, deadlock, lock not available, statement cancelled by its time limit."""


def broken_promise(error: DBAPIError) -> Promise | None:
    """The promise that a refused write would have broken, None when it was something else."""
    if error.statement is None and str(error.orig) == NAMELESS:
        return PUT_OFF
    name = getattr(getattr(error.orig, "diag", None), "constraint_name", None)
    found = {name} if name else set(re.findall(r"\w+", str(error.orig)))
    return next((promise for promise in Promise if promise.value in found), None)


def fact_behind(error: DBAPIError) -> PlacementError | None:
    """The refused write in words of the field; None when it is a fault of the code.

    The text of the driver is not carried along: PostgreSQL prints key values in it.
    """
    if promise := broken_promise(error):
        make = _FACTS.get(promise)
        return make(promise) if make else None
    busy = getattr(error.orig, "sqlstate", None) in BUSY_STATES
    return TooBusy() if busy or "database is locked" in str(error.orig) else None


def _bed(promise: Promise) -> PlacementError:
    return BedNoLongerFree(changed=(promise.value,))


def _together(_promise: Promise) -> PlacementError:
    return OnlyTogether()


def _live(_promise: Promise) -> PlacementError:
    return TransitionNotAllowed(
        state="arranged", asked="arrange", allowed=("correct", "end", "reopen")
    )


def _question(_promise: Promise) -> PlacementError:
    return AlreadyAsked()


def _run(_promise: Promise) -> PlacementError:
    return SameWorkGoesOn()


def _open_referral(_promise: Promise) -> PlacementError:
    return TransitionNotAllowed(state="open", asked="refer_onward", allowed=("withdraw_onward",))


def _milestone(_promise: Promise) -> PlacementError:
    return TransitionNotAllowed(state="there", asked="add_milestone", allowed=("change_milestone",))


def _absence(_promise: Promise) -> PlacementError:
    return TransitionNotAllowed(
        state="absent", asked="be_absent", allowed=("return", "extend", "depart")
    )


def _application(_promise: Promise) -> PlacementError:
    return TransitionNotAllowed(state="applied", asked="apply_for_omm", allowed=("withdraw",))


def _transfer(_promise: Promise) -> PlacementError:
    return TransitionNotAllowed(
        state="offered", asked="offer", allowed=("accept", "decline", "withdraw")
    )


def _consent(_promise: Promise) -> PlacementError:
    return TransitionNotAllowed(state="stands", asked="record_consent", allowed=CONSENT_MOVES)


def _read_before(_promise: Promise) -> PlacementError:
    return VersionOutdated()


def _step(_promise: Promise) -> PlacementError:
    return StepNotYet()


def _shelter(_promise: Promise) -> PlacementError:
    return TransitionNotAllowed(state="sheltered", asked="shelter", allowed=("check", "end"))


_FACTS: Mapping[Promise, Callable[[Promise], PlacementError]] = {
    Promise.BED: _bed,
    Promise.ROOM: _bed,
    Promise.HOUSEHOLD: _bed,
    Promise.WHOLE: _together,
    Promise.ONE_LIVE: _live,
    Promise.ONE_QUESTION: _question,
    Promise.ONE_OPEN: _open_referral,
    Promise.ONE_RUN: _run,
    Promise.ONE_MILESTONE: _milestone,
    Promise.ONE_TRANSFER: _transfer,
    Promise.ONE_ABSENCE: _absence,
    Promise.ONE_APPLICATION: _application,
    Promise.ONE_CONSENT: _consent,
    Promise.ONE_STAY: _read_before,
    Promise.ONE_COORDINATOR: _read_before,
    Promise.ONE_OUTCOME: _read_before,
    Promise.ONE_STEP: _step,
    Promise.ONE_NOTE: _read_before,
    Promise.ONE_RELEASE: _read_before,
    Promise.ONE_RELEASE_THERE: _read_before,
    Promise.ONE_SHELTER: _shelter,
}
