"""What a header's spelling means: the aliases of `headers.toml` and the ways of writing that do not matter."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from nqi_limits.values.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nqi_limits.sources.grid import Cell

LONGEST = 60  # letters; what is longer is a remark, not a header
_IN_BRACKETS = re.compile(r"[(\[{【〔〖<《][^()\[\]{}【】〔〕〖〗<>《》]*[)\]}】〕〗>》]")
_MARKS = re.compile(r"[\W_]+")
_HINTS = re.compile(r"^(?:必填项?|选填项?)|(?:必填项?|选填项?|可选|如有|下拉选择|请选择)$")
_NUMBERING = re.compile(r"^\d+(?=[^\d年月])")
_GROUP_ENDING = re.compile(r"(?:基本)?(?:信息|情况)$")
_LINE = re.compile(r"[\r\n]+")
# Most cells of a list are names or numbers. No known spelling has a digit; a word of Chinese letters has one form.
_NUMBER = re.compile(r"[0-9A-Za-z-]*[0-9][Xx]?")
_WORD = re.compile("[\u4e00-\u9fff]+")

# The number of one of several people, behind the word for them or before it.
_ORDINAL = re.compile(
    r"(?<=[员人干长题])([0-9一二三四五六七八九十]{1,3})|^第?([0-9一二三四五六七八九十]{1,3})(?=课题|推荐|参与|参加)"
    r"|(?<=[^\W\d])([0-9]{1,2})$|(?<=[位道门构])([一二三四五六七八九十]{1,2})$"
)
_NUMERAL = re.compile("[0-9一二三四五六七八九十]")
_WORST = 400

# 项目负责人 + 证件号码: what the second part says of whom the first part names
_OF_LEADER = {"name": "", "id_number": "_id", "organisation": "_organisation"}
_OF_ANYBODY = ("id_type", "sex", "birth_date", "age", "nationality", "title", "degree", "months")
_OF_MEMBER = ("name", "id_number", "organisation", "role", *_OF_ANYBODY)
_OF_PEOPLE = frozenset(
    [
        *("topic_leader", "task_leaders", "key_members", "participants", "members", *_OF_MEMBER),
        *("topic_leader_id", "topic_leader_organisation"),
        *("project_leader", "project_leader_id", "project_leader_organisation"),
    ]
)
PEOPLE_FIELDS = frozenset(
    ["name", "project_leader", "topic_leader", "task_leaders", "key_members", "participants", "members"]
)
# What an application may have several of, each in a column of its own.
SEVERAL_FIELDS = frozenset(["recommender", "participating_organisations"])
_ENDING = re.compile(r"的?(?:姓名|名单|名字)$|(?:基本)?(?:信息|情况)(?:姓名)?$")
_OWN_ORGANISATION = ("单位", "单位名称", "承担单位", "依托单位")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that a header may mean: `field`, if the other columns and the cells below it agree."""

    field: str
    beside: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    values: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header may mean: a field for certain, or the first of `choices` that holds. A lower `rank` is a better spelling.

    `owner` is the key of the words for those of whom the header says it speaks (项目骨干 of 项目骨干单位), "" where it says none.
    """

    field: str
    rank: int
    choices: tuple[Choice, ...] = ()
    owner: str = ""

    @property
    def may_be(self) -> tuple[str, ...]:
        """The fields that it may stand for, the first choice first."""
        return (self.field,) if self.field else tuple(choice.field for choice in self.choices)


@cache
def aliases() -> Mapping[str, Meaning]:
    """The meaning of every known spelling, by its key."""
    data = _data()
    found: dict[str, Meaning] = {}
    owned: dict[str, tuple[str, str]] = {}
    for owner, spelling, field in _with_owner(data):
        owned.setdefault(header_key(owner + spelling), (field, header_key(owner)))
    for field, spellings in data["fields"].items():
        for rank, spelling in enumerate(spellings):
            key = header_key(spelling)
            of, owner = owned.get(key, ("", ""))
            found.setdefault(key, Meaning(field, rank, owner=owner if of == field else ""))
    for rank, entry in enumerate(data["depends"], start=1000):
        choices = tuple(
            Choice(
                one["field"], frozenset(one.get("with", ())), frozenset(one.get("without", ())), one.get("values", "")
            )
            for one in entry["choices"]
        )
        for spelling in entry["spellings"]:
            found.setdefault(header_key(spelling), Meaning("", rank, choices))
    for key, (field, owner) in owned.items():
        found.setdefault(key, Meaning(field, 500, owner=owner))
    return found


def meaning_of(header: Cell) -> Meaning | None:
    """What a header's spelling means, None where it is not known."""
    if not isinstance(header, str) or len(header) > 4 * LONGEST or header.rstrip().endswith((":", "：")):
        return None  # 项目名称： is a form's label, its value beside it
    return _meaning(header)


