"""Metadata by kind of document; the values were read from the texts by hand."""

from __future__ import annotations

import pytest

from policysearch.model.document import Document, Source
from policysearch.structure import tree_builder
from policysearch.structure.document_title import title_of_name
from policysearch.structure.document_types import document_type
from policysearch.structure.enactment import enactment
from policysearch.structure.issuers import authorities
from policysearch.structure.standards import cover

BODY = "各区人民政府：\n\n现就有关事项通知如下。\n\n一、完善设施\n\n建设站点。\n\n二、强化保障\n\n落实资金。\n"


def one(text: str, name: str = "x.txt") -> Document:
    (document,) = tree_builder.parse(Source(name, tuple(text.split("\n")), "utf-8", False, "0" * 64))
    return document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("上海市数据局", ("上海市数据局",)),
        ("应急管理部　公安部", ("应急管理部", "公安部")),
        ("国家发展改革委、财政部", ("国家发展改革委", "财政部")),
        ("上 海 市 数 据 局", ("上海市数据局",)),
        ("最高人民法院最高人民检察院", ("最高人民法院", "最高人民检察院")),
        ("中共中央办公厅国务院办公厅", ("中共中央办公厅", "国务院办公厅")),
        ("江北区财政局江北区民政局", ("江北区财政局", "江北区民政局")),
        ("中共某市委 某市人民政府", ("中共某市委", "某市人民政府")),
        ("某市经济和信息化委员会", ("某市经济和信息化委员会",)),
        ("某市财政局（印章）", ("某市财政局",)),
        ("为贯彻落实党中央、国务院", ()),
        ("在某省第十四届人民代表大会", ()),
        ("各区人民政府", ()),
        ("办公厅", ()),
        ("根据国务院", ()),
        ("经国务院", ()),
        ("第十条", ()),
        ("", ()),
    ],
)
def test_names_of_authorities(text: str, expected: tuple[str, ...]) -> None:
    assert authorities(text) == expected


@pytest.mark.parametrize(
    ("why", "signature", "issuer"),
    [
        ("one a line", "甲市财政局\n甲市民政局\n甲市教育委员会\n2026年3月1日", "甲市财政局、甲市民政局、甲市教育委员会"),
        ("beside each other", "交通运输部　应急管理部\n2026年3月1日", "交通运输部、应急管理部"),
        ("in rows", "应急管理部　公安部\n\n交通运输部　国家矿山安监局\n\n2026年3月1日", "应急管理部、公安部、交通运输部、国家矿山安监局"),
        ("day on the line", "甲市财政局　　2026年3月1日", "甲市财政局"),
        ("two and the day on the last line", "甲市财政局\n甲市民政局　2026年3月1日", "甲市财政局、甲市民政局"),
        ("alone", "甲市财政局\n2026年3月1日", "甲市财政局"),
        ("a clause above", "此前规定与本通知不一致的，以本通知为准，报市财政局\n甲市民政局\n2026年3月1日", "甲市民政局"),
        ("spread", "甲 市 财 政 局\n甲 市 民 政 局\n二〇二六年三月一日", "甲市财政局、甲市民政局"),
    ],
)  # fmt: skip
def test_all_who_sign_are_issuers_in_their_order(why: str, signature: str, issuer: str) -> None:
    document = one(f"关于做好养老服务的通知\n\n{BODY}\n{signature}\n")
    assert (document.issuer, document.issued) == (issuer, "2026-03-01")


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("工业和信息化部　教育部　科学技术部关于推动未来产业的实施意见", "工业和信息化部、教育部、科学技术部"),
        ("国家发展改革委、财政部关于推进节能的意见", "国家发展改革委、财政部"),
        ("中共中央　国务院关于加快养老服务发展的意见", "中共中央、国务院"),
        ("甲市民政局\n甲市财政局\n关于发放补贴的意见", "甲市民政局、甲市财政局"),
        ("最高人民法院 最高人民检察院关于办理某类案件的意见", "最高人民法院、最高人民检察院"),
        ("某省人大常委会关于加强监督的决议", "某省人民代表大会常务委员会"),
        ("某市社会保险基金管理中心关于开展资格认证的意见", "某市社会保险基金管理中心"),
        ("推进服务中心关于节能的意见", ""),
        ("关于推进节能的意见", ""),
        ("关于贯彻落实国务院关于节能的决定的意见", ""),
    ],
)
def test_joint_issuers_before_about(title: str, issuer: str) -> None:
    document = one(f"{title}\n\n一、目标\n\n目标一段，说明方向。\n\n二、任务\n\n任务一段，说明分工。\n")
    assert document.issuer == issuer
    assert "".join(document.title.split()) == "".join(title.split())
    assert (
        not issuer or "、" not in issuer or " " in document.title or "、" in document.title
    )  # one sees where a name ends


