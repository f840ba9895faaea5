"""One rulebook on top of another: `extends` names the other, and the file says only what its own call changes.

Tables are merged key by key, `[[limit_sets]]`, `[[programmes]]` and `[[clauses]]` entry by entry, by `id`. Any other list
replaces the one it stands for; an item "..." in it stands for the items that were there. `drop` names what the
call does not have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nqi_limits.findings.model import Wording
from nqi_limits.rulebooks.mistakes import BY_ID, Mistake, annotation_at, required_keys, shown_path
from nqi_limits.rulebooks.places import Node
from nqi_limits.rulebooks.says import blanks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nqi_limits.rulebooks.places import Path

OWN = ("name", "title")
ALL_OF_THEM = "..."
ABOUT = frozenset({"id", "clause", "also", "checked", "says"})


def extended(base: Node, own: Node, mistakes: list[Mistake]) -> Node:
    """The base with what `own` changes. What is wrong with the change itself is added to `mistakes`."""
    if not isinstance(base.value, dict) or not isinstance(own.value, dict):
        return own
    kept = {key: node for key, node in base.value.items() if key not in (*OWN, "extends")}
    without = _dropped(Node(kept, base.place), own, mistakes)
    mistakes.extend(_unfounded(base, own))
    mistakes.extend(_idle(own))
    mistakes.extend(_strangers(base, own))
    merged = _merged(without, own, ())
    merged.value.pop("drop", None)
    return merged


def _merged(base: Node, own: Node, path: tuple[str, ...]) -> Node:
    if isinstance(base.value, dict) and isinstance(own.value, dict):
        both = {**base.value, **own.value}
        for key in base.value.keys() & own.value.keys():
            both[key] = _merged(base.value[key], own.value[key], (*path, key))
        return Node(both, own.place)
    if isinstance(base.value, list) and isinstance(own.value, list):
        if path in {(name,) for name in BY_ID}:
            return Node(_by_id(base.value, own.value, path), own.place)
        items: list[Node] = []
        for one in own.value:
            items += base.value if one.value == ALL_OF_THEM else [one]
        return Node(items, own.place)
    return own


def _by_id(base: list[Node], own: list[Node], path: tuple[str, ...]) -> list[Node]:
    """Entries of the same id merged, new ones behind. Two of one id in `own` stay two, so that this is found out."""
    result, used = list(base), set()
    places = {identity(node): at for at, node in enumerate(base) if identity(node)}
    for node in own:
        name = identity(node)
        if name in places and name not in used:
            result[places[name]] = _merged(base[places[name]], node, (*path, name))
        else:
            result.append(node if name else _without_id(node))
        used.add(name)
    return result


def _without_id(node: Node) -> Node:
    """An entry whose id is none, of which `_strangers` speaks."""
    if not isinstance(node.value, dict):
        return node
    return Node({key: one for key, one in node.value.items() if key != "id"}, node.place)


def identity(node: Node) -> str:
    """The id of an entry, or ""."""
    found = node.below("id")
    return found.value if found is not None and isinstance(found.value, str) else ""


def _dropped(base: Node, own: Node, mistakes: list[Mistake]) -> Node:
    """The base without what `drop` names."""
    drop = own.below("drop")
    if drop is None:
        return base
    if not isinstance(drop.value, list) or len(drop.strings()) != len(drop.value):
        mistakes.append(Mistake(drop.place, "drop", Wording("rulebook.drop-form")))
        return base
    names = tuple(sorted(droppable(base)))
    for at, one in enumerate(drop.value):
        if one.value in names:
            base = _without(base, one.value.split("."))
        else:
            detail = Wording("rulebook.drop-unknown", {"given": one.value})
            mistakes.append(Mistake(one.place, shown_path(own, ("drop", at)), detail, one.value, names))
    return base


def droppable(base: Node) -> Iterator[str]:
    """All that `drop` can name: a key, an entry of a table, an entry of a list by its id, and keys within those."""
    for key, node in base.value.items():
        yield key
        below = {identity(one): one for one in node.value} if key in BY_ID and isinstance(node.value, list) else None
        for name, one in (below or (node.value if isinstance(node.value, dict) else {})).items():
            yield f"{key}.{name}"
            if isinstance(one.value, dict):
                yield from (f"{key}.{name}.{last}" for last in one.value)


def _without(node: Node, keys: list[str]) -> Node:
    first, *rest = keys
    if isinstance(node.value, list):
        found = [
            (one, _without(one, rest) if rest else None) if identity(one) == first else (one, one) for one in node.value
        ]
        return Node([after for _, after in found if after is not None], node.place)
    value: dict[str, Any] = dict(node.value)
    if rest:
        value[first] = _without(value[first], rest)
    else:
        value.pop(first, None)
    return Node(value, node.place)


def _unfounded(base: Node, own: Node) -> Iterator[Mistake]:
    """Entries whose figures change while their words, or the day they were compared with the source, stay another call's."""
    for path, old, new in _entries(base, own):
        changed = {key for key, node in new.value.items() if key not in ABOUT and _plain(old, key) != node.plain()}
        if not changed:
            continue
        where, facts = shown_path(own, path), {"keys": tuple(sorted(changed))}
        if "checked" not in new.value:
            yield Mistake(new.place, where, Wording("rulebook.changed-without-day", facts))
        unsaid = changed - _blanks(old)
        if unsaid and "says" not in new.value:
            yield Mistake(new.place, where, Wording("rulebook.changed-without-words", {"keys": tuple(sorted(unsaid))}))


