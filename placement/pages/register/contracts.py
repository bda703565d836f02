"""Contracts: the series, what they fund in a year, and where the register differs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.form_view import FormView, nested
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.speaking import Speaker, speaker_of
from placement.pages.framework.texts import LazyString, gettext, lazy_gettext
from placement.policy import Right, may, needs
from placement.service.forms.contracts import (
    FIRST_YEAR,
    LAST_YEAR,
    ContractChangeForm,
    ContractEndForm,
    ContractForm,
)
from placement.service.forms.grammar import read
from placement.service.register.contracts import (
    agree_contract,
    change_contract,
    compare_with_register,
    compare_with_wholes,
    end_contract,
    fund_year,
    list_contracts,
)
from placement.service.register.funding import YearOfPlaces
from placement.store.register.contract_parts import Exceeded
from placement.store.register.contracts import Difference
from placement.store.tables import Contract

LABELS: dict[str, LazyString] = {
    "scheme": lazy_gettext("Regeling"),
    "institution": lazy_gettext("Instelling"),
    "site": lazy_gettext("Locatie"),
    "lot": lazy_gettext("Perceel"),
    "begins": lazy_gettext("Vanaf"),
    "until": lazy_gettext("Tot, de eerste nacht zonder"),
    "places": lazy_gettext("Plaatsen"),
    "crisisReserve": lazy_gettext("Waarvan crisisreserve"),
    "note": lazy_gettext("Toelichting"),
    "statedBy": lazy_gettext("Volgens"),
    "source": lazy_gettext("Bron"),
    "asOf": lazy_gettext("Datum van de opgave"),
}
NUMBERS = ("places", "crisisReserve")


@dataclass(frozen=True, kw_only=True)
class ContractRow:
    """One contract in words."""

    contract: Contract
    what: str
    note: str
    key: str
    is_over: bool


@dataclass(frozen=True, kw_only=True)
class ContractsView:
    """The page."""

    rows: tuple[ContractRow, ...]
    warnings: tuple[str, ...]
    year: int
    years: tuple[int, ...]
    """The year before and the year after, as far as they can be asked."""
    funded: tuple[YearOfPlaces, ...]
    may_manage: bool
    schemes: list[tuple[str, str]]
    institutions: list[tuple[str, str]]
    sites: list[tuple[str, str]]
    key: str


@pages.get("/contracten")
@needs(Right.SEE_CONTRACTS)
def contracts() -> str:
    """The contracts; an institution reads its own, and changes nothing."""
    return _page(FormView())


@pages.post("/contracten")
@needs(Right.MANAGE_CONTRACTS)
@form_on("pages.contracts")
def agree() -> Response:
    """Add a contract."""
    at = runtime()
    new = read(ContractForm(), _sent())
    agree_contract(at.store, new, by=subject(), now=at.clock(), new_id=at.new_id(), once=once())
    flash(gettext("Het contract is vastgelegd."), "ok")
    return redirect(url_for("pages.contracts"))


@pages.post("/contracten/<contract>/wijzigen")
@needs(Right.MANAGE_CONTRACTS)
@form_on("pages.contracts")
def change_a_contract(contract: str) -> Response:
    """Other figures from a date on: the row ends there and the next begins."""
    at = runtime()
    changed = read(ContractChangeForm(), _sent())
    change_contract(
        at.store,
        contract,
        changed,
        by=subject(),
        now=at.clock(),
        new_id=at.new_id,
        version=version_sent(),
        once=once(),
    )
    flash(gettext("Vastgelegd: de oude regel eindigt daar en de nieuwe begint."), "ok")
    return redirect(url_for("pages.contracts"))


@pages.post("/contracten/<contract>/einde")
@needs(Right.MANAGE_CONTRACTS)
@form_on("pages.contracts")
def end_a_contract(contract: str) -> Response:
    """A contract ends."""
    at = runtime()
    sent = read(ContractEndForm(), _sent())
    end_contract(
        at.store,
        contract,
        on=sent["on"],
        by=subject(),
        now=at.clock(),
        version=version_sent(),
        once=once(),
    )
    flash(gettext("Vastgelegd: het contract eindigt dan."), "ok")
    return redirect(url_for("pages.contracts"))


def _sent() -> dict[str, Any]:
    sent = nested(request.form, numbers=NUMBERS)
    return {name: value for name, value in sent.items() if name not in {"key", "version"}}


def _page(form: FormView) -> str:
    at, by, now = runtime(), subject(), runtime().clock()
    speaker = speaker_of(at.store)
    asked = request.args.get("jaar", "")
    is_a_year = asked.isascii() and asked.isdigit() and len(asked) <= len(str(LAST_YEAR))
    year = int(asked) if is_a_year and FIRST_YEAR <= int(asked) <= LAST_YEAR else now.year
    view = ContractsView(
        rows=tuple(_row(c, speaker, now.date()) for c in list_contracts(at.store, by=by)),
        warnings=(
            *_warned(compare_with_register(at.store, by=by, now=now), speaker),
            *_exceeding(compare_with_wholes(at.store, by=by, now=now), speaker),
        ),
        year=year,
        years=tuple(y for y in (year - 1, year + 1) if FIRST_YEAR <= y <= LAST_YEAR),
        funded=fund_year(at.store, year),
        may_manage=may(by, Right.MANAGE_CONTRACTS),
        schemes=[(code, f"{code}: {speaker.scheme(code)}") for code in speaker.names.schemes],
        institutions=list(speaker.names.institutions.items()),
        sites=list(speaker.names.sites.items()),
        key=at.new_id(),
    )
    return render_template("contracts.html", view=view, form=form, labels=LABELS)


def _row(contract: Contract, speaker: Speaker, today: date) -> ContractRow:
    where = _where(contract.institution_id or "", contract.site_id or "", speaker)
    parts = [contract.scheme_code, where, contract.lot or ""]
    return ContractRow(
        contract=contract,
        what=", ".join(part for part in parts if part),
        note=(contract.note_en if speaker.language == "en" else "") or contract.note,
        key=runtime().new_id(),
        is_over=contract.until is not None and contract.until <= today,
    )


def _where(institution: str, site: str, speaker: Speaker) -> str:
    """What a contract is about: a site, an institution as a whole, or the country."""
    if not institution and not site:
        return gettext("heel het land")
    said = [speaker.names.institutions.get(institution, institution)]
    said.append(speaker.names.sites.get(site, site) if site else gettext("alle locaties samen"))
    return ", ".join(part for part in said if part)


def _in_lot(where: str, lot: str) -> str:
    return gettext("%(where)s, perceel %(lot)s", where=where, lot=lot) if lot else where


def _exceeding(found: Iterable[Exceeded], speaker: Speaker) -> Iterator[str]:
    """One sentence for each whole whose parts are more."""
    for one in found:
        yield gettext(
            "%(scheme)s, %(where)s: de contracten voor delen ervan samen %(parts)s plaatsen, meer "
            "dan de %(stated)s van het geheel.",
            scheme=one.scheme,
            where=_in_lot(_where(one.institution, one.site, speaker), one.lot),
            parts=one.parts,
            stated=one.stated,
        )


def _warned(differences: Iterable[Difference], speaker: Speaker) -> Iterator[str]:
    """One sentence for each; beds of a scheme that have no contract are told together."""
    without: dict[str, list[Difference]] = {}
    for found in differences:
        if not found.funded:
            without.setdefault(found.scheme, []).append(found)
            continue
        yield gettext(
            "%(scheme)s, %(where)s: %(funded)s plaatsen in het contract, "
            "%(registered)s bedden in het register.",
            scheme=found.scheme,
            where=_in_lot(_where(found.institution, found.site, speaker), found.lot),
            funded=found.funded,
            registered=found.registered,
        )
    for scheme, listed in without.items():
        yield gettext(
            "%(scheme)s: %(registered)s bedden in het register zonder contract (%(where)s).",
            scheme=scheme,
            registered=sum(one.registered for one in listed),
            where=", ".join(speaker.names.sites.get(one.site, one.site) for one in listed),
        )
