"""The forms of closing a case, and of opening it again."""

from placement.service.forms.grammar import Form, Text, word
from placement.service.forms.note import LONGEST_REASON
from placement.store.codes import CloseReason


class ClosingForm(Form):
    """Why a case is closed."""

    reason = word(CloseReason, required=True)


class ReopeningForm(Form):
    """Why a case is opened again; nothing that identifies anybody."""

    reason = Text(1, LONGEST_REASON, required=True)
