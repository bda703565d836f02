"""Work lists per role (te doen): derived from the state of things, never kept by hand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from placement.policy import Role, Subject
from placement.store.database.opening import Store
from placement.store.tasks import (
    answering,
    applying,
    ending,
    in_house,
    placing,
    postponed,
    seeking,
    staying,
    trusting,
)
from placement.store.tasks.values import URGENT, Asked, Task, TaskKind

MOST_TASKS = 300
RIGHT_WARNING = timedelta(days=14)
"""Source: design.md 3; the setting `right_warning_days`."""

Provider = Callable[[Asked], Iterable[Task]]

PROVIDERS: Mapping[Role, Sequence[Provider]] = {
    Role.HELPDESK: (
        placing.holds_expiring,
        placing.answers_late,
        answering.answers_not_final,
        answering.intakes_due,
        answering.yeses_to_decide,
        placing.decisions_due,
        seeking.without_place,
        placing.arrivals_unreported,
        placing.calls_for_a_person,
        postponed.postponed,
        placing.places_that_fell_away,
        staying.left_before_moving,
        trusting.shelters_to_check,
        trusting.consents_withdrawn,
        trusting.coordinators_disabled,
        trusting.signatures_due,
        trusting.weeks_stale,
        applying.to_consult,
        applying.to_weigh,
        staying.absences_over,
        in_house.away,
        in_house.short_of_beds,
        staying.rights_ending,
        ending.contracts_ending,
        ending.schemes_ending,
        staying.talks_due,
        staying.blockers_to_call,
        staying.outcomes_due,
    ),
    Role.INSTITUTION: (
        placing.to_answer,
        answering.answers_not_final,
        answering.intakes_due,
        placing.arrivals_unreported,
        postponed.postponed,
        postponed.leaving_later,
        staying.absences_over,
        in_house.beds_gone,
        ending.contracts_ending,
        ending.schemes_ending,
        in_house.short_of_beds,
        trusting.weeks_stale,
        trusting.profiles_questioned,
    ),
    Role.ZORGCOORDINATOR: (
        trusting.transfers_offered,
        staying.left_before_moving,
        applying.to_consult,
        trusting.consents_withdrawn,
        trusting.signatures_due,
        staying.rights_ending,
        staying.talks_due,
        staying.blockers_to_call,
        staying.absences_over,
        in_house.away,
        in_house.short_of_beds,
        staying.outcomes_due,
    ),
}
"""Who is asked for what; each provider narrows to what its subject may see."""


def list_tasks(
    store: Store,
    *,
    by: Subject,
    now: datetime,
    kind: TaskKind | None = None,
    right_warning: timedelta = RIGHT_WARNING,
) -> list[Task]:
    """What waits for somebody, the urgent on top, then by when it is due; at most `MOST_TASKS`."""
    with store.reading() as session:
        asked = Asked(session, by, now, right_warning)
        found = [task for provider in PROVIDERS.get(by.role, ()) for task in provider(asked)]
    wanted = (task for task in found if kind in {None, task.kind})
    ordered = sorted(wanted, key=lambda t: (t.kind not in URGENT, t.due, t.kind, t.record_id))
    return ordered[:MOST_TASKS]
