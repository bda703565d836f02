"""Facts and plans with every id or every date changed, wherever it stands."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from typing import Any, TypeVar, cast

T = TypeVar("T")


def renamed(told: T, names: Mapping[str, str]) -> T:
    """Give the same with other ids; a text that is no id stays."""
    return cast("T", _changed(told, lambda leaf: names.get(leaf, leaf), str))


def shifted(told: T, days: int) -> T:
    """Give the same so many days later."""
    return cast("T", _changed(told, lambda leaf: leaf + timedelta(days=days), date))


def _changed(told: Any, change: Callable[[Any], Any], kind: type) -> Any:  # noqa: ANN401 - any fact
    if isinstance(told, Enum):
        return told
    if isinstance(told, kind):
        return change(told)

    def within(part: Any) -> Any:  # noqa: ANN401 - as above
        return _changed(part, change, kind)

    if is_dataclass(told) and not isinstance(told, type):
        return replace(told, **{f.name: within(getattr(told, f.name)) for f in fields(told)})
    return _of_many(told, within)


def _of_many(told: Any, within: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - any fact
    if isinstance(told, tuple):
        make = getattr(told, "_make", tuple)  # a named tuple stays one
        return make(map(within, told))
    if isinstance(told, frozenset):
        return frozenset(map(within, told))
    if isinstance(told, Mapping):
        return {within(key): within(value) for key, value in told.items()}
    return told
