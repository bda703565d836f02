"""What is kept beside a stay, on its page: blockers, and steps towards exits that are not beds."""

from dataclasses import replace
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from placement.pages.blueprint import pages
from placement.pages.following.care import done, sent
from placement.pages.framework.again import form_on
from placement.pages.framework.context import runtime, subject
from placement.pages.framework.sending import once, version_sent
from placement.pages.framework.texts import gettext
from placement.policy import Right, needs
from placement.service.following.blockers import change_blocker, close_blocker, open_blocker
from placement.service.following.milestones import add_milestone, change_milestone
from placement.service.following.showing_care import show_blocker, show_milestone
from placement.service.forms.care import (
    BlockerChangeForm,
    BlockerForm,
    MilestoneChangeForm,
    MilestoneForm,
)


def _of_blocker(blocker: str) -> str:
    """The page of the stay that a blocker keeps."""
    stay = show_blocker(runtime().store, blocker, by=subject()).stay_id
    return url_for("pages.follow", stay=stay)


def _of_milestone(milestone: str) -> str:
    """The page of the stay that a milestone belongs to."""
    stay = show_milestone(runtime().store, milestone, by=subject()).stay_id
    return url_for("pages.follow", stay=stay)


@pages.post("/verblijven/<stay>/belemmeringen")
@needs(Right.FOLLOW_STAYS)
@form_on("pages.follow", "stay")
def open_a_blocker(stay: str) -> Response:
    """Record what keeps a household."""
    at = runtime()

    def act(new: Any) -> None:  # noqa: ANN401 - what the form makes
        open_blocker(
            at.store,
            stay,
            replace(new, contact_days=at.settings.blocker_contact_days),
            by=subject(),
            now=at.clock(),
            new_id=at.new_id,
            once=once(),
        )

    return sent(stay, "blocker", BlockerForm(), act, gettext("De belemmering is vastgelegd."))


@pages.post("/belemmeringen/<blocker>/wijzigen")
@needs(Right.FOLLOW_STAYS)
@form_on(_of_blocker)
def change_a_blocker(blocker: str) -> Response:
    """Give a blocker to another owner, or name the next contact."""
    at, version = runtime(), version_sent()
    stay = show_blocker(at.store, blocker, by=subject()).stay_id

    def act(change: Any) -> None:  # noqa: ANN401 - what the form makes
        change_blocker(
            at.store,
            blocker,
            replace(change, contact_days=at.settings.blocker_contact_days),
            by=subject(),
            now=at.clock(),
            version=version,
            once=once(),
        )

    return sent(stay, "blocker", BlockerChangeForm(), act, gettext("De belemmering is bijgewerkt."))


@pages.post("/belemmeringen/<blocker>/sluiten")
@needs(Right.FOLLOW_STAYS)
@form_on(_of_blocker)
def close_a_blocker(blocker: str) -> Response:
    """Record that a blocker keeps nobody any more."""
    at, version = runtime(), version_sent()
    stay = show_blocker(at.store, blocker, by=subject()).stay_id
    close_blocker(at.store, blocker, by=subject(), now=at.clock(), version=version, once=once())
    return done(stay, gettext("De belemmering is opgelost."))


@pages.post("/verblijven/<stay>/mijlpalen")
@needs(Right.FOLLOW_STAYS)
@form_on("pages.follow", "stay")
def add_a_milestone(stay: str) -> Response:
    """Record a step."""
    at = runtime()

    def act(step: Any) -> None:  # noqa: ANN401 - what the form makes
        add_milestone(
            at.store, stay, step, by=subject(), now=at.clock(), new_id=at.new_id, once=once()
        )

    return sent(stay, "milestone", MilestoneForm(), act, gettext("De mijlpaal is vastgelegd."))


@pages.post("/mijlpalen/<milestone>/wijzigen")
@needs(Right.FOLLOW_STAYS)
@form_on(_of_milestone)
def change_a_milestone(milestone: str) -> Response:
    """Record when a step is expected now, or that it was reached."""
    at, version = runtime(), version_sent()
    stay = show_milestone(at.store, milestone, by=subject()).stay_id

    def act(change: Any) -> None:  # noqa: ANN401 - what the form makes
        change_milestone(
            at.store,
            milestone,
            change,
            by=subject(),
            now=at.clock(),
            version=version,
            once=once(),
        )

    return sent(
        stay, "milestone", MilestoneChangeForm(), act, gettext("De mijlpaal is bijgewerkt.")
    )
