"""What each household could take, and what that costs: the columns of the engine, in arrays.

The steps, each a module: places that no rule tells apart are merged (`classes`); the rules that
bar are asked over all pairs, each question once (`pairs`, `questions`); pairs get the ends that
beds and rules allow (`free`, `stays`); the nights on which something becomes possible are found
(`grounds`, `nights`); what is left is priced (`prices`) and listed (`listing`, `columns`).
"""

from solver.options.alternatives import Alternatives, alternatives, alternatives_of
from solver.options.calendar import Calendar
from solver.options.columns import CERTAINTIES, Columns
from solver.options.grounds import kept_apart
from solver.options.listing import list_columns
from solver.options.openings import open_places

__all__ = [
    "CERTAINTIES",
    "Alternatives",
    "Calendar",
    "Columns",
    "alternatives",
    "alternatives_of",
    "kept_apart",
    "list_columns",
    "open_places",
]
