"""What the `together` rules allow, in the words of a solver: rows over numbered options.

Options are named by their position in `Alternatives.options`. Nothing here knows a rule: a
`Limit` and a `OneOf` are translated alike for all. What cannot bind is left out, and an option
that no plan could take is barred.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from solver.choices import FIRM, SAFE, Choices
from solver.cuts import Cut
from solver.facts import Problem
from solver.options import Alternatives
from solver.plans import Option
from solver.rulebook import Rulebook
from solver.rulings import Limit, OneOf


@dataclass(frozen=True)
class Row:
    """A weighted sum of chosen options that stays at or below ``at_most``."""

    load: Mapping[int, int]
    at_most: int


@dataclass(frozen=True)
class Use:
    """One way to use a room or a site: who could come, by household, and who is there now.

    It is there when somebody came, or when a party of ``present`` did not take one of its moves.
    """

    comers: tuple[tuple[int, ...], ...]
    present: tuple[tuple[int, ...], ...]

    @property
    def is_plain(self) -> bool:
        """Whether its being there is a sum of options, so that no variable is needed for it."""
        return len(self.comers) + len(self.present) <= 1


@dataclass(frozen=True)
class Exclusion:
    """Uses of which at most one is there, where at least one needs a variable of its own."""

    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Rows:
    """The translated rulings, and the options that no plan could take."""

    rows: tuple[Row, ...]
    exclusions: tuple[Exclusion, ...]
    barred: frozenset[int]
    is_proven: bool = True
    """Whether every row follows from the rules, so that no lawful plan is lost."""

    def and_limits(
        self, limits: Sequence[Cut], found: Alternatives, *, is_proven: bool = True
    ) -> "Rows":
        """Give these rows and what further limits say."""
        more = _Translation(found.options).of(limits)
        return Rows(
            rows=self.rows + more.rows,
            exclusions=self.exclusions + more.exclusions,
            barred=self.barred | more.barred,
            is_proven=self.is_proven and is_proven,
        )

    def beyond(self, earlier: "Rows") -> tuple[Row, ...]:
        """Give what limits added to earlier rows; a barred option as a row of its own."""
        barred = sorted(self.barred - earlier.barred)
        return (*self.rows[len(earlier.rows) :], *(Row({option: 1}, 0) for option in barred))


def translate(problem: Problem, rulebook: Rulebook, found: Alternatives) -> Rows:
    """Ask the together rules about all options at once and translate what they say."""
    book = rulebook.in_force(problem.tonight)
    choices = Choices(problem, found.options)
    rulings = [ruling for rule in book.together for ruling in rule.rulings(choices.sought)]
    limits = [c for r in rulings if isinstance(r, Limit) for c in _cuts(choices, r)]
    one_ofs = [g for r in rulings if isinstance(r, OneOf) for g in _groups(choices, r)]
    return _Translation(found.options).of(limits, one_ofs)


@dataclass(frozen=True)
class Group:
    """Those who use a room, or are at a site, in the same way on one night."""

    options: frozenset[Option] = frozenset()
    present: tuple[frozenset[Option], ...] = ()


def _cuts(choices: Choices, limit: Limit) -> Iterator[Cut]:
    """Say what a limit says on each night, over all options."""
    people = choices.problem.household_by_id
    for night in choices.nights_of_pressure(limit.where, FIRM, limit.span):
        present = choices.present(limit.where, night, FIRM)
        load: Counter[Option] = Counter()
        for option in choices.sleeping(limit.where, night, FIRM):
            load[option] += limit.counts.of(people[option.household])
        for party in present:
            load.subtract(dict.fromkeys(party.leaving, party.beds))
        yield Cut(limit.at_most - sum(party.beds for party in present), load, limit.facts)


def _groups(choices: Choices, ruling: OneOf) -> Iterator[tuple[Group, ...]]:
    """Say of each night which uses exclude each other; those present now do not."""
    for night in choices.nights_of_pressure(ruling.where, SAFE):
        coming: dict[str, set[Option]] = {}
        for option in choices.sleeping(ruling.where, night, SAFE):
            if ruling.among is None or option.household in ruling.among:
                coming.setdefault(choices.use_of(ruling, option), set()).add(option)
        there: dict[str, list[frozenset[Option]]] = {}
        for party in choices.present(ruling.where, night, SAFE):
            use = choices.use_of_party(ruling, party)
            if use is not None:
                there.setdefault(use, []).append(party.leaving)
        for now in there or [""]:
            uses = {**coming, now: coming.get(now, set())}
            yield tuple(
                Group(frozenset(options), tuple(there.get(now, ())) if use == now else ())
                for use, options in uses.items()
            )


class _Translation:
    def __init__(self, options: Sequence[Option]) -> None:
        self._number = {option: number for number, option in enumerate(options)}
        self._options = options
        self._barred: set[int] = set()

    def of(self, limits: Sequence[Cut], one_ofs: Sequence[tuple[Group, ...]] = ()) -> Rows:
        rows = [row for limit in limits for row in self._limit(limit)]
        exclusions = []
        for groups in one_ofs:
            uses = self._uses(groups)
            if all(use.is_plain for use in uses):
                rows.extend(_plain(uses))
            elif len(uses) > 1:
                exclusions.append(Exclusion(uses))
        possible = (self._possible(row) for row in rows)
        binding = _binding(row for row in possible if _can_bind(row))
        return Rows(tuple(self._needed(binding)), tuple(exclusions), frozenset(self._barred))

    def _limit(self, limit: Cut) -> Iterator[Row]:
        number = self._number
        row = Row({number[option]: n for option, n in limit.load.items() if n}, limit.at_most)
        if _can_bind(row):
            eased = limit.at_most + self._most_freed(row.load)
            self._barred.update(option for option, n in row.load.items() if n > eased)
            yield row

    def _needed(self, rows: Sequence[Row]) -> Iterator[Row]:
        """Leave out rows that follow from another over the same options.

        That a room is used whole says more than how many people its beds can sleep.
        """
        alike: dict[frozenset[int], list[Row]] = {}
        for row in rows:
            alike.setdefault(frozenset(row.load), []).append(row)
        for row in rows:
            others = alike[frozenset(row.load)]
            if any(other is not row and self._follows(row, other) for other in others):
                others[:] = [other for other in others if other is not row]
            else:
                yield row

    def _follows(self, row: Row, other: Row) -> bool:
        """Whether a multiple of another row, and one option for each household, say it all."""
        ratios = (-(-row.load[o] // n) for o, n in other.load.items() if n > 0)
        times = max([0, *ratios])
        beyond: dict[str, int] = {}
        for option, n in row.load.items():
            household = self._options[option].household
            left = n - times * other.load[option]
            beyond[household] = max(beyond.get(household, 0), left)
        return times * other.at_most + sum(beyond.values()) <= row.at_most

    def _possible(self, row: Row) -> Row:
        """Give a row without the options that no plan could take."""
        if self._barred.isdisjoint(row.load):
            return row
        load = {option: n for option, n in row.load.items() if option not in self._barred}
        return Row(load, row.at_most)

    def _most_freed(self, load: Mapping[int, int]) -> int:
        """Give the most that moves can free: each household takes at most one option."""
        freed: dict[str, int] = {}
        for option, n in load.items():
            if n < 0:
                household = self._options[option].household
                freed[household] = max(freed.get(household, 0), -n)
        return sum(freed.values())

    def _uses(self, groups: Sequence[Group]) -> tuple[Use, ...]:
        """Give the uses that a plan could bring about; a use that is there for good bars others."""
        for_good = [g for g in groups if any(not moves for moves in g.present)]
        if not for_good:
            return tuple(use for group in groups if (use := self._use(group)) is not None)
        others = groups if len(for_good) > 1 else [g for g in groups if g is not for_good[0]]
        for group in others:
            self._barred.update(self._number[option] for option in group.options)
        return ()

    def _use(self, group: Group) -> Use | None:
        comers: dict[str, list[int]] = {}
        for option in sorted(self._number[o] for o in group.options):
            comers.setdefault(self._options[option].household, []).append(option)
        present = tuple(tuple(sorted(self._number[o] for o in ms)) for ms in group.present)
        use = Use(tuple(tuple(options) for options in comers.values()), present)
        return use if use.comers or use.present else None


def _plain(uses: Sequence[Use]) -> Iterator[Row]:
    """Say with one row that at most one of these uses is there."""
    load: dict[int, int] = {}
    at_most = 1
    for use in uses:
        for options in use.comers:
            load.update((option, load.get(option, 0) + 1) for option in options)
        for moves in use.present:
            load.update((option, load.get(option, 0) - 1) for option in moves)
            at_most -= 1
    if len(uses) > 1:
        yield Row(load, at_most)


def _can_bind(row: Row) -> bool:
    """Whether the positive loads together go over; moves that free do not make a row loose."""
    return sum(n for n in row.load.values() if n > 0) > row.at_most


def _binding(rows: Iterable[Row]) -> list[Row]:
    """Leave out rows that say no more than the row after them, as on nights without a move."""
    kept: list[Row] = []
    for row in rows:
        while kept and _says_no_more(kept[-1], row):
            kept.pop()
        if not kept or not _says_no_more(row, kept[-1]):
            kept.append(row)
    return kept


def _says_no_more(row: Row, other: Row) -> bool:
    """Whether a row follows from another: part of its loads, the rest of them not negative."""
    if row.at_most < other.at_most or not row.load.items() <= other.load.items():
        return False
    return all(n >= 0 for option, n in other.load.items() if option not in row.load)
