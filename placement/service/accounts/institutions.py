"""For which institution an account is."""

from sqlalchemy.orm import Session

from placement.errors import Fault
from placement.policy import Role
from placement.store.requests.queries import unknown_codes

NO_INSTITUTION = Fault(
    "institution",
    "unknown_code",
    "Send an institution of the register; an account of an institution needs one.",
    "Stuur een instelling uit het register; een account van een instelling heeft er een nodig.",
)


def names_no_institution(session: Session, role: Role, institution: str | None) -> bool:
    """Whether the institution is not in the register, or is missing where the role needs one."""
    if institution is None:
        return role is Role.INSTITUTION
    return bool(unknown_codes(session, "institution", [institution]))
