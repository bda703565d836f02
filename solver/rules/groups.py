"""Households that belong together and were each asked alone."""

from collections.abc import Iterator

from solver.rules.grammar import together
from solver.rulings import Same, measure
from solver.sought import Sought


@measure
def people(size: int) -> int:
    """Everybody counts, children included."""
    return size


@together(
    "CAP-4",
    source="design 4",
    nl="Wie bij een groep hoort, komt alleen op een locatie met ten minste zoveel mensen van de "
    "groep als het kleinste deel dat zij aanvaarden; zonder opgave met de hele groep.",
    detail_nl="Geteld op de nacht van aankomst, de aankomende zelf en kinderen meegeteld: wie van "
    "de groep die nacht op de locatie slaapt, en wie er volgens de feiten woont en nog niet "
    "vertrokken is door welke verhuizing dan ook. De groep is wie ertoe behoort en wordt geplaatst "
    "of al ergens woont; meer dan die allen samen hoeven het er nooit te zijn.",
    reads=("group", "size", "smallest_part"),
)
def a_group_stays_together(sought: Sought) -> Iterator[Same]:
    """Who is of a group comes to a site only with at least the smallest part that they accept.

    Where nothing was said that is the whole group. Counted on the night of arrival, who comes and
    children included: who of the group sleeps at the site that night, and who lives there by the
    facts and has not left by any move. The group is who belongs to it and is matched or lives
    somewhere already; more than all of these together is never asked for.
    """
    for members in sought.groups:
        whole = sum(member.size for member in members)
        least = {m.id: min(m.smallest_part or whole, whole) for m in members}
        for site in sought.sites_of(*least):
            yield Same(where=sought.at_site(site), least=least, counts=people, facts={"site": site})
