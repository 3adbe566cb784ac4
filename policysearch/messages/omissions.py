"""What readers leave out of a file, or doubt in it. Chinese needs no number of pages: `{count:|}` prints nothing."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "pages": ("第 {numbers} 页{count:|}", "{count:page|pages} {numbers}"),
    "many_pages": ("第 {numbers} 页及另外 {rest:,} 页", "pages {numbers} and {rest:,} more"),
    "listed": ("{before}、{number}", "{before}, {number}"),
    "unlaid": ("{pages}无法排版，文字逐行取出", "{pages} could not be laid out; the text was taken line by line"),
    "scans": (
        "{pages}{count:|}没有文字层，未读取；需要 OCR",
        "{pages} {count:is|are} without a text layer, left out; it needs OCR",
    ),
    "unreadable": (
        "{pages}{count:|}没有可读的文字（字体没有给出字符），未读取；需要 OCR",
        "{pages} {count:is|are} without readable text (fonts that do not tell their characters), left out; it needs OCR",
    ),
    "unrecognised": (
        "{pages}{count:|}没有可读的文字，已做 OCR，未识别出文字；请核对原件",
        "{pages} {count:is|are} without readable text, and OCR recognised none; compare the original",
    ),
    "broken": ("{pages}{count:|}已损坏，未读取", "{pages} {count:is|are} damaged, left out"),
    "notes": (
        "{pages}{count:|}有正文之外的批注，未读取；--comments 可读取",
        "{pages} {count:has|have} notes beside the text, left out; --comments reads them",
    ),
    "many": (
        "{pages}{count:|}的表单域和批注过多，未读取",
        "{pages} {count:has|have} too many form fields and notes, left out",
    ),
    "shifted": (
        "{pages}{count:|}的标点、数字和字母在字体中错成了汉字（遥 应为 。），已还原；请核对",
        "{pages} {count:has|have} punctuation, figures and letters that fonts turn into ideographs; they are restored: compare the text",
    ),
    "bookmarks": ("书签过多，未使用", "too many bookmarks, not used"),
    "ofd_scans": (
        "{pages}{count:|}没有文字，未读取；需要 OCR",
        "{pages} {count:is|are} without text, left out; it needs OCR",
    ),
    "ofd_unreadable": (
        "{pages}{count:|}没有可读的文字，未读取；需要 OCR",
        "{pages} {count:is|are} without readable text, left out; it needs OCR",
    ),
    "ofd_broken": ("{pages}{count:|}损坏或缺失，未读取", "{pages} {count:is|are} damaged or missing, left out"),
    "low_confidence": (
        "{pages}识别置信度低（最低 {worst:.2f}），请核对文字",
        "{pages} recognised with low confidence (from {worst:.2f}); compare the text",
    ),
    "picture_broken": ("{pages}已损坏，未读取", "{pages} damaged, left out"),
    "pictures_after": ("第 {most:,} 页之后未读取", "pages after the first {most:,}, left out"),
    "embedded": ("文中嵌入的文件（altChunk）未读取", "files embedded in its text (altChunk), left out"),
    "sheet_hidden": ("工作表 {name} 已隐藏，未读取", "sheet {name} is hidden"),
    "formulas": (
        "工作表 {name} 有 {count:,} 个公式没有存值；请用 Excel 或 WPS 保存该工作簿",
        "{count:,} {count:cell has a formula|cells have formulas} without a value on sheet {name}; save the workbook in Excel or WPS",
    ),
    "slide_missing": ("缺少第 {number} 张幻灯片", "slide {number} is missing"),
    "slide_hidden": ("第 {number} 张幻灯片已隐藏，未读取", "slide {number} is hidden"),
    "element_navigation": ("导航", "navigation"),
    "element_header": ("页头", "page header"),
    "element_footer": ("页脚", "page footer"),
    "element_share": ("分享、二维码", "sharing"),
    "element_tools": ("打印等工具", "tools"),
    "element_paging": ("翻页", "paging"),
    "element_search": ("搜索", "search"),
    "element_login": ("登录", "login"),
    "element_related": ("相关内容", "related pages"),
    "element_popup": ("弹窗", "pop-ups"),
    "element_comments": ("评论", "comments"),
    "element_byline": ("文章信息", "byline"),
    "element_hidden": ("隐藏内容", "hidden text"),
    "element_form": ("表单", "forms"),
    "element_script": ("脚本", "scripts"),
    "element_media": ("图形与多媒体", "media"),
    "element_links": ("链接列表", "lists of links"),
    "element_other": ("其他", "other parts"),
}
