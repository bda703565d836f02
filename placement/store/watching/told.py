"""What the journal tells a shift: the acts that it must know of, and about whom each was."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, null, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from placement.lifecycle import OfferAct, PlacementAct, ReferralAct
from placement.policy import Subject
from placement.store.tables import (
    Base,
    Case,
    Consent,
    Decline,
    Household,
    JournalEntry,
    Offer,
    Placement,
    Referral,
    Stay,
    TemporaryShelter,
)
from placement.store.visibility import visible_households

_Column = ColumnElement[Any] | InstrumentedAttribute[Any]

MOST_ENTRIES = 200
NO_LONGER_FITS = "no_longer_fits"
"""The rules bar somebody there or to come: by what a house plans to become, or by a decision."""
TOLD: frozenset[tuple[str, str]] = frozenset(
    {("referral", act) for act in ReferralAct if act is not ReferralAct.ARRANGE}  # as "place"
    | {("placement", act) for act in PlacementAct}
    | {("offer", act) for act in ("ask", OfferAct.ANSWER, OfferAct.WITHDRAW)}
    | {
        ("referral", "call"),
        ("placement", "place"),
        ("placement", "postpone"),
        ("placement", "await_report"),
        ("placement", "call_for_a_person"),
        ("placement", NO_LONGER_FITS),
        ("stay", "depart"),
        ("stay", "withdraw_departure"),
        ("stay", "end_stay"),
        ("stay", "be_absent"),
        ("decline", "decline"),
        ("temporary_shelter", "shelter_temporarily"),
        ("temporary_shelter", "check_safety"),
        ("temporary_shelter", "end_temporary_shelter"),
        ("consent", "withdraw_consent"),
    }
)
"""The acts that a shift must know of, by kind of record and act.

Whatever else is done, however often, takes the place of none of them.
"""


@dataclass(frozen=True)
class Meant:
    """About whom, or where, an act was."""

    reference: str
    """The reference of the case."""
    referral: str | None
    place: str | None


def journal_since(session: Session, since: datetime) -> Sequence[JournalEntry]:
    """What was done since an instant that a shift must know of, the newest first."""
    newest = select(JournalEntry).where(_told(since)).order_by(JournalEntry.number.desc())
    return session.scalars(newest.limit(MOST_ENTRIES)).all()


def acts_since(session: Session, since: datetime) -> Counter[str]:
    """How often each act that a shift must know of was done since an instant."""
    counted = select(JournalEntry.act, func.count()).where(_told(since)).group_by(JournalEntry.act)
    return Counter(dict(session.execute(counted).all()))


def meant_by(
    session: Session, subject: Subject, entries: Sequence[JournalEntry]
) -> dict[tuple[str, str], Meant]:
    """About whom entries are, by kind and id of their record; who may not be seen is left out."""
    records: dict[str, set[str]] = {}
    for entry in entries:
        records.setdefault(entry.record_kind, set()).add(entry.record_id)
    found: dict[tuple[str, str], Meant] = {}
    for kind, ids in records.items():
        wanted = _MEANT[kind].join(Case, Case.id == Household.case_id)
        its_id = wanted.selected_columns["id"]
        rows = session.execute(wanted.where(its_id.in_(ids), visible_households(subject)))
        found |= {(kind, row.id): Meant(row.reference, row.referral, row.place) for row in rows}
    return found


def _told(since: datetime) -> ColumnElement[bool]:
    kinds = tuple_(JournalEntry.record_kind, JournalEntry.act)
    return and_(JournalEntry.at > since, kinds.in_(sorted(TOLD)))


def _about(record: type[Base], referral: _Column, place: _Column | None = None) -> Select[Any]:
    id_ = record.__table__.c.id
    where = null() if place is None else place
    told = select(id_.label("id"), Case.reference, referral.label("referral"), where.label("place"))
    return told.select_from(record)


_NEWEST = (
    select(Referral.id)
    .where(Referral.household_id == Household.id)
    .order_by(Referral.registered_at.desc(), Referral.id)
    .limit(1)
    .scalar_subquery()
)
"""The newest request of a household, for records that belong to no single one."""

_MEANT: Mapping[str, Select[Any]] = {
    "referral": _about(Referral, Referral.id).join(
        Household, Household.id == Referral.household_id
    ),
    "placement": _about(Placement, Placement.referral_id, Placement.place_id).join(
        Household, Household.id == Placement.household_id
    ),
    "stay": _about(Stay, Placement.referral_id, Placement.place_id)
    .join(Placement, Placement.id == Stay.placement_id)
    .join(Household, Household.id == Stay.household_id),
    "offer": _about(Offer, Offer.referral_id, Offer.place_id).join(
        Household, Household.id == Offer.household_id
    ),
    "decline": _about(Decline, _NEWEST, Decline.place_id).join(
        Household, Household.id == Decline.household_id
    ),
    "temporary_shelter": _about(TemporaryShelter, TemporaryShelter.referral_id)
    .join(Referral, Referral.id == TemporaryShelter.referral_id)
    .join(Household, Household.id == Referral.household_id),
    "consent": _about(Consent, _NEWEST).join(Household, Household.case_id == Consent.case_id),
}
"""Id, reference, request and place of records of a kind."""
