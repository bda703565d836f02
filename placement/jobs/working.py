"""A worker: claims runs one after the other and does them, renewing its lease meanwhile.

It may be killed at any moment. Its lease then runs out, and the next look of any worker finds
the run again.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from threading import Event, Lock, Thread

from placement.errors import PlacementError, RegisterRefused, TooBusy
from placement.jobs.kinds import KINDS, Step
from placement.jobs.runtime import Runtime
from placement.lifecycle.runs import RunAct
from placement.service.runs.working import LeaseLost, claim_next, go_on, note_fault, stop_run
from placement.store.codes import RunKind
from placement.store.run_rows import Lease

MOST_FAULTS_KEPT = 50
UNEXPECTED = "unexpected_error"

faults_log = logging.getLogger("placement.faults")


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How soon a worker that died is noticed.

    A run that lost its worker is begun again after at most ``lease`` and ``look``: well within
    the minute of design.md 9.
    """

    lease: timedelta = timedelta(seconds=30)
    beat: timedelta = timedelta(seconds=8)
    look: timedelta = timedelta(seconds=15)


class CancelAsked(Exception):
    """Somebody asked to cancel the run."""


class Worker:
    """Works off what is due; ``name`` tells it from every other worker that ever was."""

    def __init__(
        self,
        runtime: Runtime,
        name: str,
        pace: Pace | None = None,
        kinds: Mapping[RunKind, Callable[[Runtime, Lease, Step], None]] = KINDS,
    ) -> None:
        self._runtime, self._name, self._kinds = runtime, name, kinds
        self._pace = pace or Pace()
        self._busy = Lock()

    def work_off(self) -> int:
        """Do everything that is due; gives how many runs were begun.

        When another thread of this process is at it already, it will find the new ones too.
        """
        if not self._busy.acquire(blocking=False):
            return 0
        try:
            begun = 0
            while (lease := self._claimed()) is not None:
                begun += 1
                self._do(lease)
            return begun
        finally:
            self._busy.release()

    def _claimed(self) -> Lease | None:
        at = self._runtime
        return claim_next(at.store, worker=self._name, now=at.clock(), lease_for=self._pace.lease)

    def _do(self, lease: Lease) -> None:
        try:
            with self._heart_beats(lease) as step:
                self._kinds[lease.kind](self._runtime, lease, step)
        except LeaseLost:
            pass  # whoever has it now does it
        except CancelAsked:
            self._stop(lease, RunAct.CANCEL, None)
        except TooBusy:
            self._note(lease, code_of(TooBusy()))
        except PlacementError as refused:
            # Beginning again would be refused again.
            self._stop(lease, RunAct.FAIL, refused)
        except Exception as unexpected:  # noqa: BLE001 - the next attempt may do better
            faults_log.exception(
                "a run failed", extra={"run": lease.run, "error": type(unexpected).__name__}
            )
            self._note(lease, UNEXPECTED)

    def _stop(self, lease: Lease, act: RunAct, refused: PlacementError | None) -> None:
        at = self._runtime
        fault = code_of(refused) if refused else None
        with suppress(LeaseLost):
            stop_run(at.store, lease, act, now=at.clock(), fault=fault, answer=faults_told(refused))

    def _note(self, lease: Lease, fault: str) -> None:
        note_fault(self._runtime.store, lease, now=self._runtime.clock(), fault=fault)

    @contextmanager
    def _heart_beats(self, lease: Lease) -> Iterator[Step]:
        """Renew the lease until the work is over; steps of the work are told here too."""
        over, told = Event(), _Told()
        at, pace = self._runtime, self._pace

        def renew(**progress: int) -> None:
            if not go_on(at.store, lease, now=at.clock(), lease_for=pace.lease, **progress):
                raise CancelAsked

        def beat() -> None:
            while not over.wait(pace.beat.total_seconds()):
                try:
                    renew()
                except (CancelAsked, LeaseLost) as stop:
                    told.stop = stop
                    return
                except PlacementError:
                    continue  # a lock was held for long; the lease outlasts some beats

        def step(done: int, total: int) -> None:
            if told.stop is not None:
                raise told.stop
            renew(done=done, total=total)

        beating = Thread(target=beat, name=f"lease of {lease.run}", daemon=True)
        beating.start()
        try:
            yield step
        finally:
            over.set()
            beating.join()


@dataclass
class _Told:
    """What the heart heard: that the work must stop."""

    stop: Exception | None = None


def code_of(error: PlacementError) -> str:
    """The name of an error as a code: ``RegisterRefused`` is ``register_refused``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(error).__name__).lower()


def faults_told(refused: PlacementError | None) -> dict[str, object] | None:
    """What is wrong with the rows of a register; they name no person."""
    if not isinstance(refused, RegisterRefused):
        return None
    told = [{"field": f.field, "code": f.code} for f in refused.faults[:MOST_FAULTS_KEPT]]
    return {"faults": told, "number": len(refused.faults)}
