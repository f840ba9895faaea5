"""Names of people: one cell, as written, to the people it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from nqi_limits.values.name_pieces import AND_WORDS, Said, apart, with_organisations, without_and
from nqi_limits.values.name_words import (
    HAN,
    HAN_NAME,
    PLAIN,
    PRIVATE,
    name_words,
    names_organisation,
    starts_like_a_name,
    without_title,
)
from nqi_limits.values.patterns import pattern
from nqi_limits.values.text import DASHES, PLACEHOLDERS, clean, is_placeholder, text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.sources.grid import Cell


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name: as shown, and the key (case folded, no blanks, no dots) by which two spellings are equal.

    `organisation` is the person's where it stands in the same cell: 张三（东海大学）, 张三 东海大学.
    """

    shown: str
    key: str
    organisation: str = field(default="", compare=False)


# So do the marks that a conversion leaves of a character it does not know, and the star of a name published in part.
_UNKNOWN = pattern(f"[{PRIVATE}\ufffd□■〓?*]")
_HIDING = re.compile("[某×✕○*＊]")
_HIDDEN = re.compile(r"[某×✕○]|^.?[*＊]+$")
_HAS_HAN = pattern(f"[{HAN}]")
_HAS_LATIN = pattern(f"(?![{HAN}])[^\\W\\d_]")
# The dots of foreign names, of all the code points they are typed with.
_DOTS = pattern("[·•‧∙⋅・･᛫⸱ꞏㆍᐧ●˙]")
_DOT_BETWEEN_HAN = pattern(f"(?<=[{HAN}])\\s*[.·{DASHES}-]\\s*(?=[{HAN}])")
_STAR = "[*＊]"
_FOOTNOTES = pattern(f"[¹²³⁰-⁹①-⑳⑴-⒇†‡※★☆#＃]+|(?<![{HAN}*＊]){_STAR}+|{_STAR}+(?![{HAN}*＊])")
# 䶮 has its own code point only since Unicode 3.0; older Chinese fonts keep it in the private-use area.
_PRIVATE_USE = str.maketrans({"\ue863": "䶮"})
_SEPARATORS = pattern(r"[、,;/\\|&。，；／\t]")
# A slash between letters and a Chinese name stands between two spellings of one name, as a line break does.
_TWO_SCRIPTS = pattern(f"(?<=[A-Za-z.])\\s*/\\s*(?=[{HAN}])|(?<=[{HAN}])\\s*/\\s*(?=[A-Za-z])")
# 张三Zhang San, and ZHANG, San beside a Chinese name.
_NO_GAP = pattern(f"(?<=[{HAN}])(?=[A-Za-z]{{2}})|(?<=[A-Za-z]{{2}})(?=[{HAN}])")
_SURNAME_FIRST = pattern(f"(?:^|(?<=[{HAN}(]))\\s*([A-Za-z]+)[,，]\\s*([A-Za-z'-]+)(?=\\s*(?:$|[{HAN}()（）]))")
_LATIN_SURNAME_FIRST = pattern(r"\s*([^\W\d_][\w'’-]*)\s*[,，]\s*([^\W\d_][\w'’. -]*)")
_LABEL = pattern(r"^[^:：]{0,8}(?:负责人|骨干|组长|成员|人员|姓名|名单|科学家|leader)[^:：]{0,4}[:：]", re.IGNORECASE)
_LINES = pattern(r"[\r\n\x0b\f\u2028\u2029]+|_x000[dD]_\n?")
_WIDE_GAP = pattern(f"(?<=[{HAN}])[ \u3000]{{2,}}(?=[{HAN}])")
_BRACKETS = pattern(r"[(\[【〔〖]([^()\[\]【】〔〕〖〗]*)(?:[)\]】〕〗]|$)")
# 1.张三 2.李四, 1张三 2李四; not 3人 and 2位.
_COUNTED = pattern(f"(?:^|(?<=\\s))\\(?(?:\\d{{1,3}}[.)、]|\\d{{1,2}})\\s*(?=[{HAN}])(?![人名位年月级个])")
# A circled number before a name counts it; behind one it is the mark of a footnote.
_CIRCLED = pattern("[①-⑳⑴-⒇⒈-⒛㈠-㈩]")
_IN_WORDS = pattern("(?:^|\\s+)[一二三四五六七八九十]{1,2}、")  # 一、张三 二、李四
# What stands before a name or behind it: 课题1：张三, 共3人：张三, 课题负责人张三; 张三：骨干, 张三13800000000.
_BEFORE_NAME = pattern(
    f"^(?:(?:子?课题|任务)[\\d一二三四五六七八九十]{{1,3}}[:：\\s]*|共?\\d{{1,3}}[人名位][:：]\\s*)?"
    f"(?:(?:项目|子?课题|任务)?(?:负责人|骨干|组长)[:：]?\\s*(?=[{HAN}]{{2,4}}$))?"
    f"(?=[{HAN}])(?!(?:项目|课题)?(?:负责人|骨干|组长|成员|人员))"
)
_BEHIND_NAME = pattern(
    f"(?<=[{HAN}])(?:\\d{{6,}}[\\dXx]*|[:：][^:：]{{0,6}}(?:负责人|骨干|组长|成员|人员|参与|参加)[^:：]{{0,4}})$"
)
_AND_OTHERS = pattern(r"等\s*(?:共?\s*\d+\s*[人名位]|人)$")
_TRAILING_ETC = pattern(r"等$")
_COLON = pattern("[:：]")
_FORMULA = ("=", "+", "@")
# 详见附件2, 名单另附, 附表一: the names are in another place. Two or three letters are told by their words alone.
_ELSEWHERE = re.compile(
    r"(?:具体|人员|成员|名单|其他|其余|请|:)*(?:[详参请另]?见(?:附|表|名单|清单|申报|任务|合同|下|上|后|另|备注|sheet).{0,12}|[另详]附.{0,6}"
    r"|附(?:件|表|页|录)[\d一二三四五六七八九十]*|同(?:上|前|左)(?:行|栏|格|一?行)?"
    r"|同(?:项目|课题)?(?:负责人|申请人|主持人|骨干|申报书?)|(?:项目|课题)?(?:骨干|人员|成员)?[共约等]*\d{1,3}[人名位]|(?:人员|名单|成员)?(?:无|没有|未)(?:变化|变动|调整|变更))"
)

