"""The warning that what is arranged for somebody is barred by the rules, on the facts of now."""

from collections.abc import Collection

from flask import flash

from placement.pages.framework.texts import gettext
from placement.pages.language import language
from placement.pages.requests.reasons import sentence_of


def warn_of_rules(barred_by: Collection[str]) -> None:
    """Tell which rules bar what is arranged, where there are any; nothing is released by it."""
    if not barred_by:
        return
    said = (sentence_of(code, language()) for code in barred_by)
    flash(
        gettext(
            "Wat is geregeld, past niet meer bij deze feiten: %(rules)s Er is niets "
            "vrijgegeven. Bespreek de plek, of geef haar vrij en zoek een andere.",
            rules=" ".join(filter(None, said)),
        ),
        "warning",
    )