def test_seven_departments_are_named_at_the_end() -> None:
    names = ["工业和信息化部", "教育部", "科学技术部", "交通运输部", "文化和旅游部", "国务院国资委", "中国科学院"]
    signature = "\n".join(names)
    document = one(f"工业和信息化部等七部门关于推动未来产业的实施意见\n\n{BODY}\n{signature}\n2024年1月18日\n")
    assert document.issuer == "、".join(names)


@pytest.mark.parametrize(
    ("why", "text", "title", "issuer", "issued", "district"),
    [
        ("dash", "2025年安徽省政府工作报告\n——2025年1月20日在安徽省第十四届人民代表大会第三次会议上", "2025年安徽省政府工作报告", "安徽省人民政府", "2025-01-20", "安徽省"),
        ("brackets", "政府工作报告\n（2026年1月8日在甲水市第五届人民代表大会第七次会议上）", "政府工作报告", "甲水市人民政府", "2026-01-08", "甲水市"),
        ("plain", "政府工作报告\n2026年1月8日在重庆市江北区第十九届人民代表大会第六次会议上", "政府工作报告", "重庆市江北区人民政府", "2026-01-08", "江北区"),
        ("run on", "政府工作报告\n2026年1月8日在甲水市第五届人民代表大会第七次会议上市长张三作政府工作报告。", "政府工作报告", "甲水市人民政府", "2026-01-08", "甲水市"),
        ("wrapped", "政府工作报告\n——2026年1月8日在甲水市第五届\n人民代表大会第七次会议上", "政府工作报告", "甲水市人民政府", "2026-01-08", "甲水市"),
        ("short dash", "政府工作报告\n－－2026年1月8日在广东省第十四届人民代表大会第四次会议上\n省长 张三", "政府工作报告", "广东省人民政府", "2026-01-08", "广东省"),
        ("a court", "甲水市中级人民法院工作报告\n——2026年1月9日在甲水市第五届人民代表大会第七次会议上", "甲水市中级人民法院工作报告", "甲水市中级人民法院", "2026-01-09", "甲水市"),
        ("no line", "甲水市政府工作报告", "甲水市政府工作报告", "", "", "甲水市"),
    ],
)  # fmt: skip
def test_reports_to_a_congress(why: str, text: str, title: str, issuer: str, issued: str, district: str) -> None:
    document = one(f"{text}\n各位代表：\n现在报告工作。\n一、工作回顾\n完成任务。\n二、工作安排\n抓好落实。\n")
    assert (document.title, document.issuer, document.issued, document.district) == (title, issuer, issued, district)


@pytest.mark.parametrize(
    ("why", "head", "number"),
    [
        ("plain", "甲府发〔2026〕3号", "甲府发〔2026〕3号"),
        ("after five lines", "来源：甲市政府\n发布时间：2026-03-01\n浏览次数：12\n作者：办公室\n审核：办公室\n检索：一\n检索：二\n\n甲府发〔2026〕3号", "甲府发〔2026〕3号"),
        ("brackets of another form", "甲府发﹝2026﹞3号", "甲府发〔2026〕3号"),
        ("spread", "甲 府 发 〔 2026 〕 3 号", "甲府发〔2026〕3号"),
        ("signer beside", "甲府发〔2026〕3号　　　签发人：张三", "甲府发〔2026〕3号"),
        ("in brackets", "（甲府发〔2026〕3号）", "甲府发〔2026〕3号"),
        ("named", "发文字号：甲府发〔2026〕3号", "甲府发〔2026〕3号"),
        ("another's in a sentence", "根据乙府发〔2026〕3号文件，制定本通知。", ""),
        ("only a year", "2026年", ""),
    ],
)  # fmt: skip
def test_numbers_alone_on_a_line_of_the_head(why: str, head: str, number: str) -> None:
    assert one(f"关于做好养老服务的意见\n\n{head}\n\n{BODY}").number == number


