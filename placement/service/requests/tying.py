"""Who belongs with whom (CAP-4), and who must never meet (SAF-4), as requests are written down."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from placement.errors import Fault
from placement.lifecycle import ReferralState
from placement.service.forms.request_facts import Ties
from placement.service.requests.fact_faults import unknown
from placement.store.locking import count_as_changed, lock_referrals
from placement.store.requests.queries import open_referrals_of
from placement.store.requests.ties import (
    keep_apart_only_from,
    kept_apart_from,
    requests_named,
    requests_of_group,
)
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
    of_the_group: frozenset[str]
    """The households of that group."""
    apart_changes: tuple[Referral, ...]
    """Requests of others to which a link is added, or of whom one goes."""
    left_behind: tuple[Referral, ...]
    """The other requests, not ended, of the group that the request is in before."""


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
    changing = frozenset(
        id_ for household in apart ^ before for id_ in open_referrals_of(session, household)
    )
    group = found.get(ties.belongs_with) if ties.belongs_with else None
    present = _others(requests_of_group(session, own.group_id), own) if own else []
    # A reference names the newest request of a case, which may be a later one than that of the
    # group: who is of the group already is still meant as that.
    group = group and next((m for m in present if m.household_id == group.household_id), group)
    living = frozenset(m.id for m in present if m.state is not ReferralState.ENDED)
    own_ids = {one.id for one in (group, own) if one}
    locked = lock_referrals(session, changing | living | own_ids)
    members = [group, *requests_of_group(session, group.group_id)] if group else []
    return FoundTies(
        unknown=frozenset(named - found.keys()),
        apart=frozenset(apart),
        group=group,
        of_the_group=frozenset(member.household_id for member in _others(members, own)),
        apart_changes=tuple(locked[id_] for id_ in sorted(changing) if id_ in locked),
        left_behind=tuple(locked[id_] for id_ in sorted(living) if id_ in locked),
    )


def _others(requests: Iterable[Referral], own: Referral | None) -> list[Referral]:
    return [one for one in requests if own is None or one.household_id != own.household_id]


def tie_faults(ties: Ties, found: FoundTies, own: Referral | None = None) -> Iterator[Fault]:
    """Give what is wrong with the requests that were named."""
    for name in sorted(found.unknown):
        yield unknown(
            "belongsWith" if name == ties.belongs_with else "keepApartFrom", name, "request"
        )
    if own is not None and own.household_id in found.apart:
        yield of_themselves("keepApartFrom")
    group = found.group
    if group is None:
        return
    if own is not None and group.household_id == own.household_id:
        yield of_themselves("belongsWith")
    elif own is not None and own.group_id is not None and own.group_id == group.group_id:
        pass  # they belong together already, wherever the other is by now
    elif group.state is not ReferralState.OPEN:
        yield Fault(
            "belongsWith",
            "not_open",
            "Send a request that is still open: who has a place already is joined by no plan.",
            "Stuur een verzoek dat nog openstaat: bij wie al een plek heeft, plant niemand iets.",
        )
    elif own is not None and own.state is ReferralState.ARRANGED:
        yield HAS_A_PLACE
    elif group.asked_alone is not AskedAlone.YES:
        yield Fault(
            "belongsWith",
            "not_asked_alone",
            "Those people were not asked alone yet: until then they belong to no group.",
            "Die mensen zijn nog niet alleen gesproken: tot dan horen zij bij geen groep.",
        )
    if not found.apart.isdisjoint(found.of_the_group):
        yield Fault(
            "belongsWith",
            "kept_apart",
            "Send another request: these people must never meet.",
            "Stuur een ander verzoek: deze mensen mogen elkaar nooit treffen.",
        )


HAS_A_PLACE = Fault(
    "belongsWith",
    "place_is_arranged",
    "Leave this empty: a place is held or promised for these people alone. Release it first.",
    "Laat dit leeg: voor deze mensen alleen is al een plek vastgehouden of toegezegd. Geef die "
    "eerst vrij.",
)


def write_ties(
    session: Session, referral: Referral, found: FoundTies, new_id: Callable[[], str]
) -> tuple[str, ...]:
    """Write the links and the group of a request; gives what is another than it was.

    The other requests that are told so get a new version: whoever has the older one before them
    must not put back what was changed here.
    """
    changed: tuple[str, ...] = ()
    if kept_apart_from(session, referral.household_id) != found.apart:
        keep_apart_only_from(session, referral.household_id, found.apart)
        for other in found.apart_changes:
            count_as_changed(other)
        changed = ("keep_apart_from",)
    before, group = referral.group_id, _group_of(found.group, new_id)
    if before != group:
        referral.group_id = group
        session.flush()
        if before is not None:
            _leave(session, before, found.left_behind)
        changed = (*changed, "belongs_with")
    return changed


def _group_of(named: Referral | None, new_id: Callable[[], str]) -> str | None:
    if named is None:
        return None
    if named.group_id is None:
        named.group_id = new_id()
    return named.group_id


def _leave(session: Session, group: str, left_behind: Iterable[Referral]) -> None:
    """Tell those who stay in a group; one who is alone in it is in no group any more."""
    alone = len({member.household_id for member in requests_of_group(session, group)}) == 1
    for member in left_behind:
        count_as_changed(member)
        if alone:
            member.group_id = None


def of_themselves(field: str) -> Fault:
    """The fault of a request that names itself."""
    return Fault(
        field,
        "names_itself",
        "Send another request: this is the request itself.",
        "Stuur een ander verzoek: dit is het verzoek zelf.",
    )
