"""Results of a search on a terminal: how many, how they go beyond what was asked, what stands beside a hit."""

TEXTS = {
    "found": ("共 {total:,} 条结果", "{total:,} {total:passage|passages} found"),
    "in_groups": ("，分属 {groups:,} 个{group}", " in {groups:,} {group}{groups:|s}"),
    "ungrouped": ("（其中 {count:,} 条不属于任何一个）", " ({count:,} of them in none)"),
    "shown": ("，显示第 {first}–{last} 条", ", {first}–{last} shown"),
    "none_after": ("，前 {offset:,} 条之后没有更多", ", none after the first {offset:,}"),
    "comma": ("，", ", "),
    "more": ("更多：{command}", "more: {command}"),
    "more_matches": ("此处另有 {count:,} 处匹配", "+{count:,} more {count:match|matches} here"),
    "more_rows": ("表中另有 {count:,} 行", "+{count:,} more {count:row|rows} like these"),
    "elsewhere": ("本文件另有 {count:,} 段", "{count:,} more {count:passage|passages} in this document"),
    "best_of": ("本{group} {total:,} 条结果中最相关的一条", "the best of {total:,} in this {group}"),
    "best_of_none": ("无{group}的 {total:,} 条结果中最相关的一条", "the best of {total:,} in no {group}"),
    "document": ("文件", "document"),
    "district": ("区县", "district"),
    "with_synonyms": ("同时检索：{words}", "with synonyms: {words}"),
    "also": ("--synonyms 还能找到：{words}", "--synonyms finds more: {words}"),
    "more_values": ("另有 {count:,} 个", "{count:,} more"),
    "relaxed": (
        "同时包含全部词语的段落仅 {count:,} 条，其余包含{what}{lacking}（--strict：只列出全部包含的）。",
        "{count} {count:passage holds|passages hold} all the words; the others hold {what}{lacking} (--strict: only all).",
    ),
    "relaxed_all": (
        "没有同时包含全部词语的段落，以下包含{what}{lacking}（--strict：只列出全部包含的）。",
        "No passage holds all the words; these hold {what}{lacking} (--strict: only all).",
    ),
    "lacking": ("，其中第一段不含{words}", ", the first of them without {words}"),
    "synonyms": ("其同义词", "synonyms of them"),
    "most": ("其中大部分", "most of them"),
    "some": ("其中一部分", "some of them"),
    "pieces": ("其中部分字词", "pieces of them"),
}
