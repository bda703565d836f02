"""The form of asking for capacity or a profile: which night, and as known on which day."""

from placement.service.forms.grammar import Day, Form


class AvailabilityQuery(Form):
    """The night that is asked about, tonight by default, and the day whose knowledge counts."""

    night = Day(load_default=None, metadata={"description": "Past or to come; default: tonight."})
    known = Day(
        load_default=None,
        metadata={"description": "As the register knew it at the end of that day."},
    )
