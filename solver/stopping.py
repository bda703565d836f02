"""The wish that a search ends before its budget is spent, which reaches the engine at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stop:
    """Anybody may ask, from any thread and at any time; whoever searches asks and listens."""

    def __init__(self) -> None:
        self._is_asked = False
        self._listeners: list[Callable[[], None]] = []

    @property
    def is_asked(self) -> bool:
        """Whether somebody asked; it is never taken back."""
        return self._is_asked

    def ask(self) -> None:
        """Ask for the best plan so far."""
        self._is_asked = True
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def heard_by(self, listener: Callable[[], None]) -> Iterator[None]:
        """Call a listener when somebody asks meanwhile, or has asked already."""
        self._listeners.append(listener)
        try:
            if self._is_asked:
                listener()
            yield
        finally:
            self._listeners.remove(listener)
