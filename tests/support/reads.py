"""Who reads what: which attribute of which class every line of the house reads, found in its source.

Names alone would not do: a dozen classes have a `name`. So the kinds of things are followed, from the annotations
through chains, loops, comprehensions and calls; a row of the database is followed from its query. A container counts
as what it holds. What is not understood is missed, and never taken for read.
"""

from __future__ import annotations

import ast
import collections.abc
import importlib
import inspect
import types
import typing
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Table, select

from tests.support.rows import ROWS, row_in

ROOT = Path(__file__).parents[2]
Kinds = frozenset[type]
NONE: Kinds = frozenset()
PLAIN_ROWS = "tests.rows"


@cache
def row_of(table: Table) -> type:
    """A class that stands for the rows of a table, with its columns."""
    plain = {"__module__": PLAIN_ROWS, "__annotations__": dict.fromkeys(table.c.keys(), object)}
    return ROWS.get(table) or type(table.name, (), plain)


def is_row(kind: type) -> bool:
    """Whether a class stands for the rows of a table."""
    return kind.__module__ == PLAIN_ROWS or row_in(kind) is not None


class Reads:
    """What was found: (class, attribute) read."""

    def __init__(self) -> None:
        self.found: set[tuple[type, str]] = set()
        self.own: dict[tuple[type, str], Kinds] = {}  # attributes that are only set, in methods
        self.rows: dict[tuple[Any, str], Kinds] = {}  # rows that a function was given, by argument, or returns

    def attribute(self, owner: type, name: str) -> Kinds | None:
        """What an attribute holds or a method gives; None where the class has none of this name."""
        for one in owner.__mro__:
            if (one, name) in self.own:
                return self.own[one, name]
        if name in hints(owner):
            return held(hints(owner)[name])
        member = inspect.getattr_static(owner, name, None)
        function = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
        return held(hints(function).get("return")) if callable(function) else None


def reads_of(files: list[Path]) -> Reads:
    """What the files read; several times over, for what one function hands on another reads that stands above it."""
    found = Reads()
    for _again in range(3):
        for path in files:
            _Scope(found, module_of(path), path).block(tree_of(path).body)
    return found


def module_of(path: Path) -> types.ModuleType:
    """The module of a file of the house."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


@cache
def tree_of(path: Path) -> ast.Module:
    """The source of a file, taken apart."""
    return ast.parse(path.read_text())


@cache
def hints(thing: Any) -> dict[str, Any]:
    """The annotations of a class, a function or a module; {} where it has none that can be made out."""
    try:
        return typing.get_type_hints(thing)
    except (TypeError, NameError, AttributeError):
        return {}


def held(hint: Any) -> Kinds:
    """The classes of ours in an annotation, however deep in tuples, unions and pledges."""
    if inspect.isclass(hint) and typing.get_origin(hint) is None:
        return frozenset((hint,)) if hint.__module__.startswith(("bot.", "tests.")) else NONE
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is collections.abc.Callable:
        inner = inner[-1:]
    return NONE.union(*(held(one) for one in inner if not isinstance(one, list)))


def _declarer(owner: type, name: str) -> type:
    """The class an attribute is read off: where a row adds to that of a table, the table's if it is a column there."""
    row = row_in(owner)
    return row if row is not None and name in hints(row) else owner


def _generic(hint: Any) -> bool:
    return isinstance(hint, typing.TypeVar) or any(_generic(one) for one in typing.get_args(hint))


