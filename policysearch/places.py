"""Places of government in titles and in the names of issuers: the district, the city above it, the level."""

from __future__ import annotations

import re

from .lines import squeeze

#: Provinces and municipalities with the letters of GB/T 2260.
PROVINCES = {
    "北京市": "bj", "天津市": "tj", "河北省": "he", "山西省": "sx", "内蒙古自治区": "nm", "辽宁省": "ln", "吉林省": "jl", "黑龙江省": "hl",
    "上海市": "sh", "江苏省": "js", "浙江省": "zj", "安徽省": "ah", "福建省": "fj", "江西省": "jx", "山东省": "sd", "河南省": "ha",
    "湖北省": "hb", "湖南省": "hn", "广东省": "gd", "广西壮族自治区": "gx", "海南省": "hi", "重庆市": "cq", "四川省": "sc", "贵州省": "gz",
    "云南省": "yn", "西藏自治区": "xz", "陕西省": "sn", "甘肃省": "gs", "青海省": "qh", "宁夏回族自治区": "nx", "新疆维吾尔自治区": "xj",
    "台湾省": "tw", "香港特别行政区": "hk", "澳门特别行政区": "mo",
}  # fmt: skip
_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_DEEPEST = 8  # characters before the name of a province

_NATIONAL = re.compile(r"《?中华人民共和国|国家|全国|国务院|最高人民|中央|[一-鿿]{2,10}部$")
# 市场, 市民, 区域 … are words; a place is followed by what it governs. 智慧城市 is no city, 聊城市 is one.
_CITY = r"(?<![一-鿿]{2}城)市(?!场|区|容|政|级|民(?![用族间政办营生俗主宿航]))"
_DISTRICT = r"(?:新区|区(?![域划块县级间])|县(?![级城乡])|旗(?![渠帜]))"
_PREFECTURE = re.compile(rf"(?:(?![区县旗])[一-鿿]){{2,7}}?{_CITY}|[一-鿿]{{2,10}}?自治州|[一-鿿]{{2,4}}?(?:地区|盟)")
_COUNTY = re.compile(rf"[一-鿿]{{2,12}}?自治[县旗]|[一-鿿]{{1,6}}?(?:{_CITY}|{_DISTRICT})")
_VERB = re.compile(r"(?:[0-9]{4}年度?)?(?:关于)?(?:促进|推进|推动|支持|加强|加快)?")
# Words, and zones that are no districts: 风景名胜区, 居民住宅区, 荣誉市民.
_NO_PLACE = re.compile(
    r"国民|经济|社会|发展|规划|年度|关于|人民|建设|工作|管理|保护|中华|主城|中心城|现代|实施|授予"
    r"|(?:开发|保税|风景|名胜|景|风貌|度假|小|社|街|住宅|产|油|老|库|园|校|灾|洪|勘查|涵养|示范|试验|功能|行政|辖|市|机场地)区$"
    r"|^(?:全|本|各|该|城|区)[省市区县旗]$"
)


def place(text: str) -> tuple[str, str, str]:
    """District, the municipality or city above it, and the level of government that `text` names first; "" for none."""
    flat = squeeze(text)
    if _NATIONAL.match(flat):
        return "", "", "国家级"
    for province in PROVINCES:
        at = flat.find(province)
        if not 0 <= at <= _DEEPEST:
            continue
        rest = flat[at + len(province) :]
        city = "" if province in _MUNICIPALITIES else _named(_PREFECTURE, rest)
        below = _named(_COUNTY, rest.removeprefix(city))
        above = city or province
        return (below, above, "区县级") if below else (above, above, "市级" if city else "省级")
    if city := _named(_PREFECTURE, flat):
        below = _named(_COUNTY, flat[flat.find(city) + len(city) :]) if city.endswith("市") else ""
        return (below, city, "区县级") if below else (city, city, "市级")
    below = _named(_COUNTY, flat)
    return (below, "", "区县级") if len(below) > 2 else ("", "", "")


def _named(kind: re.Pattern[str], text: str) -> str:
    """The place of that kind at the beginning of `text`, or "" when it names none."""
    found = kind.match(text, _VERB.match(text).end())  # type: ignore[union-attr]
    return found[0] if found and not _NO_PLACE.search(found[0]) else ""
