"""What is asked of the ledger of unmet need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from placement.service.forms.grammar import CODE_PATTERN, Code, Day, Form, Remedy, codes, word

MOST_DAYS = 3 * 366
A_MONTH = timedelta(days=30)
SCHEME_PATTERN = r"^[A-Z][A-Z_]{0,19}$"


class LedgerBy(StrEnum):
    """What the figures are given for."""

    SCHEME = "scheme"
    REGION = "region"
    NEED = "need"
    RULE = "rule"


ENDS_LATER = Remedy(
    "ends_before_it_begins", "Send an until later than begins.", "Stuur een until na begins."
)


@dataclass(frozen=True, kw_only=True)
class LedgerQuestion:
    """Which nights, whose, and by what; the nights [begins, until)."""

    begins: date | None = None
    until: date | None = None
    by: LedgerBy = LedgerBy.SCHEME
    scheme: str | None = None
    regions: frozenset[str] = frozenset()
    """Any of these, such as the provinces of the east; none is all."""
    needs: frozenset[str] = frozenset()


class LedgerQuery(Form):
    """The question as it is sent; without dates the last thirty nights."""

    begins = Day(load_default=None)
    until = Day(load_default=None)
    by = word(LedgerBy, load_default=LedgerBy.SCHEME)
    scheme = Code(SCHEME_PATTERN, load_default=None)
    region = codes()
    need = Code(CODE_PATTERN, load_default=None)
    also_need = Code(CODE_PATTERN, load_default=None)

    @validates_schema(skip_on_field_errors=True)
    def check_period(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the dates to each other."""
        begins, until = sent["begins"], sent["until"]
        if begins and until and until <= begins:
            raise ValidationError({"until": [ENDS_LATER]})

    @post_load
    def made(self, sent: dict[str, Any], **_: object) -> LedgerQuestion:
        """The question as a value."""
        needs = frozenset({sent.pop("need"), sent.pop("also_need")} - {None})
        regions = frozenset(sent.pop("region"))
        return LedgerQuestion(needs=needs, regions=regions, **sent)
