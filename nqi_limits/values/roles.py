"""Roles: what one cell says of someone's part in a project.

A role is told by a known word only, never by a part of a longer one: 骨干教师 and 项目负责人助理 are unknown.
Where a cell holds a role and a task, the task's words say nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nqi_limits.values.text import clean, is_placeholder, one_dash
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from nqi_limits.sources.grid import Cell


class Role(StrEnum):
    """A part in a project, the most binding first; the last ones say that none is known.

    LEADER is 负责人 or 主持 with no word of project or topic beside it.
    """

    PROJECT_LEADER = "project-leader"
    TOPIC_LEADER = "topic-leader"
    LEADER = "leader"
    TASK_LEADER = "task-leader"
    KEY_MEMBER = "key-member"
    ORDINARY = "ordinary"
    NOT_MEMBER = "not-member"
    UNKNOWN = "unknown"
    MISSING = "missing"


_ORDER = {role: place for place, role in enumerate(Role)}


@dataclass(frozen=True, slots=True)
class RoleWord:
    """What a role cell says.

    `roles`: at least one, the most binding first. `topic`: the number of the topic that is named (the one led, where
    several are), else None. `left`: the cell says that the person has left. `word`: the cell's text. `topics_led`:
    every topic that the cell says is led.
    """

    roles: tuple[Role, ...]
    topic: int | None
    left: bool
    word: str
    topics_led: tuple[int, ...] = ()


class _Part(NamedTuple):
    """One word of a cell, understood."""

    role: Role
    topic: int | None


_LEFT = re.compile(
    r"(?:于?\d{4}[年./-](?:\d{1,2}[月./-]?)?(?:\d{1,2}日?)?\s*)?"
    r"(?<![未拟不没将有])(?:已经|中途|现已|已)?(?:退出|离开(?=项目|课题))(?:项目组?|课题组?|了)?"
)
_NUMERALS = "0123456789一二三四五六七八九十"
_SUB = re.compile(rf"(子课题|子项目|子任务|任务|子专题|专题)\s*[({{]?[{_NUMERALS}]+(?:[.-][{_NUMERALS}]+)*[)}}]?")
_TOPIC = re.compile(rf"(?<!子)(?:第\s*([{_NUMERALS}]{{1,3}})\s*课题|课题\s*\(?([{_NUMERALS}]{{1,3}})(?![.\d])\)?)")
_STRONG = re.compile(r"[、,;。:|+&/]|\s-\s|(?<=[^\W\d_])-(?=[^\W\d_])|[,、]?(?:以?及|兼(?!职)任?)")
# 课题一、二负责人: one word said for several topics.
_SHARED = re.compile(rf"课题([{_NUMERALS}]{{1,3}}(?:[、,和及/]\s*(?:课题)?[{_NUMERALS}]{{1,3}})+)(负责人|组长|长|骨干)")
_LISTED = re.compile(r"[、,，;；/和及与]")
_RANGE = re.compile(rf"(?:课题|第)*([{_NUMERALS}]{{1,3}})(?:-|~|至|到)(?:课题|第)*([{_NUMERALS}]{{1,3}})(?:课题)?")
_LONGEST_RANGE = 20
_ONE_INDEX = re.compile(rf"(?:课题|第)*[{_NUMERALS}]{{1,3}}(?:课题)?")
_ENDING_BRACKET = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]$")
_CODE_FIRST = re.compile(r"\(?([A-Da-d])\)?(?:[\s.:、,_-]+(?=\S)|(?=[^\x00-\x7f])|(?=\()|(?<=\)))")
_CODE_LAST = re.compile(r"(?:[\s.:、,_-]+|(?<=[^\x00-\x7f])|(?<=\)))\(?([A-Da-d])\)?$")
_CODES = re.compile(r"\s*[、,;/+&和及兼]\s*|\s+")  # A、B: a person with two parts
_ORDINAL = re.compile(r"^\d+[\s.、:)_-]+|(?<=[^\W\d_])\d+$")
_SPECIFIC = frozenset([Role.PROJECT_LEADER, Role.TOPIC_LEADER, Role.TASK_LEADER, Role.KEY_MEMBER])
_OF = {"项目": Role.PROJECT_LEADER, "课题": Role.TOPIC_LEADER, "子课题": Role.TASK_LEADER, "任务": Role.TASK_LEADER,
       "子任务": Role.TASK_LEADER, "专题": Role.TASK_LEADER, "子项目": Role.TASK_LEADER}  # fmt: skip


def _data() -> dict[str, Any]:
    return word_lists("roles")


@cache
def _words() -> dict[str, Role]:
    return {word: Role(role) for role, listed in _data()["words"].items() for word in listed}


@cache
def _codes() -> dict[str, Role]:
    return {code: Role(role) for code, role in _data()["codes"].items()}


@cache
def _task_after_role() -> re.Pattern[str]:
    roles = sorted((word for word, role in _words().items() if role in _SPECIFIC), key=len, reverse=True)
    verbs = "|".join(_data()["task_verbs"]["words"])
    return re.compile(rf"({'|'.join(map(re.escape, roles))})(?:{verbs})(?!人)..")


def read_role(raw: Cell | None) -> RoleWord:
    """The roles that a cell gives; MISSING for a blank cell or a placeholder, UNKNOWN for words that are not known."""
    word = clean(raw)
    text = _SHARED.sub(_said_for_each, one_dash(word))
    left = bool(_LEFT.search(text))
    if left:
        text = re.sub(r"[(\[【]\s*[)\]】]", "", _LEFT.sub("", text)).strip(" -、,;/")
    if is_placeholder(text.casefold()):
        return RoleWord((Role.MISSING,), None, left, word)
    parts = _coded(text) or [_Part(Role.UNKNOWN, None)]
    roles = {part.role for part in parts}
    if roles & _SPECIFIC:
        roles.discard(Role.NOT_MEMBER)
    if roles & {Role.PROJECT_LEADER, Role.TOPIC_LEADER}:
        roles.discard(Role.LEADER)
    led = tuple(dict.fromkeys(part.topic for part in parts if part.topic and part.role is Role.TOPIC_LEADER))
    named = [part.topic for part in parts if part.topic]
    topic = led[0] if led else named[0] if named else None
    return RoleWord(tuple(sorted(roles, key=_ORDER.__getitem__)), topic, left, word, led)


def names_a_role(raw: Cell | None) -> bool:
    """Whether a cell gives a role: some word that is known, not a blank, not only words that are not."""
    return not {Role.UNKNOWN, Role.MISSING}.issuperset(read_role(raw).roles)


def read_topic_index(raw: Cell | None) -> int | None:
    """Which topic of its project a short 课题序号 means: 2, 02, 二, 课题二, 第2课题, 课题2：标准研制; None for any other text."""
    text = one_dash(clean(raw)).replace(" ", "")
    bare = re.fullmatch(rf"第?([{_NUMERALS}]{{1,3}})", text)
    found = bare or _TOPIC.match(text)
    return _count(next(group for group in found.groups() if group)) if found else None


def read_topic_indices(raw: Cell | None) -> tuple[int, ...]:
    """All topics that a 课题序号 names: 1、2, 课题1和课题2, 课题一、二, 1-3, 课题1至3; () where any part is no index."""
    parts = [one for part in _LISTED.split(one_dash(clean(raw)).replace(" ", "")) for one in _in_range(part)]
    found = [read_topic_index(part) for part in parts]
    if len(parts) > 1 and not all(_ONE_INDEX.fullmatch(part) for part in parts):
        return ()
    return tuple(dict.fromkeys(index for index in found if index)) if all(found) else ()


def _in_range(part: str) -> list[str]:
    """The topics from one to another as texts of their own; any other text alone. A range that runs down is none."""
    match = _RANGE.fullmatch(part)
    first, last = (_count(match[1]), _count(match[2])) if match else (0, 0)
    return [str(index) for index in range(first, last + 1)] if 0 < first < last < first + _LONGEST_RANGE else [part]


def _said_for_each(match: re.Match[str]) -> str:
    return "、".join(f"课题{number}{match[2]}" for number in re.findall(f"[{_NUMERALS}]+", match[1]))


def _coded(text: str) -> list[_Part]:
    """The parts of a text that may begin or end with a code letter; the word beside a code says more than the code."""
    if role := _codes().get(text.strip("()[] .").casefold()):
        return [_Part(role, None)]
    letters = _CODES.split(text.strip("()[] .").casefold())
    if all(letter in _codes() for letter in letters):
        return [_Part(_codes()[letter], None) for letter in letters]
    for form in (_CODE_FIRST, _CODE_LAST):
        match = form.match(text) if form is _CODE_FIRST else form.search(text)
        if match and (match[1].isupper() or "(" in match[0]):
            rest = (text[: match.start()] + text[match.end() :]).strip(" -.:、,")
            role = _codes()[match[1].casefold()]
            parts = _parts(rest)
            if parts:
                # 项目负责人 with code A, 骨干 with code C: a bare 负责人 is what its code says.
                generic = parts[0].role is Role.LEADER and role in (Role.PROJECT_LEADER, Role.TOPIC_LEADER)
                return [_Part(role, parts[0].topic), *parts[1:]] if generic else parts
            apart = re.search(r"[^A-Za-z]", match[0]) is not None
            return [_Part(role, None)] if apart and not _changes(rest) else []
    return _parts(text)


def _parts(text: str) -> list[_Part]:
    """The known words of a text; [] where there is none."""
    if text.replace(" ", "").casefold() in _data()["undecided"]["words"]:
        return []
    whole = _word(text)
    if whole:
        return [whole]
    bracket = _ENDING_BRACKET.search(text)
    if bracket and (parts := _with_bracket(text[: bracket.start()].strip(), bracket[1].strip())) is not None:
        return parts
    first, *others = [piece.strip() for piece in _STRONG.split(text) if piece.strip()] or [""]
    parts = _leading_words(first)
    if not parts and _changes(first):
        return []
    for piece in others:
        part = _word(piece) or next(iter(_bracketed_piece(piece)), None)
        if part and (part.role in _SPECIFIC or (part.role is Role.ORDINARY and not parts)):
            parts.append(part)
    return parts


def _bracketed_piece(piece: str) -> list[_Part]:
    bracket = _ENDING_BRACKET.search(piece)
    return (_with_bracket(piece[: bracket.start()].strip(), bracket[1].strip()) or []) if bracket else []


def _with_bracket(before: str, inner: str) -> list[_Part] | None:
    """A role word with something in brackets behind it; None where the word before is more than one word or unknown."""
    part = _word(before)
    if part is None:
        return None
    if _changes(inner):
        return []
    bare, topic = _numbers_out(inner)
    if of := _OF.get(bare.replace(" ", "")):
        return [_Part(of if part.role is Role.LEADER else part.role, part.topic or topic)]
    second = _word(re.sub(r"^[兼及]任?", "", inner))
    if second:
        return [part, second]
    if code := _codes().get(inner.casefold()):
        return [_Part(code, part.topic)] if part.role is Role.LEADER else [part]
    return [] if part.role is Role.LEADER else [part]


def _leading_words(text: str) -> list[_Part]:
    """The known words that a blank-separated text begins with: 项目负责人 课题1负责人; what follows is a task."""
    part = _word(text)
    if part:
        return [part]
    parts: list[_Part] = []
    for piece in text.split():
        part = _word(piece) or next(iter(_bracketed_piece(piece)), None)
        if part is None or (parts and part.role not in _SPECIFIC):
            break
        parts.append(part)
    if parts:
        return parts
    bare, topic = _numbers_out(text)
    task = _task_after_role().match(bare.replace(" ", ""))
    return [_Part(_words()[task[1]], topic)] if task else []


def _numbers_out(text: str) -> tuple[str, int | None]:
    """The text without the numbers of topics and tasks, and the topic's number."""
    bare = _SUB.sub(r"\1", text)
    match = _TOPIC.search(bare)
    if match is None:
        return bare, None
    rest = bare[match.end() :].lstrip(" -:")
    # 课题二（标准研制）负责人: the topic's title stands in brackets. 课题1任务2负责人: the task is what is led.
    rest = re.sub(r"^\([^()]*\)\s*(?=\S)", "", rest)
    inside = rest.startswith(("子课题", "子任务", "任务", "专题", "子项目"))
    return bare[: match.start()] + ("" if inside else "课题") + rest, _count(match[1] or match[2])


def _count(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    digits = "零一二三四五六七八九"
    if not ten:
        return digits.find(numeral[-1])
    return (digits.find(tens[-1]) if tens else 1) * 10 + (digits.find(ones[-1]) if ones else 0)


def _word(text: str) -> _Part | None:
    """A text that is one known role word, with or without the number of a topic."""
    for form in (text, _ORDINAL.sub("", text)):
        bare, topic = _numbers_out(form)
        role = _words().get(bare.replace(" ", "").casefold())
        if role:
            return _Part(role, topic)
    return None


def _changes(text: str) -> bool:
    return any(word in text for word in _data()["changing"]["words"])
