"""The forms of asking houses, of their answers, of declines and of notes of calls."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from placement.service.forms.grammar import (
    Code,
    Day,
    Form,
    Moment,
    Remedy,
    group,
    list_messages,
    word,
)
from placement.service.forms.placing import ENDS_LATER
from placement.service.questions.answering import HouseSaid
from placement.service.questions.asking import Asking, Question
from placement.service.questions.noting import Call
from placement.service.requests.ending import Ending, EndReason
from placement.store.codes import CallResult, Condition, OfferAnswer

MOST_HOUSES = 10  # the setting decides how many at once; a longer list is a mistake
NEEDED = Remedy("required", "Send this field.", "Stuur dit veld mee.")
NOT_HERE = Remedy(
    "not_with_this_answer",
    "Leave this field out: it does not belong to this answer.",
    "Laat dit veld weg: het hoort niet bij dit antwoord.",
)


class QuestionForm(Form):
    """A place that is asked for, on the nights [night, until)."""

    place = Code(required=True)
    night = Day(required=True)
    until = Day(required=True)

    @validates_schema(skip_on_field_errors=True)
    def check_nights(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the two nights to each other."""
        if sent["until"] <= sent["night"]:
            raise ValidationError({"until": [ENDS_LATER]})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Question:
        """The question as a value."""
        return Question(**sent)


class AskingForm(Form):
    """Which houses are asked about a referral."""

    referral = Code(required=True)
    houses = fields.List(
        group(QuestionForm),
        required=True,
        validate=validate.Length(
            1,
            MOST_HOUSES,
            error=Remedy(
                "number_of_houses",
                "Send {min} to {max} houses.",
                "Stuur {min} tot en met {max} huizen.",
            ),
        ),
        error_messages=list_messages(),
    )
    answer_due_at = Moment(load_default=None)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Asking:
        """What is asked as a value."""
        return Asking(
            referral=sent["referral"],
            houses=tuple(sent["houses"]),
            answer_due_at=sent["answer_due_at"],
        )


class AnswerForm(Form):
    """What a house answers; each answer has fields of its own."""

    answer = word(OfferAnswer, required=True)
    condition = word(Condition, load_default=None)
    from_date = Day(load_default=None)
    other_place = Code(load_default=None)
    reason = Code(load_default=None)
    intake_at = Moment(load_default=None)

    @validates_schema(skip_on_field_errors=True)
    def check_parts(self, sent: Mapping[str, Any], **_: object) -> None:
        """Ask for what belongs to the answer, and refuse what does not."""
        answer, condition = sent["answer"], sent["condition"]
        _hold_to(
            sent,
            {
                "condition": answer is OfferAnswer.YES_IF,
                "from_date": condition is Condition.DATE,
                "other_place": condition is Condition.OTHER_ROOM,
                "reason": answer is OfferAnswer.NO,
            },
            needed_too={"intake_at": condition is Condition.TALK},
            never={"intake_at": answer is OfferAnswer.NO},
        )

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> HouseSaid:
        """The answer as a value."""
        return HouseSaid(**sent)


class IntakeForm(Form):
    """When the intake talk is."""

    at = Moment(required=True)


class DeclineForm(Form):
    """A place that somebody does not want, and why."""

    referral = Code(required=True)
    place = Code(required=True)
    reason = Code(required=True)


class WithdrawalForm(Form):
    """The reason of the list with its effect for which a question is withdrawn, if any."""

    because = Code(load_default=None, allow_none=True)


class RefusalForm(Form):
    """Why a house refuses an order."""

    reason = Code(required=True)


class CallForm(Form):
    """What came of a call to a house."""

    referral = Code(required=True)
    place = Code(required=True)
    result = word(CallResult, required=True)
    promised_until = Moment(load_default=None)
    promised_night = Day(load_default=None)
    reason = Code(load_default=None)

    @validates_schema(skip_on_field_errors=True)
    def check_parts(self, sent: Mapping[str, Any], **_: object) -> None:
        """Ask for what belongs to the result, and refuse what does not."""
        promised = sent["result"] is CallResult.PROMISED
        _hold_to(
            sent,
            {
                "promised_until": promised,
                "promised_night": promised,
                "reason": sent["result"] is CallResult.REFUSED,
            },
        )

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Call:
        """The call as a value."""
        return Call(**sent)


class EndForm(Form):
    """Why a request for shelter ends."""

    reason = word(EndReason, required=True)
    taken_over_by = Code(load_default=None)

    @validates_schema(skip_on_field_errors=True)
    def check_parts(self, sent: Mapping[str, Any], **_: object) -> None:
        """Who took over is named when it was referred, and only then."""
        _hold_to(sent, {"taken_over_by": sent["reason"] is EndReason.REFERRED})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Ending:
        """The end as a value."""
        return Ending(**sent)


def _hold_to(
    sent: Mapping[str, Any],
    exactly: Mapping[str, bool],
    *,
    needed_too: Mapping[str, bool] | None = None,
    never: Mapping[str, bool] | None = None,
) -> None:
    """Name every field that is lacking and every one too many, by its name as sent."""
    lacking = [n for n, needed in {**exactly, **(needed_too or {})}.items() if needed]
    excluded = [n for n, needed in exactly.items() if not needed]
    excluded += [n for n, out in (never or {}).items() if out]
    faults = {
        **_named((name for name in lacking if sent[name] is None), NEEDED),
        **_named((name for name in excluded if sent[name] is not None), NOT_HERE),
    }
    if faults:
        raise ValidationError(faults)


def _named(names: Iterable[str], remedy: Remedy) -> dict[str, list[Any]]:
    found = {}
    for name in names:
        first, *rest = name.split("_")
        found[first + "".join(word.capitalize() for word in rest)] = [remedy]
    return found
