"""Help of the options that one command has: `COMMAND_OPTION`."""

TEXTS = {
    "open_only_path": ("只显示文件的路径。", "Only print the path of the file."),
    "reference_man": (
        "输出 man 手册页：policysearch reference --man -o policysearch.1",
        "The manual page: policysearch reference --man -o policysearch.1",
    ),
    "indicators_as_csv": (
        "每个数值一行 CSV，供电子表格使用。",
        "Print a line of CSV for every value, for spreadsheets.",
    ),
    "export_typed": ("只导出符合检索式的段落。", "Only the passages that hold all of a query."),
    "export_limit": ("最多多少个段落。", "How many, at most."),
    "export_fields": ("只要这些字段，用逗号分隔。", "Only these fields, with commas between."),
    "export_as_csv": ("输出 CSV，而不是每行一个 JSON。", "Print CSV instead of JSON Lines."),
    "similar_as_csv": ("与 --matrix 合用：输出 CSV。", "With --matrix: print CSV."),
    "similar_typed": (
        "与 --matrix 合用：只比较符合检索式的段落。",
        "With --matrix: only the passages that hold all of a query.",
    ),
    "search_everything": ("列出全部结果。", "Every hit."),
    "search_html": ("输出独立的网页。", "Print a page that stands alone."),
    "search_csv": ("输出电子表格可用的表格（UTF-8）。", "Print a table for spreadsheets, in UTF-8."),
    "search_markdown": ("输出报告可用的列表。", "Print a list for a report."),
    "search_bibtex": ("输出参考文献条目。", "Print entries for a bibliography."),
    "compare_csv": (
        "每格输出一行（UTF-8），供电子表格使用。",
        "Print a line for every cell, in UTF-8, for spreadsheets.",
    ),
    "show_cite": (
        "改为输出参考文献著录，按 GB/T 7714-2015。",
        "Print the reference to it instead, after GB/T 7714-2015.",
    ),
    "outline_observations": (
        "指出疑点：编号跳跃或重复、标题下没有内容等。",
        "Say what is odd: numbers that skip or repeat, empty headings …",
    ),
    "outline_comments": ("也读取批注。", "Read comments too."),
    "outline_headers": ("也读取页眉与页脚。", "Read headers and footers too."),
    "outline_as_html": (
        "输出网页：逐行显示全文，按识别出的结构着色，便于核对；配合 -o 文件.html。",
        "A page of the whole text, each line coloured by what it was taken for, to check a reading; with -o FILE.html.",
    ),
    "index_add": ("在已记住的路径之外再加上 PATH。", "Also PATH, beside the paths that the index remembers."),
    "index_remove": ("不再索引 PATH，其中的文件移出索引。", "No longer PATH: its documents leave the index."),
    "index_exclude": (
        "略过名称符合 PATTERN 的文件与文件夹，如 备份 或 *.tmp.md；索引会记住，'' 表示不再略过。",
        "Leave out files and folders of that name, as 备份 or *.tmp.md; the index keeps it in mind, '' ends it.",
    ),
    "index_keep": (
        "保留最近 N 个版本（默认 2），供 rollback 恢复；索引会记住。",
        "Versions that are kept, for rollback: 2 unless set; the index keeps it in mind.",
    ),
    "index_fail_on_problems": ("有文件未能读取时，退出码为 5。", "Exit with code 5 when a document could not be read."),
    "index_quiet": (
        "只显示变化与新出现的问题，适合定时任务。",
        "Only what changed and problems that are new, as for cron.",
    ),
    "index_verbose": ("列出读取的每个文件。", "Name every document that is read."),
    "versions_as_json": ("输出 JSON。", "Print one JSON array."),
    "index_rebuild": ("全部重新读取。", "Read everything again."),
    "index_share": (
        "只读取全部文件分成 SHARES 份中的第 N 份，如 2/4；集群中的索引可由多个进程或多台机器分份写入，全部写入后一并发布。",
        "Read one share of the documents alone, as 2/4: several processes or machines write one version of an index in a cluster, published when all shares are in.",
    ),
    "index_dictionary": (
        "不应切开的词；索引会记住它们。",
        "Words to keep together; the index keeps them in mind.",
    ),
    "index_synonyms": ("自己的同义词；索引会记住它们。", "Your own synonyms; the index keeps them in mind."),
    "index_dry": (
        "说明将读取和移除什么，不写入任何内容。",
        "Say what would be read and removed; write nothing.",
    ),
    "index_report": (
        "将每个文件的情况写入 FILE：.json 或文本；- 表示直接显示。",
        "Write what was found in each file: .json, text, or - to show.",
    ),
    "index_allow_removing": (
        "即使要移除的文件超过十个且超过总数的五分之一，也照样移除。",
        "Remove files also when they are over ten and a fifth of all.",
    ),
    "index_ocr": (
        "用 OCR 识别哪些页（需要附加组件 ocr）：auto 没有可读文字的页，never 都不，always 所有页。",
        "Pages to recognise by OCR, with the extra ocr: those without readable text, none, or all.",
    ),
    "index_comments": (
        "也读取批注：Word、Excel、PowerPoint 与 PDF 的批注，写作“[批注 作者 所指] …”；索引会记住。",
        "Read comments too, of Word, Excel, PowerPoint and PDF, as [批注 AUTHOR PLACE] …; the index keeps it in mind.",
    ),
    "index_headers": (
        "也读取 Word、Excel、PowerPoint 的页眉与页脚，写作“[页眉] …”；索引会记住。",
        "Read headers and footers too, of Word, Excel and PowerPoint, as [页眉] …; the index keeps it in mind.",
    ),
    "index_semantic": (
        "句向量模型（ONNX 文件夹）或 OpenAI 兼容的向量服务地址，用来按语义排列问句的结果；段落文字只发往这一地址。需要附加组件 semantic；索引会记住，'' 表示不再使用。",
        "A sentence encoder by which answers to questions are ranked too: a folder with an ONNX model, or the address of an OpenAI-compatible service, to which alone texts are sent. Needs the extra semantic; the index keeps it in mind, '' ends it.",
    ),
    "index_semantic_model": ("服务上的模型名称。", "The model that the service is to use."),
    "index_query_prefix": (
        "加在问题之前的文字，如 e5 的 'query: '；默认为模型文件夹所说明的。",
        "What is put before a question, as 'query: ' for e5; by default what the folder of the model says.",
    ),
    "index_passage_prefix": (
        "加在段落之前的文字，如 e5 的 'passage: '。",
        "What is put before a passage, as 'passage: ' for e5.",
    ),
    "index_watch": (
        "持续运行：每当文件变化就更新索引。",
        "Go on: bring it up to date whenever a document changes.",
    ),
    "serve_host": ("监听的地址。", "Address to listen on."),
    "serve_port": ("端口；0 表示任意空闲端口。", "0: any that is free."),
    "serve_auth": ("判断哪些请求可以答复的函数。", "Function that says which requests may be answered."),
    "serve_token_file": (
        "存放令牌的文件；否则用 POLICYSEARCH_TOKEN。",
        "File with the token; else POLICYSEARCH_TOKEN.",
    ),
    "serve_no_token": (
        "答复本机上的任何请求，包括代理转来的他人请求。",
        "Answer whoever asks on this computer, also a proxy for strangers.",
    ),
    "serve_root_path": ("代理提供服务时的路径前缀，例如 /policy。", "Prefix under which a proxy serves it, /policy."),
    "serve_trusted_proxy": (
        "采信其 X-Forwarded- 标头的代理；unix 表示经由 --uds 的请求。",
        "Proxy whose X-Forwarded- is believed; unix: who asks through --uds.",
    ),
    "serve_embed": ("可以嵌入检索的网站。", "Site whose pages may embed the search."),
    "serve_log_queries": ("在访问日志中记录检索式。", "Write queries into the access log."),
    "serve_rate": ("每个地址每秒的请求数；0 表示不限。", "Requests a second from one address; 0: any number."),
    "serve_name": ("网页上显示的名称。", "Name that the pages show."),
    "serve_page_lang": ("网页的语言。", "Language of the pages."),
    "serve_log_level": ("日志的级别；访问日志不受其影响。", "Level of the log; the access log has all its lines."),
    "serve_log_format": ("日志的格式。", "Format of the log and of the access log."),
    "serve_access_log": (
        "访问日志写入的文件；-：标准错误输出；off：不写。",
        "File of the access log; -: stderr; off: none.",
    ),
    "serve_uds": (
        "监听的 Unix 套接字（代替地址与端口）；接替仍在其上的服务。",
        "Unix socket to listen on instead; takes over from a server that is there.",
    ),
    "serve_workers": (
        "答复普通请求的进程数；另有一个答复费时的请求。",
        "Processes for ordinary requests; one more is for costly ones.",
    ),
    "mcp_base": (
        "`policysearch serve` 的地址，用于答复中的链接。",
        "Where `policysearch serve` runs, for the links in answers.",
    ),
}
