"""What is known of two households that become one: nothing about safety or care is lost."""

from typing import Any

from sqlalchemy.orm import Session

from placement.store.tables import Referral
from solver.codes import AskedAlone

UNITED = (
    "risk_regions",
    "known_sites",
    "cannot_do_without",
    "brings",
    "needs",
    "speaks",
    "never_regions",
    "never_features",
    "wishes",
    "home_regions",
    "near",
)
"""Facts of which the joined household has those of both."""
FROM_THE_SAFEST = (AskedAlone.NO, AskedAlone.NOT_POSSIBLE, AskedAlone.YES)
"""Whoever was not spoken to alone yet has not been, also after joining."""


def joined_facts(session: Session, to: Referral, other: Referral) -> frozenset[str]:
    """Write what is known of both into the present referral of the first; gives what changed.

    An answer about danger counts as given only when it was given for both (SAF-1).
    """
    facts: dict[str, Any] = {name: getattr(to, name) | getattr(other, name) for name in UNITED}
    facts["security_needed"] = max(to.security_needed, other.security_needed)
    facts["asked_alone"] = min(to.asked_alone, other.asked_alone, key=FROM_THE_SAFEST.index)
    facts["multi_problem"] = to.multi_problem or other.multi_problem
    if other.risk_answered_by is None:
        facts["risk_answered_by"] = None
    changed = frozenset(name for name, value in facts.items() if getattr(to, name) != value)
    for name in changed:
        setattr(to, name, facts[name])
    session.flush()
    return changed
