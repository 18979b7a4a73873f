"""Conditions on images, such as ``Male == 1 and yaw < 30``, as polars expressions.

They look like Python and are parsed by its parser, but nothing is ever evaluated: comparisons of columns with numbers
and texts, ``in``, ``and``, ``or``, ``not`` and parentheses are all that there is (ours).
"""

import ast
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import polars as pl

from facegap.base.errors import ConfigError
from facegap.faceset.faceset import IMAGES, FaceSet

_NESTED = pl.List, pl.Array, pl.Struct, pl.Binary, pl.Object

_COMPARISONS: Mapping[type[ast.cmpop], Callable[[pl.Expr, pl.Expr], pl.Expr]] = {
    ast.Eq: lambda left, right: left == right,
    ast.NotEq: lambda left, right: left != right,
    ast.Lt: lambda left, right: left < right,
    ast.LtE: lambda left, right: left <= right,
    ast.Gt: lambda left, right: left > right,
    ast.GtE: lambda left, right: left >= right,
}

_HELP = (
    "compare columns with numbers or texts, as in \"Male == 1 and yaw < 30\" or \"identity in ['ann', 'bob']\"; there "
    "are and, or, not, in and parentheses"
)


@dataclass(frozen=True)
class Condition:
    """What is asked of each image.

    Attributes:
        expression: over the columns of ``FaceSet.scan`` of the layers; null where a value that it asks for is null.
        layers: those whose columns it uses.
    """

    expression: pl.Expr
    layers: tuple[str, ...]


def parse_condition(text: str, faceset: FaceSet) -> Condition:
    """Read a condition on the images of a face set.

    A column is named as it is where only one layer has it. Otherwise the layer goes before it, as in ``truth.yaw`` or
    ``mac-render.Male`` (for ``attributes/mac-render``). A name with other signs than letters, digits and ``_`` stands
    in backquotes. An image that has no value in a column (null, or not a number) meets no comparison with it.

    >>> from pathlib import Path
    >>> import tempfile
    >>> import numpy as np
    >>> import facegap
    >>> from facegap.faceset import encode_png
    >>> folder = tempfile.TemporaryDirectory()
    >>> photos, path = Path(folder.name, "photos"), Path(folder.name, "set")
    >>> for person in ("ann", "bob"):
    ...     (photos / person).mkdir(parents=True)
    ...     _ = (photos / person / "0.png").write_bytes(encode_png(np.zeros((8, 8, 3), np.uint8)))
    >>> _ = facegap.import_faces(photos, path, kind="real", workers=1)
    >>> faceset = FaceSet.open(path)
    >>> condition = parse_condition("identity in ['bob', 'carl'] and width < 20", faceset)
    >>> faceset.scan(*condition.layers).filter(condition.expression).collect()["image_id"].to_list()
    ['bob/0']
    >>> parse_condition("widht < 20", faceset)
    Traceback (most recent call last):
    facegap.base.errors.ConfigError: --where names 'widht', which no layer of the set has; did you mean 'width'?
    >>> folder.cleanup()

    Args:
        text: the condition.
        faceset: the set, for its columns and their types.

    Raises:
        ConfigError: it is no condition, or names a column that no layer has, or several have.
    """
    columns = _Columns(faceset)
    marked, names = _mark_names(text, columns.layer_names)
    try:
        tree = ast.parse(marked.strip(), mode="eval").body
    except SyntaxError as error:
        msg = f"--where {text!r} can't be read ({error.msg}); {_HELP}"
        raise ConfigError(msg) from error
    parser = _Parser(text, columns, names)
    expression = parser.truth(tree)
    return Condition(expression, tuple(dict.fromkeys(parser.layers)))


class _Columns:
    """The columns of a face set that a condition can name."""

    def __init__(self, faceset: FaceSet) -> None:
        self.layer_names: dict[str, str] = {}
        self._types: dict[tuple[str, str], pl.DataType] = {}
        for layer in faceset.layers():
            self.layer_names |= {layer: layer, layer.rpartition("/")[2]: layer}
            for name, kind in pl.read_parquet_schema(faceset.shard_paths(layer)[0]).items():
                if not isinstance(kind, _NESTED) and (layer == IMAGES or name not in ("image_id", "error")):
                    self._types[layer, name] = kind

    def find(self, name: str) -> tuple[str, str]:
        """The layer and the name of the column that is meant.

        Raises:
            ConfigError: no layer has it, or several have.
        """
        prefix, _, rest = name.partition(".")
        if (self.layer_names.get(prefix, ""), rest) in self._types:
            return self.layer_names[prefix], rest
        having = [layer for layer, column in self._types if column == name]
        if len(having) == 1:
            return having[0], name
        if having:
            listed = ", ".join(f"{layer.rpartition('/')[2]}.{name}" for layer in having)
            msg = f"--where names {name!r}, which several layers have; write one of: {listed}"
            raise ConfigError(msg)
        msg = f"--where names {name!r}, which no layer of the set has; {self._suggestion(prefix, rest, name)}"
        raise ConfigError(msg)

    def _suggestion(self, prefix: str, rest: str, name: str) -> str:
        """The nearest column, of the layer that was named if it is one; its columns may be hundreds, so no list."""
        layer = self.layer_names.get(prefix) if rest else None
        if layer:
            near = difflib.get_close_matches(rest, [column for of, column in self._types if of == layer], n=1)
            return f"did you mean '{prefix}.{near[0]}'?" if near else f"{layer} has no column like it"
        near = difflib.get_close_matches(name, {column for _, column in self._types}, n=1)
        layers = ", ".join(dict.fromkeys(of for of, _ in self._types))
        return f"did you mean {near[0]!r}?" if near else f"the layers are {layers}"

    def type_of(self, column: tuple[str, str]) -> pl.DataType:
        return self._types[column]


