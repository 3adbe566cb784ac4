"""Parameters of the tools for language models, and what is wrong with a call."""

TEXTS = {
    "query": (
        "词语、引号“…”、区县：九龙坡（district:）、规划期：十五五、章：、OR、-、*、年份：2026..2030，或一个问题。",
        "Words, quotes “…”, district:九龙坡 (区县：), plan:十五五, 章:, OR, -, *, year:2026..2030, or a question.",
    ),
    "hits": ("答复中的结果数。", "Hits in the answer."),
    "fold": ("同文的段落只列一条。", "Passages of the same text as one hit."),
    "offset": (
        "略过前面多少条：上一答复的 `next_offset`。",
        "How many to pass over: `next_offset` of the answer before.",
    ),
    "outline_document": (
        "`document_id`；不写则列出全部文件。",
        "A `document_id`; without it, all documents are listed.",
    ),
    "headings": ("答复中的标题或文件数。", "Headings, or documents, in the answer."),
    "id": ("段落的标识，由 search 与 outline 给出。", "Of a passage, as search and outline give it."),
    "text_offset": ("从长文本的何处开始：`next_offset`。", "Where in a long text to begin: `next_offset`."),
    "cell": ("单元格或列标题中的文字。", "Text that stands in a cell or column head."),
    "tables_document": ("`document_id`：只列此文件的表格。", "A `document_id`: only its tables."),
    "tables": ("答复中的表格数。", "Tables in the answer."),
    "terms": ("词语，各按原样查找。", "Terms, each taken as it stands."),
    "by": ("按什么分行。", "What has a row each."),
    "rows": ("答复中的行数。", "Rows in the answer."),
    "no_document": (
        "没有文件 {id!r}；不带参数调用 outline 可得列表",
        "no document {id!r}; call outline without one for the list",
    ),
    "no_passage": (
        "没有段落 {id!r}；标识来自 search 与 outline",
        "no passage {id!r}; ids come from search and outline",
    ),
    "no_term": (
        "{term!r} 不是词语；请写一至八个，例如 低空经济",
        "{term!r} is no term; name one to eight, such as 低空经济",
    ),
}