_NOT_ALL = re.compile(r"等共?\d{1,3}[人名位]$")


@cache
def no_names() -> frozenset[str]:
    """Words that stand where a name is expected and name nobody."""
    return name_words()[0] | PLACEHOLDERS | _elsewhere()


@cache
def _elsewhere() -> frozenset[str]:
    return frozenset(word_lists("person_names")["elsewhere"])


def names_elsewhere(raw: Cell | None) -> bool:
    """Whether a cell says that names stand in another place: 见附件, 同上, 〃; also behind names: 张三、其余见附件."""
    if not isinstance(raw, str):
        return False
    pieces = _SEPARATORS.split(raw if len(raw) < 2 else clean(raw))
    keys = [text_key(piece).strip("()[]。.:") for piece in pieces]
    return any(_is_elsewhere(key) or _NOT_ALL.search(key) is not None for key in keys)


def hidden_names(shown: Sequence[str]) -> list[int]:
    """Which of some names say no more than a surname, made unreadable on purpose or cut: 周某某, 张*, 张."""
    if not shown or (min(map(len, shown)) > 1 and not _HIDING.search("\n".join(shown))):
        return []
    return [
        at for at, one in enumerate(shown) if _HIDDEN.search(one) or (len(one) == 1 and _HAS_HAN.match(one) is not None)
    ]


def _is_elsewhere(key: str) -> bool:
    if key in _elsewhere():
        return True
    told_by_form = len(key) > 3 or key[-1:].isdecimal() or key[:1].isdecimal()
    return told_by_form and _ELSEWHERE.fullmatch(key) is not None


