"""Contracts as dated series: a change ends the row on its date and opens the next, as stated by.

Nothing is ever rewritten or corrected: where the register has more or fewer beds than a contract
funds, a warning says so.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from placement.errors import Fault, InvalidFacts, VersionOutdated
from placement.errors.register import AlreadyOver, UnknownContract
from placement.policy import Role, Subject
from placement.service.once import Once
from placement.service.register.funding import YearOfPlaces, funded_year
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import tonight_at
from placement.store.register.contract_parts import Exceeded, exceeded_wholes
from placement.store.register.contracts import (
    Difference,
    contract_seen,
    contracts_seen,
    differences,
    lock_contract,
    missing_references,
)
from placement.store.register.statements import institutions_of_sites, statements_between
from placement.store.tables import Contract, Site

Warned = TypeVar("Warned", Difference, Exceeded)


@dataclass(frozen=True, kw_only=True)
class Stated:
    """Where a figure comes from."""

    stated_by: str
    """The organisation that says so; never a person."""
    source: str = ""
    as_of: str = "undated"


@dataclass(frozen=True, kw_only=True)
class NewContract:
    """Funded places of a scheme: of a site, of an institution as a whole, or of the country."""

    scheme: str
    institution: str | None
    """None with a site: that which runs it."""
    site: str | None
    lot: str | None
    begins: date
    until: date | None
    places: int
    crisis_reserve: int
    note: str
    stated: Stated


@dataclass(frozen=True, kw_only=True)
class ContractChange:
    """How many places a contract funds from a date on."""

    begins: date
    places: int
    crisis_reserve: int
    note: str
    stated: Stated


def agree_contract(
    store: Store,
    new: NewContract,
    *,
    by: Subject,
    now: datetime,
    new_id: str,
    once: Once | None = None,
) -> str:
    """Add a contract; gives its id.

    Raises:
        InvalidFacts: the scheme, the institution or the site is not in the register.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["contract"])
        if faults := _reference_faults(session, new):
            raise InvalidFacts(tuple(faults))
        run_by = session.get_one(Site, new.site).institution_id if new.site else None
        contract = Contract(
            id=new_id,
            scheme_code=new.scheme,
            institution_id=new.institution or run_by,
            site_id=new.site,
            lot=new.lot,
            begins=new.begins,
            until=new.until,
            places=new.places,
            crisis_reserve=new.crisis_reserve,
            note=new.note,
            **vars(new.stated),
        )
        session.add(contract)
        session.flush()
        _journal(session, "agree_contract", contract, by, now)
        keep(session, once, {"contract": new_id})
        return new_id


def change_contract(  # noqa: PLR0913 - what is changed, by whom, when, of which version
    store: Store,
    contract_id: str,
    change: ContractChange,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    version: int | None = None,
    once: Once | None = None,
) -> str:
    """End a contract on a date and open the next with other figures; gives the id of the next.

    Raises:
        UnknownContract: there is none with this id.
        VersionOutdated: somebody else has changed it since it was read.
        AlreadyOver: it does not run on that date, or begins on it: nothing is rewritten.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["contract"])
        old = _locked(session, contract_id, version)
        if change.begins <= old.begins or (old.until is not None and change.begins >= old.until):
            raise AlreadyOver(id=contract_id, begins=old.begins, until=old.until)
        following = Contract(
            id=new_id(),
            scheme_code=old.scheme_code,
            institution_id=old.institution_id,
            site_id=old.site_id,
            lot=old.lot,
            begins=change.begins,
            until=old.until,
            places=change.places,
            crisis_reserve=change.crisis_reserve,
            note=change.note,
            **vars(change.stated),
        )
        old.until = change.begins
        session.flush()
        session.add(following)
        session.flush()
        _journal(session, "end_contract", old, by, now)
        _journal(session, "change_contract", following, by, now, follows=old.id)
        keep(session, once, {"contract": following.id})
        return following.id


def end_contract(
    store: Store,
    contract_id: str,
    *,
    on: date,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """End a contract: ``on`` is the first night that it no longer funds.

    Raises:
        UnknownContract: there is none with this id.
        VersionOutdated: somebody else has changed it since it was read.
        AlreadyOver: it had not begun by then, or is over before.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        old = _locked(session, contract_id, version)
        if on <= old.begins or (old.until is not None and on > old.until):
            raise AlreadyOver(id=contract_id, begins=old.begins, until=old.until)
        old.until = on
        session.flush()
        _journal(session, "end_contract", old, by, now)
        keep(session, once, {"contract": contract_id})


def list_contracts(store: Store, *, by: Subject) -> Sequence[Contract]:
    """The contracts that somebody may see, the latest first, at most as many as are read."""
    with store.reading() as session:
        return contracts_seen(session, by)


def show_contract(store: Store, contract_id: str, *, by: Subject) -> Contract:
    """One contract.

    Raises:
        UnknownContract: there is none with this id that the subject may see.
    """
    with store.reading() as session:
        found = contract_seen(session, by, contract_id)
    if found is None:
        raise UnknownContract
    return found


def fund_year(store: Store, year: int) -> tuple[YearOfPlaces, ...]:
    """The funded place-nights of a year per scheme and quarter."""
    with store.reading() as session:
        stated = statements_between(
            session, date(year, 1, 1), date(year + 1, 1, 1), institutions_of_sites(session)
        )
        return funded_year(stated, year)


def compare_with_register(store: Store, *, by: Subject, now: datetime) -> tuple[Difference, ...]:
    """Where the beds of tonight are more or fewer than the contracts fund.

    An institution is told of itself and its sites only: a whole scheme is about others too.
    """
    with store.reading() as session:
        return _told_to(session, by, differences(session, tonight_at(now)))


def compare_with_wholes(store: Store, *, by: Subject, now: datetime) -> tuple[Exceeded, ...]:
    """Where the contracts of tonight for parts are more than the whole that is stated.

    An institution is told of itself and its sites only.
    """
    with store.reading() as session:
        return _told_to(session, by, exceeded_wholes(session, tonight_at(now)))


def _told_to(session: Session, by: Subject, found: tuple[Warned, ...]) -> tuple[Warned, ...]:
    if by.role is not Role.INSTITUTION:
        return found
    run_by = institutions_of_sites(session)
    own = {run_by[site] for site in by.sites if site in run_by}
    return tuple(d for d in found if d.site in by.sites or (not d.site and d.institution in own))


def _locked(session: Session, contract_id: str, version: int | None) -> Contract:
    found = lock_contract(session, contract_id)
    if found is None:
        raise UnknownContract
    if version is not None and found.version != version:
        raise VersionOutdated
    return found


def _reference_faults(session: Session, new: NewContract) -> list[Fault]:
    named = {"scheme": new.scheme, "institution": new.institution, "site": new.site}
    return [
        Fault(
            name,
            "unknown_code",
            f"Send one that the register knows, and that belongs together; {code} does not.",
            f"Stuur er een die het register kent en die bij elkaar horen; {code} niet.",
        )
        for name, code in missing_references(session, named)
    ]


def _journal(
    session: Session,
    act: str,
    contract: Contract,
    by: Subject,
    now: datetime,
    follows: str | None = None,
) -> None:
    record(
        session,
        act,
        record_kind="contract",
        record_id=contract.id,
        by=by,
        now=now,
        facts={
            "scheme": contract.scheme_code,
            "site": contract.site_id,
            "places": contract.places,
            "begins": contract.begins.isoformat(),
            "until": contract.until and contract.until.isoformat(),
            "follows": follows,
        },
    )
