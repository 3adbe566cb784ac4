"""Sentences of docs/user-guide.zh.md: those that say what a checked sentence of the English guide says, and the others with a check of their own."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import click
import pytest

from policysearch import Index
from policysearch.cli.main import main
from tests.docs import test_behaviour
from tests.support.claims import Claims, Home, on_page, run, written

ZH = "user-guide.zh.md"
CLAIMS = Claims()

#: A sentence of the Chinese guide, and the one of the English guide whose check holds for it.
SAME = {
    "索引会记住路径，并且只读取有变化的文件": "the index remembers its paths, and only changed files are read",
    "略过该名称的文件和文件夹，如 `备份`、`*.tmp.md`；`''` 表示不再略过": "leaves out files and folders of that name, such as `备份` or `*.tmp.md`; `''` ends it",
    "只说明将读取和移除哪些文件，不写入": "says what would be read and removed, writes nothing",
    "有文件未能读取时退出码为 5": "exit code 5 when a document could not be read",
    "无法读取的文件会连同原因列出，其余文件照常建立索引": "A file that cannot be read is named with the reason, and the rest is indexed.",
    "给一个空文件即可清除词语。无法使用的行会逐一指出": "an empty file makes it forget words. A line that cannot be used is named.",
    "文件编码可以是 UTF-8、UTF-16、UTF-32 或 GB18030，自动识别": "Files are read in UTF-8, UTF-16, UTF-32 or GB18030",
    "其他类型的文件（`.dwg`、`.mp4` 等）会计数": "Files of other kinds (`.dwg`, `.mp4` …) are counted.",
    "允许一次移除超过十个且超过五分之一的文件；不加此选项时这样的更新会停止": "an update that removes more than ten files and more than a fifth of all; without it such an update stops",
    "同时含有两个词的段落": "passages that hold both words",
    "含有其中全部词语的段落；含有整个词串的排在前面": "those with the whole string come first",
    "与引号中的文字完全一致": "exactly these characters",
    "只在该区县、只在这样的章中检索": "only in that district, only under such a chapter",
    "以“轨道”开头的词，且不含“公交”": "words that begin with 轨道, without 公交",
    "两者都有，相距不超过 20 个字": "both, at most 20 characters apart",
    "这些年份的规划和文件": "plans and documents of these years",
    "就是这些字符，其中没有运算符": "these characters: nothing in them is an operator",
    "`-` 后面是外文字母或数字（`-rn`、`-5`、`-GDP`）时像是选项，不会被当作要排除的词，程序会询问其含义": "it is never taken for a word, and the program asks what was meant. Put such a query into one pair of quotes",
    "全角与半角（％ 和 %）、大小写、繁体与简体、词中的空格、汉字年份与数字年份（二〇三五年和 2035年）不作区分": "Width (％ and %), case, Traditional characters, white space within words, and years in ideographs (二〇三五年 and 2035年) make no difference.",
    "`75%` 也找到 175%，`人文` 也找到“个人文化”": "`75%` also finds 175%, `人文` also 个人文化",
    "整串优先于部分，相邻优先于相隔": "words close together before words far apart",
    "跨越词语边界的（“个人文化”中的“人文”）排在最后": "matches that cut through words (人文 in 个人文化) come last",
    "最好的片段最多 120 字（`--snippet` 可改），其余减半，第四个起为四分之一": "The best has at most `--snippet` characters (120), the others half, from the fourth on a quarter",
    "按文件次序；或新文件在前": "in the order of documents, or newest documents first",
    "每个文件或区县只显示最好的一条，并说明共有多少": "only the best hit of each, with the number of hits",
    "同时检索同义词：`GDP` 也找到“地区生产总值”": "`GDP` finds 地区生产总值, after what holds GDP itself",
    "只要含有全部词语的段落；引文只按原样查找": "only passages that hold all the words, and quotes only where they stand as they are",
    "文字相同的段落全部列出，而不并为一条": "lists all passages of the same text instead of one that names the others",
    "结果之上先列出这份文件": "a document number in any brackets, or the names of one plan gives the document itself, above the hits",
    "它不计入结果总数": "It is not counted in the total.",
    "总数和 `--facets` 统计的是段落，不论是否合并；`--limit`、`--offset` 数的是列出的条目": "Passages of the same text are one hit; “also in” names the others. The total and `--facets` count passages, folded or not; `--limit` and `--offset` count hits.",
    "只算一份，取名称较好的一份；草案和修订稿不是副本": "count as one, that with the better name; drafts and revisions are no copies.",
    "`export` 和 `compare` 同样不计副本，`export --all-copies` 全部导出": "`export` and `compare` leave copies out too; `export --all-copies` has them.",
    "换行、全角半角、繁简不算不同，不加引号时标点也不算": "If it stands nowhere, the nearest wording is shown beside it, with the differences marked; line ends, full-width and Traditional characters are no difference, nor is punctuation without quotes.",
    "`--strict` 或检索式中写明的 `AND` 使检索不放宽": "`--strict` prevents it, and so does an `AND` that you type",
    "（“陈渝”→“成渝”，`qingneng`→“氢能”）。数字和引号中的文字不作更正": "(陈渝 for 成渝, `qingneng` for 氢能). Numbers and quoted text are never corrected. A single word that stands in fewer than four passages is followed by what holds its synonyms",
    "显示检索式如何理解，不检索": "shows how a query is understood, without searching",
    "显示一个段落及其上级标题和前后段落，或一份文件的结构；`--cite` 给出引文格式": "one passage with its headings and neighbours, or the outline of a document; `--cite` prints its citation; ID may be the address of a passage",
    "最相似的段落，其他区县的在前；`--same` 只看本区县": "the most similar passages, those of other districts first; `--same`: of its own district",
    "补全词语、标题、区县、字段；也可用拼音：`qn` 补全“氢能”": "completes terms, headings, districts, fields, also from pinyin: `qn` for 氢能",
    "哪份文件怎样定义该词": "who defines a term, and how",
    "`--path` 只显示路径": "`--path` prints where it is",
    "每个段落及其所有字段输出为一行 JSON，或 `--csv`；`--query`、`--limit`、`--fields id,issued`": "every passage with every field as one line of JSON, or `--csv`; `--query`, `--limit`, `--fields id,issued`",
    "`-o 文件` 把结果写入文件，`-n 3` 即 `--limit 3`": "`-o FILE` writes what it finds into a file, `-n 3` is `--limit 3`.",
    "会被电子表格当作公式的单元格前加 `'`": "begins with `'`. The last columns say",
    "重建索引、文件改名或新增文件后保持不变": "It stays the same when the index is rebuilt, files are renamed or other files are added.",
    "`20万` 找到“二十万元”，`0.5%` 找到“百分之零点五”，`七天` 找到“七日”，`14岁` 找到“十四周岁”，`22点` 找到“22:00”": "Sums, shares, durations, ages and times of day are found as they are written elsewhere: `20万` 二十万元, `0.5%` 百分之零点五, `七天` 七日, `14岁` 十四周岁, `22点` 22:00.",
    "各自使用更长的标识，因此旧链接不会指向另一份文件": "both get longer ids. So an old link never shows another document",
}


#: A sentence of the English guide, and the one of the Chinese guide whose check holds for it.
BACK = {
    "adds a path to those that the index remembers, or takes one away with its documents": "`--add 路径`、`--remove 路径`",
    "reads everything again": "全部重新读取",
    "names every file that is read": "只显示变化和新出现的问题；列出读取的每个文件",
    "`-` prints it, `.json` gives JSON": "写出每个文件读到了什么、哪些是推测、哪些未读",
    "words that are never split, one per line or in jieba's format": "自定义词语，分词时不拆开；每行一词，或结巴分词的词典格式",
    "`甲 = 乙` both ways, `甲 > 丙` from 甲 to 丙 only": "`甲 = 乙` 双向，`甲 > 丙` 只由甲找到丙",
    "that article of that law, then what mentions it": "该法的这一条，其次是提到它的段落",
    "stand for what is left out wherever they stand": '`-公交`、`-"GDP"`、`-区县:九龙坡` 写在哪里都表示排除',
    "A term is found in every passage where its characters stand, as grep would find it": "只要段落中有这些字，就一定能找到，与分词无关",
    "A hit shows up to eight fragments of its passage, as many as are needed to show every word of the query.": "使检索式中的每个词都能看到",
    "Numbers with units, Latin words, short quotes and matches are never cut.": "数字与单位、外文词、短引语和命中的词不会被截断",
    "`…` says that the passage goes on. Below a hit stand the number of matches not shown, and of other passages of the document that match.": "结果下方说明还有多少处命中未显示，以及同一文件中还有多少段落符合",
    "Matches are coloured on a terminal.": "在终端中命中的词带颜色；输出到文件或加 `--no-color` 时用【】标出",
    "counts districts, plans, kinds … of what was found": "按区县、规划期、层级等统计",
    "where enough passages hold all the words, those with only some of them follow too": "先加同义词，再允许缺少个别词，最后含有任意一个词即可；结果中会说明",
    "It takes twelve characters; `--strict`": "至少十二个字；`--strict` 只按原样查找",
    "A query that finds nothing says what each part finds alone, which value of a field is nearest and which there are, and which query would find more. Values can be typed as they are printed there": "会说明各部分单独能找到多少、最接近的取值是什么、现有哪些取值，以及可能想输入的检索式",
    "counts terms by district, city, plan, year or document (`--by`): passages, occurrences, density, best passage": "按区县、城市、规划期、年份或文件（`--by`）比较各词：段落数、次数、密度、最佳段落",
    "shows how the score of a passage adds up": "显示一个段落的得分如何得来",
    "as groups for your own synonyms, for you to accept": "按同义词组的写法列出，供选用；`--json`",
    "`--observations`: gaps, repeats, empty headings; `--html`: the whole text coloured by structure": "`--observations` 指出缺号、重号、空标题，`--html` 输出按结构着色的全文",
    "makes the one before, or VERSION, the current one again": "恢复前一个版本或指定版本",
    "and tables for single commands (beside a table `[index]` it stands in `[defaults]`)": '`--config 文件` 指定选项默认值的 TOML 文件，如 `index = "/srv/plans-index"`，也可为单个命令设表（另有 `[index]` 表时写在 `[defaults]` 表中）',
    "`--lang zh` and `--lang en` choose the language, else that of the locale; `--format csv` is `--csv`, for each format alike": "`--lang zh`、`--lang en` 指定语言，否则随系统区域设置",
    "`--csv` writes one row per hit in UTF-8; with `--bom` Excel recognises it.": "`--csv` 每条结果一行，UTF-8 编码；加 `--bom` 后 Excel 能正确识别",
    "A page saved from the web is cited as `[EB/OL]` with its address": "网页文件标为 `[EB/OL]` 并附网址，访问日期请自行补充",
    "a plan that replaces its draft takes over the draft's id": "唯一的例外是正式规划取代其草案",
}


@pytest.mark.parametrize("english", BACK)
def test_a_sentence_of_the_english_guide_says_what_a_checked_one_says(english: str) -> None:
    checked = {*CLAIMS.further, *(entry[:2] for entry in CLAIMS.checks)}
    assert on_page("user-guide.md", english) and (ZH, BACK[english]) in checked


@pytest.mark.parametrize("chinese", SAME)
def test_a_sentence_says_what_a_checked_one_says(chinese: str) -> None:
    checked = {*test_behaviour.CLAIMS.further, *(entry[:2] for entry in test_behaviour.CLAIMS.checks)}
    assert on_page(ZH, chinese) and ("user-guide.md", SAME[chinese]) in checked


@CLAIMS(
    ZH, "`--add 路径`、`--remove 路径`", "在索引记住的路径之外增加一个；去掉一个，其中的文件移出索引", "全部重新读取"
)
def _paths(home: Home) -> None:
    for name in ("甲", "乙"):
        (home.folder / name).mkdir()
        (home.folder / name / f"{name}.txt").write_text(f"第一条 {name}事。\n", "utf-8")
    assert "共 1 份文件" in run("index 甲 --lang zh", index=home.built).out
    assert "共 2 份文件" in run("index --add 乙 --lang zh", index=home.built).out
    assert "2 read" in run("index --rebuild", index=home.built).out
    assert "2 documents" in run("index", index=home.built).out
    assert "1 document," in run("index --remove 甲", index=home.built).out
    assert run("search 甲事 --strict", index=home.built).code == 1 and run("search 乙事", index=home.built).code == 0


@CLAIMS(ZH, "只显示变化和新出现的问题；列出读取的每个文件")
def _verbose(home: Home) -> None:
    with home.of(甲="第一条 甲事。\n", 乙="第一条 乙事。\n"):
        pass
    done = run("index --rebuild --verbose", index=home.built)
    assert "甲.txt" in done.out + done.err and "乙.txt" in done.out + done.err
    assert run("index --quiet", index=home.built)[1:] == ("", "")


@CLAIMS(ZH, "写出每个文件读到了什么、哪些是推测、哪些未读", "`-` 表示直接显示，`.json` 表示 JSON 格式")
def _report(home: Home) -> None:
    (home.folder / "图纸.dwg").write_bytes(b"x")
    (home.folder / "坏.docx").write_bytes(b"PK broken")
    with home.of(甲="某市办法\n第一章 总则\n第一条 甲事。\n"):
        pass
    shown = run("index --report - --lang zh", index=home.built).out
    assert "甲.txt" in shown and "坏.docx" in shown and "图纸.dwg" in shown and "可信程度" in shown
    assert run("index --report a.json", index=home.built).code == 0
    told = json.loads((home.folder / "a.json").read_text("utf-8"))
    assert any("图纸.dwg" in str(one) for one in told["not_read"])


@CLAIMS(ZH, "自定义词语，分词时不拆开；每行一词，或结巴分词的词典格式", "`甲 = 乙` 双向，`甲 > 丙` 只由甲找到丙")
def _own_words(home: Home) -> None:
    (home.folder / "words").write_text("渝快办专区\n西部氢谷 5 n\n", "utf-8")
    (home.folder / "groups").write_text("甲词 = 乙词\n甲词 > 丙词\n", "utf-8")
    with home.of(文="第一条 推广渝快办专区和西部氢谷。\n第二条 甲词。\n第三条 乙词。\n第四条 丙词。\n"):
        pass
    done = run("index --dictionary words --synonyms groups", index=home.built)
    assert done.code == 0 and len(done.err.splitlines()) == 1  # that all is read again
    with Index.open(home.built) as index:
        found = {
            typed: {hit.passage.article for hit in index.search(typed, synonyms=True, strict=True)}
            for typed in ("甲词", "乙词", "丙词")
        }
        assert "渝快办专区" in {one.text for one in index.suggest("渝快办")}
    assert found == {"甲词": {"第二条", "第三条", "第四条"}, "乙词": {"第二条", "第三条"}, "丙词": {"第四条"}}


@CLAIMS(ZH, "任意一个；括号用于分组", "该法的这一条，其次是提到它的段落")
def _operators(home: Home) -> None:
    either = {hit.passage.article for hit in home.small.search("氢能 或 低空")}
    assert either == {"第五条", "第八条", "第九条", "第十条"}
    assert home.found("(低空 OR 氢能) 经济") == ["第五条"]
    law = "中华人民共和国某某法\n（2020年3月1日通过）\n第一条 为了规范，制定本法。\n第二条 某某活动应当合法。\n"
    with home.of(法=law, 别="某某办法\n第一条 违反某某法第二条的，依法处理。\n") as index:
        assert [hit.passage.source for hit in index.search("某某法 第2条", None)] == ["法.txt", "别.txt"]


@CLAIMS(ZH, '`-公交`、`-"GDP"`、`-区县:九龙坡` 写在哪里都表示排除')
def _excluded(home: Home) -> None:
    for typed in ("-第八条 氢能", "氢能 -做大", '-"做大" 氢能', "氢能 -章:没有"):
        assert run(f"search {typed}", index=home.texts).code == 0, typed
    assert "产业做大" not in run("search -做大 氢能", index=home.texts).out
    assert "九龙坡区 ›" not in run("search 氢能 -区县:九龙坡", index=home.samples).out


@CLAIMS(ZH, "只要段落中有这些字，就一定能找到，与分词无关")
def _every_string(home: Home) -> None:
    for passage in list(home.index.passages())[::40]:
        for start in range(0, len(passage.text) - 3, 97):
            piece = passage.text[start : start + 3]
            if piece.isalpha() and not piece.isascii():
                found = home.index.search(f'"{piece}"', None, fold=False, all_copies=True)
                assert passage.id in {hit.passage.id for hit in found}, piece


@CLAIMS(ZH, "使检索式中的每个词都能看到", "每条结果最多显示八个片段", "`…` 表示原文还有")
def _shows_words(home: Home) -> None:
    words = ["产业", "发展", "建设"]
    for hit in json.loads(run(f"search '{' '.join(words)}' --strict --json -n 20", index=home.samples).out)["hits"]:
        pieces = [hit["title"], *(one["text"] for one in hit.get("fragments", [hit["snippet"]]))]
        rows = [" ".join(row) for table in hit.get("rows", []) for row in table["rows"]]
        heads = hit.get("path", [])
        assert len(pieces) <= 9 and all(word in " ".join([*pieces, *rows, *map(str, heads)]) for word in words), hit[
            "id"
        ]
    assert "…" in run("search 产业", index=home.samples).out


@CLAIMS(ZH, "数字与单位、外文词、短引语和命中的词不会被截断")
def _whole(home: Home) -> None:
    text = (
        "甲市推进产业发展，" * 9
        + "完成投资1,234.56亿元，建设Internet Exchange节点，打造“西部氢谷”"
        + "，做强本地特色产业" * 9
    )
    with home.of(甲=f"第一条 {text}。\n") as index:
        for size in range(24, 90):
            (hit,) = json.loads(run(f"search '投资 节点' --snippet {size} --json", index=home.built).out)["hits"]
            for piece in (one["text"] for one in hit.get("fragments", [hit["snippet"]])):
                assert ("1,234" in piece) == ("1,234.56亿元" in piece) and ("氢谷" in piece) == ("“西部氢谷”" in piece)
                assert ("Exchange" in piece) >= ("Exch" in piece)
        assert index.stats().passages == 1


@CLAIMS(ZH, "结果下方说明还有多少处命中未显示，以及同一文件中还有多少段落符合")
def _below(home: Home) -> None:
    clause = "要大力发展特色产业，形成一批具有竞争力的企业和产品，带动本地居民就业。"
    with home.of(甲="某市办法\n第一条 " + clause * 12 + "\n第二条 产业兴旺。\n"):
        pass
    shown = run("search 产业 -n 1 --lang zh", index=home.built).out
    assert "处匹配" in shown and "本文件另有 1 段" in shown


@CLAIMS(ZH, "在终端中命中的词带颜色；输出到文件或加 `--no-color` 时用【】标出")
def _coloured(home: Home) -> None:
    assert "\x1b[1;31m" in run("search 氢能 --color", index=home.samples).out
    for more in ("", "--no-color"):
        shown = run(f"search 氢能 {more}", index=home.samples).out
        assert "【氢能】" in shown and "\x1b" not in shown


@CLAIMS(ZH, "按区县、规划期、层级等统计", "显示哪些结果")
def _counted(home: Home) -> None:
    shown = run("search 氢能 --facets --lang zh", index=home.samples).out
    assert all(name in shown for name in ("区县", "规划期", "层级"))
    ids = [
        [hit["id"] for hit in json.loads(run(f"search 养老 --json {more}", index=home.samples).out)["hits"]]
        for more in ("--all", "-n 2", "-n 2 --offset 2")
    ]
    assert ids[0][:2] == ids[1] and ids[0][2:4] == ids[2]


@CLAIMS(ZH, "文字相同的段落只列一条，其余写在“另见”中")
def _also(home: Home) -> None:
    same = "第一条 全区各级各部门要切实提高政治站位，扎实推进海绵城市建设工作。\n"
    with home.of(甲="甲区办法\n" + same + "第二条 甲区的。\n", 乙="乙区办法\n" + same + "第二条 乙区另定。\n"):
        pass
    shown = run("search 海绵城市 --lang zh", index=home.built).out
    assert shown.count("海绵城市") <= 2 and "另见" in shown


@CLAIMS(ZH, "文号、机关、日期、章数和条数，以及查看目录的命令")
def _document(home: Home) -> None:
    above = run("search 九龙坡府发〔2026〕3号 --lang zh", index=home.samples).out.split("\n\n")[0]
    assert "policysearch show cq-jiulongpo-fyp-15" in above and "2026-03-01" in above and "章" in above


@CLAIMS(ZH, "至少十二个字；`--strict` 只按原样查找", "会列出最接近的原文，并标出不同之处")
def _nearest(home: Home) -> None:
    quote = "氢能在交通、物流、码头、仓储各处都要推广"
    shown = run(f"search {quote} --lang zh", index=home.texts)
    assert shown.code == 0 and "港口" in shown.out and "码头" in shown.out
    assert run(f"search '\"{quote}\"' --strict", index=home.texts).code == 1
    assert run("search '\"交通、物流、码头\"'", index=home.texts).code == 1  # eight characters


@CLAIMS(
    ZH,
    "先加同义词，再允许缺少个别词，最后含有任意一个词即可；结果中会说明",
    "`--relax` 则在足够时也放宽，适合不容遗漏的检索，前面的结果不变",
)
def _steps(home: Home) -> None:
    told = run("search '氢能 火星' --lang zh", index=home.texts)
    assert told.code == 0 and "火星" in told.out + told.err
    plain, more = (home.index.search("养老 服务", None, relax=relax) for relax in (False, True))
    assert not plain.relaxed and more.total > plain.total
    assert [hit.passage.id for hit in more][: len(plain.hits)] == [hit.passage.id for hit in plain]


@CLAIMS(
    ZH,
    "会说明各部分单独能找到多少、最接近的取值是什么、现有哪些取值，以及可能想输入的检索式",
    "显示的取值可以照样输入，`kind:一、` 也可以",
)
def _typable(home: Home) -> None:
    counts = home.index.stats()
    facets = home.index.facets("district:九龙坡 OR district:綦江 OR district:南岸", ["kind", "district", "plan"])
    assert counts.passages
    for name, values in facets.items():
        for value in values:
            assert run(f"search {name}:{value!r}".replace("'", ""), index=home.samples).code == 0, (name, value)
    told = run("search '氢气能 区县:九龙破' --lang zh", index=home.samples).err
    assert all(piece in told for piece in ("氢气能：0", "最接近", "九龙坡区", "是否要找：氢能"))


@CLAIMS(ZH, "按区县、城市、规划期、年份或文件（`--by`）比较各词：段落数、次数、密度、最佳段落")
def _compared(home: Home) -> None:
    for by in ("district", "city", "plan", "year", "document"):
        found = json.loads(run(f"compare 氢能 养老 --by {by} --json", index=home.samples).out)
        cell = found["rows"][0]["cells"][0]
        assert {"passages", "occurrences", "per_10000"} <= cell.keys(), by


@CLAIMS(ZH, "显示一个段落的得分如何得来", "常与该词同时出现的词")
def _explained(home: Home) -> None:
    shown = run("explain 氢能 cq-jiulongpo-fyp-15/box_6 --lang zh", index=home.samples)
    (hit,) = [hit for hit in home.index.search("氢能", None) if hit.passage.id == "cq-jiulongpo-fyp-15/box_6"]
    assert shown.code == 0 and f"{hit.score:.4f}" in shown.out
    assert run("related 氢能", index=home.samples).out.strip()


@CLAIMS(ZH, "按同义词组的写法列出，供选用；`--json`")
def _suggested(home: Home) -> None:
    with home.of(甲="第一条 西部氢能装备检测中心（以下简称“西氢检”）负责。\n"):
        pass
    assert json.loads(run("synonyms suggest --json", index=home.built).out)
    lines = run("synonyms suggest", index=home.built).out.splitlines()
    groups = home.folder / "groups"
    groups.write_text("\n".join(lines), "utf-8")
    assert any("西氢检 =" in line for line in lines) and not run("index --synonyms groups", index=home.built).err


@CLAIMS(ZH, "`--observations` 指出缺号、重号、空标题，`--html` 输出按结构着色的全文")
def _outlined(home: Home) -> None:
    (home.folder / "甲.txt").write_text(
        "某市办法\n第一章 总则\n第一条 甲。\n第二条 乙。\n第四条 丁。\n第四条 戊。\n第三章\n第五条 己。\n", "utf-8"
    )
    shown = run("outline 甲.txt --observations --lang zh").out
    assert ("第四条" in shown and "第三章" in shown) or "第二章" in shown
    assert "<!doctype html>" in run("outline 甲.txt --html").out.lower()


@CLAIMS(ZH, "恢复前一个版本或指定版本", "保留多少个版本供 `rollback` 恢复")
def _rolled(home: Home) -> None:
    with home.of(甲="第一条 甲事。\n"):
        pass
    for n in (1, 2):
        (home.folder / "甲.txt").write_text(f"第一条 甲事{n}。\n", "utf-8")
        assert run("index --keep 3", index=home.built).code == 0
    kept = [line.split()[0] for line in run("versions", index=home.built).out.splitlines() if line.startswith("v")]
    assert len(kept) == 3
    assert run("rollback", index=home.built).code == 0
    with Index.open(home.built) as index:
        assert index.search("甲事1", strict=True).total
    assert run(f"rollback {max(kept)}", index=home.built).code == 0


@CLAIMS(
    ZH,
    '`--config 文件` 指定选项默认值的 TOML 文件，如 `index = "/srv/plans-index"`，也可为单个命令设表（另有 `[index]` 表时写在 `[defaults]` 表中）',
)
def _defaults(home: Home) -> None:
    lines = f'index = "{home.samples}"\n[search]\nlimit = 1\n[compare]\nby = "plan"\n'
    Path("a.toml").write_text(lines, "utf-8")
    assert "1–1" in run("--config a.toml search 养老").out and "十四五" in run("--config a.toml compare 养老").out
    Path("甲.txt").write_text("第一条 甲事。\n", "utf-8")
    for top in (f'index = "{home.built}"\n', f'[defaults]\nindex = "{home.built}"\n[index]\nquiet = true\n'):
        Path("b.toml").write_text(top, "utf-8")
        assert run("--config b.toml index 甲.txt").code == 0 and run("--config b.toml search 甲事").code == 0
    Path("b.toml").write_text('index = "x"\n[index]\nquiet = true\n', "utf-8")
    told = run("--config b.toml search 甲事")
    assert told.code == 2 and "[defaults]" in told.err and told.err.count("\n") == 1


@CLAIMS(
    ZH,
    "`--lang zh`、`--lang en` 指定语言，否则随系统区域设置",
    "`--format csv` 即 `--csv`，其他格式同理",
    "`--color` 使输出到管道时也带颜色",
)
def _language(home: Home) -> None:
    assert "没有找到" in run("search 火星 --lang zh", index=home.samples).err
    assert "nothing found" in run("search 火星 --lang en", index=home.samples, lang="zh").err
    for name in ("csv", "json", "markdown", "bibtex", "html"):
        same = [run(f"search 养老 -n 2 {way}", index=home.samples).out for way in (f"--format {name}", f"--{name}")]
        assert same[0] == same[1] != ""


@CLAIMS(ZH, "`--csv` 每条结果一行，UTF-8 编码；加 `--bom` 后 Excel 能正确识别")
def _csv(home: Home) -> None:
    rows = list(csv.DictReader(io.StringIO(run("search 养老 -n 7 --csv", index=home.samples).out)))
    assert len(rows) == 7 and run("search 养老 --csv --bom", index=home.samples).out.startswith("\ufeff")
    assert all("[Z]" in row["citation"] for row in rows)


@CLAIMS(ZH, "文件中没有写明的 发文机关、文号和日期会省略", "网页文件标为 `[EB/OL]` 并附网址，访问日期请自行补充")
def _cited(home: Home) -> None:
    page = '<html><head><title>某市防汛办法</title><link rel="canonical" href="https://example.org/a.html"></head><body><h1>某市防汛办法</h1><p>第一条 各区要做好防汛准备工作，确保安全。</p><p>第二条 本办法自公布之日起施行。</p></body></html>'
    (home.folder / "页.html").write_text(page, "utf-8")
    with home.of(甲="第一条 无名的防汛规定。\n") as index:
        ids = {hit.passage.source: hit.passage.id for hit in index.search("防汛", None)}
    web, plain = (run(f"show {ids[name]} --cite", index=home.built).out for name in ("页.html", "甲.txt"))
    assert "[EB/OL]" in web and "https://example.org/a.html" in web and "〔" not in plain and "[Z]" in plain


@CLAIMS(ZH, "唯一的例外是正式规划取代其草案")
def _replaced(home: Home) -> None:
    name = "重庆市某某区国民经济和社会发展第十五个五年规划纲要"
    with home.of(甲=f"{name}（草案）\n第一章 目标\n第一节 概要\n到2030年建成强区。\n") as index:
        (draft,) = {passage.document_id for passage in index.passages()}
    (home.folder / "甲.txt").unlink()
    with home.of(乙=f"{name}\n第一章 目标\n第一节 概要\n到2030年建成现代化强区，人民安居乐业。\n") as index:
        assert {passage.document_id for passage in index.passages()} == {draft}


@pytest.mark.parametrize("page", [ZH, "user-guide.md"])
def test_a_guide_names_every_option_of_the_commands_that_people_use(page: str) -> None:
    """Those of serve and mcp stand in options.md and embedding.md."""
    page_text = written(page)
    for name in set(main.commands) - {"serve", "mcp"}:
        for option in main.commands[name].params:
            if isinstance(option, click.Option):
                assert any(f"{way}" in page_text for way in option.opts), (name, option.opts)


test_a_claim_holds = CLAIMS.holds
test_further_sentences_of_a_check_are_there = CLAIMS.told
