"""The forms of opening and closing places, and of beds that come and go."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, post_load, validates

from placement.service.forms.contracts import SCHEME_PATTERN
from placement.service.forms.grammar import (
    Code,
    Day,
    Form,
    Number,
    Remedy,
    Text,
    codes,
    group,
    word,
)
from placement.service.forms.profiling import PlaceFactsForm
from placement.service.register.joining_rooms import FEWEST_ROOMS, MOST_ROOMS, NewCombination
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


class CombinationForm(Form):
    """Rooms of a site that are joined for one household."""

    site = Code(required=True)
    name = Text(1, LONGEST_NAME, required=True)
    rooms = codes()
    opens = Day(required=True)

    @validates("rooms")
    def enough(self, sent: list[str], **_: object) -> None:
        """Two or more, each once, and not a whole house."""
        if not FEWEST_ROOMS <= len(set(sent)) <= MOST_ROOMS:
            raise ValidationError(
                Remedy(
                    "wrong_number",
                    "Send {least} to {most} different rooms.",
                    "Stuur {least} tot en met {most} verschillende kamers.",
                ).format(least=FEWEST_ROOMS, most=MOST_ROOMS)
            )

    @post_load
    def made(self, sent: Mapping[str, Any], **_: object) -> NewCombination:
        """The combination as a value."""
        return NewCombination(**{**sent, "rooms": frozenset(sent["rooms"])})


class CombinationsQuery(Form):
    """The combinations of which site."""

    site = Code(required=True)


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