@pytest.mark.parametrize(
    ("why", "head", "number", "issuer"),
    [
        ("two lines", "甲水市人民政府令\n第179号\n", "甲水市人民政府令第179号", "甲水市人民政府"),
        ("brackets", "甲水市人民政府令\n（第179号）\n", "甲水市人民政府令第179号", "甲水市人民政府"),
        ("one line", "甲水市人民政府令第179号\n", "甲水市人民政府令第179号", "甲水市人民政府"),
        ("ideographs", "中华人民共和国主席令\n第六十八号\n", "中华人民共和国主席令第六十八号", ""),
        ("two ministries", "财政部、民政部令第12号\n", "财政部、民政部令第12号", "财政部、民政部"),
        ("announcement", "国家税务总局公告\n2026年第12号\n", "国家税务总局公告2026年第12号", "国家税务总局"),
        ("a count of its own", "第179号\n", "", ""),
    ],
)  # fmt: skip
def test_decrees(why: str, head: str, number: str, issuer: str) -> None:
    text = f"{head}《老年人优待办法》已经会议通过，现予公布，自2026年3月1日起施行。\n老年人优待办法\n第一条　为了优待老年人，制定本办法。\n第二条　本办法自2026年3月1日起施行。\n"
    document = one(text)
    assert (document.number, document.issuer, document.title) == (number, issuer, "老年人优待办法")


@pytest.mark.parametrize(
    ("line", "number", "issued"),
    [
        ("（该文件于2014年1月15日以粤府令第197号公布，根据2020年5月12日粤府令第275号修改）", "粤府令第197号", "2020-05-12"),
        ("2009年5月1日 令第551号公布", "令第551号", "2009-05-01"),
        ("2009年5月1日 国务院令第551号公布　根据2014年7月29日《关于修改部分行政法规的决定》修正", "国务院令第551号", "2014-07-29"),
        ("2009年5月1日 国务院令第551号公布　2014年7月29日 国务院令第653号修订", "国务院令第653号", "2014-07-29"),
        ("2009年5月1日 某部第12号令发布", "某部第12号令", "2009-05-01"),
        ("2009年5月1日 某部第12号令发布 2012年5月1日 某部第20号令修正", "某部第12号令", "2012-05-01"),
        ("2009年5月1日 某市人民代表大会第一次会议通过", "", "2009-05-01"),
    ],
)  # fmt: skip
def test_an_amended_act_keeps_the_decree_that_published_it(line: str, number: str, issued: str) -> None:
    made = enactment([line])
    assert (made.number, made.issued) == (number, issued)


@pytest.mark.parametrize(
    ("why", "above", "below"),
    [
        ("toolbar", "下载\n打印\n【字号：\n加大\n还原\n减小\n】", ""),
        ("toolbar on one line", "【字体：大 中 小】 打印 关闭", ""),
        ("breadcrumbs", "首页>政务公开>公示公告", ""),
        ("breadcrumbs with a place", "当前位置：首页 > 云南要闻", ""),
        ("page number", "—1—", ""),
        ("a newspaper", "云南日报/2001年/3月/5日", ""),
        ("a remark", "（本文有删减）", ""),
        ("letterhead", "甲水市人民政府文件", ""),
        ("a category", "-法律解释", ""),
        ("site", "甲水市人民政府门户网站", ""),
        ("two of them", "首页>文件\n【字号：大 中 小】", ""),
        ("a dot at its end", "", "·"),
    ],
)
def test_what_stands_above_a_title_is_no_part_of_it(why: str, above: str, below: str) -> None:
    document = one(
        f"{above}\n甲水市国民经济和社会发展\n第十一个五年规划纲要{below}\n\n第一章 总则\n为了发展，制定本规划。\n第二章 目标\n发展经济。\n"
    )
    assert document.title == "甲水市国民经济和社会发展第十一个五年规划纲要"
    assert (document.district, document.plan) == ("甲水市", "十一五")