def _mark_names(text: str, layers: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """Put names that Python's parser would take apart, such as ``mac-render.Male``, in the form of names of its own.

    Returns:
        The text, and what stands for what in it.
    """
    prefixes = "|".join(re.escape(name) for name in sorted(layers, key=len, reverse=True))
    pattern = re.compile(
        r"(?P<text>'[^']*'|\"[^\"]*\")|`(?P<quoted>[^`]+)`|(?<![\w./-])(?P<plain>(?:" + prefixes + r")\.[^\W\d]\w*)"
    )
    names: dict[str, str] = {}

    def mark(match: re.Match[str]) -> str:
        if match["text"]:
            return match[0]
        placeholder = f"_column_{len(names)}"
        names[placeholder] = match["quoted"] or match["plain"]
        return placeholder

    return pattern.sub(mark, text), names


class _Parser:
    """From Python's syntax tree to an expression; remembers which layers it uses."""

    def __init__(self, text: str, columns: _Columns, names: Mapping[str, str]) -> None:
        self._text, self._columns, self._names = text, columns, names
        self.layers: list[str] = []

    def truth(self, node: ast.expr) -> pl.Expr:
        """The expression of a condition."""
        match node:
            case ast.BoolOp(op=ast.And(), values=values):
                return reduce(lambda left, right: left & right, [self.truth(value) for value in values])
            case ast.BoolOp(values=values):
                return reduce(lambda left, right: left | right, [self.truth(value) for value in values])
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return ~self.truth(operand)
            case ast.Compare(left=left, ops=operators, comparators=comparators):
                sides = [left, *comparators]
                pairs = zip(sides, operators, sides[1:], strict=False)
                return reduce(lambda earlier, later: earlier & later, [self._compare(*pair) for pair in pairs])
            case ast.Name() | ast.Attribute():
                column = self._column(node)
                if self._columns.type_of(column) == pl.Boolean:
                    return self._use(column)
                msg = f"{self._source(node)!r} is no condition; compare it, as in {column[1]} == 1"
                raise self._error(msg)
        msg = f"{self._source(node)!r} is no condition"
        raise self._error(msg)

    def _compare(self, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> pl.Expr:
        if isinstance(operator, ast.In | ast.NotIn):
            if not isinstance(right, ast.List | ast.Tuple | ast.Set):
                msg = "'in' needs a list after it, as in [1, 2]"
                raise self._error(msg)
            values = [self._constant(element) for element in right.elts]
            self._check_types([self._type(left), *(_type_of(value) for value in values)])
            inside = self._side(left).is_in(values)
            return inside if isinstance(operator, ast.In) else ~inside
        compare = _COMPARISONS.get(type(operator))
        if compare is None:
            msg = "'is' can't be used; write == or !="
            raise self._error(msg)
        self._check_types([self._type(left), self._type(right)])
        return compare(self._side(left), self._side(right))

    def _side(self, node: ast.expr) -> pl.Expr:
        if isinstance(node, ast.Name | ast.Attribute):
            return self._use(self._column(node))
        return pl.lit(self._constant(node))

    def _type(self, node: ast.expr) -> str:
        if not isinstance(node, ast.Name | ast.Attribute):
            return _type_of(self._constant(node))
        kind = self._columns.type_of(self._column(node))
        return "text" if kind == pl.String else "true or false" if kind == pl.Boolean else "a number"

    def _check_types(self, types: Sequence[str]) -> None:
        if len(distinct := list(dict.fromkeys(types))) > 1:
            msg = f"it compares {distinct[0]} with {distinct[1]}"
            raise self._error(msg)

    def _column(self, node: ast.Name | ast.Attribute) -> tuple[str, str]:
        source = self._source(node)
        return self._columns.find(self._names.get(source, source))

    def _use(self, column: tuple[str, str]) -> pl.Expr:
        layer, name = column
        self.layers.append(layer)
        values = pl.col(name if layer == IMAGES else f"{layer}.{name}")
        # Polars takes "not a number" to be greater than everything; here it is no value.
        return values.fill_nan(None) if self._columns.type_of(column).is_float() else values

    def _constant(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=bool() | int() | float() | str() as value):
                return value
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
                return -value
        msg = f"{self._source(node)!r} is no number, text or column"
        raise self._error(msg)

    def _source(self, node: ast.expr) -> str:
        written = ast.unparse(node)
        return written if written in self._names else re.sub(r"_column_\d+", lambda m: self._names[m[0]], written)

    def _error(self, problem: str) -> ConfigError:
        return ConfigError(f"--where {self._text!r}: {problem}; {_HELP}")


def _type_of(value: Any) -> str:
    return "text" if isinstance(value, str) else "true or false" if isinstance(value, bool) else "a number"
