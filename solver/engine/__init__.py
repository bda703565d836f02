"""Facts and rulebook in, the best lawful plan out: the only part that uses OR-Tools.

The steps are named after what they do: `solver.options` (what each could take), `solver.rows`
(what excludes what), `model`, `bounds`, `search`, `solver.arranging` (beds and chains).
"""

from solver.budget import Budget
from solver.engine.matching import InconsistentProblem, Steps, match
from solver.engine.trials import EngineFault

__all__ = ["Budget", "EngineFault", "InconsistentProblem", "Steps", "match"]