@pytest.mark.parametrize(
    ("printed", "title"),
    [
        ("大中小学劳动教育指导纲要", "大中小学劳动教育指导纲要"),  # 大 中 小 are no toolbar here
        ("打印设备采购办法", "打印设备采购办法"),
        ("首页设计规范管理办法", "首页设计规范管理办法"),
        ("甲水市人民政府文件管理办法", "甲水市人民政府文件管理办法"),
        ("中小企业促进条例", "中小企业促进条例"),
        ("来源地管理办法（试行）", "来源地管理办法（试行）"),
    ],
)
def test_titles_that_begin_like_furniture(printed: str, title: str) -> None:
    assert one(f"{printed}\n\n第一条 为了发展，制定本规定。\n第二条 自公布之日起施行。\n").title == title


@pytest.mark.parametrize(
    ("first", "name", "title"),
    [
        ("为贯彻落实党中央、国务院关于推动低空经济发展的决策部署，提出以下意见。", "甲水市关于加快低空经济的指导意见.txt", "甲水市关于加快低空经济的指导意见"),
        ("各区有关部门：", "甲水市养老服务“十五五”规划(2026-01-02).md", "甲水市养老服务“十五五”规划"),
        ("各位代表：", "文件/01 甲水市政府工作报告.txt", "甲水市政府工作报告"),
        ("为规范管理，制定本办法。", "scan-0001.txt", ""),
        ("各有关单位：", "新建文本文档.txt", ""),
        ("为规范管理，制定本办法。", "附件1.txt", ""),
    ],
)  # fmt: skip
def test_a_text_without_a_title_has_that_of_its_file(first: str, name: str, title: str) -> None:
    text = f"{first}\n\n一、总体要求\n\n坚持以场景带应用。\n\n二、主要任务\n\n建设一批场景。\n"
    document = one(text, name)
    assert (document.title, document.issuer) == (title, "")
    assert document.type == document_type(title)[0]
    assert document.id == one(text, "another.txt").id  # an id comes from the text alone


def test_the_name_of_what_is_issued_does_not_end_a_title_over_several_lines() -> None:
    head = "甲市人社局 甲市公安局\n关于印发甲市引进人才入户管理办法\n实施细则的通知\n"
    text = "各有关单位：\n现印发给你们，请遵照执行。\n甲市人社局\n甲市公安局\n2026年7月7日\n"
    assert one(head + text).title == "甲市人社局 甲市公安局关于印发甲市引进人才入户管理办法实施细则的通知"


def test_the_title_of_a_text_goes_before_that_of_its_file() -> None:
    document = one("甲水市绿化办法\n\n第一条 为了绿化，制定本办法。\n第二条 施行。\n", "乙山市消防条例.txt")
    assert document.title == "甲水市绿化办法"


@pytest.mark.parametrize(
    ("name", "title"),
    [("关于节能的意见", "关于节能的意见"), ("关于节能的意见_20260102", "关于节能的意见"), ("3.关于节能的意见", "关于节能的意见"), ("意见", ""), ("节能", ""), ("各区：关于节能的意见", "")],
)  # fmt: skip
def test_titles_of_names(name: str, title: str) -> None:
    assert title_of_name(name) == title


@pytest.mark.parametrize(
    ("head", "title", "type"),
    [
        ("关于印发《甲水市技术交易细则》的通知", "甲水市技术交易细则", "细则"),
        ("关于发布《甲水市危险废物名录》的通知", "甲水市危险废物名录", "名录"),
        ("甲水市民政局关于印发《甲水市养老办法》的通知", "甲水市养老办法", "办法"),
        ("关于印发《甲水市节能规划（2026—2030年）》的通知", "甲水市节能规划（2026—2030年）", "规划"),
        ("关于转发《甲水市防汛预案》的通知", "甲水市防汛预案", "预案"),
    ],
)
def test_a_notice_is_called_by_what_it_issues(head: str, title: str, type: str) -> None:
    text = f"{head}\n\n甲民规〔2026〕2号\n\n各有关单位：\n\n现印发给你们，请遵照执行。\n\n甲水市民政局\n\n2026年3月1日\n\n{title}\n\n第一章 总则\n\n第一条 为了规范，制定本文。\n\n第二章 附则\n\n第二条 自2026年5月1日起施行。\n"
    document = one(text)
    assert (document.title, document.type, document.issuer) == (title, type, "甲水市民政局")
    assert document.number == "甲民规〔2026〕2号"


