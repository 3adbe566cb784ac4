"""What went wrong as an answer: problem+json (RFC 9457) for programs, a page in Chinese for people."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from starlette.responses import Response

from ..model.errors import NoIndexError, PolicySearchError, QueryError, QueryTimeout, UnknownFieldError
from .scheduler import Busy

_TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    413: "Request too large",
    414: "Address too long",
    421: "Not served under this name",
    429: "Too many requests",
    500: "Internal error",
    503: "Not available",
    504: "Took too long",
}
_CHINESE = {
    400: "请求有误",
    401: "需要访问令牌",
    403: "没有访问权限",
    404: "没有找到",
    405: "不支持的请求方式",
    413: "请求过大",
    414: "地址过长",
    421: "不在此名称下提供服务",
    429: "请求过于频繁，请稍候再试",
    500: "服务器出错",
    503: "索引暂时不可用",
    504: "查询用时过长，请缩小范围再试",
}
#: What to do about it.
_ADVICE = {
    401: "请打开服务启动时显示的地址（其中含 ?token=），或在此输入令牌。",
    403: "如需访问，请联系管理员。",
    405: "本服务只供查阅。",
    413: "请求不能带有内容。",
    414: "请缩短检索词或减少筛选条件。",
    421: "请用 localhost 这一名称打开。",
    429: "请稍候片刻，再打开一次。",
}
#: What a QueryError expects, in Chinese; \1 is what the pattern took.
_EXPECTED = (
    (r"expected at most (\d+) characters.*", r"查询太长，最多 \1 个字"),
    (r"expected text between the quotes", "引号之间应有文字"),
    (r'expected a whole number up to (\d+) after "~"', r"“~”之后应为不大于 \1 的整数"),
    (r'expected a word, a quote or "\)" directly before "\^"', "“^”之前应紧接词语、引号或括号"),
    (r"expected a number from .* after .*", "“^”之后应为 0.001 至 1000 的数"),
    (r"expected a character after .*", "反斜线之后应有一个字符"),
    (r"expected a field name before .*", "冒号之前应为字段名，例如 区县：九龙坡"),
    (r"expected no escaped .*", "含通配符的词语中不能有转义的 * 或 ?，请加引号"),
    (r"expected a letter, digit or ideograph beside the wildcards", "通配符旁应有文字"),
    (r'expected no other field inside "(.*)"', r"“\1”之内不能再有字段"),
    (r"expected at most (\d+) parentheses inside each other", r"括号最多嵌套 \1 层"),
    (r'expected "\)" to close this parenthesis', "括号没有闭合"),
    (r"expected a range without spaces.*", "应为不带空格的范围，例如 2025..2030 或 >=2026"),
    (r"expected the smaller number first: (.*)", r"较小的数应在前：\1"),
    (r"expected a single value of (.*)", r"\1 只能是单个值"),
    (r"expected a closing .*", "引号没有闭合"),
)


@dataclass
class Problem(Exception):
    """An answer that is an error."""

    status: int
    detail: str
    kind: str = "about:blank"
    more: dict[str, Any] = field(default_factory=dict)  # further members
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return _TITLES[self.status]

    @property
    def chinese(self) -> str:
        """What the page says: for a query what would be right at the place."""
        return self.more.get("chinese") or _CHINESE[self.status]

    @property
    def advice(self) -> str:
        """What people can do about what the guard refuses, in Chinese."""
        return _ADVICE.get(self.status, "")

    def response(self) -> Response:
        """This problem as problem+json."""
        body = {"type": self.kind, "title": self.title, "status": self.status, "detail": self.detail}
        body |= {key: value for key, value in self.more.items() if key != "chinese"}
        content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {"cache-control": "no-store", **self.headers}
        return Response(content, self.status, headers, "application/problem+json")


def of(error: Exception) -> Problem:
    """What to answer when `error` was raised."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, QueryError):
        more: dict[str, Any] = {"query": error.query, "position": error.position, "expected": error.expected}
        if isinstance(error, UnknownFieldError):
            more |= {"field": error.field, "known": list(error.known), "nearest": error.nearest}
        return Problem(400, str(error), "urn:policysearch:query", {**more, "chinese": _expected(error)})
    if isinstance(error, Busy):
        more = {"chinese": "服务器繁忙，请稍候再试"}
        return Problem(503, "too many queries at once", "urn:policysearch:busy", more, {"retry-after": "5"})
    if isinstance(error, QueryTimeout):
        return Problem(504, str(error), "urn:policysearch:time", {"code": error.code, "part": error.part})
    if isinstance(error, NoIndexError):
        return Problem(503, "there is no index", "urn:policysearch:index")  # not where it would be
    if isinstance(error, PolicySearchError):
        return Problem(503, "the index cannot be read", "urn:policysearch:index")
    if isinstance(error, TimeoutError):
        return Problem(504, "the query took too long", "urn:policysearch:time")
    return Problem(500, "an error in the program; its log says more")


def _expected(error: QueryError) -> str:
    if isinstance(error, UnknownFieldError):
        meant = f"，是否指“{error.nearest}”？" if error.nearest else ""
        return f"没有名为“{error.field}”的字段{meant or '。'}可用字段：{'、'.join(error.known)}"
    for pattern, chinese in _EXPECTED:
        if found := re.fullmatch(pattern, error.expected, re.S):
            return found.expand(chinese)
    return f"此处无法理解（{error.expected}）"
