"""Shutting the account of somebody who left, and opening it again.

Its sessions end in the same transaction. What hangs on it stays where it is: the journal names
it, and cases keep their zorgcoordinator until somebody hands them over.
"""

from datetime import datetime

from placement.lifecycle.accounts import AccountAct, account_after
from placement.policy import Subject
from placement.service.accounts.locks import check_who_is_left, lock_account
from placement.service.accounts.showing import state_of
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.account_queries import end_sign_ins, open_cases_of
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record


def disable_account(
    store: Store,
    account_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Disable an account and end every session of it.

    Raises:
        UnknownAccount: there is none with this id.
        VersionOutdated: somebody else has changed it since it was read.
        TransitionNotAllowed: it is disabled already.
        OwnAccount: it is that of whoever asks.
        LastAdministrator: no administrator would be left who may sign in.
        NotSignedIn: whoever asks was disabled meanwhile.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        known = lock_account(session, account_id, by)
        account = known[account_id]
        check_version(account.version, version)
        before = state_of(account)
        after = account_after(before, AccountAct.DISABLE, by.role)
        check_who_is_left(known, account, by)
        account.disabled = True
        session.flush()
        record(
            session,
            AccountAct.DISABLE,
            record_kind="account",
            record_id=account_id,
            from_state=before,
            to_state=after,
            by=by,
            now=now,
            facts={
                "sessions_ended": end_sign_ins(session, account_id, now),
                "open_cases": open_cases_of(session, [account_id]).get(account_id, 0),
            },
        )
        keep(session, once, {"account": account_id})


def enable_account(
    store: Store,
    account_id: str,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Let the holder of an account sign in again; the sessions that were ended stay so.

    Raises:
        UnknownAccount: there is none with this id.
        VersionOutdated: somebody else has changed it since it was read.
        TransitionNotAllowed: it is enabled.
        NotSignedIn: whoever asks was disabled meanwhile.
    """
    with store.writing(now) as session:
        if claim(session, once, now):
            return
        account = lock_account(session, account_id, by)[account_id]
        check_version(account.version, version)
        before = state_of(account)
        after = account_after(before, AccountAct.ENABLE, by.role)
        account.disabled = False
        session.flush()
        record(
            session,
            AccountAct.ENABLE,
            record_kind="account",
            record_id=account_id,
            from_state=before,
            to_state=after,
            by=by,
            now=now,
        )
        keep(session, once, {"account": account_id})
