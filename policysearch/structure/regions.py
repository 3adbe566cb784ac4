"""Places of government in titles and in the names of issuers: the district, the city above it, the level."""

from __future__ import annotations

import re

from ..runtime.lazy_pattern import lazy_pattern

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

_NATIONAL = lazy_pattern(r"《?中华人民共和国|国家|全国|国务院|最高人民|(?:中共)?中央|[一-鿿]{2,10}部$")
# 市场, 市民, 区域 … are words; a place is followed by what it governs. 智慧城市 is no city, 聊城市 is one.
_CITY = r"(?<![一-鿿]{2}城)市(?!场|区|容|政(?!府)|级|民(?![用族间政办营生俗主宿航]))"
_DISTRICT = r"(?:新区|区(?![域划块县级间])|县(?![级城乡])|旗(?![渠帜]))"
_PREFECTURE = lazy_pattern(rf"(?:(?![区县旗])[一-鿿]){{2,7}}?{_CITY}|[一-鿿]{{2,10}}?自治州|[一-鿿]{{2,4}}?(?:地区|盟)")
_COUNTY = lazy_pattern(rf"[一-鿿]{{2,12}}?自治[县旗]|[一-鿿]{{1,6}}?(?:{_CITY}|{_DISTRICT})")
# Words between 关于 and a place: 关于进一步加强和规范江北区…, 关于做好2026年度渝中区…. No place begins so.
_ACT = (
    r"(?:印[发送]|公[布开示]|发布|通报|批转|转发|下[达发]|[报上申呈]报|报送|征[求集]|[做抓搞]好|开展|组织|举[办行]|召开|启动|加[强快大]"
    r"|[强深优]化|完善|健全|建立|提[升高]|改[善进]|推[进动行广]|促进|[支扶]持|鼓励|保障|规范|整[治顿]|清理|实施|落实|贯彻|执行|制[定订]"
    r"|编[制印]|修[订改正]|调整|变更|[成设]立|设置|组建|撤[销并]|取消|废止|[终停]止|暂停|延长|同意|批[准复]|[核审认确划]定|核[准拨]|审[批议]"
    r"|确认|命名|表[彰扬]|奖励|授权|委托|任[命免]|聘任|拨付|分解|明确|研究|解决|答复|防[治范]|治理|培育|打造|创建|统筹|协调|申请|复制|公告"
    r"|进一步|全面|[切扎]实|认真|[继持]续|深入|[大全着]力|积极|严格|有[序效]|稳步|广泛|尽快|依法|集中|更好|[对在给为])"
)
_VERB = lazy_pattern(
    rf"(?:中共|中国共产党)?(?:关于|[0-9]{{4}}(?:[-—–~至][0-9]{{4}})?年度?|{_ACT}(?:[和与并及、](?={_ACT}))?|[《“〈])*"
)
# Words, and zones that are no districts: 风景名胜区, 居民住宅区, 荣誉市民.
_NO_PLACE = lazy_pattern(
    r"国民|经济|社会|发展|规划|年度|关于|人民|建设|工作|管理|保护|中华|主城|中心城|现代|实施|授予"
    r"|(?:开发|保税|风景|名胜|景|风貌|度假|小|社|街|住宅|产|油|老|库|园|校|灾|洪|勘查|涵养|示范|试验|功能|行政|辖|市|机场地|片|[集积]聚|聚集)区$"
    r"|[部村点困族远境海边达难方原苦灾疫旱]地区$|[联同加]盟$|区县$|^(?:部分|有关|相关|所有|重点|贫困)|^[全本各该我两城市区县乡镇]+[省市区县旗]$"
)


def place(text: str) -> tuple[str, str, str]:
    """District, the municipality or city above it, and the level of government that `text` names first; "" for none."""
    flat = "".join(text.split())
    if _NATIONAL.match(flat):
        return "", "", "国家级"
    deepest = max(_DEEPEST, _VERB.match(flat).end())  # type: ignore[union-attr]
    for province in PROVINCES:
        at = flat.find(province)
        if not 0 <= at <= deepest:
            continue
        rest = flat[at + len(province) :]
        city = "" if province in _MUNICIPALITIES else _place_name(_PREFECTURE, rest)
        below = _place_name(_COUNTY, rest.removeprefix(city))
        above = city or province
        return (below, above, "区县级") if below else (above, above, "市级" if city else "省级")
    if city := _place_name(_PREFECTURE, flat):
        below = _place_name(_COUNTY, flat[flat.find(city) + len(city) :]) if city.endswith("市") else ""
        return (below, city, "区县级") if below else (city, city, "市级")
    below = _place_name(_COUNTY, flat)
    short = re.fullmatch("[^某该本我]县", below) and re.match(
        r"[0-9]{4}年|人民(?:政府|代表|法院|检察院)|国民经济|统计局", flat[2:]
    )  # 寿县2025年…
    return (below, "", "区县级") if len(below) > 2 or (short and flat.startswith(below)) else ("", "", "")


def _place_name(kind: re.Pattern[str], text: str) -> str:
    """The place of that kind at the beginning of `text`, or "" when it names none."""
    found = kind.match(text, _VERB.match(text).end())  # type: ignore[union-attr]
    return found[0] if found and not _NO_PLACE.search(found[0]) else ""
