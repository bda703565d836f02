"""Putting right the facts of a request: what was answered later, has changed or was a slip."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, UnknownReferral
from placement.lifecycle import ReferralAct, ReferralState, referral_after
from placement.policy import Subject
from placement.service.beds.settling import end_holds
from placement.service.forms.correcting import Correction
from placement.service.forms.request_facts import NewPerson
from placement.service.once import Once
from placement.service.questions.closing import ask_anew
from placement.service.requests.barring import newly_told, rules_against
from placement.service.requests.fact_faults import changed_fact_faults
from placement.service.requests.people_rows import are_the_same, replace_people
from placement.service.requests.tying import FoundTies, find_ties, tie_faults, write_ties
from placement.service.sharing.consent_rules import SIGNATURE_DAYS
from placement.service.sharing.rechecking import recheck_signatories
from placement.service.versions import check_version
from placement.store.beds.booking_rows import ongoing_stay
from placement.store.beds.room_rows import people_of
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.locking import count_as_changed
from placement.store.nights import tonight_at
from placement.store.requests.queries import live_placement, referral_files
from placement.store.tables import Referral
from solver.rulebook import RULEBOOK, Rulebook

COSM_EXCEPTION = "cosm_exception"
IN_OTHER_TABLES = frozenset({"people", "keep_apart_from"})
"""Facts of a request that are no columns of it, so that writing them gives it no new version."""


ASKED_ON = frozenset({"people", "cannot_do_without", "brings", "needs", "speaks"})
"""The facts that houses are asked on (`placement.store.questions.asked_about`)."""


@dataclass(frozen=True)
class Corrected:
    """What follows from putting facts right."""

    barred_by: tuple[str, ...]
    """The rules that bar what is arranged, on the facts of now."""
    questions_withdrawn: int = 0
    """Houses that were asked on other facts and are asked no longer."""
    signatures_due: int = 0
    """Consents that somebody else must sign than was thought: each is a task."""


def correct_referral(  # noqa: PLR0913 - who, what and when, with the version and key of a write
    store: Store,
    referral_id: str,
    correction: Correction,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    version: int | None = None,
    once: Once | None = None,
    book: Rulebook = RULEBOOK,
    signature_days: int = SIGNATURE_DAYS,
) -> Corrected:
    """Replace the facts of a request; gives what follows from it.

    No place is given up by it: whether it can stay is for people to decide. Houses that were asked
    on other facts than these are asked no longer, and a yes of theirs counts no more. Where nothing
    is another fact than before, nothing is written.

    Raises:
        UnknownReferral: there is none that the subject may see.
        VersionOutdated: it is no longer the version that somebody read.
        TransitionNotAllowed: it has ended.
        InvalidFacts: a date lies too far off, a code or a request that is named is not known, or
            a fact has an act of its own by now.
        IdempotencyKeyReused: the key was used for something else.
    """
    end_holds(store, now=now)
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return _told(kept)
        files = referral_files(session, by, only=referral_id)
        if not files:
            raise UnknownReferral
        referral = files[0].referral
        ties = find_ties(session, correction.ties, own=referral)
        check_version(referral.version, version)
        state = referral_after(referral.state, ReferralAct.CORRECT, by.role)
        facts = _columns(referral, correction, by)
        if wrong := tuple(_faults(session, referral, correction, facts, ties, now)):
            raise InvalidFacts(wrong)
        before = rules_against(session, referral, now, book)
        changed = _write(session, referral, correction.people, facts, new_id)
        changed = (*changed, *write_ties(session, referral, ties, new_id))
        barred_by = newly_told(before, rules_against(session, referral, now, book))
        withdrawn = 0
        if not ASKED_ON.isdisjoint(changed):
            withdrawn = ask_anew(session, referral, by, now, "facts_corrected")
        signatures = 0
        if "people" in changed:
            case, days = files[0].case.id, signature_days
            signatures = recheck_signatories(session, case, days, by=by, now=now)
        if changed:
            if IN_OTHER_TABLES.issuperset(changed):
                count_as_changed(referral)
                session.flush()
            record(
                session,
                ReferralAct.CORRECT,
                record_kind="referral",
                record_id=referral_id,
                from_state=referral.state,
                to_state=state,
                by=by,
                now=now,
                # Which facts, never what they say: the journal is kept longer than they are.
                facts={"changed": sorted(changed), "barred_by": list(barred_by)},
            )
        corrected = Corrected(barred_by, withdrawn, signatures)
        keep(session, once, {**asdict(corrected), "barred_by": list(barred_by)})
        return corrected


def _told(kept: Mapping[str, Any]) -> Corrected:
    signatures = kept.get("signatures_due", 0)  # an answer kept by an earlier version has none
    return Corrected(tuple(kept["barred_by"]), kept["questions_withdrawn"], signatures)


def _columns(referral: Referral, correction: Correction, by: Subject) -> dict[str, Any]:
    """The columns as they should be; an exception keeps the name of who recorded it."""
    facts = dict(correction.facts)
    recorded = referral.cosm_exception_by or by.account
    facts["cosm_exception_by"] = recorded if facts.pop(COSM_EXCEPTION) else None
    return facts


def _faults(
    session: Session,
    referral: Referral,
    correction: Correction,
    facts: dict[str, Any],
    ties: FoundTies,
    now: datetime,
) -> Iterator[Fault]:
    before = {name: getattr(referral, name) for name in facts}
    yield from changed_fact_faults(session, before, facts, tonight_at(now))
    yield from tie_faults(correction.ties, ties, referral)
    if referral.onward and facts["needed_from"] != referral.needed_from:
        yield HAS_A_BED
    if not are_the_same(people_of(session, referral.household_id), correction.people):
        if ongoing_stay(session, referral.household_id):
            yield LIVES_SOMEWHERE
        elif referral.state is not ReferralState.OPEN or live_placement(session, referral.id):
            yield HAS_A_PLACE


def _write(
    session: Session,
    referral: Referral,
    people: Sequence[NewPerson],
    facts: dict[str, Any],
    new_id: Callable[[], str],
) -> tuple[str, ...]:
    """Write what is another fact than before; gives the names of those facts."""
    changed = [name for name, value in facts.items() if getattr(referral, name) != value]
    for name in changed:
        setattr(referral, name, facts[name])
    if replace_people(session, referral.household_id, people, new_id):
        changed.append("people")
    session.flush()
    return tuple(COSM_EXCEPTION if name == "cosm_exception_by" else name for name in changed)


HAS_A_PLACE = Fault(
    "people",
    "place_is_arranged",
    "Leave the people as they are: a place is arranged for them. Release it first.",
    "Laat de mensen zoals ze zijn: er is een plek voor hen geregeld. Geef die eerst vrij.",
)
LIVES_SOMEWHERE = Fault(
    "people",
    "lives_somewhere",
    "Leave the people as they are: they live somewhere, and a birth or a reunification is told "
    "by the house.",
    "Laat de mensen zoals ze zijn: zij wonen al ergens, en een geboorte of hereniging legt het "
    "huis vast.",
)
HAS_A_BED = Fault(
    "neededFrom",
    "has_a_bed",
    "Leave this date as it is: they have a bed. arrivesFrom says from when they can move.",
    "Laat deze datum zoals hij is: zij hebben een bed. De aankomst zegt vanaf wanneer zij kunnen "
    "verhuizen.",
)
