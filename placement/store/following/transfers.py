"""Cases that are handed over, as somebody may see them."""

from sqlalchemy import ColumnElement, Select, or_, select, true

from placement.policy import Role, Subject
from placement.store.tables import Case, CaseTransfer


def visible_transfers(by: Subject) -> ColumnElement[bool]:
    """Those from or to the subject, and those that they offered; the helpdesk sees all."""
    if by.role is Role.HELPDESK:
        return true()
    mine = by.account
    return or_(
        CaseTransfer.from_account == mine,
        CaseTransfer.to_account == mine,
        CaseTransfer.offered_by == mine,
    )


def transfers_shown(by: Subject) -> Select[CaseTransfer, str]:
    """The handing over of cases with the reference of each, the newest first."""
    return (
        select(CaseTransfer, Case.reference)
        .join(Case, Case.id == CaseTransfer.case_id)
        .where(visible_transfers(by))
        .order_by(CaseTransfer.offered_at.desc(), CaseTransfer.id)
    )
