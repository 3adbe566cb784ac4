"""What stands above and below hits: documents that are meant, altered quotes, other places of a text."""

TEXTS = {
    "document": ("文件", "document"),
    "chapters": ("{count:,} 章", "{count:,} {count:chapter|chapters}"),
    "articles": ("{count:,} 条", "{count:,} {count:article|articles}"),
    "passages": ("{count:,} 段", "{count:,} {count:passage|passages}"),
    "copies": ("另有副本：{ids}", "copies: {ids}"),
    "outline": ("目录", "outline"),
    "quoted": ("你引的是：", "quoted:  "),
    "printed": ("原文是：", "printed: "),
    "nowhere": (
        "所引文字没有一处与原文完全相同，以下 {count:,} 处最接近，不同之处已标出。",
        "What you quote stands nowhere as it is; {count:,} {count:place comes|places come} nearest, with the differences marked.",
    ),
    "also": ("另见：{places}", "also in: {places}"),
    "also_more": ("{places}，等 {count:,} 处", "{places} and others, {count:,} in all"),
    "folded": (
        "，其中 {count:,} 条与所列文字相同，已并入“另见”",
        ", {count:,} of them of the same text as another and told with it",
    ),
    "no_fold": ("（--no-fold 全部列出）", " (--no-fold lists all)"),
    "list": ("；", "; "),
    "instead": (
        "标题中没有，但文件名中有 {total:,} 段：policysearch search {query}",
        "No heading has it; titles of documents have, {total:,} {total:passage|passages}: policysearch search {query}",
    ),
}