def read_names(raw: Cell | None) -> tuple[PersonName, ...]:
    """The people that a cell names, in order; () for a blank cell, a placeholder (其他, 无, 待定, /, 见附件) or a mere number.

    Remarks in brackets, footnote marks, titles and organisations are left out. A name written in pinyin and in Chinese is
    one person, shown by the Chinese name.
    """
    if isinstance(raw, str) and PLAIN.fullmatch(raw) and raw not in no_names():
        name = without_title(raw) if len(raw) > 3 else raw
        nobody = name in PLACEHOLDERS or (len(raw) > 3 and (_is_elsewhere(raw) or names_organisation(raw)))
        return () if nobody else (PersonName(name, name),)
    if not isinstance(raw, str):
        return ()
    if raw.lstrip("' ").startswith(_FORMULA):
        return (_person(clean(raw)),)
    text = raw.translate(_PRIVATE_USE)
    if _CIRCLED.match(text.lstrip()):
        text = _CIRCLED.sub("、", text)
    elif text.lstrip().startswith("一、"):
        text = _IN_WORDS.sub("、", text.lstrip())
    text = _FOOTNOTES.sub("", text)
    if "*" in raw and len(clean(text)) == 1:
        return (_person(clean(raw)),)  # 张**: a name made unreadable on purpose, not one with footnote marks
    if is_placeholder(text_key(text)):
        return ()
    text = _LABEL.sub("", _TWO_SCRIPTS.sub("\n", text).strip())
    if _HAS_HAN.search(text):
        text = _SURNAME_FIRST.sub(r" \1 \2 ", _NO_GAP.sub(" ", text))
    elif found := _LATIN_SURNAME_FIRST.fullmatch(text):
        text = f"{found[2]} {found[1]}"
    lines = [line for line in (_unified(line) for line in _LINES.split(text)) if line]
    return _people(with_organisations([_said(chunk) for chunk in _chunks(lines)]))


def _unified(line: str) -> str:
    """A line in readable form, its dots and its brackets made one kind."""
    wide_gaps = _WIDE_GAP.split(line.strip())
    spaced_out = any(" " in part for part in wide_gaps) and all(len(clean(part)) > 1 for part in wide_gaps)
    if len(wide_gaps) > 1 and spaced_out:
        line = "、".join(wide_gaps)  # 张 三  李 四: the wider gap parts the names
    line = _COUNTED.sub("、", _DOTS.sub("·", clean(line)))
    return _DOT_BETWEEN_HAN.sub("·", line)


def _chunks(lines: list[str]) -> list[list[str]]:
    """The text cut at its separators: each chunk is a list of line pieces that no separator stands between."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        # Separators inside brackets belong to a remark.
        guarded = _BRACKETS.sub(lambda match: _SEPARATORS.sub(" ", match[0]), line)
        first, *rest = _SEPARATORS.split(guarded)
        chunks[-1].append(first.strip())
        chunks += [[piece.strip()] for piece in rest]
    return [[piece for piece in chunk if piece] for chunk in chunks if any(chunk)]


def _said(lines: list[str]) -> Said:
    """What one chunk says: 张三, 东海大学, 张三 东海大学, 东海大学张三, 东海大学：张三."""
    before, colon, behind = _COLON.sub(":", lines[0] if lines else "").partition(":")
    if colon and names_organisation(before):
        return Said(_names_of_chunk([behind.strip(), *lines[1:]])[0], before, heads=True)
    if colon and names_organisation(behind):
        lines = [before, behind, *lines[1:]]
    names, organisations = _names_of_chunk(lines)
    return Said(names, organisations[0] if len(organisations) == 1 and len(names) < 2 else "")


def _names_of_chunk(lines: list[str]) -> tuple[list[str], list[str]]:
    """The names in a chunk, and the organisations that stand beside them."""
    han: list[str] = []
    latin: list[str] = []
    aliases: list[str] = []
    organisations: list[str] = []
    for line in lines:
        inner = [inner for inner in _BRACKETS.findall(line) if _HAS_HAN.search(inner)]
        aliases += [one for one in inner if not names_organisation(one)]
        organisations += [one for one in inner if names_organisation(one)]
        bare = _AND_OTHERS.sub("", _BRACKETS.sub(" ", line).strip())
        words = [word for word in bare.split() if word.casefold() not in name_words()[1]]
        of_words = [word for word in words if names_organisation(word)]
        if of_words:
            organisations.append("".join(of_words))
            words = [word for word in words if word not in of_words]
        han_words = [word for word in words if _HAS_HAN.search(word)]
        if AND_WORDS.intersection(han_words[1:-1]):
            han_words = without_and(han_words)
        elif len(han_words) == 1:
            han_words, before = apart(han_words[0])
            organisations += [before] if before else []
        latin_words = [word for word in words if not _HAS_HAN.search(word) and _HAS_LATIN.search(word)]
        if han_words:  # on one line, Latin letters next to a Chinese name are its pinyin
            if han and _continues(han[-1], han_words[0]):
                han_words[0] = han.pop() + han_words[0]
            han += _split_han(han_words)
        elif latin_words:
            latin.append(" ".join(latin_words))
    if not han and not latin:
        return [alias.replace(" ", "") for alias in aliases], organisations  # the whole cell stands in brackets
    if not han:
        joined = "".join(latin)
        han = [name for name in (alias.replace(" ", "") for alias in aliases) if _is_pinyin_of(joined, name)][:1]
        if han:
            return han, organisations
        return (latin if all(" " in name for name in latin) else [" ".join(latin)]), organisations
    han += [name for name in latin if not any(_may_be_pinyin_of(name, chinese) for chinese in han)]
    return han, organisations


def _continues(before: str, word: str) -> bool:
    """Whether a line break or blank cut a name in two: one side is no name by itself."""
    compound = name_words()[2]
    return len(word) == 1 or len(before) == 1 or before in compound or before.endswith("·") or word.startswith("·")


def _split_han(words: list[str]) -> list[str]:
    """Blank-separated Chinese words as names: apart only where they cannot be the two parts of one name."""
    if len(words) == 1 or all(len(word) == 1 for word in words):
        return ["".join(words)]
    names = [words[0]]
    for (before, word), after in zip(pairwise(words), [*words[2:], ""], strict=True):
        alone = len(names[-1]) == 1 or names[-1] in name_words()[2] or "·" in (names[-1][-1], word[0])
        if alone or (
            len(word) == 1 and not (after and len(names[-1]) > 1 and word in name_words()[3] and len(before) > 1)
        ):
            names[-1] += word
        elif starts_like_a_name(word):
            names.append(word)
        else:
            names[-1] += word
    return names


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold().replace("ü", "v") if letter.isalpha())


def _is_pinyin_of(latin: str, chinese: str) -> bool:
    """Whether Latin letters begin or end with the surname's pinyin, and the Chinese could be a name."""
    if not HAN_NAME.fullmatch(chinese) or not 2 <= len(chinese) <= 4:
        return False
    letters = _letters(latin)
    spellings = name_words()[3].get(chinese[0], ())
    return any(letters.startswith(spelling) or letters.endswith(spelling) for spelling in spellings)


