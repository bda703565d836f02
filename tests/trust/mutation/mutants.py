"""The faults: small changes of one expression, found in a source by walking its syntax tree."""

import ast
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
TARGETS = (
    "solver/rules/*.py",
    "solver/judgement/*.py",
    "solver/rulings.py",
    "solver/sought.py",
    "solver/choices.py",
)
"""Rules with their grammar, what rules about several say and of whom, and who judges them."""

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """One change of one file; ``place`` is the position of the changed node in the walk."""

    file: str
    line: int
    says: str
    place: int
    number: int
    """Which of the changes of that node."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.says}"

    def tree(self) -> ast.Module:
        """Give the changed source as a syntax tree."""
        tree = ast.parse((ROOT / self.file).read_text(encoding="utf-8"))
        nodes = list(_nodes(tree))
        target = nodes[self.place]
        changed = list(_changes(target))[self.number]
        _Put(target, changed).visit(tree)
        return ast.fix_missing_locations(tree)


def all_mutants() -> list[Mutant]:
    """Give every change of every file, in the order of files and lines."""
    files = sorted(path for pattern in TARGETS for path in ROOT.glob(pattern))
    found = (mutant for path in files for mutant in mutants_of(path))
    return sorted(found, key=lambda m: (m.file, m.line, m.place, m.number))


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Give every change of one file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for place, node in enumerate(_nodes(tree)):
        for number, changed in enumerate(_changes(node)):
            line = getattr(node.iter if isinstance(node, ast.comprehension) else node, "lineno", 0)
            says = f"`{_told(node)}` became `{_told(changed)}`"
            yield Mutant(str(path.relative_to(ROOT)), line, says, place, number)


class _Put(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Give the nodes that are run and decide something: no annotations, no texts, no exports."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_left_alone(child):
                yield child
                yield from _nodes(child)


def _is_left_alone(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        return any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return is_call and node.func.id in {"dataclass", "field"}  # type: ignore[attr-defined]


def _changes(node: ast.AST) -> Iterator[ast.AST]:
    yield from _of_a_condition(node)
    yield from _of_a_value(node)
    yield from _of_a_statement(node)


def _of_a_condition(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(ops=ops):
            for n, op in enumerate(ops):
                for other in _COMPARED[type(op)]:
                    yield _with(node, ops=[*ops[:n], other(), *ops[n + 1 :]])
        case ast.BoolOp(op=op):
            yield _with(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())
        case ast.If(test=test) | ast.IfExp(test=test):
            yield _with(node, test=ast.UnaryOp(op=ast.Not(), operand=test))
        case ast.comprehension(ifs=[_, *_] as conditions):
            for n in range(len(conditions)):
                yield _with(node, ifs=conditions[:n] + conditions[n + 1 :])


def _of_a_value(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(op=op) | ast.AugAssign(op=op) if type(op) in _COMPUTED:
            yield _with(node, op=_COMPUTED[type(op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.Constant(value=bool(value)):
            yield _with(node, value=not value)
        case ast.Constant(value=int(value)):
            yield _with(node, value=value + 1)
        case ast.Call(func=ast.Name(id=name)) if name in _SWAPPED:
            yield _with(node, func=ast.Name(id=_SWAPPED[name], ctx=ast.Load()))
        case ast.Set(elts=[_, _, *_] as elements):
            for n in range(len(elements)):
                yield _with(node, elts=elements[:n] + elements[n + 1 :])


def _of_a_statement(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.Continue():
            yield ast.Pass()
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            yield _with(node, value=_never(node.value))


def _never(value: ast.expr) -> ast.expr:
    """Leave something undone; a yield that is left there keeps a generator a generator."""
    return ast.BoolOp(op=ast.And(), values=[ast.Constant(value=None), value])


def _with(node: ast.AST, **changed: object) -> ast.AST:
    copied = deepcopy(node)
    for name, value in changed.items():
        setattr(copied, name, value)
    return copied


def _told(node: ast.AST) -> str:
    if isinstance(node, ast.If):
        node = node.test
    told = " ".join(ast.unparse(node).split()).strip()
    return told if len(told) <= 70 else f"{told[:67]}..."