@lru_cache(maxsize=4096)
def _meaning(header: str) -> Meaning | None:
    known = aliases()
    if _NUMBER.fullmatch(header):
        return None
    if _WORD.fullmatch(header) and not _HINTS.search(header):
        return known.get(header) or _of_one_person(header)
    for worse, form in enumerate(_forms(header)):
        found = known.get(form)
        if found is not None:
            return replace(found, rank=found.rank + 100 * worse)
    return _of_one_person(header)


def meaning_of_one(header: str) -> Meaning | None:
    """What a header of one of several means without the number: 骨干2, 课题1负责人, 成员三证件号码, 推荐单位1.

    To be asked of a row that is known for a header: cells below one say 课题1负责人 as well.
    """
    if len(header) > LONGEST or not _NUMERAL.search(header):
        return None
    key = header_key(header)
    bare = _ORDINAL.sub("", key)
    found = aliases().get(bare) if bare != key else None
    if found is None:
        return None
    if (_OF_PEOPLE | SEVERAL_FIELDS).isdisjoint(found.may_be):
        return None
    owner = key.removesuffix(bare.removeprefix(found.owner)) if found.owner else ""
    return replace(found, rank=found.rank + _WORST, owner=owner)


def _of_one_person(header: str) -> Meaning | None:
    """What a header means that says by its own words what it tells of one of several people: 课题1负责人姓名, not 课题1负责人."""
    meaning = meaning_of_one(header) if not _NUMBER.fullmatch(header_key(header)) else None
    says = meaning is not None and (meaning.owner or _ENDING.search(_ORDINAL.sub("", header_key(header))))
    return meaning if says else None


def whose(header: str, meaning: Meaning) -> tuple[str, str]:
    """Of whom a header speaks, or whom it names: the words for them, and the number of one of several ("" for none)."""
    group, _, own = header.rpartition(" ")
    if group and not meaning.owner and meaning_of(without_ending(group) + own) is None:
        header = own  # the group above says nothing of it
    key = header_key(header)
    number = next((match[match.lastindex or 0] for match in [_ORDINAL.search(meaning.owner or key)] if match), "")
    bare = _ORDINAL.sub("", meaning.owner or ("" if PEOPLE_FIELDS.isdisjoint(meaning.may_be) else key))
    return _ENDING.sub("", bare), number


def without_ending(group: str) -> str:
    """A group's name without 信息 or 情况 at its end."""
    return _GROUP_ENDING.sub("", group)


def no_members(header: str) -> bool:
    """Whether a group header speaks of people who take no part in the project (联系人, 财务助理)."""
    return any(word in header for word in _data()["no_members"]["words"])


def speaks_of_people(header: str) -> bool:
    """Whether the words for leaders or members stand in a header, whatever else it says: 课题负责人及单位."""
    key = header_key(header)
    return not no_members(header) and any(word in key for words in _data()["whose"].values() for word in words)


def begins_with_people(header: str) -> bool:
    """Whether a header begins with the words for leaders or members: 课题负责人及单位, not 学院负责人 or 项目负责人签字."""
    words = tuple(header_key(word) for words in _data()["whose"].values() for word in words)
    return header_key(header).startswith(words) and not no_members(header)


def header_text(raw: Cell) -> str:
    """A header as it is shown: trimmed, without line breaks."""
    return clean(raw) if not isinstance(raw, str) else " ".join(raw.split())


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("nqi_limits.tables").joinpath("headers.toml").read_text(encoding="utf-8"))


def header_key(text: str) -> str:
    """What two spellings of one header have in common."""
    return _MARKS.sub("", clean(text)).casefold()


def _forms(header: str) -> Iterator[str]:
    """The keys of a header, the most literal first: whole, without what is in brackets, hints, a number, later lines."""
    text = clean(header)
    if len(text) <= LONGEST:
        yield header_key(text)
    bare = _IN_BRACKETS.sub("", text)
    key = _HINTS.sub("", header_key(bare))
    yield key
    yield _NUMBERING.sub("", key)
    lines = _LINE.split(header.strip())
    if len(lines) > 1:
        yield _HINTS.sub("", header_key(_IN_BRACKETS.sub("", clean(lines[0]))))


def _with_owner(data: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Of whom a header speaks, what it tells of them, and the field that it has."""
    fields = data["fields"]

    def spellings(field: str) -> tuple[str, ...]:
        return (*fields[field], *(_OWN_ORGANISATION if field == "organisation" else ()))

    for leader in ("project_leader", "topic_leader"):
        of_leader = {field: leader + ending for field, ending in _OF_LEADER.items()}
        for owner in data["whose"][leader]:
            for field, own in (of_leader | dict(zip(_OF_ANYBODY, _OF_ANYBODY, strict=True))).items():
                for spelling in spellings(field):
                    yield owner, spelling, own
                    yield owner, f"的{spelling}", own
    for owner in data["whose"]["member"]:
        for field in _OF_MEMBER:
            for spelling in spellings(field):
                yield owner, spelling, field
