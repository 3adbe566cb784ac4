"""Results of a search on a terminal: how many, how they go beyond what was asked, what stands beside a hit."""

TEXTS = {
    "found": ("共 {total:,} 条结果", "{total:,} {total:passage|passages} found"),
    "shown": ("，显示第 {first}–{last} 条", ", {first}–{last} shown"),
    "comma": ("，", ", "),
    "more": ("更多：{command}", "more: {command}"),
    "more_matches": ("此处另有 {count:,} 处匹配", "+{count:,} more {count:match|matches} here"),
    "elsewhere": ("本文件另有 {count:,} 段", "{count:,} more {count:passage|passages} in this document"),
    "with_synonyms": ("同时检索：{words}", "with synonyms: {words}"),
    "understood": ("理解为：{query}（--strict：只按字面检索）", "understood as: {query} (--strict: as words)"),
    "also": ("--synonyms 还能找到：{words}", "--synonyms finds more: {words}"),
}
