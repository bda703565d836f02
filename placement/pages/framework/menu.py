"""The menu: the pages of somebody's work, grouped by what the work is about."""

from dataclasses import dataclass

from flask import request, url_for

from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.policy import Role, Subject

MOST_UNGROUPED = 5
"""Up to so many pages fit on a small telephone without being folded away in groups."""


@dataclass(frozen=True)
class Page:
    """A page of the menu and the roles whose work it is; the gate decides who may see it."""

    endpoint: str
    label: LazyString
    roles: frozenset[Role]


def _page(endpoint: str, label: LazyString, *roles: Role) -> Page:
    return Page(f"pages.{endpoint}", label, frozenset(roles))


_DESK, _HOUSE, _CARE = Role.HELPDESK, Role.INSTITUTION, Role.ZORGCOORDINATOR
_POLICY, _ADMIN = Role.POLICY_READER, Role.ADMINISTRATOR

MENU: tuple[tuple[LazyString, tuple[Page, ...]], ...] = (
    (
        lazy_gettext("Vandaag"),
        (
            _page("board", lazy_gettext("Bord"), _DESK),
            _page("house", lazy_gettext("Mijn plekken"), _HOUSE),
            _page("caseload", lazy_gettext("Mijn cliënten"), _CARE),
            _page("todo", lazy_gettext("Te doen"), _DESK, _HOUSE, _CARE),
            _page("to_answer", lazy_gettext("Te beantwoorden"), _HOUSE),
            _page("morning", lazy_gettext("Ochtend"), _DESK),
        ),
    ),
    (
        lazy_gettext("Verzoeken"),
        (
            _page("new_request", lazy_gettext("Nieuw verzoek"), _DESK),
            _page("released_notes", lazy_gettext("Vrijgegeven"), _HOUSE),
            _page("applications", lazy_gettext("OMM-aanvragen"), _DESK, _HOUSE, _CARE),
            _page("lacked", lazy_gettext("Tekort"), _DESK, _POLICY),
        ),
    ),
    (
        lazy_gettext("Huizen"),
        (
            _page("figures", lazy_gettext("Plekken"), _DESK, _CARE, _POLICY, _ADMIN),
            _page("sites_with_beds", lazy_gettext("Bedden"), _DESK, _HOUSE, _ADMIN),
            _page("weeks", lazy_gettext("Weekoverzicht"), _DESK),
            _page("duty", lazy_gettext("Bereikbaarheid"), _DESK, _HOUSE),
            _page("contracts", lazy_gettext("Contracten"), _DESK, _HOUSE, _ADMIN),
        ),
    ),
    (
        lazy_gettext("Volgen"),
        (
            _page("stays", lazy_gettext("Verblijven"), _DESK, _HOUSE),
            _page("at_a_distance", lazy_gettext("Op afstand"), _DESK),
            _page("expected_free", lazy_gettext("Verwacht vrij"), _DESK, _HOUSE),
            _page("pressure", lazy_gettext("Uitstroomdruk"), *Role),
        ),
    ),
    (
        lazy_gettext("Beheer"),
        (
            _page("accounts", lazy_gettext("Accounts"), _ADMIN),
            _page("background", lazy_gettext("Achtergrondwerk"), _DESK, _ADMIN),
        ),
    ),
)


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """One entry of the menu."""

    label: str
    address: str
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class MenuGroup:
    """Entries under one word that unfolds them; without a word they stand in the bar itself."""

    label: str
    items: tuple[MenuItem, ...]

    @property
    def is_here(self) -> bool:
        """Whether the page that is shown is one of these."""
        return any(item.is_here for item in self.items)


def menu_of(subject: Subject) -> tuple[MenuGroup, ...]:
    """The menu of a person; one page is not folded away alone, and few pages not at all."""
    groups = tuple((str(word), _items(pages, subject.role)) for word, pages in MENU)
    if sum(len(items) for _, items in groups) <= MOST_UNGROUPED:
        return (MenuGroup(label="", items=tuple(one for _, items in groups for one in items)),)
    return tuple(
        MenuGroup(label=word if len(items) > 1 else "", items=items)
        for word, items in groups
        if items
    )


def _items(pages: tuple[Page, ...], role: Role) -> tuple[MenuItem, ...]:
    return tuple(
        MenuItem(
            label=str(page.label),
            address=url_for(page.endpoint),
            is_here=request.endpoint == page.endpoint,
        )
        for page in pages
        if role in page.roles
    )
