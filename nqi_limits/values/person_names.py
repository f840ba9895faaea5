"""Names of people: one cell, as written, to the people it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from nqi_limits.values.patterns import pattern
from nqi_limits.values.text import DASHES, PLACEHOLDERS, clean, is_placeholder, text_key
from nqi_limits.values.word_lists import word_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nqi_limits.sources.grid import Cell


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name: as shown, and the key (case folded, no blanks, no dots) by which two spellings are equal."""

    shown: str
    key: str


_KNOWN_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f〇々"
# Rare characters of names stand in private-use areas where a font of the sender's had them; nobody else can tell which they are.
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_HAN = _KNOWN_HAN + _PRIVATE
# So do the marks that a conversion leaves of a character it does not know, and the star of a name published in part.
_UNKNOWN = pattern(f"[{_PRIVATE}\ufffd□■〓?*]")
_HIDING = re.compile("[某×✕○*＊]")
_HIDDEN = re.compile(r"[某×✕○]|^.?[*＊]+$")
_PLAIN = pattern(f"[{_KNOWN_HAN}]{{2,4}}")
_HAN_NAME = pattern(f"[{_HAN}][{_HAN}·]*")
_HAS_HAN = pattern(f"[{_HAN}]")
_HAS_LATIN = pattern(f"(?![{_HAN}])[^\\W\\d_]")
# The dots of foreign names, of all the code points they are typed with.
_DOTS = pattern("[·•‧∙⋅・･᛫⸱ꞏㆍᐧ●˙]")
_DOT_BETWEEN_HAN = pattern(f"(?<=[{_HAN}])\\s*[.·{DASHES}-]\\s*(?=[{_HAN}])")
_STAR = "[*＊]"
_FOOTNOTES = pattern(f"[¹²³⁰-⁹①-⑳⑴-⒇†‡※★☆#＃]+|(?<![{_HAN}*＊]){_STAR}+|{_STAR}+(?![{_HAN}*＊])")
# 䶮 has its own code point only since Unicode 3.0; older Chinese fonts keep it in the private-use area.
_PRIVATE_USE = str.maketrans({"\ue863": "䶮"})
_SEPARATORS = pattern(r"[、,;/\\|&，；／\t]")
# A slash between letters and a Chinese name stands between two spellings of one name, as a line break does.
_TWO_SCRIPTS = pattern(f"(?<=[A-Za-z.])\\s*/\\s*(?=[{_HAN}])|(?<=[{_HAN}])\\s*/\\s*(?=[A-Za-z])")
# 张三Zhang San, and ZHANG, San beside a Chinese name.
_NO_GAP = pattern(f"(?<=[{_HAN}])(?=[A-Za-z]{{2}})|(?<=[A-Za-z]{{2}})(?=[{_HAN}])")
_SURNAME_FIRST = pattern(f"(?:^|(?<=[{_HAN}(]))\\s*([A-Za-z]+)[,，]\\s*([A-Za-z'-]+)(?=\\s*(?:$|[{_HAN}()（）]))")
_LATIN_SURNAME_FIRST = pattern(r"\s*([^\W\d_][\w'’-]*)\s*[,，]\s*([^\W\d_][\w'’. -]*)")
_LABEL = pattern(r"^[^:：]{0,8}(?:负责人|骨干|组长|成员|人员|姓名|名单|科学家|leader)[^:：]{0,4}[:：]", re.IGNORECASE)
_LINES = pattern(r"[\r\n\x0b\f\u2028\u2029]+|_x000[dD]_\n?")
_WIDE_GAP = pattern(f"(?<=[{_HAN}])[ \u3000]{{2,}}(?=[{_HAN}])")
_BRACKETS = pattern(r"[(\[【〔〖]([^()\[\]【】〔〕〖〗]*)(?:[)\]】〕〗]|$)")
# 1.张三 2.李四, 1张三 2李四; not 3人 and 2位.
_COUNTED = pattern(f"(?:^|(?<=\\s))\\(?(?:\\d{{1,3}}[.)、]|\\d{{1,2}})\\s*(?=[{_HAN}])(?![人名位年月级个])")
# A circled number before a name counts it; behind one it is the mark of a footnote.
_CIRCLED = pattern("[①-⑳⑴-⒇⒈-⒛㈠-㈩]")
_IN_WORDS = pattern("(?:^|\\s+)[一二三四五六七八九十]{1,2}、")  # 一、张三 二、李四
# What stands before a name or behind it: 课题1：张三, 共3人：张三, 课题负责人张三; 张三：骨干, 张三13800000000.
_BEFORE_NAME = pattern(
    f"^(?:(?:子?课题|任务)[\\d一二三四五六七八九十]{{1,3}}[:：\\s]*|共?\\d{{1,3}}[人名位][:：]\\s*)?"
    f"(?:(?:项目|子?课题|任务)?(?:负责人|骨干|组长)[:：]?\\s*(?=[{_HAN}]{{2,4}}$))?"
    f"(?=[{_HAN}])(?!(?:项目|课题)?(?:负责人|骨干|组长|成员|人员))"
)
_BEHIND_NAME = pattern(
    f"(?<=[{_HAN}])(?:\\d{{6,}}[\\dXx]*|[:：][^:：]{{0,6}}(?:负责人|骨干|组长|成员|人员|参与|参加)[^:：]{{0,4}})$"
)
_AND_OTHERS = pattern(r"等\s*(?:共?\s*\d+\s*[人名位]|人)$")
_TRAILING_ETC = pattern(r"等$")
_FORMULA = ("=", "+", "@")
# 详见附件2, 名单另附, 附表一: the names are in another place. Two or three letters are told by their words alone.
_ELSEWHERE = re.compile(
    r"(?:具体|人员|成员|名单|其他|其余|请|:)*(?:[详参请另]?见(?:附|表|名单|清单|申报|任务|合同|下|上|后|另|备注|sheet).{0,12}|[另详]附.{0,6}"
    r"|附(?:件|表|页|录)[\d一二三四五六七八九十]*|同(?:上|前|左)(?:行|栏|格|一?行)?"
    r"|同(?:项目|课题)?(?:负责人|申请人|主持人|骨干|申报书?)|(?:项目|课题)?(?:骨干|人员|成员)?[共约等]*\d{1,3}[人名位]|(?:人员|名单|成员)?(?:无|没有|未)(?:变化|变动|调整|变更))"
)

