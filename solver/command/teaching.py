"""What the help of each command teaches: what it needs, an example that works, what comes out."""

from collections.abc import Sequence
from dataclasses import dataclass

from solver.command.exits import MEANING, Exit

WHAT = "Finds lawful places for everybody in a problem; explains, judges and draws the result."
WALK = """\
A first walk, from the folder of the project:
  python -m solver match fixtures/problems/a_chain_frees_a_cosm_bed.json > plan.json
  python -m solver picture fixtures/problems/a_chain_frees_a_cosm_bed.json > plan.svg
  python -m solver explain fixtures/problems/a_chain_frees_a_cosm_bed.json h1 --words en
  python -m solver audit fixtures/problems/a_chain_frees_a_cosm_bed.json plan.json
  python -m solver replay fixtures/problems/a_chain_frees_a_cosm_bed.json plan.json

A problem is one evening in JSON, as `python -m solver schema problem` describes it; - is standard
input, and a named problem of fixtures/problems will do as it is. The smallest:
  {"tonight": "2026-03-02", "horizon": "2026-03-31"}

Answers go to standard output. Faults go to standard error, all at once, each with its place in the
document (a JSON pointer) and the way to mend it. On a terminal a line shows how far the engine is.
"""


@dataclass(frozen=True)
class Lesson:
    """The help of one command, apart from its options."""

    short: str
    needs: str
    gives: str
    example: str
    exits: Sequence[Exit]

    @property
    def description(self) -> str:
        """What stands above the options."""
        return f"{self.needs}\n\n{self.gives}"

    @property
    def epilog(self) -> str:
        """What stands below the options."""
        return f"example:\n  python -m solver {self.example}\n\n{exits(self.exits)}"


def exits(listed: Sequence[Exit]) -> str:
    """Give the exit codes as a list that people read."""
    lines = (f"  {code.value:>3}  {MEANING[code]}" for code in listed)
    return "\n".join(["exit codes:", *lines])


ASKED = (Exit.DONE, Exit.FAULT, Exit.BAD_INPUT)
JUDGED = (*ASKED, Exit.DIFFERS)
SOLVED = (*ASKED, Exit.NO_PROOF, Exit.CANCELLED)
SOLVED_OR_GIVEN = tuple(Exit)

LESSONS = {
    "match": Lesson(
        short="make a plan for everybody",
        needs="Needs a problem: who asks, which places there are, and what is taken.",
        gives=(
            "Gives the plan with the fewest points that the engine finds within its budget: who\n"
            "goes where, on which nights and in which beds, who rests, the chains of moves, and\n"
            "how much is proven (optimal, within a gap in points, or ranked). The same problem,\n"
            "seed and budget give the same bytes. The plan was audited before it is printed."
        ),
        example="match fixtures/problems/must_leave_the_cosm.json",
        exits=SOLVED,
    ),
    "rank": Lesson(
        short="the best places for one household, with their price for others",
        needs="Needs a problem and the id of a household in it.",
        gives=(
            "Gives the best places for that household against the rest of the plan, the best\n"
            "first: the points of each per rule, and what it would cost the others (as a count of\n"
            "people and points, never who they are)."
        ),
        example="rank fixtures/problems/must_leave_the_cosm.json h1",
        exits=SOLVED_OR_GIVEN,
    ),
    "explain": Lesson(
        short="say why, or why not",
        needs="Needs a problem and the id of a household in it; with the id of a place: why not?",
        gives=(
            "Gives the rules that decide, each with the facts that it looked at, as JSON; with\n"
            "--words in sentences. Other people appear as a count only. With --change the least\n"
            "that people must change so that a place opens: never safety, and never what nobody\n"
            "can decide. With --for institution sentences alone, also as JSON: nothing about\n"
            "others, not even how many, and no safety reason, nor that there is one."
        ),
        example="explain fixtures/problems/must_leave_the_cosm.json h1 omm --words en",
        exits=SOLVED_OR_GIVEN,
    ),
    "audit": Lesson(
        short="judge a plan by facts and rules alone",
        needs="Needs a problem and a plan, whoever made it.",
        gives=(
            "Gives every promise that the plan breaks; an empty list when it keeps them all. No\n"
            "solver is asked, and no code of the engine runs."
        ),
        example="audit fixtures/problems/a_chain_frees_a_cosm_bed.json plan.json",
        exits=JUDGED,
    ),
    "replay": Lesson(
        short="compute a plan again and compare",
        needs="Needs a problem and a plan that `match` made from it.",
        gives=(
            "Gives whether the same bytes come out, with the seed and the budget that the plan\n"
            "tells of itself, and else what differs. After another rulebook or version the points\n"
            "are compared instead, and said so. A plan that was cut off cannot be computed again."
        ),
        example="replay fixtures/problems/a_chain_frees_a_cosm_bed.json plan.json",
        exits=JUDGED,
    ),
    "handbook": Lesson(
        short="print the rules as a page",
        needs="Needs nothing.",
        gives="Gives every rule in force, what it costs, what it looks at and its source.",
        example="handbook --language en",
        exits=(Exit.DONE,),
    ),
    "picture": Lesson(
        short="draw places and nights, the plan and its chains",
        needs="Needs a problem; a plan of it, or the engine makes one.",
        gives=(
            "Gives one SVG in which the plan can also be read aloud; with --table the same facts\n"
            "as an HTML table to stand beside it."
        ),
        example="picture fixtures/problems/a_ring_of_two_moves.json --language en > ring.svg",
        exits=SOLVED_OR_GIVEN,
    ),
    "bench": Lesson(
        short="measure how long plans take and how good they are",
        needs="Needs one or more problems.",
        gives=(
            "Gives per problem its size, the time to an audited plan, points, bound, proof, and\n"
            "what is left of the way from most urgent first to the bound."
        ),
        example="bench fixtures/problems/must_leave_the_cosm.json --repeats 3",
        exits=SOLVED,
    ),
    "schema": Lesson(
        short="print the JSON schema of a document",
        needs="Needs the name of a document that goes in or comes out.",
        gives="Gives its JSON schema, draft 2020-12, as docs/schema holds it.",
        example="schema problem",
        exits=(Exit.DONE, Exit.BAD_INPUT),
    ),
}
"""By command."""
