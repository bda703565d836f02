"""The week overview (weekoverzicht): what gives every figure its age."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from placement.store.tables.base import STRICT, Base, Key


class WeekOverview(Base):
    """A house's dated confirmation of its places, "nothing changed" or with changes."""

    __tablename__ = "week_overview"
    __table_args__ = (Index("ix_week_overview_site", "site_id", "confirmed_at"), STRICT)

    id: Mapped[Key]
    site_id: Mapped[str] = mapped_column(ForeignKey("site.id"))
    confirmed_by: Mapped[str] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[datetime]
    nothing_changed: Mapped[bool]
    """Confirmed in one act for all places in which nothing was due."""


class ConfirmedPlace(Base):
    """A place that an overview confirmed."""

    __tablename__ = "confirmed_place"

    overview_id: Mapped[str] = mapped_column(ForeignKey("week_overview.id"), primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)


class ConfirmedBed(Base):
    """A bed that an overview confirmed by itself, not with all of its place."""

    __tablename__ = "confirmed_bed"

    overview_id: Mapped[str] = mapped_column(ForeignKey("week_overview.id"), primary_key=True)
    bed_id: Mapped[str] = mapped_column(ForeignKey("bed.id"), primary_key=True, index=True)
