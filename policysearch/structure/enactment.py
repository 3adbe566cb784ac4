"""The enactment of a law: who passed it, when, by which order, from the lines under its title (题注); and its signature."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ..text.numerals import date
from .issuers import joined, signature, signed_on_line
from .line_text import is_date, squeeze

_DATE = "[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日"
_EVENT = re.compile(rf"(?P<since>自|从)?(?P<date>{_DATE})(?!星期)(?P<what>(?:(?!(?:自|从)?{_DATE}).)*)")
_IN_FORCE = re.compile("起?(?:施行|实施|生效)")
_BY = re.compile(
    r"(?:经|由)?(?P<who>[一-鿿、]{2,40}?)"
    r"(?=第[一二三四五六七八九十百零〇0-9]+(?:[次号]|届(?:会员|理事))|主席团|审判委员会|检察委员会|令|公告|发布|公布|批准)"
)
_ORDER = re.compile(r"(?:以|由|经|根据)?([一-鿿、]{0,40}?(?:令第[0-9一二三四五六七八九十百零〇]+号|第[0-9]+号令))")
_WHOLE = re.compile(
    "公布|发布|颁布|修订|施行"
)  # of an order: it gives the act its number; one that only amends it does not
_BEGIN = re.compile(rf"[-—–―]*\(?(?:根据|[^()0-9。]{{0,12}}于)?{_DATE}(?!星期)")
_MEETING = re.compile("在(?:(?P<where>[^。]{0,12}?)第[一二三四五六七八九十百0-9]+届|[^。]{0,30}(?:会议|大会))")
_AUTHORITY = re.compile(
    r"(?:代表大会|委员会|国务院|法院|检察院|政府|部|局|署|银行|联合会|协会|学会|商会|总工会|基金会|促进会)$"
)
_OFFICER = re.compile(  # 市长 张三, 自治区主席：阿布都·买买提, and the day when it is on the same line
    r"[一-鿿]{0,12}?(?:总理|[省市区县州旗盟镇乡部局厅署行院会]长|主席|委员长|主任|检察长|审计长)[:：]?"
    rf"(?!会议)(?:[一-鿿]{{2,4}}|[一-鿿]+(?:·[一-鿿]+)+)(?P<date>{_DATE})?"
)
_JUDGE = re.compile("(?:代理)?审判[长员]|人民陪审员|法官助理|执行员")
_TIME = re.compile("[0-9]{1,2}[时:][0-9]")
_ANNEX = re.compile(r"[\s　]*(?:附[件表]|[0-9]{1,2}[.．、])")  # of the list over a day
_SHORT = 80  # characters of a line with a signature
_LONGEST = 1000  # characters of a line


@dataclass(frozen=True, slots=True)
class Enactment:
    """ "" where the lines do not say."""

    issuer: str = ""
    issued: str = ""  # ISO date of the latest event, but not of coming into force where there is another
    number: str = ""  # of the order by which it was last published as a whole, else of the latest one
    place: str = ""  # of the meeting at which it was read: 安徽省; "" also for one of the whole state
    in_force: str = ""  # ISO date of the latest coming into force


def enactment(lines: Sequence[str]) -> Enactment:
    """The enactment by the dated lines among `lines`."""
    events: list[tuple[str, str]] = []  # date, what happened
    in_force: list[str] = []
    place = ""
    for line in lines:
        flat = squeeze(unicodedata.normalize("NFKC", line[:_LONGEST]))
        begun = _BEGIN.match(flat)
        if not begun:
            continue
        if meeting := _MEETING.match(flat, begun.end()):  # who reads it there is not told
            events.append((date(flat[: begun.end()]), ""))
            place = meeting["where"] or ""
            continue
        if "。" in flat or flat.endswith((":", "：", "失效", "废止")):
            continue
        for found in _EVENT.finditer(flat):
            if _TIME.match(found["what"]):
                continue  # when a page was put up
            if found["since"] or _IN_FORCE.match(found["what"]):
                in_force.append(date(found["date"]))
            else:
                events.append((date(found["date"]), found["what"]))
    effective = max(in_force, default="")
    issued = max((day for day, _ in events), default="") or effective
    bodies = [(authority(by["who"]), what) for _, what in events if (by := _BY.match(what))]
    gave = (name for name, what in bodies if name and "会议批准" not in what)
    orders = sorted(
        (_WHOLE.search(what, order.end()) is not None, day, order[1])
        for day, what in events
        if (order := _ORDER.match(what))
    )
    return Enactment(
        next(gave, bodies[0][0] if bodies else ""), issued, orders[-1][2] if orders else "", place, effective
    )


def read_signature(lines: Sequence[str]) -> tuple[str, str]:
    """Authorities, joined, and ISO date of the first signature among `lines`, 某市民政局 or 市长 张三 over 2026年2月1日, or
    a day alone after a sentence, a list of annexes or at the very end, as where a seal stands for the name; "" for none."""
    sealed = ""
    for n, line in enumerate(lines):
        if len(line) >= _SHORT or not line.rstrip("）) \t　").endswith(("日", "月", "年")):
            continue
        flat = squeeze(line)
        if is_date(flat):
            above = next((text for text in reversed(lines[:n]) if text.strip()), "")
            if len(above) < _SHORT and (_OFFICER.fullmatch(squeeze(above)) or _JUDGE.match(squeeze(above))):
                return "", date(flat)
            if names := signature(lines, n):
                return joined(names), date(flat)
            last = not any(text.strip() for text in lines[n + 1 :])
            if "日" in flat and n > 2 and (above.rstrip().endswith("。") or last or _ANNEX.match(above)):
                sealed = sealed or date(flat)
        elif (found := _OFFICER.fullmatch(flat)) and found["date"]:
            return "", date(found["date"])
        elif (alone := signed_on_line(line))[1]:
            return joined((*signature(lines, n), *alone[0])), alone[1]
    return "", sealed


def authority(name: str) -> str:
    """The name of an authority without its term and the name of the state; "" when it is none.

    >>> authority("第九届全国人民代表大会"), authority("中华人民共和国国务院"), authority("某某")
    ('全国人民代表大会', '国务院', '')
    """
    bare = re.sub("第[一二三四五六七八九十]+届|中华人民共和国", "", name).replace(
        "人大常委会", "人民代表大会常务委员会"
    )
    return bare if _AUTHORITY.search(bare) and not bare.startswith(("为", "在")) else ""