@pytest.mark.parametrize(
    "head", ["关于做好防汛工作的通知", "关于召开节能会议的通知", "甲水市民政局关于印发《甲水市养老办法》的通知"]
)
def test_a_notice_that_issues_nothing_printed_keeps_its_title(head: str) -> None:
    assert (
        one(f"{head}\n\n甲民规〔2026〕2号\n\n各有关单位：\n\n现通知如下。\n\n甲水市民政局\n2026年3月1日\n").title
        == head
    )


@pytest.mark.parametrize(
    ("title", "type"),
    [
        ("关于批准预算的决议", "决议"), ("关于修改办法的决定", "决定"), ("嘉奖令", "命令"), ("某市人民政府命令", "命令"), ("统计公报", "公报"), ("关于交通管制的公告", "公告"),
        ("关于禁止燃放的通告", "通告"), ("关于节能的意见", "意见"), ("关于开会的通知", "通知"), ("关于表彰先进的通报", "通报"), ("政府工作报告", "报告"),
        ("关于立项的请示", "请示"), ("关于用地的批复", "批复"), ("关于提请审议某条例的议案", "议案"), ("关于商请支持的函", "函"), ("第3次常务会议纪要", "纪要"),
        ("某市养老服务规范", "规范"), ("国家危险废物名录", "名录"), ("某市防汛应急预案", "预案"), ("某厂操作规程", "规程"), ("环评技术导则", "导则"),
        ("行政处罚裁量基准", "基准"), ("碳核算指引", "指引"), ("大气污染物排放标准", "标准"), ("考试大纲", "大纲"), ("对第12号提案的答复", "答复"), ("关于条例草案的说明", "说明"),
        ("某市养老办法", "办法"), ("某市养老实施细则（试行）", "细则"), ("国民经济和社会发展第十个五年计划纲要", "规划纲要"), ("中国公司法", "法律"), ("第十个五年规划纲要", "规划纲要"),
        ("儿童发展纲要", "纲要"), ("怎样写的做法", ""), ("某市概况", ""), ("拒绝加班的，用人单位能否解除劳动合同", ""), ("关于某法是否溯及既往问题的批复", "批复"), ("", ""),
    ],
)  # fmt: skip
def test_types_of_documents(title: str, type: str) -> None:
    assert document_type(title)[0] == type


STANDARD = "ICS 13.040.40\nZ 60\n中华人民共和国国家标准\nGB 99999—2026\n代替GB 99999—2016\n示例锅炉大气污染物排放标准\nEmission standard for sample boiler\n2026-05-16发布\t2026-07-01实施\n生态环境部\n国家市场监督管理总局\t发布\n\n前  言\n\n为保护环境，制定本标准。\n\n1  适用范围\n\n本标准规定了限值。\n"


@pytest.mark.parametrize(
    ("why", "old", "new", "expected"),
    [
        ("national", "", "", ("GB 99999—2026", "示例锅炉大气污染物排放标准", "2026-05-16", "2026-07-01", ("生态环境部", "国家市场监督管理总局"))),
        ("recommended", "GB 99999—2026", "GB/T 99999.3-2026", ("GB/T 99999.3—2026", "示例锅炉大气污染物排放标准", "2026-05-16", "2026-07-01", ("生态环境部", "国家市场监督管理总局"))),
        ("local", "中华人民共和国国家标准\nGB 99999—2026", "上海市地方标准\nDB31/T 1234—2026", ("DB31/T 1234—2026", "示例锅炉大气污染物排放标准", "2026-05-16", "2026-07-01", ("生态环境部", "国家市场监督管理总局"))),
        ("of a ministry", "中华人民共和国国家标准\nGB 99999—2026", "中华人民共和国国家环境保护标准\nHJ 999-2026", ("HJ 999—2026", "示例锅炉大气污染物排放标准", "2026-05-16", "2026-07-01", ("生态环境部", "国家市场监督管理总局"))),
        ("title on two lines", "示例锅炉大气污染物排放标准", "示例锅炉\n第2部分：排放限值", ("GB 99999—2026", "示例锅炉 第2部分：排放限值", "2026-05-16", "2026-07-01", ("生态环境部", "国家市场监督管理总局"))),
        ("dates in ideographic units", "2026-05-16发布\t2026-07-01实施", "2026年5月16日 发布\n2026年7月1日 实施", ("GB 99999—2026", "示例锅炉大气污染物排放标准", "2026-05-16", "2026-07-01", ("生态环境部", "国家市场监督管理总局"))),
    ],
)  # fmt: skip
def test_the_cover_of_a_standard(why: str, old: str, new: str, expected: tuple[object, ...]) -> None:
    text = STANDARD.replace(old, new) if old else STANDARD
    found = cover(text.split("\n"))
    assert found is not None
    assert (found.number, found.title, found.issued, found.in_force, found.issuers) == expected
    document = one(text)
    assert (document.type, document.number, document.title) == ("标准", found.number, found.title)
    assert (document.issuer, document.issued) == ("、".join(found.issuers), "2026-05-16")


