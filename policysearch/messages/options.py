"""Help of options of the command line, addresses and tools; `NAME` is the name of an option."""

TEXTS = {
    "help": ("显示此帮助。", "Show this message and exit."),
    "version": ("显示版本。", "Show the version and exit."),
    "lang": (
        "语言：zh 或 en；也可用 POLICYSEARCH_LANG 设定，否则随系统区域设置。",
        "Language, zh or en; also set by POLICYSEARCH_LANG, else that of the locale.",
    ),
    "index": (
        "索引所在的文件夹，或集群地址 opensearch://主机/名称；也可用 POLICYSEARCH_INDEX 设定。",
        "Folder of the index, or opensearch://HOST/NAME; also set by POLICYSEARCH_INDEX.",
    ),
    "ca": (
        "集群证书机构的证书文件；也可用 POLICYSEARCH_CA 设定。",
        "Certificates of a cluster's authority; also set by POLICYSEARCH_CA.",
    ),
    "config": (
        "选项默认值的 TOML 文件；也可用 POLICYSEARCH_CONFIG 设定。",
        "TOML file of defaults of options; also set by POLICYSEARCH_CONFIG.",
    ),
    "output": ("写入文件 FILE（UTF-8），不显示。", "Write into FILE, in UTF-8, instead of printing."),
    "color": ("使用颜色；默认只在终端上使用。", "Colour; by default only on a terminal."),
    "json": ("输出 JSON。", "Print one JSON object or array."),
    "limit": ("最多列出多少条。", "How many."),
    "offset": ("略过最前面的多少条。", "How many of the first to leave out."),
    "synonyms": (
        "同时检索同义词：GDP 也找到 地区生产总值。",
        "Find synonyms too: GDP finds 地区生产总值.",
    ),
    "strict": (
        "只列出包含全部词语的段落，即使一个也没有。",
        "Only passages that hold all the words, even if there are none.",
    ),
    "relax": (
        "含有全部词语的段落足够时，其后也列出只含部分词语的段落。",
        "List passages with only some of the words too, even where enough hold all.",
    ),
    "snippet": ("摘要最多多少个字。", "Characters of a snippet, at most."),
    "sort": (
        "顺序：相关度（relevance）、文件顺序（document）或日期，新的在前（date）。",
        "By relevance, in document order, or newest first.",
    ),
    "group": (
        "每份文件（document）或每个区县（district）只列最相关的一条，并注明共有多少条。",
        "Only the best of each document or district, with how many there are.",
    ),
    "facets": (
        "同时统计结果的区县、规划期、层级等。",
        "Also count districts, plans, kinds … of what was found.",
    ),
    "fold": (
        "同文的段落只列一条，其余列为“另见”（false：全部列出）。",
        "Passages of the same text are one hit, the others in its `also` (false: all are listed).",
    ),
    "no_fold": (
        "同文的段落全部列出，而不并为一条。",
        "List all passages of the same text instead of one that names the others.",
    ),
    "no_semantic": (
        "只按词语排序，即使索引有语义向量。",
        "Rank by words alone, even if the index has vectors.",
    ),
    "semantic": (
        "索引有语义向量时，也按语义排序。",
        "Rank by meaning too, where the index has vectors.",
    ),
    "all_copies": (
        "也检索、统计文件的副本，同文的段落全部列出。",
        "Find and count copies of documents too, and fold nothing.",
    ),
    "format": ("输出格式。", "What the answer is written in."),
    "bom": (
        "在 CSV 开头写入字节顺序标记：Excel 靠它识别 UTF-8。",
        "Begin CSV, and nothing else, with a byte-order mark: Excel needs it to read UTF-8.",
    ),
    "matrix": (
        "改为比较每两个区县（district）或每两份文件（document）的用词，0 至 1。",
        "Instead say how alike the words of each two districts or documents are, 0 to 1.",
    ),
    "by": ("按什么分行：区县、规划期、文件、年份或城市。", "What the rows are."),
    "same": ("只列同一区县的段落。", "Only passages of the same district."),
    "q": ("要检索的内容，用检索语言写成。", "What is looked for, in the query language."),
    "typed": ("已经输入的文字。", "What is typed so far."),
    "term": ("词语。", "A term."),
    "of_document": ("只列此文件中的。", "Only of the document with this id."),
    "cell": ("只列单元格中含有此文字的。", "Only those with this text in a cell."),
    "terms": ("词语或检索式；可以有多个，各成一列。", "A term or query; several give several columns."),
    "defined": ("术语；不写则列出全部。", "The term; all terms without it."),
    "filter": ("只列有此值的；多个值任取其一。", "Only with this value; several are alternatives."),
    "page": ("第几页。", "Which page."),
    "open": ("显示第几个词语的段落。", "Which term's passages are shown."),
    "indicator": ("指标名称中的文字。", "Part of the name of an indicator."),
    "id": ("段落的标识。", "Id of a passage."),
    "document": ("文件的标识。", "Id of a document."),
}
