"""What every page stands in: its words, its menu, its language and its filters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for

from placement.pages.framework import wording
from placement.pages.framework.context import runtime
from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.pages.language import CatalogueBabel, language
from placement.policy import RIGHTS, Right, Role, Subject

MENU: tuple[tuple[str, LazyString, frozenset[Role]], ...] = (
    ("pages.board", lazy_gettext("Bord"), frozenset({Role.HELPDESK})),
    (
        "pages.todo",
        lazy_gettext("Te doen"),
        frozenset({Role.HELPDESK, Role.INSTITUTION, Role.ZORGCOORDINATOR}),
    ),
    ("pages.morning", lazy_gettext("Ochtend"), frozenset({Role.HELPDESK})),
    ("pages.new_request", lazy_gettext("Nieuw verzoek"), frozenset({Role.HELPDESK})),
    ("pages.house", lazy_gettext("Mijn plekken"), frozenset({Role.INSTITUTION})),
    ("pages.to_answer", lazy_gettext("Te beantwoorden"), frozenset({Role.INSTITUTION})),
    (
        "pages.sites_with_beds",
        lazy_gettext("Bedden"),
        frozenset({Role.HELPDESK, Role.INSTITUTION, Role.ADMINISTRATOR}),
    ),
    (
        "pages.contracts",
        lazy_gettext("Contracten"),
        frozenset({Role.HELPDESK, Role.ADMINISTRATOR}),
    ),
    ("pages.released_notes", lazy_gettext("Vrijgegeven"), frozenset({Role.INSTITUTION})),
    ("pages.weeks", lazy_gettext("Weekoverzicht"), frozenset({Role.HELPDESK})),
    ("pages.stays", lazy_gettext("Verblijven"), frozenset({Role.HELPDESK, Role.INSTITUTION})),
    (
        "pages.applications",
        lazy_gettext("OMM-aanvragen"),
        frozenset({Role.HELPDESK, Role.INSTITUTION, Role.ZORGCOORDINATOR}),
    ),
    ("pages.duty", lazy_gettext("Bereikbaarheid"), frozenset({Role.HELPDESK, Role.INSTITUTION})),
    ("pages.caseload", lazy_gettext("Mijn cliënten"), frozenset({Role.ZORGCOORDINATOR})),
    ("pages.lacked", lazy_gettext("Tekort"), frozenset({Role.HELPDESK, Role.POLICY_READER})),
    ("pages.at_a_distance", lazy_gettext("Op afstand"), frozenset({Role.HELPDESK})),
    (
        "pages.expected_free",
        lazy_gettext("Verwacht vrij"),
        frozenset({Role.HELPDESK, Role.INSTITUTION}),
    ),
    ("pages.pressure", lazy_gettext("Uitstroomdruk"), frozenset(Role)),
    ("pages.figures", lazy_gettext("Plekken"), frozenset(Role) - {Role.INSTITUTION}),
    (
        "pages.background",
        lazy_gettext("Achtergrondwerk"),
        frozenset({Role.HELPDESK, Role.ADMINISTRATOR}),
    ),
)
"""The pages of the menu and the roles whose work they are; the gate decides who may see them."""

FIRST_PAGE: Mapping[Role, str] = {
    Role.HELPDESK: "pages.board",
    Role.INSTITUTION: "pages.house",
    Role.ZORGCOORDINATOR: "pages.caseload",
    Role.POLICY_READER: "pages.figures",
    Role.ADMINISTRATOR: "pages.figures",
}


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """One entry of the menu."""

    label: str
    address: str
    is_here: bool


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


def menu_of(subject: Subject) -> tuple[MenuItem, ...]:
    """The menu of a person."""
    return tuple(
        MenuItem(label=str(label), address=url_for(page), is_here=request.endpoint == page)
        for page, label, roles in MENU
        if subject.role in roles
    )
