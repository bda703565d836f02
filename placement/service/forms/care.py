"""The forms of following a stay: rights, reasons, blockers, milestones, onward moves, outcomes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, post_load, validates_schema

from placement.service.following.blockers import BlockerChange, NewBlocker
from placement.service.following.deciding_rights import NewRight
from placement.service.following.explaining_stays import NewReason
from placement.service.following.leaving import Ready
from placement.service.following.milestones import Step, StepChange
from placement.service.following.onward import OnwardWish
from placement.service.forms.grammar import Code, Day, Form, Remedy, YesNo, codes, group, word
from placement.service.forms.lengths_of_rights import MOST_NIGHTS, too_long
from placement.store.codes import RightKind, RightState, VictimAnswer
from solver.codes import Urgency

LATER = Remedy("ends_before_it_begins", "Send a later date.", "Stuur een latere datum.")
BOTH_DATES = Remedy(
    "dates_missing",
    "Send begins and ends: they stand in the decision.",
    "Stuur begins en ends mee: ze staan in het besluit.",
)
END_MISSING = Remedy(
    "end_missing",
    "Send ends: the first night on which it no longer runs.",
    "Stuur ends mee: de eerste nacht waarop het niet meer loopt.",
)


class RightForm(Form):
    """What a decision says about a right with a clock."""

    household = Code(required=True)
    kind = word(RightKind, required=True)
    state = word(RightState, required=True)
    begins = Day(load_default=None, allow_none=True)
    ends = Day(load_default=None, allow_none=True)
    decided_by = Code(required=True)
    decided_on = Day(required=True)

    @validates_schema(skip_on_field_errors=True)
    def check_dates(self, sent: Mapping[str, Any], **_: object) -> None:
        """Hold the two dates to each other, and to how long such a right can run."""
        begins, ends = sent["begins"], sent["ends"]
        if sent["state"] is RightState.ENDED:
            if ends is None:
                raise ValidationError({"ends": [END_MISSING]})
        elif begins is None or ends is None:
            raise ValidationError({"begins" if begins is None else "ends": [BOTH_DATES]})
        if begins is not None and ends is not None:
            self._check_length(begins, ends, MOST_NIGHTS[sent["kind"]])

    @staticmethod
    def _check_length(begins: date, ends: date, most: int) -> None:
        if ends <= begins:
            raise ValidationError({"ends": [LATER]})
        if (ends - begins).days > most:
            raise ValidationError({"ends": [too_long(most)]})

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewRight:
        """The decision as a value."""
        return NewRight(**sent)


class ReasonForm(Form):
    """Why a stay goes on past its right."""

    stay = Code(required=True)
    code = Code(required=True)
    holds_until = Day(required=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewReason:
        """The reason as a value."""
        return NewReason(**sent)


class BlockerForm(Form):
    """What keeps a household from leaving."""

    code = Code(required=True)
    owner = Code(required=True)
    next_contact_on = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewBlocker:
        """The blocker as a value."""
        return NewBlocker(**sent)


class BlockerChangeForm(Form):
    """Who must act from now on, and when they are asked again."""

    owner = Code(required=True)
    next_contact_on = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> BlockerChange:
        """The change as a value."""
        return BlockerChange(**sent)


class MilestoneForm(Form):
    """A step towards an exit that is not a bed."""

    kind = Code(required=True)
    expected_on = Day(load_default=None, allow_none=True)
    reached_on = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Step:
        """The step as a value."""
        return Step(**sent)


class MilestoneChangeForm(Form):
    """When a step is expected now, or that it was reached."""

    expected_on = Day(load_default=None, allow_none=True)
    reached_on = Day(load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> StepChange:
        """The change as a value."""
        return StepChange(**sent)


class OnwardForm(Form):
    """Where a household should go next, with the recorded answer of the victim."""

    victim_answer = word(VictimAnswer, required=True)
    urgency = word(Urgency, load_default=Urgency.PLANNED)
    arrives_from = Day(load_default=None, allow_none=True)
    b8_permit = YesNo(load_default=None, allow_none=True)
    lawful_stay = YesNo(load_default=None, allow_none=True)
    multi_problem = YesNo(load_default=None, allow_none=True)
    wishes = codes(allow_none=True)
    needs = codes(allow_none=True)
    home_regions = codes(allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> OnwardWish:
        """The wish as a value; a list that is left empty leaves what was known as it was."""
        lists = ("wishes", "needs", "home_regions")
        given = {name: frozenset(sent[name]) if sent[name] else None for name in lists}
        return OnwardWish(**{**sent, **given})


class ReadinessForm(Form):
    """That a household is ready to leave, and whether a bed elsewhere is sought."""

    onward = group(OnwardForm, load_default=None, allow_none=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Ready:
        """The readiness as a value."""
        return Ready(onward=sent["onward"])


class StayOnwardForm(OnwardForm):
    """An onward referral for a stay."""

    stay = Code(required=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Any:  # noqa: ANN401 - with its stay
        """The stay and the wish."""
        wish = {name: value for name, value in sent.items() if name != "stay"}
        return sent["stay"], super().made(wish)


class OutcomeForm(Form):
    """Where somebody is."""

    answer = Code(required=True)


class TransferForm(Form):
    """Whose case is handed over to whom; without an account to CoMensha at a distance."""

    referral = Code(required=True)
    to_account = Code(load_default=None, allow_none=True)
