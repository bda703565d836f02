"""Requests that may be about the same people: a hint for who registers, never a block."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from placement.lifecycle import ReferralState
from placement.store.tables import Case, Household, JournalEntry, Person, Referral, Stay

WITHIN = timedelta(days=7)
"""How near the nights from which shelter is needed must lie. Source: a proposal to CoMensha."""
MOST_ALIKE = 200
MENTIONS = "mentions"
"""The fact of the journal that names the case that a reporter mentioned."""


def case_called(session: Session, reference: str) -> str | None:
    """The case of a reference, as people spell it."""
    spelt = "".join(reference.split()).upper()
    return session.scalar(select(Case.id).where(Case.reference == spelt))


@dataclass(frozen=True)
class Alike:
    """A request that may be about the same people."""

    referral: Referral
    case: Case
    was_mentioned: bool
    """The reporter named its case; else its household looks the same."""
    lives_somewhere: bool
    """Its household has a bed by now."""


def lookalikes(session: Session, referral: Referral) -> list[Alike]:
    """Other requests of the case that was mentioned, or of a household that looks the same.

    Whoever has a bed by now is among them, by the newest of their requests: a second one for them
    would take a second bed.
    """
    lives = exists().where(Stay.household_id == Referral.household_id, Stay.ended_on.is_(None))
    mentioned = _mentioned(session, referral.id)
    alike = (
        (Referral.reporting_region == referral.reporting_region)
        & (Referral.legal_group == referral.legal_group)
        & (Referral.needed_from >= referral.needed_from - WITHIN)
        & (Referral.needed_from <= referral.needed_from + WITHIN)
        & (Referral.state.in_({ReferralState.OPEN, ReferralState.ARRANGED}) | lives)
    )
    wanted = (
        select(Referral, Case, lives)
        .join(Household, Household.id == Referral.household_id)
        .join(Case, Case.id == Household.case_id)
        .where(Referral.household_id != referral.household_id, alike | (Case.id == mentioned))
        .order_by(Referral.registered_at.desc(), Referral.id)
        .limit(MOST_ALIKE)
    )
    found = session.execute(wanted).all()
    own = _composition(session, referral.household_id)
    alike_now: dict[str, Alike] = {}
    for other, case, has_a_bed in found:
        is_mentioned = case.id == mentioned
        if not is_mentioned and (
            other.household_id in alike_now or _composition(session, other.household_id) != own
        ):
            continue
        key = other.id if is_mentioned else other.household_id
        alike_now[key] = Alike(other, case, is_mentioned, has_a_bed)
    return list(alike_now.values())


def _mentioned(session: Session, referral: str) -> str | None:
    wanted = select(JournalEntry.facts).where(
        JournalEntry.record_kind == "referral",
        JournalEntry.record_id == referral,
        JournalEntry.act == "register",
    )
    facts = session.scalar(wanted) or {}
    return facts.get(MENTIONS)


def _composition(session: Session, household: str) -> list[tuple[str, str]]:
    wanted = select(Person.sex, Person.age).where(Person.household_id == household)
    return sorted((sex.value, age.value) for sex, age in session.execute(wanted))
