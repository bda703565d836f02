"""Another role for an account, or another institution, whose houses it sees from then on.

Its sessions end in the same transaction: what was opened under the old role is closed with it.
"""

from dataclasses import dataclass
from datetime import datetime

from placement.errors import Fault, InvalidFacts
from placement.policy import Role, Subject
from placement.service.accounts.institutions import NO_INSTITUTION, names_no_institution
from placement.service.accounts.locks import check_who_is_left, lock_account
from placement.service.once import Once
from placement.service.versions import check_version
from placement.store.account_queries import end_sign_ins, open_cases_of
from placement.store.database.opening import Store
from placement.store.idempotency import claim, keep
from placement.store.journal import record

AS_IT_IS = Fault(
    "role",
    "as_it_is",
    "Send another role or another institution: the account has these.",
    "Stuur een andere rol of een andere instelling: het account heeft deze al.",
)


@dataclass(frozen=True, kw_only=True)
class AssignedRole:
    """What somebody is from now on, and for whom."""

    role: Role
    institution: str | None = None


def assign_role(
    store: Store,
    account_id: str,
    assigned: AssignedRole,
    *,
    by: Subject,
    now: datetime,
    version: int | None = None,
    once: Once | None = None,
) -> None:
    """Give an account another role or institution; cases stay its own until handed over.

    Raises:
        UnknownAccount: there is none with this id.
        VersionOutdated: somebody else has changed it since it was read.
        InvalidFacts: nothing would change, or the institution is unknown or missing.
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
        before = (account.role, account.institution_id)
        if before == (assigned.role, assigned.institution):
            raise InvalidFacts((AS_IT_IS,))
        if names_no_institution(session, assigned.role, assigned.institution):
            raise InvalidFacts((NO_INSTITUTION,))
        check_who_is_left(known, account, by)
        account.role, account.institution_id = assigned.role, assigned.institution
        session.flush()
        record(
            session,
            "assign_role",
            record_kind="account",
            record_id=account_id,
            from_state=before[0],
            to_state=assigned.role,
            by=by,
            now=now,
            facts={
                "institution": assigned.institution,
                "institution_before": before[1],
                "sessions_ended": end_sign_ins(session, account_id, now),
                "open_cases": open_cases_of(session, [account_id]).get(account_id, 0),
            },
        )
        keep(session, once, {"account": account_id})
