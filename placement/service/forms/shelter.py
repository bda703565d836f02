"""The forms of temporary shelter."""

from placement.service.forms.grammar import Code, Form, word
from placement.store.codes import SafetyCheck, TemporaryKind


class TemporaryShelterForm(Form):
    """Where the people of a request sleep while no place is found."""

    referral = Code(required=True)
    kind = word(TemporaryKind, required=True)


class SafetyCheckForm(Form):
    """What was found when somebody asked whether it is safe there."""

    found = word(SafetyCheck, required=True)


class SheltersQuery(Form):
    """Of which request; without it all that are open."""

    referral = Code(load_default=None)
