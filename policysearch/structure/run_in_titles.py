"""Run-in titles: where the title after 第一章, 一、 or 第三条 ends and its first sentence begins, if there is one."""

from __future__ import annotations

import re

from ..runtime.lazy_pattern import lazy_pattern

#: A number of a heading, with OCR misreadings of 一, 1 and 〇.
NUMBER = r"(?:[一二三四五六七八九十百千零〇○廿卅0-9０-９lI|OoＯ]|(?<![一二三四五六七八九0-9])[ー—–](?![一二三四五六七八九0-9]))+"
# A heading without a stop and its first sentence, set apart by white space only: 第四章调整结构，优化布局　　坚持…
_RUN_ON = lazy_pattern(
    rf"\s*(第\s*{NUMBER}\s*(?:分编|[编篇章节])[\s　]?[^\s。；！？：]{{2,40}}?)(?:　{{2,}}| {{3,}})(?=\S{{10}})"
)
_NAMED = lazy_pattern(
    r"(?=.{2,17}[：:])(?P<title>(?:“[^”，。；：]{1,12}”|[^，。；：:？！“”《]){1,15}(?<![为下列是的定改外括]))[：:]\s*(?P<rest>[^“\s].{7,}[。；])",
    re.S,
)
_NO_TITLE = lazy_pattern(r"[；;！：:]|？.")
_REMARK = lazy_pattern(r"[（(][^（）()]*[）)]。?")
_TELLING = lazy_pattern(
    r"[为是在由对将应]|主要|明确|阐述|提出|包括|强调|要求|内容|任务|项目"
)  # 第二章阐述…。 is a sentence
_WITH_ARTICLE = lazy_pattern(rf"(?P<title>[^。；，]{{1,30}}?)\s*(?P<rest>第{NUMBER}条[\s　].+)$", re.S)
_BRACKETED = lazy_pattern(
    r"[【\[（(](?P<title>(?![一二三四五六七八九十0-9]+[】\]）)])[^】\]）)。]{1,30})[】\]）)]\s*(?P<rest>.*)$", re.S
)
# Not a space that print sets at letters, figures and quotes: 本办法自 2026 年…施行。
_SPACED = lazy_pattern(
    r"(?P<title>[^。；：，！？:;,\s]{2,20}(?<![0-9A-Za-z０-９Ａ-Ｚａ-ｚ]))\s(?P<rest>[^\s0-9A-Za-z０-９Ａ-Ｚａ-ｚ“《（(].{8,})$",
    re.S,
)
#: So begin whole sentences of minutes and replies: 会议审议了…, 同意….
_STATEMENT = lazy_pattern(
    r"会议(?:指出|强调|要求|认为|听取|审议|研究|传达|学习|决定|原则|同意|议定|明确|讨论|通报|确定|通过|还|对)|(?:原则)?同意"
)


def title_of_point(rest: str, kind: str) -> tuple[str, str]:
    """Title and text of what follows 一、 or （一）: a heading, a heading with its first sentence, or all text."""
    if kind in ("一、", "（一）") and (named := _NAMED.fullmatch(rest)):
        return named["title"], named["rest"]
    head, stop, tail = (part.strip() for part in rest.partition("。"))
    unquoted = re.sub(r"“[^”]*”", "", head) if "“" in head else head
    clauses = unquoted.count("，") + unquoted.count(",")
    if stop and _STATEMENT.match(head):
        return "", rest
    if len(head) > (40 if stop else 60) or _NO_TITLE.search(head) or head.endswith(("，", "、")):
        return "", rest
    if tail:  # （市教委负责） after a sentence makes it no heading
        is_title = (
            "？" not in head and len(head) + 4 * clauses <= 34 + 6 * (not clauses) and not _REMARK.fullmatch(tail)
        )
    else:
        is_title = not (clauses and stop)
    return (head, tail) if is_title else ("", rest)


def title_of_group(raw: str, text: str, found: re.Match[str], rest: str, apart: bool) -> tuple[str | None, str]:
    """Title and first sentence in `rest`, what follows the number `found` in the line `raw`, whose `text` is without markup; None
    for a title when all of it is a sentence.
    """
    if run_on := _RUN_ON.match(raw):  # 第四章甲，乙　　坚持…
        head = " ".join(run_on[1].split())
        title, body = head[found.start("rest") :].strip(), text[len(head) :].strip()
        is_title = not title.endswith(("，", "、")) and len(title) > 1 and (found["gap"] or not _TELLING.match(title))
        if is_title and re.search("[，。]", body):
            return title, body
    if "条" in rest and (both := _WITH_ARTICLE.match(rest)):
        return both["title"], both["rest"]
    if 0 < rest.find("。") == len(rest) - 1 and len(rest) <= 40 and "，" not in rest and apart:
        rest = rest[:-1]
    if not re.search("[。；！？]", rest) and len(rest) <= 70 and not (rest.endswith(("，", "、")) and len(rest) > 45):
        head, colon, tail = rest.partition("：")
        return (head, tail) if colon and len(tail) > 30 else (rest, "")
    title, rest = _run_in(rest)
    if not title or (not apart and (len(title) > 30 or "，" in title or _TELLING.match(title))):
        return None, rest
    return title, rest


def _run_in(text: str) -> tuple[str, str]:
    """Title and first sentence: 成就。全市发展…, 形势 当今世界正…，…; no title where all of it is a sentence."""
    stopped = re.match(r"([^。；！？：]{1,40})[。：](.+)$", text, re.S)
    spaced = re.match(r"([^。；！？，\s]{1,30})\s([^。；]+)(.*)$", text, re.S)
    if spaced and stopped and len(spaced[1]) > 1 and ("，" in spaced[2] or len(spaced[2]) > 25):
        stopped = None
    if stopped and ("，" not in stopped[1] or len(stopped[1]) <= 30):
        return stopped[1], stopped[2].strip()
    return (spaced[1], (spaced[2] + spaced[3]).strip()) if spaced else ("", text)


def title_of_article(rest: str) -> tuple[str, str]:
    """Title and text of what follows 第…条: 【title】text, （title）text, a bare title, or all text."""
    if bracket := _BRACKETED.match(rest):
        return bracket["title"], bracket["rest"]
    if rest and len(rest) <= 30 and not any(mark in rest for mark in "。；：，！？:;,") and rest[-1] not in "、":
        return rest, ""
    if titled := _SPACED.match(rest):
        if "。" in titled["rest"] or "，" in titled["rest"]:
            return titled["title"], titled["rest"]
    return "", rest