class _Scope:
    """The names of one function, class or module with the kinds of what they stand for."""

    def __init__(
        self,
        found: Reads,
        module: types.ModuleType,
        path: Path,
        names: dict[str, Kinds] | None = None,
        owner: type | None = None,
    ):
        self.found, self.module, self.path, self.owner = found, module, path, owner
        self.names = dict(names or {})
        self.returned = NONE

    def inside(self, owner: type | None = None) -> _Scope:
        return _Scope(self.found, self.module, self.path, self.names, owner)

    def block(self, lines: list[ast.stmt]) -> None:
        for line in lines:
            self.line(line)

    def line(self, line: ast.stmt) -> None:
        """Goes through one statement and all that stands in it."""
        match line:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self.function(line)
            case ast.ClassDef():
                owner = getattr(self.module, line.name, None)
                self.inside(owner if isinstance(owner, type) else None).block(line.body)
            case ast.Assign():
                kinds = self.kinds(line.value)
                for target in line.targets:
                    self.bind(target, kinds, line.value)
            case ast.AnnAssign():
                kinds = self.kinds(line.value) | self.annotated(line.annotation)
                if self.owner is None:
                    self.bind(line.target, kinds)
            case ast.Return():
                self.returned |= self.kinds(line.value)
            case ast.For() | ast.AsyncFor():
                self.bind(line.target, self.kinds(line.iter), line.iter)
                self.block([*line.body, *line.orelse])
            case ast.Match():
                kinds = self.kinds(line.subject)
                for case in line.cases:
                    for part in ast.walk(case.pattern):
                        if isinstance(part, ast.MatchAs) and part.name:
                            self.names[part.name] = kinds
                    self.kinds(case.guard)
                    self.block(case.body)
            case _:
                for part in ast.iter_child_nodes(line):
                    self.part(part)

    def part(self, part: ast.AST) -> None:
        if isinstance(part, ast.expr):
            self.kinds(part)
        elif isinstance(part, ast.stmt):
            self.line(part)
        elif isinstance(part, ast.withitem):
            kinds = self.kinds(part.context_expr)
            if part.optional_vars is not None:
                self.bind(part.optional_vars, kinds)
        else:  # an except clause, and whatever else holds lines
            for inner in ast.iter_child_nodes(part):
                self.part(inner)

    def function(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for one in [*function.decorator_list, *function.args.defaults, *function.args.kw_defaults]:
            self.kinds(one)
        inner = self.inside() if self.owner is None else _Scope(self.found, self.module, self.path)
        thing = getattr(self.owner or self.module, function.name, None)
        thing = inspect.unwrap(thing) if callable(thing) else None
        for place, argument in enumerate(_arguments(function.args)):
            rows = self.found.rows.get((thing, argument.arg), NONE)
            inner.names[argument.arg] = self.annotated(argument.annotation) | rows
            if place == 0 and self.owner is not None and argument.annotation is None:
                inner.names[argument.arg] = frozenset((self.owner,))
        inner.block(function.body)
        self.hand_on(thing, "return", inner.returned)

    def hand_on(self, function: Any, to: str, kinds: Kinds) -> None:
        """Remembers rows that go into a function or come out of it; all else its annotations tell."""
        rows = frozenset(one for one in kinds if is_row(one))
        if rows and function is not None:
            self.found.rows[function, to] = self.found.rows.get((function, to), NONE) | rows

    def bind(self, target: ast.expr, kinds: Kinds, value: ast.expr | None = None) -> None:
        """Gives the names of a target their kinds; several names of a pair each their own where that is plain."""
        match target:
            case ast.Name():
                self.names[target.id] = self.names.get(target.id, NONE) | kinds
            case ast.Starred():
                self.bind(target.value, kinds)
            case ast.Tuple() | ast.List():
                self.take_apart(target.elts, kinds)
                each = self.each(value, kinds, len(target.elts))
                for part, its in zip(target.elts, each, strict=True):
                    self.bind(part, its)
            case ast.Attribute():
                for owner in self.kinds(target.value):
                    before = self.found.own.get((owner, target.attr), NONE) | held(hints(owner).get(target.attr))
                    self.found.own[owner, target.attr] = before | kinds
            case _:
                self.kinds(target)

    def take_apart(self, parts: list[ast.expr], kinds: Kinds) -> None:
        """Notes what is read of a whole row that is taken apart into names; one that begins with _ is not read."""
        for row in kinds:
            if is_row(row) and len(columns := hints(row)) == len(parts):
                names = [getattr(part, "id", "_") for part in parts]
                self.found.found |= {(row, c) for c, name in zip(columns, names, strict=True) if name[:1] != "_"}

    def each(self, value: ast.expr | None, kinds: Kinds, count: int) -> list[Kinds]:
        """The kinds of the parts of a pair, as far as `zip`, `enumerate`, `items` and plain pairs tell them apart."""
        match value:
            case ast.Tuple(elts=parts) if len(parts) == count:
                return [self.kinds(part) for part in parts]
            case ast.Call(func=ast.Name(id="zip"), args=parts) if len(parts) == count:
                return [self.kinds(part) for part in parts]
            case ast.Call(func=ast.Name(id="enumerate") | ast.Attribute(attr="items")) if count == 2:
                return [NONE, kinds]
        return [kinds] * count

    def annotated(self, annotation: ast.expr | None) -> Kinds:
        """The kinds that an annotation in the source names."""
        if annotation is None:
            return NONE
        if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
            annotation = ast.parse(annotation.value, mode="eval").body
        if isinstance(annotation, ast.Subscript) and getattr(annotation.value, "id", "") == "Callable":
            return self.annotated(annotation.slice.elts[-1]) if isinstance(annotation.slice, ast.Tuple) else NONE
        named = (part for part in ast.walk(annotation) if isinstance(part, (ast.Name, ast.Attribute)))
        return NONE.union(*(held(self.thing(part)) for part in named))

    def thing(self, named: ast.expr) -> Any:
        """The very class, function or module that a name of the module stands for, or None."""
        match named:
            case ast.Name() if named.id not in self.names:
                return getattr(self.module, named.id, None)
            case ast.Attribute():
                owner = self.thing(named.value)
                return getattr(owner, named.attr, None) if isinstance(owner, (types.ModuleType, type)) else None
            case ast.Subscript():
                return self.thing(named.value)
        return None

    def kinds(self, value: ast.expr | None) -> Kinds:
        """The kinds a value may be or hold; notes every attribute read on the way."""
        match value:
            case None:
                return NONE
            case ast.Name():
                return self.names[value.id] if value.id in self.names else self.globally(value)
            case ast.Attribute():
                return self.read(value)
            case ast.Call():
                return self.call(value)
            case ast.NamedExpr():
                kinds = self.kinds(value.value)
                self.bind(value.target, kinds, value.value)
                return kinds
            case ast.Lambda():
                return self.lambda_(value, NONE)
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                return self.comprehension(value)
            case ast.Subscript():
                self.kinds(value.slice)
                return self.kinds(value.value)
            case ast.IfExp():
                self.kinds(value.test)
                return self.kinds(value.body) | self.kinds(value.orelse)
        parts = [self.kinds(part) for part in ast.iter_child_nodes(value) if isinstance(part, ast.expr)]
        return NONE if isinstance(value, (ast.Compare, ast.JoinedStr, ast.UnaryOp)) else NONE.union(*parts)

    def globally(self, named: ast.Name) -> Kinds:
        thing = getattr(self.module, named.id, None)
        if isinstance(thing, types.FunctionType):
            return held(hints(thing).get("return"))
        if isinstance(thing, (type, types.ModuleType)):
            return NONE
        return held(hints(self.module).get(named.id)) or held(type(thing))

    def read(self, value: ast.Attribute) -> Kinds:
        owners = self.kinds(value.value)
        given = {owner: self.found.attribute(owner, value.attr) for owner in owners}
        known = {owner: kinds for owner, kinds in given.items() if kinds is not None}
        if isinstance(value.ctx, ast.Load):
            self.found.found |= {(_declarer(owner, value.attr), value.attr) for owner in known}
        if known:
            return NONE.union(*known.values())
        thing = self.thing(value)
        return held(hints(thing).get("return")) if isinstance(thing, types.FunctionType) else owners

    def call(self, value: ast.Call) -> Kinds:
        """What a call gives: what its function says, or where that is general, whatever it was given."""
        base = self.kinds(value.func)
        around = self.kinds(value.func.value) if isinstance(value.func, ast.Attribute) else NONE
        all_given = [one.value if isinstance(one, ast.Starred) else one for one in value.args]
        all_given += [one.value for one in value.keywords]
        given = NONE.union(*(self.kinds(one) for one in all_given if not isinstance(one, ast.Lambda)))
        for one in all_given:
            if isinstance(one, ast.Lambda):
                self.lambda_(one, given | around)
        thing = self.thing(value.func)
        thing = inspect.unwrap(thing) if callable(thing) else None
        if isinstance(thing, type):
            return held(thing) or given
        if thing is select:
            return base | NONE.union(
                *(held(row_of(one)) for one in map(self.thing, all_given) if isinstance(one, Table))
            )
        if not isinstance(thing, types.FunctionType):
            return base | given
        for name, one in zip(inspect.signature(thing).parameters, value.args, strict=False):
            self.hand_on(thing, name, self.kinds(one))
        for key in value.keywords:
            self.hand_on(thing, key.arg or "", self.kinds(key.value))
        pledged = hints(thing).get("return")
        if _generic(pledged):
            return base | given
        return held(pledged) | self.found.rows.get((thing, "return"), NONE)

    def lambda_(self, value: ast.Lambda, given: Kinds) -> Kinds:
        inner = self.inside()
        inner.names |= {argument.arg: given for argument in _arguments(value.args)}
        return inner.kinds(value.body)

    def comprehension(self, value: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Kinds:
        inner = self.inside()
        for part in value.generators:
            kinds = inner.kinds(part.iter)
            inner.names |= {one.id: NONE for one in ast.walk(part.target) if isinstance(one, ast.Name)}
            inner.bind(part.target, kinds, part.iter)
            for condition in part.ifs:
                inner.kinds(condition)
        if isinstance(value, ast.DictComp):
            return inner.kinds(value.key) | inner.kinds(value.value)
        return inner.kinds(value.elt)


def _arguments(given: ast.arguments) -> list[ast.arg]:
    found = [*given.posonlyargs, *given.args, given.vararg, *given.kwonlyargs, given.kwarg]
    return [one for one in found if one is not None]
