"""Types of documents by the endings of their titles: the fifteen statutory kinds of 公文, and what else governments issue."""

from __future__ import annotations

import re

from .line_text import squeeze

#: Endings of titles, the longer first, with the document type and its letters in ids.
_TYPES = (
    ("规划纲要", "规划纲要", "plan"), ("计划纲要", "规划纲要", "plan"), ("远景目标纲要", "规划纲要", "plan"), ("规划", "规划", "plan"), ("纲要", "纲要", "outline"),
    ("目录", "目录", "catalogue"), ("名录", "名录", "catalogue"), ("实施细则", "细则", "rules"), ("细则", "细则", "rules"), ("预案", "预案", "contingency"),
    ("方案", "方案", "scheme"), ("行动计划", "计划", "scheme"), ("计划", "计划", "scheme"), ("修正案", "修正案", "amendment"), ("条例", "条例", "regulation"),
    ("办法", "办法", "measures"), ("规定", "规定", "provisions"), ("规则", "规则", "rules"), ("宪法", "法律", "law"), ("法", "法律", "law"),
    ("意见", "意见", "opinion"), ("解释", "解释", "interpretation"), ("批复", "批复", "reply"), ("答复", "答复", "reply"), ("决定", "决定", "decision"),
    ("决议", "决议", "resolution"), ("命令", "命令", "order"), ("令", "命令", "order"), ("公告", "公告", "announcement"), ("通告", "通告", "announcement"),
    ("通知", "通知", "notice"), ("通报", "通报", "circular"), ("公报", "公报", "gazette"), ("报告", "报告", "report"), ("请示", "请示", "request"),
    ("议案", "议案", "motion"), ("提案", "提案", "motion"), ("函", "函", "letter"), ("纪要", "纪要", "minutes"), ("标准", "标准", "standard"),
    ("规范", "规范", "norm"), ("规程", "规程", "norm"), ("导则", "导则", "guide"), ("基准", "基准", "benchmark"), ("指引", "指引", "guide"),
    ("大纲", "大纲", "outline"), ("说明", "说明", "explanation"), ("解读", "解读", "explanation"), ("答记者问", "解读", "explanation"), ("建议", "建议", "proposal"),
    ("措施", "措施", "measures"), ("要点", "要点", "points"), ("清单", "清单", "list"), ("名单", "名单", "list"), ("通则", "规则", "rules"), ("守则", "规则", "rules"),
    ("法典", "法律", "code"), ("安排", "安排", "arrangement"), ("解答", "解释", "interpretation"), ("准则", "规则", "rules"), ("规约", "规则", "rules"),
    ("章程", "章程", "charter"), ("指南", "指南", "guide"), ("制度", "制度", "rules"), ("议定书", "条约", "treaty"), ("公约", "条约", "treaty"), ("协定", "条约", "treaty"), ("预算", "预算", "budget"), ("决算", "决算", "budget"),
    ("判决书", "判决书", "judgment"), ("裁定书", "裁定书", "judgment"), ("调解书", "调解书", "judgment"), ("决定书", "决定", "decision"), ("告知书", "告知书", "letter"), ("意见书", "意见", "opinion"), ("通知书", "通知", "notice"), ("建议书", "建议", "proposal"),
    ("白皮书", "白皮书", "paper"), ("招标文件", "招标文件", "tender"), ("采购文件", "招标文件", "tender"), ("磋商文件", "招标文件", "tender"), ("谈判文件", "招标文件", "tender"), ("询价文件", "招标文件", "tender"), ("比选文件", "招标文件", "tender"), ("合同", "合同", "contract"), ("合同书", "合同", "contract"), ("合同示范文本", "合同", "contract"), ("合同范本", "合同", "contract"), ("协议", "合同", "contract"), ("协议书", "合同", "contract"),
    ("公示", "公示", "announcement"), ("问答", "解读", "explanation"), ("年报", "报告", "report"),
)  # fmt: skip
_NO_TYPE = re.compile(
    "(?:做|看|想|用|技|书|手|无|说|设|没)法$|(?:指|口|法|时|夏|冬|禁|责)令$|(?:能否|是否|可否|如何|怎么)[^的]*$"
)
_NUMBERED = re.compile("[〔\\[［][0-9]{4}[〕\\]］][0-9]+号$")  # 行政处罚决定书〔2026〕3号
_PLANNED = re.compile("规划|(?:年|社会发展)计划")

#: The end of a title: what documents are called, and remarks in brackets.
TITLE_END = re.compile(
    r"(?:纲要|规划|方案|计划|办法|条例|规定|规则|细则|意见|通知|公告|通告|决定|决议|批复|解释|目录|法|公报|报告|标准|修正案|函"
    r"|措施|要点|清单|通则|准则|章程|指南|制度|议定书|公约|协定|命令|通报|请示|议案|纪要|预案|名录"
    r"|(?<=[一-鿿》”）]{4})(?:规范|规程|导则|基准|指引|大纲|说明|答复|建议|解读|名单)|答记者问|(?:判决|裁定|调解|决定|告知|意见|通知|建议|白皮)书|(?:招标|采购|磋商|谈判|询价|比选)文件|(?<=[一-鿿》”）]{4})(?:合同(?:书|示范文本|范本)?|协议书?|公示|问答|年报)|(?<=[部门单位年度财政总])(?:预算|决算))"
    r"(?:[（(][^）)]{1,30}[）)])*$"
)


def document_type(title: str) -> tuple[str, str]:
    """The type of document by its title, "" for none, and its letters in ids."""
    bare = re.sub(r"[（(][^）)]*[）)]", "", squeeze(title)).rstrip("》〉")
    bare = _NUMBERED.sub("", bare)
    if _NO_TYPE.search(bare):
        return "", "text"
    for ending, name, letters in _TYPES:
        if bare.endswith(ending):
            if name == "纲要" and _PLANNED.search(bare):
                return "规划纲要", "plan"
            return name, letters
    return "", "text"