def _idle(own: Node) -> Iterator[Mistake]:
    """Empty lists of entries that are merged by id: they change nothing."""
    for key in BY_ID:
        node = own.below(key)
        if node is not None and node.value == []:
            yield Mistake(node.place, key, Wording("rulebook.empty-list"))


def _strangers(base: Node, own: Node) -> Iterator[Mistake]:
    """Entries that are merged with none for want of an id, and new ones that are not whole: perhaps an id is misspelled.

    Of each this is the one mistake; that single keys are missing follows from it.
    """
    for key in BY_ID:
        listed, old = own.below(key), base.below(key)
        if listed is None or not isinstance(listed.value, list):
            continue
        known = tuple(filter(None, map(identity, old.value))) if old and isinstance(old.value, list) else ()
        for at, one in enumerate(listed.value):
            if not isinstance(one.value, dict):
                continue
            name, where = identity(one), shown_path(own, (key, at))
            missing = tuple(name for name in required_keys(annotation_at((key, 0))) if name not in one.value)
            if not name:
                yield Mistake(one.place, where, Wording("rulebook.no-id", {"known": known}))
            elif name not in known and missing:
                facts = {"given": name, "missing": missing, "known": known}
                yield Mistake(one.place, where, Wording("rulebook.new-entry", facts), name, known)


def _entries(base: Node, own: Node) -> Iterator[tuple[Path, Node, Node]]:
    """The limit sets and form-review entries that both have: their path in `own`, the old one, the new one."""
    sets, old_sets = own.below("limit_sets"), base.below("limit_sets")
    if sets and old_sets and isinstance(sets.value, list) and isinstance(old_sets.value, list):
        known = {identity(one): one for one in old_sets.value}
        for at, one in enumerate(sets.value):
            if identity(one) in known and isinstance(one.value, dict):
                yield ("limit_sets", at), known[identity(one)], one
    form, old_form = own.below("form_review"), base.below("form_review")
    if form and old_form and isinstance(form.value, dict) and isinstance(old_form.value, dict):
        for key, one in form.value.items():
            if key in old_form.value and isinstance(one.value, dict) and isinstance(old_form.value[key].value, dict):
                yield ("form_review", key), old_form.value[key], one


def _plain(node: Node, key: str) -> object:
    found = node.below(key)
    return found.plain() if found else None


def _blanks(node: Node) -> set[str]:
    """The figures that an entry's words name."""
    says = node.below("says")
    texts = [one.value for one in says.value.values()] if says and isinstance(says.value, dict) else []
    try:
        found = [blanks(text) for text in texts if isinstance(text, str)]
    except ValueError:  # told as a mistake of the words themselves
        return set()
    return set.intersection(*found) if found else set()
