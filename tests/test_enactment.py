"""Who gave a law, when and by which order, from the dated lines under its title."""

from __future__ import annotations

import pytest

from policysearch.enactment import Enactment, enactment


@pytest.mark.parametrize(
    ("why", "lines", "expected"),
    [
        ("passed", ["2001年5月1日 第九届全国人民代表大会常务委员会第二次会议通过"], ("全国人民代表大会常务委员会", "2001-05-01", "")),
        ("one paragraph", ["（1994年5月1日某省第八届人民代表大会第九次会议通过　根据2020年6月3日某省第十三届人民代表大会常务委员会第一次会议《关于修改〈某条例〉的决定》修正）"], ("某省人民代表大会", "2020-06-03", "")),
        ("approved the same line", ["2020年9月3日 某市人民代表大会常务委员会第八次会议通过并经2020年9月25日某省人民代表大会常务委员会批准"], ("某市人民代表大会常务委员会", "2020-09-25", "")),
        ("ordered", ["1998年1月1日 中华人民共和国国务院令第12号公布"], ("国务院", "1998-01-01", "中华人民共和国国务院令第12号")),
        ("two authorities", ["1998年1月1日 中华人民共和国国务院、中华人民共和国中央军事委员会令第7号公布"], ("国务院、中央军事委员会", "1998-01-01", "中华人民共和国国务院、中华人民共和国中央军事委员会令第7号")),
        ("the last order", ["1998年1月1日 国务院令第12号发布", "2014年7月9日 国务院令第53号修订", "2015年1月1日 施行"], ("国务院", "2014-07-09", "国务院令第53号")),
        ("amended without order", ["1998年1月1日 国务院令第12号发布", "2014年7月9日 国务院《关于修改某办法的决定》修订"], ("国务院", "2014-07-09", "")),
        ("only in force", ["2012年3月1日 施行"], ("", "2012-03-01", "")),
        ("in force later", ["2013年9月29日 某市人民代表大会常务委员会公告公布自2013年11月1日施行"], ("某市人民代表大会常务委员会", "2013-09-29", "")),
        ("wide figures", ["２００２年６月９日 第九届全国人民代表大会第三次会议通过"], ("全国人民代表大会", "2002-06-09", "")),
        ("a story", ["2018年9月1日，张某入职。", "2018年9月1日张某入职。"], ("", "", "")),
        ("no authority", ["2018年9月1日 甲乙丙公布"], ("", "2018-09-01", "")),
        ("nothing", [], ("", "", "")),
    ],
)  # fmt: skip
def test_the_lines_under_a_title_say_how_it_was_made(
    why: str, lines: list[str], expected: tuple[str, str, str]
) -> None:
    assert enactment(lines) == Enactment(*expected)


def test_many_lines_are_no_limit() -> None:
    lines = [f"{1980 + n}年1月1日 全国人民代表大会第一次会议通过的《某修正案》" for n in range(30)]
    assert enactment(lines).issued == "2009-01-01"
