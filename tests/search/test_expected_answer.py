"""What a question asks for, and what says it."""

from __future__ import annotations

import pytest

from policysearch.search.expected_answer import answers, defines, has_column, says


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("试用期最长多久", "试用期不得超过六个月", "试用期应当约定"),
        ("年假几天", "年休假5天", "年休假由单位安排"),
        ("诈骗判几年", "处三年以下有期徒刑", "并处罚金"),
        ("酒驾罚多少钱", "并处一千元以上二千元以下罚款", "暂扣驾驶证"),
        ("偷税罚多少", "处百分之五十以上五倍以下的罚款", "偷税数额占百分之十以上的，定罪处罚"),
        ("吸毒判几年", "处三年以下有期徒刑", "国家管制的精神药品"),
        ("几岁上小学", "年满六周岁的儿童", "适龄儿童"),
        ("狗咬人谁赔", "动物饲养人应当承担侵权责任", "禁止饲养烈性犬"),
        ("拘留最长几天", "合并执行的，最长不超过二十日", "应当在二十四小时内通知家属"),
        ("租期最长几年", "租赁期限在三年以内", "签订租赁合同"),
        ("民间借贷利率上限", "超过合同成立时一年期贷款市场报价利率四倍", "利率由双方约定"),
        ("遗嘱至少几个见证人", "应当有两个以上见证人在场见证", "第三十条见证人应当签名"),
        ("最低几岁能打工", "招用未满十六周岁的未成年人", "招用未成年人的用人单位"),
        ("租客摔了房东要赔吗", "应当承担赔偿责任", "依照其规定"),
        ("什么是教共体", "教共体是指教育协作组织", "推进教共体建设"),
        ("差旅费包括哪些", "本办法所称差旅费,是指交通费和住宿费", "为加强差旅费管理"),
        ("差旅费包含什么费用", "差旅费包括交通费和住宿费", "差旅费管理包括三个环节"),
        ("低保几号发", "于每月15日前发放", "通过社会化方式发放"),
        ("差旅费由哪些费用组成", "本办法所称差旅费,是指交通费和住宿费", "差旅费管理组成部分"),
        ("2024年从什么时候调整", "调整时间为2024年7月1日至2024年12月31日", "2024年度缴存基数上限"),
        ("2024年基数是多少", "2024年基数为24380元", "2024年的基金调整"),
        ("办法哪天施行", "自2024年2月1日起施行", "由财政局负责解释"),
        ("九治一体是什么意思", "九治一体:治水、治气", "坚持九治一体推进"),
    ],
)
def test_what_is_asked_for_is_known(question: str, answer: str, other: str) -> None:
    form = says(question)
    assert form and form.search(answer) and not form.search(other)


@pytest.mark.parametrize(
    "question",
    [
        "什么是噪声",
        "什么叫噪声",
        "何谓噪声",
        "什么是噪声?有什么危害?",
        "噪声是指什么",
        "噪声指的是什么",
        "如何理解噪声",
        "噪声什么意思",
        "噪声的定义",
    ],
)
def test_what_defines_just_the_term_is_told_from_what_defines_a_longer_one(question: str) -> None:
    form = defines(question)
    assert (
        form and form.search("本法所称噪声,是指干扰的声音") and form.search("1.噪声。指干扰的声音".replace("。", ":"))
    )
    assert not form.search("本法所称社会生活噪声,是指人为的声音") and not form.search("减少噪声,是政府的责任")


def test_words_alone_ask_for_nothing() -> None:
    assert says("氢能 养老床位") is None and says("最低生活保障 最高人民法院") is None


def test_the_answer_stands_in_the_sentence_with_a_word_of_the_question() -> None:
    form = says("试用期最长多久")
    assert form and answers(form, ["试用期"], "总则。试用期不得超过六个月。")
    assert not answers(form, ["试用期"], "试用期应当约定。合同期限三年。")


def test_what_leads_to_a_list_is_said_of_each_of_its_points() -> None:
    form = says("醉驾判几年")
    listed = "有下列情形之一的,处拘役:(一)追逐竞驶的;(二)醉酒驾驶的。"
    assert form and answers(form, ["醉酒"], listed)
    assert not answers(form, ["醉酒"], "处拘役:(一)追逐竞驶的。\n醉酒驾驶的,暂扣驾驶证。")


@pytest.mark.parametrize(
    ("table", "headed"),
    [
        ("指标\n2025年\n2030年目标\n森林覆盖率\n46\n47", True),
        ("|指标|2030年|属性|森林覆盖率|47|约束性|", True),
        ("指标\n2020年\n2025年\n森林覆盖率\n43\n46", False),
        ("到2030年,森林覆盖率达到47%。", False),
        ("指标\n2030年\n城镇化率\n74", False),
    ],
)
def test_a_column_of_the_year_answers_what_is_asked_for_it(table: str, headed: bool) -> None:
    assert has_column("2030", ["森林", "覆盖率"], table) is headed
