"""Why a file is left out, why an index is read again, and what an update found."""

TEXTS = {
    # whatever the format
    "memory": ("所需内存超过可用内存；请拆分", "needs more memory than there is; split it"),
    "unreadable": (
        "无法{doing}：{error}；请另存为纯文本或其他格式",
        "cannot be {doing}: {error}; save it as plain text or in another format",
    ),
    "doing_read": ("读取", "read"),
    "doing_parsed": ("解析", "parsed"),
    "doing_segmented": ("分词", "cut into words"),
    "doing_identified": ("与其他文件区分", "told from other documents"),
    "slow": (
        "读取超过 {seconds:,.0f} 秒；请拆分，或另存为纯文本",
        "takes over {seconds:,.0f} s to read; split it, or save it as plain text",
    ),
    "reader_slow": ("读取超过 {seconds} 秒；请拆分", "takes over {seconds} s to read; split it"),
    "reader_error": ("无法读取：{error}", "cannot be read: {error}"),
    "reader_damaged": ("无法读取：{error}；可能已损坏", "cannot be read: {error}; it may be damaged"),
    "reader_fails": (
        "无法读取：读取程序出错，或所需内存超过 {size:g} GB；请拆分或重新保存",
        "cannot be read: it makes the reader fail, or needs over {size:g} GB; split it or save it anew",
    ),
    "same_name": ("另有文件同名", "another document has this name"),
    "no_document_found": ("其中没有找到文件", "no document was found in it"),
    # links, archives, web pages
    "not_regular": ("不是普通文件", "is not a regular file"),
    "broken_link": ("是失效的链接", "is a broken link"),
    "link_out": (
        "是指向文件夹之外的链接；要编入其目标，请直接指定它",
        "is a link out of the folder; to index what it leads to, give that by name",
    ),
    "too_large": ("过大（{size}，最多 {most}）；请拆分", "is too large ({size}, at most {most}); split it"),
    "larger": ("过大（最多 {most:.0f} MB）；请拆分", "is too large (at most {most:.0f} MB); split it"),
    "no_page": ("没有可以读取的网页", "has no page that can be read"),
    "pages_missing": (
        "是由 {count} 个网页合成的一篇；缺少：{names}",
        "is one text over {count} web pages; missing: {names}",
    ),
    "several": ("若干", "several"),
    "archive_of_several": ("是含有多个文件的压缩包", "is an archive of several files"),
    "archive_depth": ("是套在 {depth} 层压缩包中的压缩包；请解压", "is an archive in {depth} archives; unpack it"),
    "archive_empty": (
        "是没有可读取文件的压缩包{there}",
        "is an archive without a document that can be read{there}",
    ),
    "archive_holds": ("；其中有 {counted}", "; it holds {counted}"),
    "archive_members": (
        "其中的文件超过 {most:,} 个；其余略去",
        "holds over {most:,} documents; the rest was left out",
    ),
    "archive_twice": ("在压缩包中出现两次；已读取第一个", "is in the archive twice; the first was read"),
    "archive_link": ("是链接；不读取压缩包中的链接", "is a link; links in archives are not followed"),
    "archive_encrypted": ("已加密；请用密码解压", "is encrypted; unpack it with its password"),
    "archive_damaged": (
        "在压缩包中已损坏，或压缩方式未知",
        "is damaged in the archive, or packed in an unknown way",
    ),
    "archive_bomb": (
        "解压后超过 {most:.0f} MB，压缩后仅 {size:,} 字节；可能是压缩炸弹",
        "unpacks to over {most:.0f} MB, from {size:,} bytes; it may be a zip bomb",
    ),
    # processes
    "process_lost": (
        "无法读取：读取它的进程{how}，可能因内存不足；请拆分",
        "cannot be read: the process that read it {how}, perhaps for want of memory; split it",
    ),
    "killed": ("被信号 {signal} 终止", "was killed by signal {signal}"),
    "ended": ("以代码 {code} 结束", "ended with code {code}"),
    # texts
    "binary": ("像是二进制数据，不是文本", "looks like binary data, not text"),
    "long_line": (
        "第 {number} 行过长（{length:,} 个字，最多 {most:,} 个）",
        "line {number} is too long ({length:,} characters, at most {most:,})",
    ),
    "encoding": (
        "编码不是 UTF-8、UTF-16 或 GB18030；请另存为 UTF-8",
        "its encoding is none of UTF-8, UTF-16 and GB18030; save it as UTF-8",
    ),
    # PDF
    "pdf_extra": (
        "是 PDF；要读取请安装：pip install 'policysearch[pdf]'",
        "is a PDF; to read it: pip install 'policysearch[pdf]'",
    ),
    "pdf_pages": ("有 {count:,} 页（最多 {most:,} 页）；请拆分", "has {count:,} pages (at most {most:,}); split it"),
    "pdf_characters": ("超过 {most:,} 个字；请拆分", "has over {most:,} characters; split it"),
    "pdf_damaged": ("是损坏的 PDF", "is a damaged PDF"),
    "pdf_encrypted": (
        "是加密的 PDF；请另存一份没有密码的",
        "is an encrypted PDF; save a copy without a password",
    ),
    "pdf_scan": (
        "是没有文字层的扫描件；需要 OCR：pip install 'policysearch[ocr]'",
        "is a scan without a text layer; it needs OCR: pip install 'policysearch[ocr]'",
    ),
    "pdf_unreadable": (
        "是文字无法识读的 PDF（字体未注明字符）；需要 OCR：pip install 'policysearch[ocr]'",
        "is a PDF whose fonts do not tell their characters; it needs OCR: pip install 'policysearch[ocr]'",
    ),
    "pdf_unrecognised": (
        "是没有可读文字的 PDF；各页已做 OCR，未识别出文字；请核对页面是否空白、倒置或手写，或换用带文字的版本",
        "is a PDF without readable text, and OCR of its pages recognised none; see whether they are blank, upside down or handwritten, or use a copy with text",
    ),
    "recognising": ("{name}：识别第 {page}/{total} 页", "{name}: recognising page {page} of {total}"),
    "recognised": (
        "由 OCR 识别的页：{count}；平均置信度 {mean:.2f}，最低 {least:.2f}",
        "pages recognised by OCR: {count}; mean confidence {mean:.2f}, least {least:.2f}",
    ),
    "pdf_empty": ("是没有文字的 PDF", "is a PDF without text"),
    # Word, web archives
    "docx_part": ("此 Word 文件的一部分有误：{error}", "a part of this Word document {error}"),
    "docx_damaged": ("是损坏的 Word 文件", "is a damaged Word document"),
    "mhtml_parts": ("是部分过多的网页归档；请另存为 HTML", "is a web archive of too many parts; save it as HTML"),
    "mhtml_damaged": ("是损坏的网页归档；请另存为 HTML", "is a damaged web archive; save it as HTML"),
    "mhtml_empty": ("是没有网页的网页归档", "is a web archive without a page"),
    "html_tags": ("标签过多（最多 {most:,} 个）；请拆分", "has too many tags (at most {most:,}); split it"),
    "office_needed": (
        "是旧版 Word、WPS、RTF 或 ODT 文件；请安装 LibreOffice（soffice）以读取，或另存为 .docx",
        "is of an older Word, WPS, RTF or ODT; install LibreOffice (soffice) to read it, or save it as .docx",
    ),
    "office_start": ("无法读取：{program} 不能启动", "cannot be read: {program} does not start"),
    "office_slow": (
        "LibreOffice 处理超过 {seconds} 秒；请另存为 .docx",
        "takes LibreOffice over {seconds} s; save it as .docx",
    ),
    "office_fonts": (
        "无法读取：LibreOffice 在本机找不到字体；请安装任一字体（如 fonts-noto-cjk），或另存为 .docx",
        "cannot be read: LibreOffice finds no fonts on this machine; install one (as fonts-noto-cjk), or save it as .docx",
    ),
    "office_fails": (
        "LibreOffice 无法读取；可能已损坏或加密",
        "cannot be read by LibreOffice; it may be damaged or encrypted",
    ),
    # updates
    "paths_alone": (
        "--add 与 --remove 是在索引已有的路径上增减；请不要再给出其他路径",
        "--add and --remove change the paths that the index remembers; name no others",
    ),
    "not_a_root": ("不是索引所记住的路径；有：{roots}", "is not among the paths of the index: {roots}"),
    "no_root_left": ("没有要索引的路径了", "no path is left to index"),
    "asked_for": ("按要求", "it was asked for"),
    "other_format": (
        "索引的格式为 {found}，本程序写入 {expected}",
        "the index was of format {found}, this program writes {expected}",
    ),
    "was_damaged": ("索引已损坏：{what}", "the index was damaged: {what}"),
    "other_reading": ("要读取的批注、页眉页脚有所不同", "comments or headers are to be read otherwise"),
    "other_dictionary": ("词典有所不同", "the dictionary is another one"),
    "other_library": ("索引由 {was} 建立，现为 {now}", "the index was built with {was}, this is {now}"),
    "no_library": ("没有 {name} 的程序", "no {name}"),
    "other_program": ("索引由本程序的另一版本建立", "the index was built by another version of this program"),
    "no_path": ("未指定路径", "no path"),
    "nothing_readable": (
        "没有可以读取的文件，例如 .txt .html .docx .pdf{there}",
        "no document there that can be read, such as .txt .html .docx .pdf{there}",
    ),
    "none_readable": (
        "{count} 个文件都无法读取；{first}{there}",
        "none of {count} files can be read; {first}{there}",
    ),
    "line_left_out": ("第 {number:,} 行略去：{why}", "line {number:,} is left out: {why}"),
    "lines_left_out": ("另有 {count:,} 行略去", "{count:,} more lines are left out"),
    # reports
    "report": (
        "{files:,} 个源文件中有 {documents:,} 份文件、{passages:,} 个段落",
        "{documents:,} {documents:document|documents} and {passages:,} {passages:passage|passages} in {files:,} {files:file|files}",
    ),
    "left_out": ("略去：{count:,}", "left out: {count:,}"),
    "other_kinds": ("不读取的其他类型的文件：{count:,}", "files of kinds that are not read: {count:,}"),
    "not_read": (
        "未读取：{counted}（其他类型的文件；--report FILE 列出它们）",
        "not read: {counted} (files of other kinds; --report FILE names them)",
    ),
    "one_text": ("由 {count} 个网页合成的一篇：{names}", "one text over {count} web pages: {names}"),
    "passages": ("段落 {count:,}", "{count:,} passages"),
    "tables": ("表格 {count:,}", "tables {count:,}"),
    "guessed": ("推测：{guess}", "guessed: {guess}"),
    "guessed_encoding": ("编码为 {encoding}", "that its encoding is {encoding}"),
    "guessed_wrapped": (
        "{count:,} 个标题在下一行继续",
        "that {count:,} headings go on in the next line",
    ),
    "blocks": ("未读取：{blocks}", "not read: {blocks}"),
    "characters": ("{kind} {count:,} 个字", "{kind} {count:,} characters"),
    "observed": ("疑点：{count:,} 处{meaning}", "observed: {count:,} {meaning}"),
    "gap": ("编号跳跃", "numbers that skip"),
    "repeat": ("编号重复", "numbers that come twice"),
    "backwards": ("编号倒退", "numbers that go back"),
    "untitled": ("标题没有文字", "headings without words"),
    "empty": ("标题之下没有内容", "headings with nothing under them"),
    "contents": ("目录条目没有对应的标题", "entries of the contents that head nothing"),
    "unbalanced": ("标题中引号或括号没有闭合", "headings with an open quote or bracket"),
    "certainty": ("可信程度：{level}", "certainty: {level}"),
    "reader": ("由 {name} 读取", "read by {name}"),
    "between": ("；", "; "),
    "high": ("高", "high"),
    "medium": ("中", "medium"),
    "low": ("低", "low"),
    "doubt_garbled": ("有乱码", "characters are garbled"),
    "doubt_false_text": (
        "{count:,} 处文字不成词，可能是字体或编码对应有误；PDF 可用 --ocr always --rebuild 按图片识别",
        "{count:,} pages or pieces hardly hold words: a font or encoding may map them falsely; --ocr always --rebuild reads a PDF as pictures",
    ),
    "doubt_long_lines": ("{count:,} 行过长，换行可能已丢失", "{count:,} very long lines; line breaks may be lost"),
    "doubt_numbers_broken": ("编号在 {count:,} 处中断", "the count is broken at {count:,} places"),
    "doubt_number_broken": (
        "个别编号中断（{count:,} 处）",
        "the count is broken at {count:,} places, few for its headings",
    ),
    "doubt_contents_lost": (
        "目录有 {count:,} 条没有对应的标题，正文标题可能未识别",
        "{count:,} entries of the contents head nothing; headings may be lost",
    ),
    "doubt_contents": ("目录有 {count:,} 条没有对应的标题", "{count:,} entries of the contents head nothing"),
    "doubt_aligned_lines": (
        "{count:,} 处以空格对齐的文字可能是表格，按正文读取",
        "lines in columns at {count:,} places may be tables; they are read as text",
    ),
    "doubt_ocr": ("{count:,} 页由 OCR 识别", "{count:,} pages are read by OCR"),
    "doubt_ocr_poor": ("{count:,} 页 OCR 置信度低", "{count:,} pages are read by OCR with low confidence"),
    "doubt_left_out": ("有未能读取的部分", "parts of it could not be read"),
    "doubt_no_title": ("没有标题", "no title was found"),
    "doubt_title_from_name": (
        "标题取自文件名或网页声明，正文没有",
        "the title is not in the text, but of the file name or declared",
    ),
    "doubt_no_headings": ("篇幅长而没有标题层次", "a long text without headings"),
    "doubt_one_heading": ("篇幅长而只有一个标题", "a long text with one heading"),
    "doubt_untitled": (
        "{count:,} 个篇、章、节标题没有文字",
        "{count:,} headings of parts, chapters, sections without words",
    ),
    "doubt_fragment": ("其中一份文件只有片段", "one of its documents is a fragment"),
    "doubt_swallowed": (
        "一个小标题之下占了大半篇幅，其后的标题可能未识别",
        "one small heading holds most of the text; headings after it may be lost",
    ),
    "unreported": ("无法列出：{error}", "cannot be reported: {error}"),
}
