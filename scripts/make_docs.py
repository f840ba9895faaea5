"""Writes docs/rules.md and docs/clauses.md, each also in English, from the catalogue, the rulebook and the registered rules.

Run it after a change to a rule, its texts or the rulebook: `python scripts/make_docs.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nqi_limits.findings.model import SEVERITIES
from nqi_limits.outputs.clauses import decided_by
from nqi_limits.rulebooks.load import load_rulebook
from nqi_limits.rulebooks.model import READINGS
from nqi_limits.rules.examples import rows_of
from nqi_limits.rules.explaining import explain_all, explain_reading
from nqi_limits.rules.register import register
from nqi_limits.rules.registry import rule_ids
from nqi_limits.words.catalogue import LANGUAGES, LIST_MARK, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nqi_limits.rulebooks.model import Rulebook
    from nqi_limits.rules.explaining import Example, Explanation, ReadingText

DOCS = Path(__file__).resolve().parent.parent / "docs"
LANGUAGE = {"zh": "中文", "en": "English"}


def rules_page(lang: str, rulebook: Rulebook) -> str:
    """The page in one language, as Markdown."""
    explanations = explain_all(lang, rulebook)
    parts = [
        f"# {say('explain.page', lang)}",
        _other("rules", lang),
        say("explain.intro", lang, rulebook=rulebook.name, title=getattr(rulebook.title, lang)),
        say("clauses.legend", lang),
        say("explain.invented", lang),
        f"## {say('explain.grades', lang)}",
        "\n".join(f"- {_grade(one, lang)}" for one in SEVERITIES),
        f"## {say('explain.all-rules', lang)}",
        _table(
            [say(f"explain.{key}", lang) for key in ("rule", "title", "clauses", "severities")],
            (
                [f"[`{one.rule}`](#rule-{one.rule})", one.title, _clauses(one, lang), _grades(one, lang)]
                for one in explanations
            ),
        ),
    ]
    for one in explanations:
        parts += _rule(one, lang)
    parts += [f"## {say('explain.all-readings', lang)}", say("explain.reading-intro", lang)]
    for name in READINGS:
        parts += _reading(explain_reading(name, lang, rulebook), lang)
    return "\n\n".join(parts) + "\n"


def clauses_page(lang: str, rulebook: Rulebook) -> str:
    """The register of clauses in one language, as Markdown."""

    def linked(rule: str) -> str:
        return f"[`{rule}`]({page_name('rules', lang)}#rule-{rule})" if rule in rule_ids() else f"`{rule}`"

    parts = [
        f"# {say('register.page', lang)}",
        _other("clauses", lang),
        say("register.intro", lang, rulebook=rulebook.name, title=getattr(rulebook.title, lang)),
        say("clauses.legend", lang),
        _table(
            [say(f"register.{column}", lang) for column in ("clause", "about", "decided", "paper")],
            ([one.id, one.about, decided_by(one, lang, linked), one.paper] for one in register(rulebook, lang)),
        ),
    ]
    return "\n\n".join(parts) + "\n"


PAGES = {"rules": rules_page, "clauses": clauses_page}


def page_name(page: str, lang: str) -> str:
    """The file of a page in one language."""
    return f"{page}.md" if lang == "zh" else f"{page}.{lang}.md"


def _other(page: str, lang: str) -> str:
    return " ".join(f"[{LANGUAGE[other]}]({page_name(page, other)})" for other in LANGUAGES if other != lang)


def _rule(one: Explanation, lang: str) -> Iterator[str]:
    yield f'## <a id="rule-{one.rule}"></a>`{one.rule}` {one.title}'
    yield _labelled("clauses", _clauses(one, lang), lang)
    yield _labelled("severities", _grades(one, lang), lang)
    yield _labelled("asks", one.asks, lang)
    yield f"**{say('explain.decides', lang)}**"
    yield "\n".join(f"- {line}" for line in one.decides)
    if one.readings:
        yield f"**{say('explain.readings', lang)}**"
        yield "\n".join(_reading_line(reading, lang) for reading in one.readings)
    else:
        yield _labelled("readings", say("explain.no-readings", lang), lang)
    yield f"### {say('explain.breaks', lang)}"
    yield from _example(one.breaks, lang)
    yield f"### {say('explain.holds', lang)}"
    yield from _example(one.holds, lang)


def _reading(one: ReadingText, lang: str) -> Iterator[str]:
    yield f'### <a id="reading-{one.name}"></a>`{one.name}` {one.title}'
    lines = {"lenient": one.lenient, "strict": one.strict, "default": _setting(one, lang), "ask": one.ask}
    yield "\n".join(f"- {_labelled(key, text, lang)}" for key, text in lines.items())


def _reading_line(one: ReadingText, lang: str) -> str:
    sides = say("explain.sides", lang, lenient=one.lenient, strict=one.strict, setting=_setting(one, lang))
    label = f"[`{one.name}`](#reading-{one.name}) {one.title}"
    return f"- {say('explain.labelled', lang, label=label, text=sides)}"


def _setting(one: ReadingText, lang: str) -> str:
    return say(f"readings.settings.{one.setting}", lang)


def _labelled(key: str, text: str, lang: str) -> str:
    return say("explain.labelled", lang, label=f"**{say(f'explain.{key}', lang)}**", text=text)


def _example(example: Example, lang: str) -> Iterator[str]:
    yield example.story
    for name, table in example.tables(lang):
        header, *rows = rows_of(table)
        yield name
        yield _table(header, rows)
    outcomes = [
        say("explain.outcome-person", lang, severity=_severity(one.severity, lang), person=one.person)
        if one.person
        else _severity(one.severity, lang)
        for one in example.expect
    ]
    yield _labelled("outcome", LIST_MARK[lang].join(outcomes) or say("explain.outcome-none", lang), lang)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (header, ["---"] * len(header), *rows))


def _grade(severity: str, lang: str) -> str:
    meaning = say(f"explain.grade.{severity}", lang)
    return say("explain.labelled", lang, label=f"**{_severity(severity, lang)}**", text=meaning)


def _severity(severity: str, lang: str) -> str:
    return say(f"severity.{severity}", lang)


def _grades(one: Explanation, lang: str) -> str:
    return LIST_MARK[lang].join(_severity(severity, lang) for severity in one.severities)


def _clauses(one: Explanation, lang: str) -> str:
    return LIST_MARK[lang].join(one.clauses)


def main() -> int:
    """Write all pages."""
    rulebook = load_rulebook("nqi-2022")
    for page, write in PAGES.items():
        for lang in LANGUAGES:
            path = DOCS / page_name(page, lang)
            path.write_text(write(lang, rulebook), encoding="utf-8", newline="\n")
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
