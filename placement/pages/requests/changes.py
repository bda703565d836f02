"""What changed between the proposal and the decision, in words."""

from collections.abc import Mapping

from placement.pages.framework.speaking import Speaker
from placement.pages.framework.texts import LazyString, lazy_gettext
from placement.pages.requests.reasons import sentence_of

CHANGES: Mapping[str, LazyString] = {
    "CAP-1": lazy_gettext("Het bed is intussen aan een ander huishouden gegeven."),
    "CAP-2": lazy_gettext("De kamer wordt intussen door een ander huishouden gebruikt."),
    "the_household_moved": lazy_gettext("Het huishouden is intussen verhuisd."),
    "the_place_closed": lazy_gettext("De plek is intussen gesloten."),
    "not_departed": lazy_gettext("Wie er nu woont, is nog niet als vertrokken gemeld."),
    "not_reported": lazy_gettext("Van wie hier eerder zou komen, is nog niet gemeld of die kwam."),
}


def changes_in_words(facts: Mapping[str, object], speaker: Speaker) -> tuple[str, ...]:
    """Say what changed; a code without words of its own says the sentence of its rule."""
    changed = facts.get("changed")
    codes = changed if isinstance(changed, tuple) else ()
    said = [str(CHANGES.get(c) or sentence_of(c, speaker.language)) for c in map(str, codes)]
    return tuple(dict.fromkeys(s for s in said if s)) or (str(CHANGES["CAP-1"]),)
