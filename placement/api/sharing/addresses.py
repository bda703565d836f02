"""Sealed addresses of sites: entered by the house, opened for who is to come there."""

from typing import Any

from marshmallow import fields

from placement.api.framework.context import runtime, subject
from placement.api.framework.endpoints import Resource
from placement.api.framework.once import once
from placement.api.framework.shapes import Shape
from placement.api.framework.versions import etag_of, version_asked
from placement.errors import (
    IdempotencyKeyMissing,
    ReasonMissing,
    TransitionNotAllowed,
    UnknownPlacement,
)
from placement.errors.trust import SealBroken, SealingUnavailable, StepNotYet, UnknownSite
from placement.policy import Right
from placement.service.forms.note import AddressForm, RevealForm
from placement.service.sharing.addressing import (
    Revealed,
    address_version,
    enter_address,
    reveal_address,
)

site_addresses = Resource("site-addresses", "Whether the sealed address of a site is known")
address_reveals = Resource("address-reveals", "Opening an address for who is to come there")


class SiteAddressShape(Shape):
    """Which version of a sealed address there is; 0 is none. The address is not told."""

    site = fields.String()
    version = fields.Integer()


class RevealedShape(Shape):
    """An address, told once and journalled."""

    site = fields.String()
    address = fields.String()


@site_addresses.get(
    "/<site_id>", right=Right.REPORT_CAPACITY, gives=SiteAddressShape(), fails=[UnknownSite]
)
def get_site_address(site_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Show whether the address of a site was entered."""
    version = address_version(runtime().store, site_id, by=subject())
    return {"site": site_id, "version": version}, 200, {"ETag": etag_of(version)}


@site_addresses.post(
    right=Right.REPORT_CAPACITY,
    takes=AddressForm(),
    gives=SiteAddressShape(),
    fails=[IdempotencyKeyMissing, SealingUnavailable, UnknownSite],
    once=True,
    versioned=True,
)
def post_site_address(sent: dict[str, str]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Seal the address of a site; the first time the version that you read is 0."""
    at = runtime()
    version = enter_address(
        at.store,
        at.ring,
        (sent["site"], sent["address"]),
        by=subject(),
        now=at.clock(),
        version=version_asked(),
        once=once(),
    )
    return {"site": sent["site"], "version": version}, 201, {"ETag": etag_of(version)}


@address_reveals.post(
    right=Right.DISCLOSE,
    takes=RevealForm(),
    gives=RevealedShape(),
    fails=[
        IdempotencyKeyMissing,
        ReasonMissing,
        SealBroken,
        SealingUnavailable,
        StepNotYet,
        TransitionNotAllowed,
        UnknownPlacement,
        UnknownSite,
    ],
    once=True,
)
def post_address_reveal(sent: dict[str, str]) -> Revealed:
    """Open the address of the house where a household is placed; the reason is journalled."""
    at = runtime()
    return reveal_address(
        at.store,
        at.ring,
        sent["placement"],
        reason=sent["reason"],
        by=subject(),
        now=at.clock(),
        once=once(),
    )
