"""The command line in Chinese and in English: which it speaks, its help, and what it says of wrong usage."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from policysearch import Index
from policysearch.cli.help import option_help
from policysearch.cli.main import language, main
from policysearch.messages.catalogue import texts
from tests.readers.test_office import row, sheet, workbook
from tests.support.paths import ROOT

COMMANDS = [main, *(main.commands[name] for name in main.commands)]


def run(*args: str, **env: str) -> Result:
    return CliRunner(env={"LANG": "C", **env}).invoke(main, args, prog_name="policysearch")


def prose(text: str) -> list[str]:
    """Runs of three words of English, but for commands and the values of an option."""
    said = re.sub(r"^  policysearch .*$|以下之一：.*|可试：.*", "", text, flags=re.M)
    return re.findall(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", said)


@pytest.mark.parametrize(
    ("args", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "C.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_TW"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ([], {"LANG": "zh_CN", "POLICYSEARCH_LANG": "en"}, "en"),
        ([], {"LANG": "zh_CN", "POLICYSEARCH_LANG": "fr"}, "zh"),
        (["search", "氢能", "--lang", "zh"], {"POLICYSEARCH_LANG": "en"}, "zh"),
        (["--lang=en", "search", "氢能"], {"LANG": "zh_CN"}, "en"),
        (["search", "--", "--lang", "zh"], {}, "en"),
        (["--lang"], {}, "en"),
    ],
)
def test_the_language_is_that_of_the_option_then_the_environment_then_the_locale(
    args: list[str], environment: dict[str, str], expected: str
) -> None:
    assert language(args, environment) == expected


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_and_option_has_help_in_both_languages(command: click.Command) -> None:
    name = "policysearch" if command is main else command.name
    assert all(texts(f"help.{name}"))
    for option in command.params:
        if isinstance(option, click.Option):
            message = option_help(command, option)
            assert re.search("[\u3400-\u9fff]", message.text("zh")) and message.text("en") == message


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_chinese_help_is_chinese(command: click.Command) -> None:
    args = [] if command is main else [command.name or ""]
    chinese, english = run(*args, "--help", "--lang", "zh"), run(*args, "--help")
    assert chinese.exit_code == english.exit_code == 0
    assert chinese.output.startswith("用法：policysearch") and english.output.startswith("Usage: policysearch")
    assert not prose(chinese.output) and "选项：" in chinese.output and "Options:" in english.output
    listed = [
        re.findall(r"^  (?:-\w, )?(--[\w-]+)", shown.partition(heading)[2], re.M)
        for shown, heading in ((english.output, "Options:"), (chinese.output, "选项："))
    ]
    assert listed[0] and listed[0] == listed[1]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["search"], "缺少参数 QUERY"),
        (["search", "氢能", "--limit", "x"], "--limit/-n 的值不对：应为整数，不小于 0"),
        (["serve", "--port", "99999"], "--port 的值不对：应为整数，在 0 至 65535 之间"),
        (["serve", "--rate", "x"], "--rate 的值不对：应为数"),
        (["search", "氢能", "--sort", "size"], "--sort 的值不对：应为以下之一：relevance document date"),
        (["search", "氢能", "--limt", "3"], "没有选项 --limt"),
        (["search", "氢能", "--limit"], "选项 --limit 需要一个值"),
        (["search", "氢能", "--all=3"], "选项 --all 不带值"),
        (["search", "-x", "氢能"], "没有选项 -x。要排除一个词"),
        (["search", "--district", "氢能"], "没有选项 --district；请写在检索式中"),
        (["search", "--csv", "--json", "氢能"], "不能同时使用"),
        (["search", "--bom", "氢能"], "--bom 只用于 --csv"),
        (["show", "a", "b"], "多余的 1 个参数：b"),
        (["nonsense"], "没有命令 nonsense"),
        (["parse", "(氢能"], "检索式第 1 个字：括号没有闭合"),
        (["search", "氢能", "--index", "none"], "none：这里没有索引"),
        (["outline", "none"], "none：没有这个文件或文件夹"),
        (["index", "none", "--index", "x"], "none：没有这个文件或文件夹"),
        (["serve", "--host", "0.0.0.0"], "其他计算机可以访问 0.0.0.0"),
    ],
)
def test_what_is_wrong_is_told_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("POLICYSEARCH_TOKEN", raising=False)
    (tmp_path / "index").mkdir()
    result = run(*args, LANG="zh_CN.UTF-8")
    assert result.stderr.startswith("policysearch：") and says in result.stderr
    assert result.exit_code in (2, 3) and not prose(result.stderr)


def test_results_speak_the_language(samples: Path) -> None:
    """Also what was asked for in an earlier process of the same interpreter changes nothing."""
    for lang, total, more in (("zh", "共 ", "更多："), ("en", " found", "more: "), ("zh", "共 ", "更多：")):
        result = run("search", "氢能", "--limit", "1", "--index", str(samples), "--lang", lang)
        assert total in result.stdout and more in result.stdout
        nothing = run("search", "寻不着的词语", "--index", str(samples), "--lang", lang)
        assert nothing.exit_code == 1 and ("没有找到" in nothing.stderr) == (lang == "zh")
    page = ["search", "氢能", "--html", "--index", str(samples)]
    assert '<html lang="zh-CN">' in run(*page).stdout == run(*page, LANG="zh_CN.UTF-8").stdout
    assert '<html lang="en">' in run(*page, "--lang", "en").stdout


def test_why_a_file_is_left_out_is_told_in_chinese(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when another process has read it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "a.txt").write_bytes(b"\0\1\2binary")
    (folder / "b.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "c.txt").write_text("第一条 推进氢能。\n第一条 再来一次。\n", encoding="utf-8")
    shown = sheet(row(1, "任务", "单位"), row(2, "推进氢能", "区发改委"))
    (folder / "d.xlsx").write_bytes(workbook(("任务", "", shown), ("草稿", 'state="hidden"', shown)))
    args = ["index", str(folder), "--index", "new", "--dry-run", "--report", "-"]
    chinese, english = run(*args, "--lang", "zh"), run(*args)
    assert "a.txt：像是二进制数据，不是文本" in chinese.stderr and "a.txt: looks like binary data" in english.stderr
    assert not prose(chinese.stderr) and not prose(chinese.stdout)
    assert "d.xlsx：工作表 草稿 已隐藏，未读取" in chinese.stderr and "d.xlsx: sheet 草稿 is hidden" in english.stderr
    assert "略去：3" in chinese.stdout and "left out: 3" in english.stdout
    only = run("index", str(folder / "b.pdf"), "--index", "new", "--lang", "zh")
    assert only.exit_code == 2 and not prose(only.stderr)
    assert run("index", str(folder), "--index", "new", "--lang", "zh").exit_code == 0
    again = run("index", str(folder), "--index", "new", "--rebuild", "--dry-run", "--lang", "zh")
    assert again.exit_code == 0 and not prose(again.output)


def english(text: str, *names: str) -> list[str]:
    """Words of English in what was printed, without `names`, ids, and files."""
    shown = re.sub(r"[\w./-]*[\d_/.][\w./-]*", " ", text)
    return [word for word in re.findall(r"[A-Za-z]{3,}", shown) if word not in {"AND", "OR", "NOT", "CURRENT", *names}]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the sample corpus."""
    folder = tmp_path_factory.mktemp("language") / "index"
    Index.update([ROOT / "corpus"], folder)
    return folder


