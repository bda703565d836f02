"""The forms of an application for OMM, and of the duty roster."""

from collections.abc import Mapping
from typing import Any

from marshmallow import post_load

from placement.service.forms.grammar import Code, Form, Moment, Number, Text, YesNo, codes, word
from placement.service.forms.staying import LONGEST_REASON, MOST_LISTED
from placement.service.register.duty import NewShift
from placement.service.stays.weighing_omm import Weighing
from placement.store.codes import VictimAnswer

SCHEME_CODE = r"^[A-Za-z0-9_]{1,40}$"
TELEPHONE = r"^[0-9+][0-9 ()-]{4,29}$"
LONGEST_FUNCTION = 80


class ApplicationForm(Form):
    """For which stay, and the codes of the problems that make it multi-problem."""

    stay = Code(required=True)
    problems = codes()


class ConsultationForm(Form):
    """What who is consulted thinks, for who weighs; nothing that identifies anybody."""

    opinion = Text(1, LONGEST_REASON, required=True)


class WeighingForm(Form):
    """Why CoMensha says no; nothing that identifies anybody."""

    reason = Text(1, LONGEST_REASON, required=True)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> Weighing:
        """The weighing as a value."""
        return Weighing(**sent)


class GrantForm(WeighingForm):
    """Why CoMensha says yes, and what the victim answered to moving."""

    victim_answer = word(VictimAnswer, load_default=None, allow_none=True)


class ApplicationsQuery(Form):
    """Which applications: all, or those that are not weighed yet."""

    open = YesNo(load_default=False)
    limit = Number(1, MOST_LISTED, load_default=50)


class ShiftForm(Form):
    """Who is on duty for a site; a function, never the name of a person."""

    site = Code(required=True)
    begins_at = Moment(required=True)
    ends_at = Moment(required=True)
    duty = Text(1, LONGEST_FUNCTION, required=True)
    telephone = Code(TELEPHONE, required=True)
    admits = codes(pattern=SCHEME_CODE)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewShift:
        """The shift as a value."""
        return NewShift(**{**sent, "admits": frozenset(sent["admits"])})


class ShiftsQuery(Form):
    """The shifts of which site; without one, of all that you may see."""

    site = Code(load_default=None)
    limit = Number(1, MOST_LISTED, load_default=100)
