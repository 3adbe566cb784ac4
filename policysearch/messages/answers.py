"""Messages above and below hits: documents that a query names, altered quotes, other places, groups, how a query was widened."""

TEXTS = {
    "document": ("文件", "document"),
    "chapters": ("{count:,} 章", "{count:,} {count:chapter|chapters}"),
    "articles": ("{count:,} 条", "{count:,} {count:article|articles}"),
    "passages": ("{count:,} 段", "{count:,} {count:passage|passages}"),
    "copies": ("另有副本：{ids}", "copies: {ids}"),
    "quoted": ("你引的是：", "quoted:  "),
    "printed": ("原文是：", "printed: "),
    "nowhere": (
        "所引文字没有一处与原文完全相同，以下 {count:,} 处最接近，不同之处已标出。",
        "What you quote stands nowhere as it is; {count:,} {count:place comes|places come} nearest, with the differences marked.",
    ),
    "also": ("另见：{places}", "also in: {places}"),
    "also_more": ("{places}，等 {count:,} 处", "{places} and others, {count:,} in all"),
    "folded": (
        "；全部结果中有 {count:,} 条与别条文字相同，已并入“另见”",
        "; of all, {count:,} {count:has|have} the text of another and {count:is|are} told with it",
    ),
    "no_fold": ("（--no-fold 全部列出）", " (--no-fold lists all)"),
    "list": ("；", "; "),
    "instead": (
        "标题中没有，但文件名中有 {total:,} 段：policysearch search {query}",
        "No heading has it; titles of documents have, {total:,} {total:passage|passages}: policysearch search {query}",
    ),
    "in_groups": ("，分属 {groups:,} 个{group}", " in {groups:,} {group}{groups:|s}"),
    "ungrouped": ("（其中 {count:,} 条不属于任何一个）", " ({count:,} of them in none)"),
    "none_after": ("，前 {offset:,} 条之后没有更多", ", none after the first {offset:,}"),
    "more_rows": ("表中另有 {count:,} 行", "+{count:,} more {count:row|rows} like these"),
    "best_of": ("本{group} {total:,} 条结果中最相关的一条", "the best of {total:,} in this {group}"),
    "best_of_none": ("无{group}的 {total:,} 条结果中最相关的一条", "the best of {total:,} in no {group}"),
    "district": ("区县", "district"),
    "more_values": ("另有 {count:,} 个", "{count:,} more"),
    "relaxed": (
        "包含全部词语的段落仅 {count:,} 条，其余各条包含{what}{lacking}（--strict：只列出全部包含的）。",
        "{count} {count:passage holds|passages hold} all the words; the others hold {what}{lacking} (--strict: only all).",
    ),
    "relaxed_all": (
        "没有段落包含全部词语，以下各条包含{what}{lacking}（--strict：只列出全部包含的）。",
        "No passage holds all the words; these hold {what}{lacking} (--strict: only all).",
    ),
    "asked": (
        "以下段落按与问题的相关程度排列{lacking}（--strict：只按字面检索）。",
        "Ranked by how well they answer the question{lacking} (--strict: as words).",
    ),
    "by_meaning": (
        "其中前列的段落还按语义排序（--no-semantic：仅按词语）。",
        "The first of these are ranked by meaning too (--no-semantic: by words alone).",
    ),
    "lacking": ("，第 {place} 条不含：{words}", ", number {place} without {words}"),
    "synonyms": ("这些词语或其同义词", "them or synonyms of them"),
    "most": ("其中大部分", "most of them"),
    "some": ("其中一部分", "some of them"),
    "pieces": ("其中部分字词", "pieces of them"),
    "with_synonyms": ("同时检索：{words}", "with synonyms: {words}"),
    "understood": ("理解为：{query}（--strict：只按字面检索）", "understood as: {query} (--strict: as words)"),
    "synonyms_find": ("--synonyms 还能找到：{words}", "--synonyms finds more: {words}"),
}
