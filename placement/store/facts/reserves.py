"""Rows of contracts -> the crisis reserves that the solver is told of."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from placement.store.tables import Contract, Place
from solver import facts
from solver.codes import PlaceId, ReserveId


def read_reserves(
    session: Session, tonight: date, horizon: date, places: Sequence[facts.Place]
) -> tuple[facts.Reserve, ...]:
    """The reserves of contracts that run on some night of the plan, in the order of ids.

    A contract speaks of the places of its scheme and lot at its site. Only those that are told
    count, and a reserve is never larger than their beds.
    """
    told = {place.id: place for place in places}
    kept: dict[Contract, list[facts.Place]] = defaultdict(list)
    for contract, place in session.execute(_RESERVED, {"tonight": tonight, "horizon": horizon}):
        if place in told:
            kept[contract].append(told[PlaceId(place)])
    return tuple(_reserve(contract, listed, horizon) for contract, listed in kept.items())


_RESERVED = (
    select(Contract, Place.id)
    .join(
        Place,
        (Place.site_id == Contract.site_id) & (Place.scheme_code == Contract.scheme_code),
    )
    .where(
        Contract.crisis_reserve > 0,
        Contract.lot.is_(None) | (Contract.lot == Place.lot),
        Contract.begins < bindparam("horizon"),
        Contract.until.is_(None) | (Contract.until > bindparam("tonight")),
    )
    .order_by(Contract.id, Place.id)
)


def _reserve(contract: Contract, places: Sequence[facts.Place], horizon: date) -> facts.Reserve:
    return facts.Reserve(
        id=ReserveId(contract.id),
        places=tuple(place.id for place in places),
        beds=min(contract.crisis_reserve, sum(len(place.beds) for place in places)),
        begins=contract.begins,
        until=min(contract.until or horizon, horizon),
    )