@pytest.mark.parametrize(
    "text",
    [
        "甲水市绿化办法\n第一条 执行GB 99999—2026。\n",
        "甲水市地方标准管理办法\n\n第一条 为了规范。\n",
        "GB 99999—2026\n是一项标准。\n",
        "目录\nGB 99999—2026\t锅炉标准\n",
        "",
    ],
)
def test_what_only_mentions_a_standard_has_no_cover(text: str) -> None:
    assert cover(text.split("\n")) is None


@pytest.mark.parametrize(
    ("why", "text", "title", "number", "issuer"),
    [
        ("number glued to the title", "甲市财政局关于做好工作的通知甲财发〔2026〕3号\n" + BODY, "甲市财政局关于做好工作的通知", "甲财发〔2026〕3号", "甲市财政局"),
        ("title printed twice", "甲市财政局关于做好工作的通知\n甲市财政局关于做好\n工作的通知\n甲财发〔2026〕3号\n" + BODY, "甲市财政局关于做好工作的通知", "甲财发〔2026〕3号", "甲市财政局"),
        ("name of the signer on two lines", "关于做好工作的通知\n" + BODY + "甲市防汛\n抗旱指挥部\n2026年3月1日", "关于做好工作的通知", "", "甲市防汛抗旱指挥部"),
        ("headline with stops", "税务总局出台政策，这些税收可减免\n近日，财税部门发布公告，明确实施一系列优惠政策。\n", "税务总局出台政策，这些税收可减免", "", ""),
        ("letter", "致全体市民的一封信\n市民朋友们：\n近期请做好防护。\n1.减少外出。\n2.勤通风。\n附件：\n1.定点医院名单\n", "致全体市民的一封信", "", ""),
        ("minutes", "甲市人民政府\n专题会议纪要\n〔2026〕15号\n关于研究公园改造的会议纪要\n会议议定如下。\n", "关于研究公园改造的会议纪要", "专题会议纪要〔2026〕15号", "甲市人民政府"),
        ("a card above", "发文机关：甲市财政局\n发布日期：2026-03-01\n关于做好工作的通知\n" + BODY, "关于做好工作的通知", "", "甲市财政局"),
        ("a mark of a footnote", "2025年甲市统计公报[1]\n甲市统计局\n2026年3月1日\n一、综合\n增长5%。\n", "2025年甲市统计公报", "", "甲市统计局"),
    ],
)  # fmt: skip
def test_heads_of_documents(why: str, text: str, title: str, number: str, issuer: str) -> None:
    found = one(text)
    assert ("".join(found.title.split()), found.number, found.issuer) == (title, number, issuer), why


def test_a_decree_is_published_on_the_day_of_its_signature_and_a_seal_dates_a_reply() -> None:
    decree = one(
        "甲市人民政府令\n第5号\n《甲办法》已经2026年1月2日常务会议通过，现予公布。\n市长　张某\n2026年1月8日\n甲办法\n第一条　为了管理，制定本办法。\n"
    )
    assert (decree.published, decree.written) == ("2026-01-08", "2026-01-08")
    reply = one(
        "关于设立园区的批复\n甲政函〔2026〕1号\n乙市人民政府：\n来文收悉，同意设立。\n此复。\n\n2026年2月25日\n"
    )
    assert (reply.written, reply.published) == ("2026-02-25", "")