_NOT_ALL = re.compile(r"等共?\d{1,3}[人名位]$")


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str], dict[str, tuple[str, ...]]]:
    """Placeholders, titles, compound surnames, and the pinyin of each surname."""
    data = word_lists("person_names")
    pinyin: dict[str, tuple[str, ...]] = {}
    for spelling, surnames in data["surnames"].items():
        for surname in surnames:
            pinyin[surname] = (*pinyin.get(surname, ()), spelling)
    return frozenset(data["placeholders"]), frozenset(data["titles"]), frozenset(data["compound_surnames"]), pinyin


@cache
def no_names() -> frozenset[str]:
    """Words that stand where a name is expected and name nobody."""
    return _words()[0] | PLACEHOLDERS | _elsewhere()


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

    Remarks in brackets, footnote marks and titles are left out. A name written in pinyin and in Chinese is one person,
    shown by the Chinese name.
    """
    if isinstance(raw, str) and _PLAIN.fullmatch(raw) and raw not in no_names():
        name = _without_title(raw) if len(raw) > 3 else raw
        return () if name in PLACEHOLDERS or (len(raw) > 3 and _is_elsewhere(raw)) else (PersonName(name, name),)
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
    names: list[str] = []
    for chunk in _chunks(lines):
        names += _names_of_chunk(chunk)
    return _people(names)


def looks_like_a_name(raw: Cell | None) -> bool:
    """Whether a cell could be one Chinese name by its length and its surname: 周期 could, 证件号码 could not."""
    text = text_key(raw)
    compound = text[:2] in _words()[2]
    return bool(_PLAIN.fullmatch(text)) and len(text) <= 3 + compound and _starts_like_a_name(text)


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


def _names_of_chunk(lines: list[str]) -> list[str]:
    han: list[str] = []
    latin: list[str] = []
    aliases: list[str] = []
    for line in lines:
        aliases += [inner for inner in _BRACKETS.findall(line) if _HAS_HAN.search(inner)]
        bare = _AND_OTHERS.sub("", _BRACKETS.sub(" ", line).strip())
        words = [word for word in bare.split() if word.casefold() not in _words()[1]]
        han_words = [word for word in words if _HAS_HAN.search(word)]
        latin_words = [word for word in words if not _HAS_HAN.search(word) and _HAS_LATIN.search(word)]
        if han_words:  # on one line, Latin letters next to a Chinese name are its pinyin
            if han and _continues(han[-1], han_words[0]):
                han_words[0] = han.pop() + han_words[0]
            han += _split_han(han_words)
        elif latin_words:
            latin.append(" ".join(latin_words))
    if not han and not latin:
        return [alias.replace(" ", "") for alias in aliases]  # the whole cell stands in brackets
    if not han:
        joined = "".join(latin)
        han = [name for name in (alias.replace(" ", "") for alias in aliases) if _is_pinyin_of(joined, name)][:1]
        if han:
            return han
        return latin if all(" " in name for name in latin) else [" ".join(latin)]
    return han + [name for name in latin if not any(_may_be_pinyin_of(name, chinese) for chinese in han)]


def _continues(before: str, word: str) -> bool:
    """Whether a line break or blank cut a name in two: one side is no name by itself."""
    compound = _words()[2]
    return len(word) == 1 or len(before) == 1 or before in compound or before.endswith("·") or word.startswith("·")


def _split_han(words: list[str]) -> list[str]:
    """Blank-separated Chinese words as names: apart only where they cannot be the two parts of one name."""
    if len(words) == 1 or all(len(word) == 1 for word in words):
        return ["".join(words)]
    names = [words[0]]
    for (before, word), after in zip(pairwise(words), [*words[2:], ""], strict=True):
        alone = len(names[-1]) == 1 or names[-1] in _words()[2] or "·" in (names[-1][-1], word[0])
        if alone or (len(word) == 1 and not (after and len(names[-1]) > 1 and word in _words()[3] and len(before) > 1)):
            names[-1] += word
        elif _starts_like_a_name(word):
            names.append(word)
        else:
            names[-1] += word
    return names


def _starts_like_a_name(word: str) -> bool:
    return word[0] in _words()[3] or word[:2] in _words()[2]


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold().replace("ü", "v") if letter.isalpha())


def _is_pinyin_of(latin: str, chinese: str) -> bool:
    """Whether Latin letters begin or end with the surname's pinyin, and the Chinese could be a name."""
    if not _HAN_NAME.fullmatch(chinese) or not 2 <= len(chinese) <= 4:
        return False
    letters = _letters(latin)
    spellings = _words()[3].get(chinese[0], ())
    return any(letters.startswith(spelling) or letters.endswith(spelling) for spelling in spellings)


