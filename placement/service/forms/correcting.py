"""The form with which the facts of a request are put right: all of them, as they are now.

What has an act or a history of its own is not among them: decisions on rights (bedenktijd, Dublin),
consent, and the application for OMM.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import post_load

from placement.service.forms.request_facts import (
    NO_TIES,
    FactsForm,
    NewPerson,
    Ties,
    columns_of,
    ties_of,
)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """The facts of a request as they should have been, or as they are by now."""

    people: tuple[NewPerson, ...]
    facts: Mapping[str, Any]
    """The columns of `Referral` that can be put right, by name."""
    ties: Ties = NO_TIES


class CorrectionForm(FactsForm):
    """The facts of a request, all of them; what is left out is no longer so."""

    @post_load
    def made(self, sent: dict[str, Any], **_: object) -> Correction:
        """The facts as a value, groups spread over the columns."""
        people, ties = tuple(sent.pop("people")), ties_of(sent)
        return Correction(people=people, ties=ties, facts=columns_of(sent))
