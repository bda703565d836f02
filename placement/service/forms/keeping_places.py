"""The forms of opening and closing places, and of beds that come and go."""

from collections.abc import Mapping
from typing import Any

from marshmallow import post_load

from placement.service.forms.contracts import SCHEME_PATTERN
from placement.service.forms.grammar import Code, Day, Form, Number, Text, group, word
from placement.service.forms.profiling import PlaceFactsForm
from placement.service.register.keeping_places import NewPlace
from solver.codes import Use

MOST_BEDS = 100
LONGEST_NAME = 80


class PlaceForm(Form):
    """A new place with its beds."""

    site = Code(required=True)
    scheme = Code(SCHEME_PATTERN, required=True)
    use = word(Use, required=True)
    name = Text(1, LONGEST_NAME, required=True)
    lot = Text(1, LONGEST_NAME, load_default=None, allow_none=True)
    opens = Day(required=True)
    beds = Number(1, MOST_BEDS, required=True)
    facts = group(PlaceFactsForm, load_default=dict)

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewPlace:
        """The place as a value."""
        return NewPlace(**sent)


class PlaceClosingForm(Form):
    """The first night on which a place is gone."""

    on = Day(required=True)


class UseChangeForm(Form):
    """What a place becomes, and from which night on."""

    on = Day(required=True)
    use = word(Use, required=True)


class NewBedsForm(Form):
    """How many beds come, and from which night on."""

    begins = Day(required=True)
    number = Number(1, MOST_BEDS, required=True)


class BedRemovalForm(Form):
    """The first night on which a bed is gone."""

    bed = Code(required=True)
    on = Day(required=True)
