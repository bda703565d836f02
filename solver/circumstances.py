"""Who belongs to a household and what was decided about it: the small facts inside `Household`.

Nights are civil dates, intervals half-open, as everywhere in `solver.facts`.
"""

from dataclasses import dataclass
from datetime import date

from solver.codes import AgeBand, BedId, PlaceId, Sex


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person of a household, as far as sleeping arrangements need it."""

    sex: Sex
    age: AgeBand


@dataclass(frozen=True, kw_only=True)
class Bedenktijd:
    """The reflection period as announced or granted by police or KMar.

    Source: domain E1, E2; the end comes from the decision (90 days, 30 for Dublin).
    """

    granted: bool
    begins: date
    ends: date
    """The first night on which the period no longer runs."""

    def runs_on(self, night: date) -> bool:
        """Whether the period runs on a night; announced counts as granted, provisionally."""
        return self.begins <= night < self.ends


@dataclass(frozen=True, kw_only=True)
class OmmApplication:
    """What has been done towards an OMM place (domain E6)."""

    by_institution: bool
    consulted: bool
    """The zorgcoordinator, or CoMensha where the region has none, was consulted."""
    weighed: bool
    """CoMensha recorded its weighing."""


@dataclass(frozen=True, kw_only=True)
class InspectorateAgreement:
    """The agreement of the Labour Inspectorate (domain E9, E10)."""

    seriously_disadvantaged: bool
    """The pilot group "ernstig benadeelden": also lawful stay, and at most 14 nights."""


@dataclass(frozen=True, kw_only=True)
class Discussed:
    """What was already said on the telephone to house and household (STA-1)."""

    place: PlaceId
    night: date
    """The night of arrival that was agreed."""


@dataclass(frozen=True, kw_only=True)
class Parked:
    """A place that declined the household, or was declined by it, for a while (DEC-1)."""

    place: PlaceId
    until: date | None = None
    """The first night on which it may be proposed again; None until it is judged anew."""
    reason: str
    """The code of the reason of the decline; for people, no rule reads it."""

    def __lt__(self, other: "Parked") -> bool:
        """Order declines by place and end; one without an end comes last."""
        return (self.place, self.until or date.max, self.reason) < (
            other.place,
            other.until or date.max,
            other.reason,
        )


@dataclass(frozen=True, kw_only=True)
class Stay:
    """Where a resident who may move lives now."""

    place: PlaceId
    """A combination where its rooms are used as one."""
    beds: tuple[BedId, ...]
    departs: date | None = None
    """A reported departure; without one the stay lasts to the horizon."""
    right_ends: date | None = None
    """The first night past the right to the present place."""
    hard_end: date | None = None
    """The first night on which the present place is truly gone (it closes, 14 nights are over)."""
    victim_agreed: bool = False
    """The onward referral carries the recorded yes of the victim."""
