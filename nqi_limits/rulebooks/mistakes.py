"""Mistakes in a rulebook, each with its place: what stands there, and what is expected."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.model import OPEN, Rulebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nqi_limits.rulebooks.places import Node, Path, Place

BY_ID = ("limit_sets", "programmes", "clauses")
_MISSING, _UNKNOWN_KEY, _UNKNOWN_NAME = "missing", "extra_forbidden", "[key]"
_PLAIN = {dt.date: "date", bool: "boolean", int: "integer", float: "number", str: "text"}
_BOUNDS = ("ge", "gt", "le", "lt", "min_length")


@dataclass(frozen=True)
class Mistake:
    """One mistake. `name` and `names` are an unknown name and those that there are: the nearest is suggested."""

    place: Place
    where: str
    detail: Wording
    name: str = ""
    names: tuple[str, ...] = field(default=())

    def wording(self, sentence: str = "rulebook.mistake") -> Wording:
        """The whole sentence: file, line, key, what is wrong. `sentence` names the kind of file it is about."""
        facts: dict[str, object] = {
            "file": self.place.file,
            "line": self.place.line,
            "where": self.where,
            "detail": self.detail,
        }
        return Wording(sentence, {**facts, "name": self.name, "names": self.names} if self.names else facts)


def in_order(mistakes: Iterable[Mistake], sentence: str = "rulebook.mistake") -> list[Wording]:
    """Each mistake once, file by file, from top to bottom."""
    found = {(one.place.file, one.place.line, one.where, one.detail.key): one for one in mistakes}
    return [found[key].wording(sentence) for key in sorted(found)]


def shown_path(root: Node, path: Path) -> str:
    """A path as a reader finds it: `limit_sets[national].counted#2.roles`, counting from 1."""
    text, node = "", root
    for part in path:
        below = node.below(part)
        if isinstance(part, int):
            named = below.below("id") if below and text in BY_ID else None
            text += f"[{named.value}]" if named and isinstance(named.value, str) and named.value else f"#{part + 1}"
        else:
            text += f".{part}" if text else part
        node = below or node
    return text or "-"


def field_mistakes(root: Node, error: ValidationError) -> Iterator[Mistake]:
    """What pydantic found, in our words; the several answers it gives for one value are one mistake."""
    seen: set[Path] = set()
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        # of a choice, pydantic names the alternative that failed: list[str] is no key
        kind, loc = one["type"], tuple(part for part in one["loc"] if not str(part).startswith("list["))
        node, path = root.at(loc)
        rest = loc[len(path) :]
        if kind == _MISSING:
            whole = (*path, *rest[:1])
            expected = expectation(annotation_at(whole))
            detail = Wording("rulebook.missing", {"key": str(rest[0]), "expected": expected})
            yield Mistake(node.place, shown_path(root, whole), detail)
        elif path == ("drop",):
            continue  # it is there without `extends`, of which consistency speaks
        elif kind == _UNKNOWN_KEY or _UNKNOWN_NAME in rest:
            names = tuple(keys_of(annotation_at(path[:-1])))
            detail = Wording("rulebook.unknown-key", {"key": str(path[-1])})
            yield Mistake(node.place, shown_path(root, path), detail, str(path[-1]), names)
        elif not any(one[: len(path)] == path for one in seen):  # what is wrong deeper within comes first
            seen.add(path)
            facts = {"found": found(node), "expected": expectation(annotation_at(path))}
            name, names = _suggestion(node, annotation_at(path))
            yield Mistake(node.place, shown_path(root, path), Wording("rulebook.found-expected", facts), name, names)


def found(node: Node) -> Wording:
    """What stands at a node: its kind and its value."""
    value = node.value
    if isinstance(value, dict):
        return Wording("rulebook.found.table")
    if isinstance(value, list):
        return Wording("rulebook.found.list" if value else "rulebook.found.empty-list")
    if value == "":
        return Wording("rulebook.found.empty-text")
    if isinstance(value, bool):
        return Wording("rulebook.found.value", {"value": str(value).lower()})
    if isinstance(value, str):
        return Wording("rulebook.found.text", {"value": value})
    return Wording("rulebook.found.value", {"value": value.isoformat() if hasattr(value, "isoformat") else value})


def expectation(annotation: Any) -> Wording:
    """What a field takes, in words."""
    answers = tuple(_one_expectation(one, bounds) for one, bounds in _alternatives(annotation))
    if len(answers) == 1:
        return answers[0]
    return Wording("rulebook.expects.either", {"first": answers[:-1], "last": answers[-1]})


def annotation_at(path: Path) -> Any:
    """The type of what stands at a path of a rulebook; Any where nothing is known there."""
    annotation: Any = Rulebook
    for part in path:
        below: Any = Any
        for one, _ in _alternatives(annotation):
            if isinstance(one, type) and issubclass(one, BaseModel):
                below = next((_whole(info) for name, info in _fields(one) if name == part), Any)
            elif get_origin(one) is list:
                below = get_args(one)[0]
            elif get_origin(one) is dict:
                below = get_args(one)[1]
        annotation = below
    return annotation


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    for name, info in model.model_fields.items():
        yield info.alias or name, info


def _whole(info: FieldInfo) -> Any:
    return Annotated[info.annotation, info] if info.metadata else info.annotation


def keys_of(annotation: Any) -> Iterator[str]:
    """The keys that a table may have."""
    for one, _ in _alternatives(annotation):
        if isinstance(one, type) and issubclass(one, BaseModel):
            yield from (name for name, _ in _fields(one))
        elif get_origin(one) is dict:
            yield from get_args(get_args(one)[0])


def required_keys(annotation: Any) -> Iterator[str]:
    """The keys that a table must have."""
    for one, _ in _alternatives(annotation):
        if isinstance(one, type) and issubclass(one, BaseModel):
            yield from (name for name, info in _fields(one) if info.is_required())


def _suggestion(node: Node, annotation: Any) -> tuple[str, tuple[str, ...]]:
    """A text where one of a few words is expected: the word, and the words there are."""
    words = [word for one, _ in _alternatives(annotation) if get_origin(one) is Literal for word in get_args(one)]
    return (node.value, tuple(words)) if isinstance(node.value, str) and words else ("", ())


def _alternatives(annotation: Any, bounds: tuple[Any, ...] = ()) -> list[tuple[Any, tuple[Any, ...]]]:
    """The types that a union allows, None left out, each with the bounds set on it."""
    origin = get_origin(annotation)
    if origin is Annotated:
        inner, *extra = get_args(annotation)
        more = tuple(one for info in extra for one in (info.metadata if isinstance(info, FieldInfo) else [info]))
        return _alternatives(inner, (*bounds, *more))
    if origin in (Union, types.UnionType):
        return [pair for one in get_args(annotation) if one is not type(None) for pair in _alternatives(one, bounds)]
    return [(annotation, bounds)]


def _one_expectation(annotation: Any, bounds: tuple[Any, ...]) -> Wording:
    if get_origin(annotation) is Literal:
        words = get_args(annotation)
        return Wording("rulebook.expects.open" if words == (OPEN,) else "rulebook.expects.one-of", {"names": words})
    if get_origin(annotation) is list:
        what = Wording("rulebook.expects.list", {"of": expectation(get_args(annotation)[0])})
    else:
        what = Wording(f"rulebook.expects.{_PLAIN.get(annotation, 'table')}")
    limits = tuple(
        Wording(f"rulebook.expects.{name}", {"bound": getattr(bound, name)})
        for bound in bounds
        for name in _BOUNDS
        if hasattr(bound, name)
    )
    return Wording("rulebook.expects.bounded", {"what": what, "limits": limits}) if limits else what
