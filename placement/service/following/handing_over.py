"""Handing over a case (overdracht): offered to a zorgcoordinator, who accepts or declines.

Given to nobody, a case is CoMensha's at a distance at once: CoMensha need not accept.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from placement.errors import TransitionNotAllowed, UnknownAccount, UnknownReferral
from placement.errors.care import UnknownTransfer
from placement.lifecycle import TransferAct, TransferState, transfer_after
from placement.policy import Role, Subject
from placement.service.once import Once
from placement.service.sharing.consenting import gate_handing_over
from placement.service.versions import check_version
from placement.store.database.opening import Store
from placement.store.following.care_rows import lock_case, offered_transfers, transfer_seen
from placement.store.idempotency import claim, keep
from placement.store.journal import record
from placement.store.nights import tonight_at
from placement.store.requests.queries import open_coordination, referral_files
from placement.store.tables import Account, CaseTransfer, Coordination


def offer_transfer(
    store: Store,
    referral_id: str,
    to_account: str | None,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    once: Once | None = None,
) -> str:
    """Offer the case of a referral to a zorgcoordinator, or give it to CoMensha at a distance.

    Raises:
        UnknownReferral: there is none that the subject may see.
        UnknownAccount: no zorgcoordinator has this account.
        ConsentMissing: the people withdrew their consent to share with zorgcoordinators.
        TransitionNotAllowed: the case is offered already, or is theirs already.
    """
    with store.writing(now) as session:
        if kept := claim(session, once, now):
            return str(kept["transfer"])
        found = referral_files(session, by, only=referral_id)
        if not found:
            raise UnknownReferral
        case = found[0].case.id
        lock_case(session, case)
        before = open_coordination(session, case)
        _check_receiver(session, to_account)
        _check_possible(session, case, before, to_account)
        if to_account is not None:
            gate_handing_over(session, case)
        at_once = to_account is None
        transfer = CaseTransfer(
            id=new_id(),
            case_id=case,
            state=TransferState.OFFERED,
            from_account=before.account_id if before else None,
            to_account=to_account,
            offered_by=by.account,
            offered_at=now,
        )
        session.add(transfer)
        session.flush()
        _tell(session, "offer", transfer, None, by, now)
        if at_once:
            _give(session, transfer, by, now, new_id)
        keep(session, once, {"transfer": transfer.id})
        return transfer.id


def accept_transfer(
    store: Store,
    transfer_id: str,
    *,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Take over a case that was offered to oneself; it is one's own from now on.

    Raises:
        UnknownTransfer: none was offered to the subject under this id.
        TransitionNotAllowed: it is accepted, declined or withdrawn already.
        VersionOutdated: somebody else has changed it since it was read.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        transfer = _locked(session, transfer_id, by, version)
        # For CoMensha the helpdesk offers; only who takes the case over can accept it, as long as
        # they are a zorgcoordinator.
        if transfer.to_account != by.account or by.role is not Role.ZORGCOORDINATOR:
            raise UnknownTransfer
        _give(session, transfer, by, now, new_id)
        keep(session, once, {"transfer": transfer.id})


def decline_transfer(
    store: Store,
    transfer_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Decline a case that was offered to oneself; it stays where it was.

    Raises:
        UnknownTransfer: none was offered to the subject under this id.
        TransitionNotAllowed: it is accepted, declined or withdrawn already.
        VersionOutdated: somebody else has changed it since it was read.
    """
    _end(store, transfer_id, TransferAct.DECLINE, by=by, now=now, version=version, once=once)


def withdraw_transfer(
    store: Store,
    transfer_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Take an offered case back; who offered it, who has it and the helpdesk can.

    Raises:
        UnknownTransfer: there is none that the subject may withdraw.
        TransitionNotAllowed: it is accepted, declined or withdrawn already.
        VersionOutdated: somebody else has changed it since it was read.
    """
    _end(store, transfer_id, TransferAct.WITHDRAW, by=by, now=now, version=version, once=once)


def withdraw_open_transfer(session: Session, case_id: str, *, by: Subject, now: datetime) -> None:
    """Take back what is offered of a case: it went elsewhere, is closed, or may not be shared."""
    lock_case(session, case_id)
    for transfer in offered_transfers(session, case_id):
        _move(session, transfer, TransferAct.WITHDRAW, by, now)
    session.flush()


def _end(
    store: Store,
    transfer_id: str,
    act: TransferAct,
    *,
    by: Subject,
    now: datetime,
    version: int | None,
    once: Once | None,
) -> None:
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        transfer = _locked(session, transfer_id, by, version)
        if act is TransferAct.DECLINE:
            is_theirs = transfer.to_account == by.account
        else:
            own = {transfer.from_account, transfer.offered_by}
            is_theirs = by.role is Role.HELPDESK or by.account in own
        if not is_theirs:
            raise UnknownTransfer
        _move(session, transfer, act, by, now)
        keep(session, once, {"transfer": transfer.id})


def _locked(session: Session, transfer_id: str, by: Subject, version: int | None) -> CaseTransfer:
    found = transfer_seen(session, by, transfer_id)
    if found is None:
        raise UnknownTransfer
    lock_case(session, found.case_id)
    locked = transfer_seen(session, by, transfer_id)
    if locked is None:
        raise UnknownTransfer
    check_version(locked.version, version)
    return locked


def _check_receiver(session: Session, account: str | None) -> None:
    if account is None:
        return
    found = session.get(Account, account)
    if found is None or found.role is not Role.ZORGCOORDINATOR or found.disabled:
        raise UnknownAccount


def _check_possible(
    session: Session, case: str, before: Coordination | None, to_account: str | None
) -> None:
    if offered_transfers(session, case):
        allowed: Sequence[str] = (TransferAct.ACCEPT, TransferAct.DECLINE, TransferAct.WITHDRAW)
        raise TransitionNotAllowed(state="offered", asked="offer", allowed=tuple(allowed))
    if (before.account_id if before else None) == to_account:
        raise TransitionNotAllowed(state="theirs_already", asked="offer", allowed=())


def _give(
    session: Session,
    transfer: CaseTransfer,
    by: Subject,
    now: datetime,
    new_id: Callable[[], str],
) -> None:
    """Let the case go to whom it is offered, in one act."""
    _move(session, transfer, TransferAct.ACCEPT, by, now)
    today, before = tonight_at(now), open_coordination(session, transfer.case_id)
    if before is not None:
        before.until = today
        session.flush()
    if transfer.to_account is not None:
        session.add(
            Coordination(
                id=new_id(),
                case_id=transfer.case_id,
                account_id=transfer.to_account,
                begins=today,
            )
        )
    record(
        session,
        act="assign_coordinator",
        record_kind="case",
        record_id=transfer.case_id,
        by=by,
        now=now,
        facts={"coordinator": transfer.to_account, "before": before and before.account_id},
    )


def _move(
    session: Session, transfer: CaseTransfer, act: TransferAct, by: Subject, now: datetime
) -> None:
    before = transfer.state
    transfer.state, transfer.answered_at = transfer_after(before, act, by.role), now
    _tell(session, act, transfer, before, by, now)


def _tell(
    session: Session,
    act: str,
    transfer: CaseTransfer,
    before: TransferState | None,
    by: Subject,
    now: datetime,
) -> None:
    record(
        session,
        act,
        record_kind="case_transfer",
        record_id=transfer.id,
        by=by,
        now=now,
        from_state=before,
        to_state=transfer.state,
        facts={"case": transfer.case_id, "to": transfer.to_account},
    )
