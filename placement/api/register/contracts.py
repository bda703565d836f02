"""Contracts: dated series of funded places, what they fund, and where the register differs."""

from typing import Any

from flask import url_for
from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Codes, Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import IdempotencyKeyMissing
from placement.errors.register import AlreadyOver, UnknownContract
from placement.policy import Right
from placement.service.forms.contracts import (
    ContractChangeForm,
    ContractEndForm,
    ContractForm,
    FundedYearQuery,
)
from placement.service.register.contracts import (
    ContractChange,
    NewContract,
    agree_contract,
    change_contract,
    compare_with_register,
    compare_with_wholes,
    end_contract,
    fund_year,
    list_contracts,
    show_contract,
)
from placement.store.tables import Contract

contracts = Resource("contracts", "Funded places, as stated by somebody, from a date to a date")
funded_place_nights = Resource("funded-place-nights", "What contracts fund, pro rata")
register_warnings = Resource("register-warnings", "Where the register differs from contracts")

Answered = tuple[Contract, int, dict[str, str]]


class ContractShape(Shape):
    """Funded places of one scheme on the nights [begins, until)."""

    id = fields.String()
    scheme = fields.String(attribute="scheme_code")
    institution = fields.String(attribute="institution_id", allow_none=True)
    site = fields.String(attribute="site_id", allow_none=True)
    lot = fields.String(allow_none=True)
    begins = fields.Date()
    until = fields.Date(allow_none=True)
    places = fields.Integer()
    crisis_reserve = fields.Integer()
    note = fields.String()
    stated_by = fields.String()
    source = fields.String()
    as_of = fields.String()
    synthetic = Codes()


class ContractsShape(Shape):
    """The contracts, the latest first, at most 500."""

    items = fields.List(fields.Nested(ContractShape))


class FundedSchemeShape(Shape):
    """The funded place-nights of one scheme."""

    scheme = fields.String()
    nights = fields.Integer()
    quarters = fields.List(fields.Integer())


class FundedYearShape(Shape):
    """The funded place-nights of a year, per scheme and quarter."""

    year = fields.Integer()
    items = fields.List(fields.Nested(FundedSchemeShape))


class RegisterWarningShape(Shape):
    """More or fewer beds than contracts fund.

    Without a site the institution as a whole, without an institution the country; ``funded`` is 0
    where no contract is about these beds. Lots are compared where some bed there says its lot.
    """

    scheme = fields.String()
    institution = fields.String()
    site = fields.String()
    lot = fields.String()
    funded = fields.Integer()
    registered = fields.Integer()


class ExceededShape(Shape):
    """Contracts for parts (institutions, sites, lots) that are more than the stated whole."""

    scheme = fields.String()
    institution = fields.String()
    site = fields.String()
    lot = fields.String()
    stated = fields.Integer()
    parts = fields.Integer()


class RegisterWarningsShape(Shape):
    """Where beds of tonight differ from contracts, and contracts from each other.

    Nothing is corrected by itself.
    """

    items = fields.List(fields.Nested(RegisterWarningShape))
    exceeded = fields.List(fields.Nested(ExceededShape))


@contracts.get(right=Right.SEE_CONTRACTS, gives=ContractsShape())
def list_of_contracts() -> dict[str, Any]:
    """List the contracts that you may see: an institution its own."""
    return {"items": list_contracts(runtime().store, by=subject())}


@contracts.post(
    right=Right.MANAGE_CONTRACTS,
    takes=ContractForm(),
    gives=ContractShape(),
    fails=[IdempotencyKeyMissing],
    once=True,
)
def post_contract(sent: NewContract) -> Answered:
    """Add a contract, as somebody states it."""
    at = runtime()
    made = agree_contract(
        at.store, sent, by=subject(), now=at.clock(), new_id=at.new_id(), once=once()
    )
    return _made(made)


@contracts.get(
    "/<contract_id>",
    right=Right.SEE_CONTRACTS,
    gives=ContractShape(),
    fails=[UnknownContract],
)
def get_contract(contract_id: str) -> Answered:
    """Show one contract."""
    found = show_contract(runtime().store, contract_id, by=subject())
    return found, 200, {"ETag": etag_of(found.version)}


@contracts.post(
    "/<contract_id>/changes",
    right=Right.MANAGE_CONTRACTS,
    takes=ContractChangeForm(),
    gives=ContractShape(),
    fails=[AlreadyOver, IdempotencyKeyMissing, UnknownContract],
    once=True,
    versioned=True,
)
def post_contract_change(sent: ContractChange, contract_id: str) -> Answered:
    """End the contract on a date and open the next; gives the next."""
    at = runtime()
    made = change_contract(
        at.store,
        contract_id,
        sent,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        version=version_asked(),
        once=once(),
    )
    return _made(made)


@contracts.post(
    "/<contract_id>/ends",
    right=Right.MANAGE_CONTRACTS,
    takes=ContractEndForm(),
    gives=ContractShape(),
    fails=[AlreadyOver, IdempotencyKeyMissing, UnknownContract],
    once=True,
    versioned=True,
)
def post_contract_end(sent: dict[str, Any], contract_id: str) -> Answered:
    """End a contract."""
    at = runtime()
    end_contract(
        at.store,
        contract_id,
        on=sent["on"],
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return _made(contract_id)


@funded_place_nights.get(right=Right.SEE_CAPACITY, gives=FundedYearShape(), query=FundedYearQuery())
def get_funded_place_nights(asked: dict[str, int]) -> dict[str, Any]:
    """Show the funded place-nights of a year per scheme and quarter, pro rata."""
    return {"year": asked["year"], "items": fund_year(runtime().store, asked["year"])}


@register_warnings.get(right=Right.SEE_CONTRACTS, gives=RegisterWarningsShape())
def list_of_register_warnings() -> dict[str, Any]:
    """Show where beds of tonight differ from contracts, and parts from the stated whole.

    An institution is told of itself and its own sites.
    """
    at = runtime()
    asked: dict[str, Any] = {"by": subject(), "now": at.clock()}
    return {
        "items": compare_with_register(at.store, **asked),
        "exceeded": compare_with_wholes(at.store, **asked),
    }


def _made(contract: str) -> Answered:
    found = show_contract(runtime().store, contract, by=subject())
    where = url_for("contracts.get_contract", contract_id=contract)
    return found, 201, {"Location": where, "ETag": etag_of(found.version)}
