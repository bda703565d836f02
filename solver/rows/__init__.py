"""What the `together` rules allow, in the words of a solver: rows over numbered options.

Options are named by their position in `Columns`. Nothing here knows a rule: a `Limit`, a `OneOf`
and a `Same` are translated alike for all. The steps, each a module: where rulings hold and on
which nights that matters (`spots`, `standing`); who could never come is barred and the rest is
written, by kind of ruling (`rooms`, `sharing`, `limits`, `few`); what cannot bind is left out
(`sheet`, `rows`). `tally` counts what one plan takes of the rows.
"""

from solver.rows.rows import Rows
from solver.rows.sheet import Row, Table
from solver.rows.tally import Tally
from solver.rows.translating import translate

__all__ = ["Row", "Rows", "Table", "Tally", "translate"]
