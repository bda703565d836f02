"""What ends under people who stay on: the contract that pays for where they live, or its scheme.

Neither ends a stay. Who came before the end and has no next place by then needs one.
"""

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from placement.store.register.bed_nights import FIRM
from placement.store.tables import Contract, Occupancy, Place, Placement, Scheme, Site, Stay
from placement.store.tasks.values import MOST_OF_A_KIND, Asked, Task, TaskKind, on_day


def contracts_ending(asked: Asked) -> Iterator[Task]:
    """Nothing funds a place any more from a night on: what the contract said is not followed up.

    Statements about the country are no contract of a house and are passed over.
    """
    following = aliased(Contract)
    goes_on = exists(
        select(following.id).where(
            _is_about(following),
            or_(following.until.is_(None), following.until > Contract.until),
            or_(following.begins <= Contract.until, following.begins <= asked.tonight),
        )
    )
    wanted = (
        _staying(asked, Contract.id, Contract.until)
        .join(Contract, _is_about(Contract))
        .where(~goes_on, or_(Scheme.until.is_(None), Scheme.until > Contract.until))
    )
    yield from _tasks(asked, wanted, TaskKind.CONTRACT_ENDING, "contract")


def schemes_ending(asked: Asked) -> Iterator[Task]:
    """A scheme is over from a night on, and with it every place under it."""
    wanted = _staying(asked, Scheme.code, Scheme.until)
    yield from _tasks(asked, wanted, TaskKind.SCHEME_ENDING, "scheme")


_Staying: TypeAlias = Select[str, date | None, str, str, int]


def _is_about(contract: type[Contract]) -> ColumnElement[bool]:
    """Whether a contract speaks of a place: of its scheme, of its site or house, of its lot."""
    return and_(
        contract.scheme_code == Place.scheme_code,
        or_(
            contract.site_id == Place.site_id,
            and_(contract.site_id.is_(None), contract.institution_id == Site.institution_id),
        ),
        or_(contract.lot.is_(None), Place.lot.is_(None), contract.lot == Place.lot),
    )


def _staying(
    asked: Asked, record: InstrumentedAttribute[str], end: InstrumentedAttribute[date | None]
) -> _Staying:
    """Who came before an end that is near or past and has no next place by then, per site."""
    moves_on = exists(
        select(Occupancy.id).where(
            Occupancy.placement_id == Placement.id,
            Occupancy.basis.in_(FIRM),
            Occupancy.until > asked.tonight,
            or_(Occupancy.until <= end, end <= asked.tonight),
        )
    )
    return (
        select(
            func.min(record),
            end,
            Place.site_id,
            Place.scheme_code,
            func.count(Stay.id.distinct()),
        )
        .select_from(Stay)
        .join(Placement, Placement.id == Stay.placement_id)
        .join(Place, Place.id == Placement.place_id)
        .join(Site, Site.id == Place.site_id)
        .join(Scheme, Scheme.code == Place.scheme_code)
        .where(
            Stay.ended_on.is_(None),
            Stay.began_on < end,
            end <= asked.tonight + asked.right_warning,
            ~moves_on,
            asked.own_places(),
        )
        .group_by(end, Place.site_id, Place.scheme_code)
        .order_by(end, Place.site_id, Place.scheme_code)
        .limit(MOST_OF_A_KIND)
    )


def _tasks(asked: Asked, wanted: _Staying, kind: TaskKind, record: str) -> Iterator[Task]:
    for id_, end, site, scheme, stays in asked.session.execute(wanted):
        yield Task(
            kind=kind,
            due=on_day(end or asked.today),
            by_day=True,
            record_kind=record,
            record_id=id_,
            site=site,
            scheme=scheme,
            stays=stays,
        )
