"""Numbers of documents: 某府发〔2026〕3号, 某市人民政府令第179号, 国家税务总局公告2023年第12号."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .line_text import narrow, squeeze

#: The names of minutes.
MINUTES = "(?:专题|常务|办公|全体|党组|工作|协调|联席|审查|现场)*(?:办公)?会议?纪要"
NUMBER = re.compile(r"([一-鿿]{2,14})\s*[〔\[［（(【﹝〈<]\s*([0-9]{4})\s*[〕\]］）)】﹞〉>]\s*第?\s*([0-9]+)\s*号")
#: A decree or announcement: 某市人民政府令第179号, 国家税务总局公告2023年第12号, 第197号令.
DECREE = re.compile(
    r"[一-鿿、]{0,40}?(?:令|公告|通告)[（(]?(?:[0-9]{4}年)?第[0-9一二三四五六七八九十百零〇]{1,6}号[）)]?"
    r"|[一-鿿、]{0,40}?第[0-9一二三四五六七八九十百零〇]{1,6}号令"
)
#: What stands on a line over its count: 某市人民政府令, 某市人民政府专题会议纪要.
DECREE_NAME = re.compile(rf"[一-鿿、]{{0,40}}(?:令|公告|通告|{MINUTES})")
DECREE_COUNT = re.compile(
    r"[（(]?(?:[0-9]{4}年)?第[0-9一二三四五六七八九十百零〇]{1,6}[号期次][）)]?|[〔\[［（(【][0-9]{4}[〕\]］）)】]第?[0-9]{1,4}[号期次]"
)
#: The number of a case: （2025）南0102民初1234号, 〔2026〕3号 under the name of a decision.
CASE = re.compile(r"[（(]([0-9]{4})[）)]([一-鿿][一-鿿0-9]{1,14}号(?:之[一二三四五六七八九十])?)")
_CASE_BESIDE = re.compile(
    CASE.pattern + r"[\s　]+(?=(?:再审)?(?:上诉|申请|被申请)人|原告|公诉机关|抗诉机关|申请执行人)"
)
_BESIDE_NUMBER = re.compile(r"^(?:发文字号|发文文号|文号|文件编号)[:：]|签发人[:：].{0,20}$")


def is_number_line(text: str) -> bool:
    """Whether `text` is the number of a document, be it with who signed beside: 某府发〔2026〕3号　签发人：张三."""
    return NUMBER.fullmatch(_BESIDE_NUMBER.sub("", narrow(squeeze(text)))) is not None


def document_number(lines: Sequence[str]) -> str:
    """The first number of a document that stands alone on a line: 某府发〔2026〕3号, 某市人民政府令第179号, also on two lines."""
    above = ""
    for text in lines:
        flat = _BESIDE_NUMBER.sub("", narrow(squeeze(text)).strip("*"))
        bare = re.sub(r"^[（(](.*)[）)]$", r"\1", flat)
        if found := NUMBER.fullmatch(flat) or NUMBER.fullmatch(bare):
            return f"{found[1]}〔{found[2]}〕{found[3]}号"
        if found := CASE.fullmatch(flat) or _CASE_BESIDE.match(text):
            return f"（{found[1]}）{found[2]}"
        if DECREE.fullmatch(flat):
            return re.sub("[（()）]", "", flat)
        if DECREE_COUNT.fullmatch(flat) and DECREE_NAME.fullmatch(above):
            counted = re.fullmatch(r"[^0-9第]([0-9]{4})\D+([0-9]+)(\D)", flat)
            return above + (f"〔{counted[1]}〕{counted[2]}{counted[3]}" if counted else re.sub("[（()）]", "", flat))
        above = flat or above
    return ""
