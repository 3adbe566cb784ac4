"""Glossaries: their headings, the grammar of their entries, and definitions in glossaries and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..model.document import Passage
from ..model.kinds import GLOSSARIES
from ..model.record import record
from ..runtime.lazy_pattern import lazy_pattern
from ..text.display import plain
from ..text.normalize import fold

#: The kinds of the passages that may define a term.
KINDS = GLOSSARIES

_MARK = lazy_pattern(r"^[\s�]*(?:[\[［〔][0-9]{1,3}[\]］〕]|[①-⑳])?\s*")  # of a footnote
_FURTHER = lazy_pattern(
    r"(?<=[。；])(?:\s*“(?P<quoted>[^“”。：:]{2,30})”|\s+(?P<bare>[^“”，。；：:\s]{2,12}))\s*[：:]\s*(?=\S)"
)
_QUOTED = lazy_pattern('"([^"]+)"')


_HEADING = lazy_pattern(
    r"(?:附件?录?[0-9一二三四五六七八九十]{0,2}[:：、.]?)?(?:《[^《》]{1,40}》|(?![本该此])[一-鿿0-9“”]{0,14}(?:报告|规划|纲要|计划))?中?的?"
    r"(?:(?:主要|部分|有关|相关|涉及)(?:内容)?的?)?(?:专[业有用])?(?:名词|名词术语|术语|词语|用语|概念)(?:解释|注释|注解|释义|说明)(?:[（(].*[）)])?$"
)


_CALLED = ("名词", "术语", "词语", "用语", "概念")


def is_glossary_heading(flat: str) -> bool:
    """Whether `flat`, without white space, is the heading of a glossary: 名词解释, 附件2名词解释, 《…》有关内容名词注释.

    >>> [is_glossary_heading(text) for text in ("名词解释", "附件2名词解释", "《政府工作报告》有关内容名词注释", "名词解释如下")]
    [True, True, True, False]
    """
    return any(word in flat for word in _CALLED) and _HEADING.match(flat) is not None


_ENTRY_NUMBER = lazy_pattern(
    r"[0-9]{1,3}(?:\s*[.．、](?![0-9])|\t)\s*|[（(\[［〔【][0-9]{1,3}[）)\]］〕】]\s*|[①-⑳⒈-⒛]\s*"
    r"|[一二三四五六七八九十]{1,3}、\s*(?=\S{1,30}?(?:[：:。]|是指|，指))|[-–*]\s+|[•●■◆▪]\s*"
)
_COLUMN = r"(?:序号|(?:专[业有用])?(?:名词|术语|词语|用语|概念)(?:术语|名称)?|名称|词条)"  # what heads the terms
_BAR = lazy_pattern(r"(?<!\\)\|")
_ENTRIES = tuple(
    map(
        lazy_pattern,
        (
            r"即(?P<term>[^，。：；“”]{3,20})，(?=(?:是|系)?指)",  # a footnote at the abbreviation
            r"(?P<term>[^。：:\t]{1,40}?)\s*[：:。]\s*(?=\S)",
            r"【(?P<term>[^【】]{1,40})】\s*(?=\S)",
            r"(?P<term>[^。：:，；、—\t]{1,40}?)\s*——\s*(?=\S)",
            rf"(?P<term>(?!{_COLUMN}\t)[^。：:，；\t]{{2,30}})\t(?=[^\t]{{4,}}$)",  # a row of a table
            r"(?P<term>(?!这|该|其|本|所谓|以上|上述)(?:“[^“”]{1,30}”|[^。：:，；、\t“”]{2})(?:“[^“”]{1,30}”|[^。：:，；、\t“”]){0,18}?)"
            r"(?:，?(?=(?:是|系)指)|，(?=指))",
            r"(?P<term>“[^“”]{1,30}”)，?(?=指(?![数标导挥引南纹定出])|即(?![时将期可使便]))",
        ),
    )
)
#: A term alone on its line, quoted or numbered, with the definition in the next.
_ALONE = lazy_pattern(r"(?P<term>“[^“”]{1,30}”[^。：:，；\t“”]{0,12})\s*[：:]$|【(?P<framed>[^【】]{1,40})】\s*[：:]?$")
_ALONE_NUMBERED = lazy_pattern(r"(?P<term>[^。：:，；\t]{1,24})\s*[：:]$")
_NO_TERM = lazy_pattern(r".*(?:，|指(?![数标导挥引南纹定])|即(?![时将期])|是|按(?![揭需])|注(?![册入]))")


def glossary_term(text: str) -> str | None:
    """The defined term where `text` begins a glossary entry: “术语”：…, 术语。…, n. “术语”。…, 【术语】…, 术语是指…, | 术语 | … |; else None."""
    entry = glossary_entry(text)
    return entry[0] if entry else None


def glossary_entry(text: str) -> tuple[str, str] | None:
    """The term and the definition of the glossary entry that `text` is, or None."""
    text = with_tabs(text)
    if not re.search(r"\w", text):
        return None  # |---|---|
    number = _ENTRY_NUMBER.match(text)
    text = text[number.end() if number else 0 :]
    first, _, rest = text.partition("\n")
    if alone := _ALONE.match(first) or (_ALONE_NUMBERED.match(first) if number else None):
        return _strip_quotes(next(filter(None, alone.groups()))), rest.strip()
    for form in _ENTRIES:
        if (entry := form.match(text)) and not _NO_TERM.match(re.sub(r"“[^”]*”?|（[^）]*）", "", entry["term"])):
            return _strip_quotes(entry["term"]), text[entry.end() :].strip()
    return None


def _strip_quotes(term: str) -> str:
    quoted = re.fullmatch(r"“([^“”]+)”?", term.strip())
    return quoted[1] if quoted else term.strip()


def with_tabs(text: str) -> str:
    """`text` with the cells of its markdown rows parted by TABs, as those of other tables are."""
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith("|") and (row := line.rstrip()).endswith("|"):
            lines[at] = "\t".join(cell.strip().replace("\\|", "|") for cell in _BAR.split(row)[1:-1]).lstrip("\t")
    return "\n".join(lines)


@record
class Entry:
    """One definition."""

    term: str  # as printed, without the quotes when they are around all of it
    definition: str  # on one line, without markup
    passage: Passage  # which says who defines it

    @property
    def names(self) -> frozenset[str]:
        """The folded names of the term for look-up: all of it without quotes, and the quoted parts."""
        return frozenset({_bare(self.term), *_QUOTED.findall(fold(self.term))})


def entries(passage: Passage) -> tuple[Entry, ...]:
    """The definitions in `passage`: mostly one, several where one entry says “甲”：…。“乙”：…, none when it is no entry."""
    text = "\t".join(plain(cell)[0] for cell in with_tabs(passage.text).split("\t"))
    entry = glossary_entry(_MARK.sub("", text) if passage.kind == "注释" else text)
    if passage.kind not in KINDS or entry is None or _bare(entry[0]) != _bare(passage.title):
        return ()
    term, definition = entry
    found = []
    at = 0
    for further in _FURTHER.finditer(definition):
        if further["bare"] and not _alike(further["bare"], term):
            continue  # 具体包括：, not a term
        found.append(Entry(term, definition[at : further.start()].rstrip(), passage))
        term, at = further["quoted"] or further["bare"], further.end()
    return (*found, Entry(term, definition[at:], passage))


def look_up(passages: Iterable[Passage], term: str = "") -> tuple[Entry, ...]:
    """The definitions of `term` in the order of `passages`; "" stands for every term.

    Quotes, width and the like make no difference: 两主四特 is found as “两主四特”现代产业集群. Where nobody defines it
    under this name, the terms that hold it are given.
    """
    found = [entry for passage in passages for entry in entries(passage)]
    wanted = _bare(term)
    if not wanted:
        return () if term.strip() else tuple(found)
    exact = tuple(entry for entry in found if wanted in entry.names)
    return exact or tuple(entry for entry in found if wanted in _bare(entry.term))


def group_by_term(found: Iterable[Entry]) -> list[list[Entry]]:
    """The entries with those of one term together, in the order of their first."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(_bare(entry.term), []).append(entry)
    return list(groups.values())


def _alike(one: str, other: str) -> bool:
    """五个科技 and 五个科学: terms that are explained side by side are coined alike."""
    return len(one) == len(other) and one[0] == other[0]


def _bare(text: str) -> str:
    return fold(text).replace('"', "")
