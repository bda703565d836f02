"""The register: who offers which places where, under which scheme, as stated by whom."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.tables.base import STRICT, Base, Key, Stated, Versioned, coded
from solver.codes import Mode, SexPolicy, Use


class Scheme(Base, Stated, Versioned):
    """A scheme (regeling) with who decides on its places and on what legal ground."""

    __tablename__ = "scheme"

    code: Mapped[Key]
    nl: Mapped[str]
    """As practitioners say it."""
    en: Mapped[str]
    mode: Mapped[Mode] = coded("mode", Mode)
    legal_source: Mapped[str] = mapped_column(default="")
    begins: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)


class Region(Base, Stated):
    """A row of a region code table; kinds (province, police_unit ...) do not nest."""

    __tablename__ = "region"

    code: Mapped[Key]
    """The kind and the name, for example ``province:drenthe``."""
    kind: Mapped[str] = mapped_column(index=True)
    nl: Mapped[str]
    en: Mapped[str]
    begins: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)


class CodeWord(Base, Stated):
    """A word of a code list that may grow: a feature, a kind of care, a language, a cause."""

    __tablename__ = "code_word"

    kind: Mapped[Key]
    code: Mapped[Key]
    nl: Mapped[str]
    en: Mapped[str]


class CitedSource(Base):
    """A source that rows of the register name."""

    __tablename__ = "cited_source"

    id: Mapped[Key]
    title: Mapped[str]
    address: Mapped[str]
    dated: Mapped[str]
    """As the source dates itself."""


class Institution(Base, Stated, Versioned):
    """An organisation (instelling) that runs sites."""

    __tablename__ = "institution"

    id: Mapped[Key]
    name: Mapped[str]


class Site(Base, Stated, Versioned):
    """A house (locatie): its town and regions, never its address."""

    __tablename__ = "site"
    __table_args__ = (
        CheckConstraint("security >= 0", name="a_security_level_is_not_negative"),
        STRICT,
    )

    id: Mapped[Key]
    institution_id: Mapped[str] = mapped_column(ForeignKey("institution.id"), index=True)
    name: Mapped[str]
    town: Mapped[str]
    security: Mapped[int] = mapped_column(default=0)
    arrival_days: Mapped[frozenset[str]] = mapped_column(default=lambda: frozenset("0123456"))
    """Weekdays on which people can arrive, as digits; Monday is 0."""
    admits_until: Mapped[str] = mapped_column(default="17:00")
    """The clock time here of the last arrival, as ``HH:MM``; one before six is after midnight."""
    out_of_hours: Mapped[bool] = mapped_column(default=False)
    """Somebody is on duty after ``admits_until``, and admits until noon of the next day."""


class SiteRegion(Base):
    """A site lies in a region; a site lies in several, one or more of each kind."""

    __tablename__ = "site_region"

    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), primary_key=True)
    region_code: Mapped[str] = mapped_column(
        ForeignKey("region.code"), primary_key=True, index=True
    )


class RegionalCoordination(Base, Stated):
    """Who coordinates care (zorgcoordinatie) in a region; a region can be split by age."""

    __tablename__ = "regional_coordination"

    id: Mapped[Key]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    organisation: Mapped[str]
    from_age: Mapped[int | None] = mapped_column(default=None)
    below_age: Mapped[int | None] = mapped_column(default=None)
    begins: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)


class CoordinationArea(Base, Stated):
    """A region of zorgcoordinatie reaches into another region, such as a province."""

    __tablename__ = "coordination_area"

    area_code: Mapped[str] = mapped_column(ForeignKey("region.code"), primary_key=True)
    region_code: Mapped[str] = mapped_column(
        ForeignKey("region.code"), primary_key=True, index=True
    )
    is_part: Mapped[bool]
    """Whether it reaches into a part of the area only."""
    begins: Mapped[date | None] = mapped_column(default=None)
    until: Mapped[date | None] = mapped_column(default=None)


class Contract(Base, Stated, Versioned):
    """Funded places of one scheme, in one lot, on the dates [begins, until).

    What it leaves out it speaks of as a whole: without a site about all sites of the institution,
    without both about the country (`placement.store.register.statements`).
    """

    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("until IS NULL OR begins < until", name="a_contract_ends_after_it_begins"),
        CheckConstraint("places > 0", name="a_contract_funds_places"),
        CheckConstraint(
            "crisis_reserve BETWEEN 0 AND places", name="a_reserve_is_part_of_its_contract"
        ),
        STRICT,
    )

    id: Mapped[Key]
    scheme_code: Mapped[str] = mapped_column(ForeignKey("scheme.code"), index=True)
    institution_id: Mapped[str | None] = mapped_column(
        ForeignKey("institution.id"), default=None, index=True
    )
    site_id: Mapped[str | None] = mapped_column(ForeignKey("site.id"), default=None, index=True)
    lot: Mapped[str | None] = mapped_column(default=None)
    begins: Mapped[date]
    until: Mapped[date | None] = mapped_column(default=None)
    """None while no end is known."""
    places: Mapped[int]
    """Funded places; a child takes one (domain 1.3)."""
    crisis_reserve: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    note_en: Mapped[str] = mapped_column(default="")


class Place(Base, Stated, Versioned):
    """What is matched (plek): one or more beds at one site under one scheme, with one use."""

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("id", "use", name="a_place_has_one_use"),
        CheckConstraint("closes IS NULL OR opens < closes", name="a_place_closes_after_it_opens"),
        CheckConstraint("max_nights IS NULL OR max_nights > 0", name="a_longest_stay_has_nights"),
        # What a combination and its rooms refer to, so that they are of one house.
        Index("ix_place_id_site_id_scheme_code", "id", "site_id", "scheme_code", unique=True),
        STRICT,
    )

    id: Mapped[Key]
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"), index=True)
    scheme_code: Mapped[str] = mapped_column(ForeignKey("scheme.code"), index=True)
    name: Mapped[str] = mapped_column(default="")
    """How the house calls it, for example ``kamer 4``; empty when no source says it."""
    use: Mapped[Use] = coded("use", Use)
    lot: Mapped[str | None] = mapped_column(default=None)
    opens: Mapped[date]
    closes: Mapped[date | None] = mapped_column(default=None)
    """The first night on which it is gone; None while that is not planned."""
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    """When the house last confirmed what is known of it (weekoverzicht)."""
    confirmed_by: Mapped[str | None] = mapped_column(default=None)
    """The account or organisation that confirmed it."""
    sex_policy: Mapped[SexPolicy] = coded("sex_policy", SexPolicy, default=SexPolicy.MIXED)
    oldest_child: Mapped[int | None] = mapped_column(default=None)
    """The highest age of a child admitted, in completed years; None is no limit."""
    oldest_boy: Mapped[int | None] = mapped_column(default=None)
    features: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    offers: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    spoken_here: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    cannot_admit: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    accepts_unclear: Mapped[bool] = mapped_column(default=False)
    accepts_without_status: Mapped[bool] = mapped_column(default=False)
    stated_terms: Mapped[frozenset[str]] = mapped_column(default=frozenset)
    bought_for: Mapped[str | None] = mapped_column(default=None)
    max_nights: Mapped[int | None] = mapped_column(default=None)
    nights_lost_when_asked: Mapped[int] = mapped_column(default=0)


class Bed(Base):
    """A bed of a place on the nights [member_from, member_until): never given twice."""

    __tablename__ = "bed"
    __table_args__ = (
        UniqueConstraint("id", "place_id", name="a_bed_stands_in_one_place"),
        CheckConstraint(
            "member_until IS NULL OR member_from < member_until", name="a_bed_leaves_after_it_came"
        ),
        STRICT,
    )

    id: Mapped[Key]
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str] = mapped_column(default="")
    member_from: Mapped[date]
    member_until: Mapped[date | None] = mapped_column(default=None)


class CombinationRoom(Base):
    """A room of a combination (combinatie): rooms that a house joins for one household.

    The combination is a row of `Place` itself, open and closed like any other, but without beds
    and without facts of its own: both are those of its rooms (`solver.places.joined`). Its rooms
    are never changed; other rooms are another combination.
    """

    __tablename__ = "combination_room"
    __table_args__ = (
        ForeignKeyConstraint(
            ["combination_id", "site_id", "scheme_code"],
            ["place.id", "place.site_id", "place.scheme_code"],
            name="a_combination_is_of_one_house",
        ),
        ForeignKeyConstraint(
            ["room_id", "site_id", "scheme_code"],
            ["place.id", "place.site_id", "place.scheme_code"],
            name="a_room_is_of_the_house_of_its_combination",
        ),
        STRICT,
    )

    combination_id: Mapped[Key]
    room_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    site_id: Mapped[str]
    scheme_code: Mapped[str]


class SameRoom(Base):
    """A place in the room of an earlier one, which ended when the room got another use.

    Its rows are never rewritten: triggers hold that nobody is in a room under one of its places
    while somebody is there under another, and that a bed is not given twice under two ids.
    """

    __tablename__ = "same_room"

    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), primary_key=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("place.id"), index=True)
    """The first place of the room, however often its use changed."""


class SameBed(Base):
    """A bed of such a place, and the bed that it was in the first place of its room."""

    __tablename__ = "same_bed"

    bed_id: Mapped[str] = mapped_column(ForeignKey("bed.id"), primary_key=True)
    first_id: Mapped[str] = mapped_column(ForeignKey("bed.id"), index=True)