@pytest.mark.parametrize(
    "query", ["氢能 产业", "氢能产业", "氢能 养老床位 低空经济", "刑法第十条", "氢能^3 NOT 公交", "怎样支持氢能"]
)
def test_an_explanation_is_chinese_throughout(built: Path, query: str) -> None:
    id = Index.open(built).search("氢能", 1).hits[0].passage.id
    said = run("explain", query, id, "--index", str(built), "--lang", "zh")
    assert said.exit_code in (0, 1) and "权重" in said.output + "权重" * ("不匹配" in said.output)
    assert not english(said.output, *re.findall(r"\w+", id))
    tree = json.loads(run("explain", query, id, "--index", str(built), "--json").output)["tree"]
    nodes = [tree]
    for node in nodes:
        nodes += node["parts"]
        assert not english(node.get("texts", {"zh": ""})["zh"]) and (english(node["what"]) == [] or node["texts"])


def test_observations_are_chinese_throughout(tmp_path: Path) -> None:
    text = "某区办法\n目  录\n第一章 总则\n第九章 附则\n第一章 总则\n第一条 有“半句。\n第三条 （一）甲；\n（三）乙。\n第二条 丙。\n第三条 丁。\n第三章\n第四章 末\n"
    (tmp_path / "a.txt").write_text(text, "utf-8")
    said = run("outline", str(tmp_path / "a.txt"), "--observations", "--lang", "zh")
    found = json.loads(run("outline", str(tmp_path / "a.txt"), "--observations", "--json").output)["documents"][0]
    assert len(found["observations"]) >= 4 and not english(said.output.partition("疑点")[2])
    for one in found["observations"]:
        assert one["texts"]["en"] == one["text"] and not english(one["texts"]["zh"])
        assert one["texts"]["zh"] in said.output


def test_a_check_is_chinese_throughout(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "index")
    version = (tmp_path / "index" / "CURRENT").read_text("utf-8").split()[0]
    sources = tmp_path / "index" / version / "sources.json"
    sources.write_text(sources.read_text("utf-8").replace('"guessed": false', '"guessed":  true', 1), "utf-8")
    said = run("check", "--index", str(tmp_path / "index"), "--lang", "zh")
    assert said.exit_code == 3 and "已被改动" in said.output
    assert not english(
        re.sub(r"policysearch(?: index --rebuild --index|：)|" + re.escape(str(tmp_path)), "", said.output)
    )
    found = json.loads(run("check", "--index", str(tmp_path / "index"), "--json").output)
    assert len(found["texts"]) == len(found["findings"]) and found["texts"][0]["en"] == found["findings"][0]
