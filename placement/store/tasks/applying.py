"""What waits about applications for OMM: consultation, and CoMensha's weighing (domain E6)."""

from collections.abc import Iterator

from sqlalchemy import Select, exists, select

from placement.lifecycle import ApplicationState
from placement.policy import Role
from placement.store.tables import Coordination, Household, OmmApplication
from placement.store.tasks.values import MOST_OF_A_KIND, Asked, Task, TaskKind
from placement.store.visibility import visible_households


def to_consult(asked: Asked) -> Iterator[Task]:
    """An application that nobody was consulted on; the helpdesk where no zorgcoordinator is."""
    followed = exists(
        select(Coordination.id)
        .join(Household, Household.case_id == Coordination.case_id)
        .where(Household.id == OmmApplication.household_id, Coordination.until.is_(None))
    )
    wanted = _in(asked, ApplicationState.APPLIED)
    if asked.by.role is Role.HELPDESK:
        wanted = wanted.where(~followed)
    for application in asked.session.scalars(wanted):
        yield _task(TaskKind.OMM_TO_CONSULT, application)


def to_weigh(asked: Asked) -> Iterator[Task]:
    """An application that was consulted on and waits for CoMensha."""
    for application in asked.session.scalars(_in(asked, ApplicationState.CONSULTED)):
        yield _task(TaskKind.OMM_TO_WEIGH, application)


def _in(asked: Asked, state: ApplicationState) -> Select[OmmApplication]:
    seen = select(Household.id).where(visible_households(asked.by))
    return (
        select(OmmApplication)
        .where(OmmApplication.state == state, OmmApplication.household_id.in_(seen))
        .order_by(OmmApplication.applied_at, OmmApplication.id)
        .limit(MOST_OF_A_KIND)
    )


def _task(kind: TaskKind, application: OmmApplication) -> Task:
    return Task(
        kind=kind,
        due=application.consulted_at or application.applied_at,
        by_day=True,
        record_kind="omm_application",
        record_id=application.id,
    )
