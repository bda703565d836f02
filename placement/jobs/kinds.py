"""What each kind of long work does, step by step.

The effect of a run must be there once, however often it is begun. An effect in the database is
written in the transaction that marks the run as done; where there are many, each has a key of
its own; and settling is the same when done twice.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from placement.exchange.sent_files import register_in
from placement.exchange.sheets import SHEETS
from placement.jobs.accepting import terms_of
from placement.jobs.proposing import propose
from placement.jobs.runtime import Runtime
from placement.lifecycle import ReferralState
from placement.service.beds.settling import settle_site, sites_to_settle
from placement.service.following.pressing import record_pressure
from placement.service.once import Once
from placement.service.requests.showing import list_referrals
from placement.service.runs.working import (
    asker_of,
    finish_run,
    forget_and_finish,
    import_and_finish,
)
from placement.service.watching.lacking import record_unmet_need
from placement.store.codes import RunKind
from placement.store.nights import last_morning
from placement.store.run_rows import Lease

Step = Callable[[int, int], None]
"""Told how much is done of how much; it raises when the work must stop."""
SITES_A_STEP = 8
"""A step is written down, which takes nearly as long as settling a site; eight take 0.1 s."""


def propose_for_many(at: Runtime, lease: Lease, step: Step) -> None:
    """Ask a proposal for each referral that is named, or for every open one."""
    by, now = asker_of(at.store, lease), at.clock()
    found = list_referrals(at.store, by=by, now=now, states={ReferralState.OPEN})
    still_open = sorted(shown.file.referral.id for shown in found)
    asked = lease.question.get("referrals") or still_open
    for number, referral in enumerate(asked):
        step(number, len(asked))
        if referral not in still_open:
            continue  # it was arranged, or ended, since the work was asked
        # The key is the run's own and the same in every attempt, also in one that somebody else
        # had tried again, so that a later attempt finds what an earlier one recorded.
        once = Once.of(lease.run, referral, referral.encode())
        # Asked for each: who was disabled meanwhile has nothing more done in their name.
        propose(at, by=asker_of(at.store, lease), referral=referral, once=once)
    step(len(asked), len(asked))
    answer = {"asked": len(asked), "open": len({*asked} & {*still_open})}
    finish_run(at.store, lease, answer, now=at.clock())


def import_register(at: Runtime, lease: Lease, step: Step) -> None:
    """Import a register: all of it together with the mark that it is done.

    Each sheet that was read is a step, and writing them all is the last: none is in before.
    """
    by, total = asker_of(at.store, lease), len(SHEETS) + 1
    register = register_in(lease.question["files"], told=lambda read: step(read, total))
    import_and_finish(at.store, lease, register, by=by, now=at.clock())


def settle_sites(at: Runtime, lease: Lease, step: Step) -> None:
    """Settle every site, each in a transaction of its own."""
    sites = sites_to_settle(at.store)
    _settle(at, sites, step, len(sites))
    finish_run(at.store, lease, {"sites": len(sites)}, now=at.clock())


def nightly(at: Runtime, lease: Lease, step: Step) -> None:
    """Settle every site, then write down who lacked a place and who must leave; once a night."""
    sites, now = sites_to_settle(at.store), at.clock()
    _settle(at, sites, step, len(sites) + 1)
    asked = lease.question.get("night")
    night = date.fromisoformat(asked) if asked else last_morning(now)
    lacking = record_unmet_need(at.store, night, now=now, terms=terms_of(at))
    record_pressure(at.store, night, now)
    finish_run(at.store, lease, {"sites": len(sites), "lacking": lacking}, now=at.clock())


def _settle(at: Runtime, sites: Sequence[str], step: Step, total: int) -> None:
    for number, site in enumerate(sites):
        if number % SITES_A_STEP == 0:
            step(number, total)
        settle_site(at.store, site, now=at.clock())
    step(len(sites), total)


def forget(at: Runtime, lease: Lease, step: Step) -> None:
    """Remove the kept answers whose time is over."""
    step(0, 1)
    forget_and_finish(at.store, lease, now=at.clock())


KINDS: Mapping[RunKind, Callable[[Runtime, Lease, Step], None]] = {
    RunKind.PROPOSE_FOR_MANY: propose_for_many,
    RunKind.IMPORT_REGISTER: import_register,
    RunKind.SETTLE_SITES: settle_sites,
    RunKind.NIGHTLY: nightly,
    RunKind.FORGET_OLD_ANSWERS: forget,
}
