"""Names of authorities: which strings are one, the several of a joint document, and who signs it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..text.numerals import date
from .line_text import is_date, narrow, squeeze

#: One authority by its full name or a usual short one.
AUTHORITY = re.compile(
    r"(?:国务院|团中央|全国人大|[一-鿿（）]{2,40}(?:人民政府(?:办公室|办公厅)?|委员会(?:办公室)?|办公室|办公厅|常委会|局|委|厅|部|署|院"
    r"|政府|代表大会|银行|中央|军委|联合会|总工会|办事处|总队|银保监会|证监会|银监会|保监会|供销合作总社|(?:检查|调研|督查|督导|调查)组|调查总?队|指挥部|领导小组(?:办公室)?"
    r"|(?:服务|管理|监测|评估|鉴定|交易|评审|保障|指导|登记|代理|推广|检验|检测|检疫|控制|结算|考试|采购|教育|研究|经办|评价)中心))$"
)
_NO_AUTHORITY = re.compile(
    r"^(?:办公厅|管理局|监督局|人民(?:政府|法院|检察院)|检察院|(?:指挥|俱乐|工作|组织|宣传|统战|[东西南北中内外全各下干])部)$"
    r"|^(?:为|在|于(?![都田洪])|按[照期时]|根据|依[据照法]|遵照|围绕|结合|请|现[将就把]|各|有关|相关|本(?!溪)|该|其|所属|全[体市区省县]|下列|上述|经(?![济开营贸信])|对(?!外)|由|向(?!阳)"
    r"|从(?!化)|主送|抄[送报]|当(?![涂阳雄])|进一步|深入|认真|关于|以)"
    r"|贯彻|落实|以及|会议|精神|决策|要求|印发|转发|牵头|配合|负责|审议|通过|公布|发布|批准|同意"
    r"|^(?:推进|开展).*中心$"
)
#: Begins the second line of a name that is broken over two: 某市新冠肺炎疫情|防控工作领导小组.
_BROKEN = re.compile(
    r"(?:[一-鿿]{0,4}(?:疫情|防控|应急|处置|救灾|抗旱|防汛)[一-鿿]{0,4}|工作|建设)?(?:工作)?(?:领导小组|指挥部|委员会|联席会议)"
)
_SEAL = re.compile(r"[（(](?:印章|公章|盖章|印|章)[）)]$")
_BETWEEN = re.compile(r"[\s、，,；;]+")
#: Where a second authority begins in names that are printed without anything between.
_JUNCTION = re.compile(r"(?<=[局厅委部署院府室行会央])(?=最高人民|国务院|国家|中共|中国|中央|全国)")
_REGION = re.compile(r"[一-鿿]{1,8}?(?:自治[区州县旗]|[省市区县旗盟])")
_SIGNED_DAY = re.compile(r"(?P<who>.*\S)\s*(?P<date>[0-9]{4}\s*年\s*[0-9]{1,2}\s*月\s*[0-9]{1,2}\s*日)")
_SHORT = 120  # characters of a line of signatures


def is_authority(name: str) -> bool:
    """Whether `name`, without white space, is that of one authority: no clause, no part of a name as 办公厅 alone."""
    return AUTHORITY.fullmatch(name) is not None and not _NO_AUTHORITY.search(name)


def authorities(text: str) -> tuple[str, ...]:
    """The authorities that `text` consists of, in order; () when it holds anything else.

    >>> authorities("应急管理部　公安部"), authorities("上 海 市 数 据 局"), authorities("最高人民法院最高人民检察院")
    (('应急管理部', '公安部'), ('上海市数据局',), ('最高人民法院', '最高人民检察院'))
    """
    text = _SEAL.sub("", text.strip())
    if not text or len(text) > _SHORT:
        return ()
    flat = squeeze(text)
    for pieces in ([piece for piece in _BETWEEN.split(text) if piece], re.split("[、，,；;]", flat)):
        if all(map(is_authority, pieces)):
            return tuple(name for piece in pieces for name in _separate(piece))
    return ()


def _separate(flat: str) -> list[str]:
    """The authorities of a name that may be of several without anything between."""
    for pieces in (_JUNCTION.split(flat), _at_region(flat)):
        if len(pieces) > 1 and all(map(is_authority, pieces)):
            return pieces
    return [flat]


def _at_region(flat: str) -> list[str]:
    """`flat` cut where the region that it begins with comes again: 上海市财政局|上海市教育委员会."""
    region = _REGION.match(flat)
    return re.split(rf"(?<=[局厅委部署院府室行会])(?={region[0]})", flat) if region else [flat]


def joined(names: Sequence[str]) -> str:
    """Several authorities as one string."""
    return "、".join(names)


def signature(lines: Sequence[str], end: int) -> tuple[str, ...]:
    """The authorities on the lines that end right above `lines[end]`, blank ones passed over, in their order."""
    found: list[str] = []
    for text in reversed(lines[:end]):
        if not text.strip():
            continue
        if not (names := authorities(text)):
            if found and _BROKEN.match(found[0]) and is_authority(name := squeeze(text) + found[0]):
                found[0] = name
            break
        found[:0] = names
    return tuple(dict.fromkeys(found))


def signed_on_line(text: str) -> tuple[tuple[str, ...], str]:
    """Authorities and ISO date of a line that has both, 某市民政局　2026年2月1日; ((), "") for any other."""
    if len(text) > _SHORT or not (found := _SIGNED_DAY.fullmatch(narrow(text.strip()))):
        return (), ""
    names = authorities(found["who"])
    return (names, date(found["date"])) if names else ((), "")


def last_signature(lines: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Authorities and ISO date at the last date that stands alone or behind a name; ((), "") when there is none."""
    for i in range(len(lines) - 1, 0, -1):
        if is_date(lines[i]):
            return signature(lines, i), date(lines[i])
        names, day = signed_on_line(lines[i])
        if names:
            return (*signature(lines, i), *names), day
    return (), ""
