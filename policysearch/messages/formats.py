"""Why a file of some format is not read, or what is wrong with it."""

TEXTS = {
    "image": ("像是 {name} 图像，不是文本", "looks like a {name} image, not text"),
    "image_extra": (
        "是图片；要识别其中的文字请安装：pip install 'policysearch[ocr]'",
        "is a picture; to read its text by OCR: pip install 'policysearch[ocr]'",
    ),
    "image_off": ("是图片；--ocr auto 可识别其中的文字", "is a picture; --ocr auto reads its text"),
    "image_blank": ("是图片，未识别出文字", "is a picture in which no text is recognised"),
    "image_damaged": ("是损坏的图片", "is a damaged picture"),
    "image_large": ("是过大的图片（最多 {most:,} 像素）", "is too large a picture (at most {most:,} pixels)"),
    "svg": ("是 SVG 图像，不是文本", "is an SVG image, not text"),
    "archive": ("是 {name} 压缩包；请解压，或改用 .zip", "is a {name} archive; unpack it, or pack a .zip"),
    "archive_xz": ("是 xz 压缩包；请解压，或改用 .zip", "is an xz archive; unpack it, or pack a .zip"),
    "database": ("像是数据库，不是文本", "looks like a database, not text"),
    "ofd_part": ("此 OFD 文件的一部分有误：{error}", "a part of this OFD document {error}"),
    "ofd_damaged": ("是损坏的 OFD 文件", "is a damaged OFD document"),
    "ofd_encrypted": (
        "是加密的 OFD 文件；请另存一份没有密码的",
        "is an encrypted OFD document; save it without a password",
    ),
    "ofd_scan": (
        "是没有文字的 OFD 文件（扫描件或以图形绘出的字）；需先识别文字（OCR）",
        "is an OFD document without text, a scan or glyphs drawn as outlines; it needs OCR first",
    ),
    "ofd_pages": ("超过 {most:,} 页；请拆分", "has over {most:,} pages; split it"),
    "workbook": (
        "是电子表格，本程序不能读取；请另存为 HTML 或文本",
        "is a workbook of a spreadsheet program, which nothing here reads; save it as HTML or text",
    ),
    "slides": (
        "是演示文稿（如 PowerPoint），本程序不能读取；请另存为 PDF",
        "is a presentation, such as of PowerPoint, which nothing here reads; save it as PDF",
    ),
    "office": (
        "是本程序不能读取的一类办公文件；请另存为 PDF 或 Word",
        "is an office document of a kind that nothing here reads; save it as PDF or Word",
    ),
    "epub": (
        "是电子书（EPUB），本程序不能读取；请另存为 PDF 或 HTML",
        "is an e-book (EPUB), which nothing here reads; save it as PDF or HTML",
    ),
    "outlook": (
        "是 Outlook 邮件，本程序不能读取；请另存为 .eml",
        "is a mail of Outlook, which nothing here reads; save it as .eml",
    ),
    "encrypted": ("已加密；请另存一份没有密码的", "is encrypted; save it without a password"),
    "ole": (
        "不是 Word 文件，而是其他旧程序的文件，或已损坏；请另存为 PDF 或 Word",
        "is no Word document but of another old program, or damaged; save it as PDF or Word",
    ),
    "other": ("是本程序不能读取的格式", "is of a format that nothing here reads"),
    "blank": ("没有可见的文字", "has no visible text"),
    "blank_page": (
        "没有可见的文字；若由脚本填充网页，请在看到文字后重新保存",
        "has no visible text; if scripts fill the page, save it again when its text can be seen",
    ),
    "empty": ("是空的", "is empty"),
    "links": ("是链接列表，没有自己的正文", "is a list of links, without a text of its own"),
    "mail_damaged": (
        "是损坏的邮件；请将正文和附件分别另存为文件",
        "is a damaged mail; save its text and what is attached to it as files",
    ),
    "mail_parts": (
        "是部分过多的邮件；请将正文和附件分别另存为文件",
        "is a mail of too many parts; save its text and what is attached to it as files",
    ),
    "slides_part": ("此演示文稿的一部分有误：{error}", "a part of this presentation {error}"),
    "slides_damaged": ("是损坏的 PowerPoint 演示文稿", "is a damaged PowerPoint presentation"),
    "workbook_part": ("此工作簿的一部分有误：{error}", "a part of this workbook {error}"),
    "workbook_damaged": ("是损坏的 Excel 工作簿", "is a damaged Excel workbook"),
    "no_table": ("不是表格数据：{error}", "is no table of values: {error}"),
    "large_page": ("含有过大的网页（最多 {most:.0f} MB）", "holds a page that is too large (at most {most:.0f} MB)"),
    "damaged": ("是损坏的{what}", "is a damaged {what}"),
    "packed_word": (" Word 文件", "Word document"),
    "packed_odt": (" ODT 文件", "ODT document"),
    "packed_powerpoint": (" PowerPoint 演示文稿", "PowerPoint presentation"),
    "packed_excel": (" Excel 工作簿", "Excel workbook"),
    "packed_ofd": (" OFD 文件", "OFD document"),
    "packed_slides": ("演示文稿", "presentation"),
    "packed_epub": ("电子书（EPUB）", "e-book (EPUB)"),
    "packed_zip": (" ZIP 压缩包", "ZIP archive"),
    "packed": (" ZIP 压缩包，或以它打包的文件", "ZIP archive, or a document packed as one"),
    "attached_deep": (
        "附在 {depth} 层文件之中；其附件不再读取",
        "is attached in {depth} files; what is attached to it is not read",
    ),
    "attached_much": ("附件过多；其余略去", "has too much attached; the rest was left out"),
    "pages_large": (
        "及其另外 {count} 个网页过大（最多 {most:.0f} MB）",
        "and its {count} further pages are too large (at most {most:.0f} MB)",
    ),
}
