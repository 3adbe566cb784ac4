"""Oddities of a document."""

TEXTS = {
    "again": ("{number}再次出现", "{number} is there again"),
    "follows": ("{before}之后是{number}", "{number} follows {before}"),
    "follows_in": ("{place}中，{before}之后是{number}", "{number} follows {before} in {place}"),
    "first": ("第一个是{number}", "{number} is the first"),
    "first_in": ("{place}中第一个是{number}", "{number} is the first in {place}"),
    "untitled": ("{number}没有标题", "{number} has no title"),
    "empty": ("{heading}之下没有内容", "nothing stands under {heading}"),
    "unbalanced": ("{heading}中{opening}与{closing}不成对", "{opening} and {closing} do not match in {heading}"),
    "kind_gap": ("跳号", "gap"),
    "kind_repeat": ("重号", "repeat"),
    "kind_backwards": ("倒序", "backwards"),
    "kind_untitled": ("无标题", "untitled"),
    "kind_empty": ("无内容", "empty"),
    "kind_contents": ("目录不符", "contents"),
    "kind_unbalanced": ("不成对", "unbalanced"),
    "contents": ("目录中的{entry}不是标题", "{entry} of the contents is no heading"),
}
