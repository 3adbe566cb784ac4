"""Numbers of documents: 某府发〔2026〕3号, 某市人民政府令第179号, 国家税务总局公告2023年第12号."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .line_classifier import squeeze

NUMBER = re.compile(r"([一-鿿]{2,14})\s*[〔\[［（(【﹝〈<]\s*([0-9]{4})\s*[〕\]］）)】﹞〉>]\s*第?\s*([0-9]+)\s*号")
#: A decree or announcement: 某市人民政府令第179号, 国家税务总局公告2023年第12号, 第197号令.
DECREE = re.compile(
    r"[一-鿿、]{0,40}?(?:令|公告|通告)[（(]?(?:[0-9]{4}年)?第[0-9一二三四五六七八九十百零〇]{1,6}号[）)]?"
    r"|[一-鿿、]{0,40}?第[0-9一二三四五六七八九十百零〇]{1,6}号令"
)
DECREE_NAME = re.compile(r"[一-鿿、]{1,40}(?:令|公告|通告)")
DECREE_COUNT = re.compile(r"[（(]?(?:[0-9]{4}年)?第[0-9一二三四五六七八九十百零〇]{1,6}号[）)]?")
_BESIDE_NUMBER = re.compile(r"^(?:发文字号|发文文号|文号|文件编号)[:：]|签发人[:：].{0,20}$")


def document_number(lines: Sequence[str]) -> str:
    """The first number of a document that stands alone on a line: 某府发〔2026〕3号, 某市人民政府令第179号, also on two lines."""
    above = ""
    for text in lines:
        flat = _BESIDE_NUMBER.sub("", squeeze(text).strip("*"))
        bare = re.sub(r"^[（(](.*)[）)]$", r"\1", flat)
        if found := NUMBER.fullmatch(flat) or NUMBER.fullmatch(bare):
            return f"{found[1]}〔{found[2]}〕{found[3]}号"
        if DECREE.fullmatch(flat):
            return re.sub("[（()）]", "", flat)
        if DECREE_COUNT.fullmatch(flat) and DECREE_NAME.fullmatch(above):
            return above + re.sub("[（()）]", "", flat)
        above = flat or above
    return ""