def _may_be_pinyin_of(latin: str, chinese: str) -> bool:
    return chinese[0] not in _words()[3] or _is_pinyin_of(latin, chinese)


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


def _people(names: list[str]) -> tuple[PersonName, ...]:
    found: dict[str, PersonName] = {}
    for name in names:
        if len(names) > 1 and len(name) > 2:
            name = _TRAILING_ETC.sub("", name)
        if not _PLAIN.fullmatch(name):
            name = _BEHIND_NAME.sub("", _BEFORE_NAME.sub("", name.strip("·.:。 -")))
        person = _person(_without_title(name.strip("·.:。 -")))
        if not is_placeholder(person.key) and person.key not in no_names() and not _is_elsewhere(person.key):
            if person.key.isdecimal():
                continue
            found.setdefault(person.key, person)
    return tuple(found.values())


def _without_title(name: str) -> str:
    if not _HAN_NAME.fullmatch(name):
        return name
    for end in range(2, len(name) - 1):
        if name[end:] in _words()[1]:
            return name[:end]
    return name


def name_key(shown: str) -> str:
    """The key of a name as `PersonName.shown` has it."""
    return re.sub(r"[\s.·]", "", shown).casefold()


def _person(shown: str) -> PersonName:
    return PersonName(shown, name_key(shown))
