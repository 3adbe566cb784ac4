"""Numbers of cells as a sheet shows them: decimals, thousands, per cent, days."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "yyyy/m/d", 16: "m/d", 17: "yyyy/m", 18: "h:mm",
    19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m/d/yy", 31: "yyyy年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月",
    53: "m月d日", 54: "m月d日", 55: "yyyy年m月", 56: "m月d日", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_TOKENS = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(y+|m+|d+|h+|s+|AM/PM|上午/下午)|(.)', re.I | re.S)
_LAST = 2_958_465  # 9999-12-31


def built_in(id: int) -> str:
    """The format of a number below 164, "" for what is shown as it is."""
    return _BUILT_IN.get(id, "")


def display(value: float, form: str, from_1904: bool = False) -> str:
    """A number in a format of Excel.

    >>> [display(46113, "yyyy年m月d日"), display(0.125, "0.0%"), display(1234.5, "#,##0.00"), display(12.0, ""), display(46113.5, "yyyy-mm-dd hh:mm")]
    ['2026年4月1日', '12.5%', '1,234.50', '12', '2026-04-01 12:00']
    """
    form = form.partition(";")[0]
    letters = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", form)
    if re.search("[ymdhs]", letters, re.I) and not re.search("[0#]", letters) and 0 <= value <= _LAST:
        return _day(value, form, from_1904)
    if not re.search("[0#]", letters):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
    decimals = len(re.sub("[^0#]", "", letters.partition(".")[2]))
    scaled = value * 100 if "%" in letters else value
    number = f"{scaled:,.{decimals}f}" if "," in letters else f"{scaled:.{decimals}f}"
    return number + "%" * ("%" in letters)


def _day(value: float, form: str, from_1904: bool) -> str:
    base = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 if value >= 61 else 31)
    day = base + timedelta(seconds=round(value * 86_400))
    pieces: list[str] = []
    tokens = list(_TOKENS.finditer(form))
    names = [(token[3] or "").lower() for token in tokens]
    for n, token in enumerate(tokens):
        name = names[n]
        before = next((other for other in reversed(names[:n]) if other), "")
        after = next((other for other in names[n + 1 :] if other), "")
        if not name:
            pieces.append(token[1] or token[2] or token[4] or "")
        elif name[0] == "y":
            pieces.append(f"{day.year:04d}" if len(name) > 2 else f"{day.year % 100:02d}")
        elif name[0] == "m" and (before.startswith("h") or after.startswith("s")):
            pieces.append(f"{day.minute:02d}")
        else:
            number = {"m": day.month, "d": day.day, "h": day.hour, "s": day.second}.get(name[0])
            pieces.append("" if number is None else f"{number:02d}" if len(name) > 1 else str(number))
    return "".join(pieces).strip()
