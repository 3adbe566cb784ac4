"""Results of a search on a terminal: how many, how they go beyond what was asked, what stands beside a hit."""

TEXTS = {
    "found": ("共 {total:,} 条结果", "{total:,} {total:passage|passages} found"),
    "best": (
        "含其中任一词语的段落共 {total:,} 条，最相关的 {best:,} 条在前",
        "{total:,} passages hold any of the words, the best {best:,} first",
    ),
    "shown": ("，显示第 {first}–{last} 条", ", {first}–{last} shown"),
    "comma": ("，", ", "),
    "more": ("更多：{command}", "more: {command}"),
    "more_matches": ("此处另有 {count:,} 处匹配", "+{count:,} more {count:match|matches} here"),
    "elsewhere": ("本文件另有 {count:,} 段", "{count:,} more {count:passage|passages} in this document"),
}
