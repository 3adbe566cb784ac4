"""The fields a query can name, in English and Chinese, and what each holds; imports nothing."""

from __future__ import annotations

from .record import record


@record
class Field:
    """One field of a passage as the query language knows it."""

    name: str  # attribute of Passage, or "year"
    aliases: tuple[str, ...]
    how: str  # "value": the whole value must match; "text": the words must stand in it; "range": a number


FIELDS = (
    Field("district", ("区县", "区", "县", "地区"), "value"),
    Field("city", ("城市", "市"), "value"),
    Field("plan", ("规划期", "五年规划"), "value"),
    Field("kind", ("层级", "级"), "value"),
    Field("type", ("文种", "类型"), "value"),
    Field("level", ("级别",), "value"),
    Field("part", ("篇", "编"), "text"),
    Field("chapter", ("章",), "text"),
    Field("section", ("节",), "text"),
    Field("article", ("条",), "text"),
    Field("box", ("专栏", "表"), "text"),
    Field("title", ("标题",), "text"),
    Field("text", ("正文", "内容"), "text"),
    Field("document", ("文件", "文件名"), "text"),
    Field("number", ("文号", "发文字号"), "text"),
    Field("issuer", ("发文机关", "机关"), "text"),
    Field("source", ("来源",), "text"),
    Field("year", ("年", "年份"), "range"),
)

_SIMPLIFIED = str.maketrans(
    "區縣規劃層級種類別編節條專欄標題內號發機關來", "区县规划层级种类别编节条专栏标题内号发机关来"
)


BY_NAME = {label: field for field in FIELDS for label in (field.name, *field.aliases)}


def field_named(name: str) -> Field | None:
    """The field of that name, which may be in Traditional characters; None when there is none."""
    return BY_NAME.get(name.translate(_SIMPLIFIED))


#: Endings a district may be typed without: 九龙坡 finds 九龙坡区.
DISTRICT_ENDINGS = ("自治县", "新区", "区", "县", "市", "省")


def short_name(place: str) -> str:
    """The name of a district or city without its ending, if more than one character is left: 九龙坡 for 九龙坡区."""
    if not place.endswith(DISTRICT_ENDINGS):  # as a rule
        return place
    ending = next((e for e in DISTRICT_ENDINGS if place.endswith(e) and len(place) > len(e) + 1), "")
    return place.removesuffix(ending)


#: The fields whose values are places.
PLACES = ("district", "city")

#: The fields whose values are counted (facets), and those that are when none are named.
COUNTED = tuple(field.name for field in FIELDS if field.name not in ("title", "text"))
FACETS = ("district", "plan", "kind", "part", "type", "year", "document")

# How an index on disk names them, besides the ids of a passage and its document.

#: part of a passage: the field of its words
WORDS = {"title": "title_words", "text": "words"}
#: The fields with one string, as a Passage calls them too.
TEXTS = {"id", "document_id", *(field.name for field in FIELDS if field.how != "range")}.difference(WORDS)
#: Fields whose values are kept as they were written too. The others may have a value for each passage: only the folded form is kept.
RAW = {"id", "document_id", "source", *(field.name for field in FIELDS if field.how == "value")}


def term(text: str) -> bytes:
    """A value or word as an index holds it."""
    return text.encode("utf-8", "replace")
