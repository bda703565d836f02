"""The forms of long work: what is asked, and how many runs are listed."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from placement.service.forms.administration import register_files
from placement.service.forms.grammar import Form, Number, Remedy, codes, word
from placement.service.runs.running import MOST_SHOWN, Work
from placement.store.codes import RunKind

NOT_OF_THIS_KIND = Remedy(
    "not_of_this_kind",
    "Leave this field out: this kind of work does not take it.",
    "Laat dit veld weg: dit soort werk kent het niet.",
)
FILES_MISSING = Remedy(
    "required", "Send the files of the register.", "Stuur de bestanden van het register."
)


class RunForm(Form):
    """Work to be done in the background, with what it is to be done with."""

    kind = word(RunKind, required=True)
    referrals = codes()
    files = register_files(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def check_fit(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the fields to the kind."""
        wrong: dict[str, list[Remedy]] = {}
        if sent["referrals"] and sent["kind"] is not RunKind.PROPOSE_FOR_MANY:
            wrong["referrals"] = [NOT_OF_THIS_KIND]
        if sent["files"] and sent["kind"] is not RunKind.IMPORT_REGISTER:
            wrong["files"] = [NOT_OF_THIS_KIND]
        if not sent["files"] and sent["kind"] is RunKind.IMPORT_REGISTER:
            wrong["files"] = [FILES_MISSING]
        if wrong:
            raise ValidationError(wrong)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Work:
        """The work as a value; the same referrals in any order are the same work."""
        question: dict[str, Any] = {}
        if sent["referrals"]:
            question["referrals"] = sorted(set(sent["referrals"]))
        if sent["files"]:
            question["files"] = sent["files"]
        return Work(kind=sent["kind"], question=question)


class RunsQuery(Form):
    """How many runs are listed, the newest first."""

    limit = Number(1, MOST_SHOWN, load_default=MOST_SHOWN, strict=False)
