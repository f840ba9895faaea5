"""The dicts inside a graph: filled when somebody asks, so that networkx sees the whole and nothing is worked out before."""

from __future__ import annotations

from collections.abc import MutableMapping
from copy import deepcopy
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

V = TypeVar("V")


class Asked(MutableMapping[str, V], Generic[V]):
    """A dict of which `known` is there so far. `fill` is to put a key into it, where there is such a key; `whole` all of them.

    Whoever looks at all keys, or changes which there are, gets the whole.
    """

    def __init__(self, known: dict[str, V], fill: Callable[[str], object], whole: Callable[[], object]) -> None:
        self.known, self._fill, self._whole = known, fill, whole

    def __getitem__(self, key: str) -> V:
        try:
            return self.known[key]
        except KeyError:
            if key not in self:
                raise
        return self.known[key]

    def __contains__(self, key: object) -> bool:
        if key in self.known:
            return True
        if isinstance(key, str):
            self._fill(key)
        return key in self.known

    def __iter__(self) -> Iterator[str]:
        self._whole()
        return iter(self.known)

    def __len__(self) -> int:
        self._whole()
        return len(self.known)

    def __setitem__(self, key: str, value: V) -> None:
        self._whole()
        self.known[key] = value

    def __delitem__(self, key: str) -> None:
        self._whole()
        del self.known[key]

    def copy(self) -> dict[str, V]:
        """A plain dict of the whole."""
        self._whole()
        return self.known.copy()

    def __deepcopy__(self, memo: dict[int, object]) -> dict[str, V]:
        return deepcopy(self.copy(), memo)