def _may_be_pinyin_of(latin: str, chinese: str) -> bool:
    return chinese[0] not in name_words()[3] or _is_pinyin_of(latin, chinese)


def has_unknown(name: str) -> bool:
    """Whether a name has a character that cannot be told: private use, or the box that stands for a missing one."""
    return not name.isascii() and _UNKNOWN.search(name) is not None


def fits_unknown(one: str, other: str) -> bool:
    """Whether two names are equal but for characters that cannot be told."""
    return len(one) == len(other) and all(
        a == b or _UNKNOWN.match(a) or _UNKNOWN.match(b) for a, b in zip(one, other, strict=True)
    )


def may_be_one_name(one: str, other: str) -> bool:
    """Whether one of two names is written in Latin letters that may be the pinyin of the other, or has unknown characters."""
    if (has_unknown(one) or has_unknown(other)) and fits_unknown(one, other):
        return True
    latin, chinese = (one, other) if not _HAS_HAN.search(one) else (other, one)
    return not _HAS_HAN.search(latin) and bool(_HAS_HAN.search(chinese)) and _is_pinyin_of(latin, chinese)


def _people(names: list[tuple[str, str]]) -> tuple[PersonName, ...]:
    found: dict[str, PersonName] = {}
    for name, organisation in names:
        if len(names) > 1 and len(name) > 2:
            name = _TRAILING_ETC.sub("", name)
        if not PLAIN.fullmatch(name):
            name = _BEHIND_NAME.sub("", _BEFORE_NAME.sub("", name.strip("·.:。 -")))
        person = _person(without_title(name.strip("·.:。 -")))
        if not is_placeholder(person.key) and person.key not in no_names() and not _is_elsewhere(person.key):
            if person.key.isdecimal():
                continue
            found.setdefault(person.key, replace(person, organisation=organisation) if organisation else person)
    return tuple(found.values())


def name_key(shown: str) -> str:
    """The key of a name as `PersonName.shown` has it."""
    return re.sub(r"[\s.·]", "", shown).casefold()


def _person(shown: str) -> PersonName:
    return PersonName(shown, name_key(shown))
