"""What every page stands in: its words, its menu, its language and its filters."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, g, request

from placement.pages.framework import wording
from placement.pages.framework.context import runtime
from placement.pages.framework.menu import menu_of
from placement.pages.language import CatalogueBabel, language
from placement.policy import RIGHTS, Right, Role, Subject

FIRST_PAGE: Mapping[Role, str] = {
    Role.HELPDESK: "pages.board",
    Role.INSTITUTION: "pages.house",
    Role.ZORGCOORDINATOR: "pages.caseload",
    Role.POLICY_READER: "pages.figures",
    Role.ADMINISTRATOR: "pages.figures",
}


def mount_frame(app: Flask, *, demo: bool) -> None:
    """Give templates their languages, filters and what stands on every page."""
    CatalogueBabel(app)
    app.jinja_env.filters.update(
        day=wording.day, weekday=wording.weekday, moment=wording.moment, age=wording.age_of
    )

    def on_every_page() -> dict[str, Any]:
        subject = g.get("subject")
        return {
            "subject": subject,
            "demo": demo,
            "language": language(),
            "words": wording,
            "menu": menu_of(subject) if subject else (),
            "new_key": runtime().new_id,
            "here": request.full_path.rstrip("?") if request.method == "GET" else "",
            "may_ask": allowed(subject, Right.ASK_PROPOSALS),
            "may_place": allowed(subject, Right.PLACE),
            "may_shelter": allowed(subject, Right.SHELTER_TEMPORARILY),
            "may_register": allowed(subject, Right.REGISTER_REFERRALS),
        }

    app.context_processor(on_every_page)


def allowed(subject: Subject | None, right: Right) -> bool:
    """Whether a button makes sense for this person; the gate decides again when it is pressed."""
    return subject is not None and right in RIGHTS[subject.role]
