"""Who belongs with whom (CAP-4), and who must never meet (SAF-4), as requests are written down."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from placement.errors import Fault
from placement.lifecycle import ReferralState
from placement.service.forms.request_facts import Ties
from placement.service.requests.fact_faults import unknown
from placement.store.locking import lock_referrals
from placement.store.requests.queries import open_referrals_of
from placement.store.requests.ties import keep_apart_only_from, kept_apart_from, requests_named
from placement.store.tables import Referral
from solver.codes import AskedAlone


@dataclass(frozen=True)
class FoundTies:
    """The requests that were named, under their locks."""

    unknown: frozenset[str]
    """Names that no request has."""
    apart: frozenset[str]
    """The households that must be kept apart."""
    group: Referral | None
    """The request of the group that was named."""


def find_ties(session: Session, ties: Ties, own: Referral | None = None) -> FoundTies:
    """Find the requests that were named, and lock them with what judging reads of them.

    Args:
        session: the writing transaction.
        ties: the names.
        own: the request that is put right; None for one that is registered.
    """
    named = {*ties.apart_from} | ({ties.belongs_with} if ties.belongs_with else set())
    found = requests_named(session, named)
    apart = {found[name].household_id for name in ties.apart_from if name in found}
    before = kept_apart_from(session, own.household_id) if own else frozenset()
    touched = {id_ for household in apart ^ before for id_ in open_referrals_of(session, household)}
    group = found.get(ties.belongs_with) if ties.belongs_with else None
    lock_referrals(
        session, touched | ({group.id} if group else set()) | ({own.id} if own else set())
    )
    return FoundTies(frozenset(named - found.keys()), frozenset(apart), group)


def tie_faults(ties: Ties, found: FoundTies, own: Referral | None = None) -> Iterator[Fault]:
    """Give what is wrong with the requests that were named."""
    for name in sorted(found.unknown):
        yield unknown(
            "belongsWith" if name == ties.belongs_with else "keepApartFrom", name, "request"
        )
    if own is not None and own.household_id in found.apart:
        yield _of_themselves("keepApartFrom")
    group = found.group
    if group is None:
        return
    if own is not None and group.household_id == own.household_id:
        yield _of_themselves("belongsWith")
    elif own is not None and own.group_id is not None and own.group_id == group.group_id:
        pass  # they belong together already, wherever the other is by now
    elif group.state is not ReferralState.OPEN:
        yield Fault(
            "belongsWith",
            "not_open",
            "Send a request that is still open: who has a place already is joined by no plan.",
            "Stuur een verzoek dat nog openstaat: bij wie al een plek heeft, plant niemand iets.",
        )
    elif group.asked_alone is not AskedAlone.YES:
        yield Fault(
            "belongsWith",
            "not_asked_alone",
            "Those people were not asked alone yet: until then they belong to no group.",
            "Die mensen zijn nog niet alleen gesproken: tot dan horen zij bij geen groep.",
        )
    if group.household_id in found.apart:
        yield Fault(
            "belongsWith",
            "kept_apart",
            "Send another request: these people must never meet.",
            "Stuur een ander verzoek: deze mensen mogen elkaar nooit treffen.",
        )


def write_ties(
    session: Session, referral: Referral, found: FoundTies, new_id: Callable[[], str]
) -> tuple[str, ...]:
    """Write the links and the group of a request; gives what is another than it was."""
    before = kept_apart_from(session, referral.household_id)
    keep_apart_only_from(session, referral.household_id, found.apart)
    changed = ("keep_apart_from",) if before != found.apart else ()
    group = _group_of(found.group, new_id)
    if referral.group_id != group:
        referral.group_id = group
        changed = (*changed, "belongs_with")
    return changed


def _group_of(named: Referral | None, new_id: Callable[[], str]) -> str | None:
    if named is None:
        return None
    if named.group_id is None:
        named.group_id = new_id()
    return named.group_id


def _of_themselves(field: str) -> Fault:
    return Fault(
        field,
        "names_itself",
        "Send another request: this is the request itself.",
        "Stuur een ander verzoek: dit is het verzoek zelf.",
    )
