"""Help of the command line: `NAME` is the help of a command; the rest are words of the help and of the manual."""

TEXTS = {
    "usage": ("用法：", "Usage: "),
    "options": ("选项：", "Options:"),
    "commands": ("命令：", "Commands:"),
    "options_metavar": ("[选项]", "[OPTIONS]"),
    "command_metavar": ("命令 [参数]...", "COMMAND [ARGS]..."),
    "default": ("默认：{value}", "default: {value}"),
    "policysearch": (
        "按篇、章、节、条和专栏检索中国地方政府政策文件。",
        "Search Chinese local-government policy documents by their 篇, 章, 节, 条 and 专栏.",
    ),
    "epilog": (
        """\b
首先：  policysearch index 文件夹
然后：  policysearch search '氢能 区县：九龙坡'
退出码：0 有结果，1 没有结果，2 用法或检索式有误，3 索引有问题，
        4 更新会移除许多文件，因而未执行，
        5 有文件未能读取（--fail-on-problems）。

\b
在 bash 中补全命令、选项、字段值与标识（zsh 与 fish 类似）：
  eval "$(_POLICYSEARCH_COMPLETE=bash_source policysearch)"
""",
        """\b
First:     policysearch index FOLDER
Then:      policysearch search '氢能 district:九龙坡'
Exit code: 0 found, 1 nothing found, 2 wrong usage or query,
           3 trouble with the index, 4 an update refused that would remove
           many files, 5 documents left out (--fail-on-problems).

\b
Completion of commands, options, values and ids in bash (zsh, fish alike):
  eval "$(_POLICYSEARCH_COMPLETE=bash_source policysearch)"
""",
    ),
    "open": (
        "用系统中相应的程序打开段落或文件所在的源文件。",
        "Open the file that a passage or document was read from, in the program that the system has for it.",
    ),
    "reference": (
        "列出所有命令及其选项，Markdown 格式或 man 手册页格式。",
        "Print every command with its options, as Markdown or as a manual page.",
    ),
    "reference_title": ("命令行参考", "Command line reference"),
    "reference_about": (
        "由 `policysearch reference` 生成。每个选项都可以写入 `--config` 所指的 TOML 文件：顶层的值用于所有命令，`[serve]` 等表中的只用于该命令。",
        "Printed by `policysearch reference`. Every option may stand in the TOML file that `--config` names: at the top for all commands, in a table such as `[serve]` for one.",
    ),
    "option": ("选项", "option"),
    "meaning": ("作用", "meaning"),
    "by_default": ("默认值", "default"),
    "man_name": ("名称", "NAME"),
    "man_synopsis": ("用法", "SYNOPSIS"),
    "man_commands": ("命令", "COMMANDS"),
    "man_more": ("其他", "NOTES"),
    "indicators": (
        """列出所有表格中某项指标的数值。

        NAME 是指标名称或其中一部分。数值附有单位、年份、限定（左右、≥、预计等）和出处。

        \b
        policysearch indicators 森林覆盖率
        policysearch indicators 养老 --csv --bom -o 养老.csv""",
        """List the values of an indicator in all tables.

        NAME is the name of the indicator or a part of it. A value comes with unit, year, what qualifies it (左右, ≥, 预计) and
        where it stands.

        \b
        policysearch indicators 森林覆盖率
        policysearch indicators 养老 --csv --bom -o 养老.csv""",
    ),
    "a_value": ("值", "VALUE"),
    # search
    "search": (
        """检索段落，最相关的在前。

        \b
        policysearch search '氢能 产业'                   两个词都有
        policysearch search '"成渝地区双城经济圈"'        完全相同的文字
        policysearch search '氢能 区县：九龙坡'           章:人工智能、kind:专栏 等
        policysearch search '轨道* -公交 year:>=2026'     词头、排除、年份
        policysearch search '(光伏 OR 风电) 储能' --json  供程序使用

        详见 docs/query-language.md。""",
        """Find passages; the best come first.

        \b
        policysearch search '氢能 产业'                   both
        policysearch search '"成渝地区双城经济圈"'        exactly these characters
        policysearch search '氢能 district:九龙坡'        区县：九龙坡, 章:人工智能, kind:专栏 …
        policysearch search '轨道* -公交 year:>=2026'     beginnings, exclusion, years
        policysearch search '(光伏 OR 风电) 储能' --json  for programs

        docs/query-language.md tells the rest.""",
    ),
    # words
    "parse": (
        """显示检索式如何理解，不进行检索。

        \b
        policysearch parse '轨道* -公交 章:规划 year:>=2026'""",
        """Print how a query is understood, without searching.

        \b
        policysearch parse '轨道* -公交 章:规划 year:>=2026'""",
    ),
    "suggest": (
        """补全正在输入的文字。

        列出以 PREFIX 或其最后一个词开头的，或含有它的词语、术语、标题、区县、文件与字段名；字母也可以是拼音。

        \b
        policysearch suggest 养老
        policysearch suggest qn             氢能、青年 等
        policysearch suggest district:jl    district:九龙坡区""",
        """Complete what is being typed.

        Terms, glossary terms, headings, districts, documents and field names that begin with PREFIX or its last word, or
        hold it; letters stand for pinyin too.

        \b
        policysearch suggest 养老
        policysearch suggest qn             氢能, 青年 …
        policysearch suggest district:jl    district:九龙坡区""",
    ),
    "related": (
        "列出与 TERM 相关的词，以及它们在多少个段落中同句出现。",
        "List the words that go with TERM, each with the number of passages where they share a sentence.",
    ),
    "synonyms": (
        "列出文件中给出、而同义词组中没有的简称，写成同义词组，供选用。",
        "List abbreviations that the documents introduce and no group has, written as groups of synonyms to choose from.",
    ),
    "compare": (
        """比较各区县对各个词语的表述。

        对每个区县与每个 TERM：有多少个段落匹配，出现多少次，在该区县文本的每万字中出现多少次，以及最相关的段落。
        TERM 可以是任何检索式，其中的词按原样查找。

        \b
        policysearch compare 氢能 养老 托育
        policysearch compare '"新质生产力"' '光伏 OR 风电' --by plan
        policysearch compare 低空经济 --csv --bom > 低空经济.csv""",
        """Compare terms across districts.

        For each district and TERM: how many passages match, how often the term stands there, how often in 10,000
        characters of the district's text, and the best passage. A TERM is any query, its words taken as they stand.

        \b
        policysearch compare 氢能 养老 托育
        policysearch compare '"新质生产力"' '光伏 OR 风电' --by plan
        policysearch compare 低空经济 --csv --bom > 低空经济.csv""",
    ),
    "glossary": (
        """列出哪些文件定义了 TERM，怎样定义；不写 TERM 则列出全部定义。

        \b
        policysearch glossary 一区两群
        policysearch glossary 两主四特""",
        """Print who defines a TERM, and how; without a TERM, all that is defined.

        \b
        policysearch glossary 一区两群
        policysearch glossary 两主四特""",
    ),
    # passages
    "show": (
        """显示一个段落，以及它前后的段落。

        ID 也可以是从浏览器复制的地址，或其中的锚点。

        \b
        policysearch show cq-jiulongpo-fyp-15/part_3__chp_7
        policysearch show cq-jiulongpo-fyp-15/part_3__chp_7 --cite""",
        """Print one passage, and which stand before and after it.

        ID may also be its address as copied from a browser, or the anchor of one.

        \b
        policysearch show cq-jiulongpo-fyp-15/part_3__chp_7
        policysearch show cq-jiulongpo-fyp-15/part_3__chp_7 --cite""",
    ),
    "similar": (
        """列出与一个段落相似的段落，其他区县的在前；或比较各区县、各文件的用词。

        \b
        policysearch similar --matrix district --query '养老 OR 托育'""",
        """List the passages most like one, those of other districts first; or how alike districts or documents are.

        \b
        policysearch similar --matrix district --query '养老 OR 托育'""",
    ),
    "explain": (
        """显示一个段落的得分从何而来。

        \b
        policysearch explain '氢能 产业' cq-jiulongpo-fyp-15/box_6""",
        """Print where the score of a passage comes from.

        \b
        policysearch explain '氢能 产业' cq-jiulongpo-fyp-15/box_6""",
    ),
    "export": ("以 JSON Lines 输出全部段落。", "Print every passage as JSON Lines."),
    # documents
    "outline": (
        """以树的形式显示文件的标题。

        PATH 是文件或文件夹，不需要索引。每个标题之前是行号与层级。""",
        """Print the headings of documents as trees.

        PATH is a file or a folder; no index is needed. Before each heading stand its line number and its kind.""",
    ),
    "tables": (
        """显示文件中的表格。

        PATH 是文件或文件夹，不需要索引。""",
        """Print the tables of documents.

        PATH is a file or a folder; no index is needed.""",
    ),
    # the index
    "index": (
        """建立索引，或将其更新。

        更新之后，索引包含每个 PATH（文件或文件夹）中的文件；默认为上次的路径，首次为 corpus/。
        没有变化的不再读取；PATH 中已不存在的从索引中移除，但不会未经许可大量移除。

        \b
        policysearch index
        policysearch index ~/plans 公报.md --index plans.index
        policysearch index --add ~/laws                     其余路径照旧
        policysearch index ~/plans --dictionary words.txt    每行一个词，或 jieba 的格式
        policysearch index ~/plans --synonyms ours.txt       每行一组：甲 = 乙 > 丙
        policysearch index ~/plans --dry-run --report -     各个文件中有什么
        policysearch index ~/plans --watch                  直到按 ctrl-C""",
        """Build the index, or bring it up to date.

        Afterwards it holds the documents of each PATH, a file or a folder; by default those of the last update, at first corpus/.
        What did not change is not read again; what is gone from PATH leaves the index, though not much of it unasked.

        \b
        policysearch index
        policysearch index ~/plans 公报.md --index plans.index
        policysearch index --add ~/laws                     the other paths stay
        policysearch index ~/plans --dictionary words.txt    a word a line, or jieba's format
        policysearch index ~/plans --synonyms ours.txt       a group a line: 甲 = 乙 > 丙
        policysearch index ~/plans --dry-run --report -     what is in the files
        policysearch index ~/plans --watch                  until ctrl-C""",
    ),
    "versions": ("列出索引保留的各个版本。", "List the versions of the index that are kept."),
    "rollback": (
        """恢复索引的旧版本。

        默认为当前版本的前一个；VERSION 是 versions 列出的名称。文件夹中的文件不受影响，下次 index 仍会更新到最新。""",
        """Make an older version of the index the current one.

        That is the one before, or VERSION as `versions` names it. Documents stay as they are: the next `index` reads them.""",
    ),
    "stats": ("显示索引的内容概况。", "Print what the index holds."),
    "check": ("检验索引：文件、段落与数目。", "Verify the index: its files, passages and counts."),
    # serving
    "serve": (
        """提供检索网页与 API。需要附加组件 `web`。

        启动时显示带令牌的地址，打开它即可进入。若不想每次启动更换令牌，可用 POLICYSEARCH_TOKEN 或文件设定。
        用 --auth 指定判断谁可进入的函数；policysearch.web:everyone 允许所有人。

        \b
        policysearch serve
        policysearch serve --token-file /etc/policysearch/token --root-path /policy --trusted-proxy 127.0.0.1
        policysearch serve --host 0.0.0.0 --auth portal.login:is_staff""",
        """Serve the search page and the API. Needs the extra `web`.

        It prints an address with a token: who opens that is let in. Instead of a new token at every start the one in
        POLICYSEARCH_TOKEN or in a file is taken. With --auth a function says who is let in; policysearch.web:everyone
        lets all in.

        \b
        policysearch serve
        policysearch serve --token-file /etc/policysearch/token --root-path /policy --trusted-proxy 127.0.0.1
        policysearch serve --host 0.0.0.0 --auth portal.login:is_staff""",
    ),
    "mcp": (
        """以工具的形式向语言模型提供检索，经由标准输入与输出。需要附加组件 `mcp`。

        \b
        policysearch mcp --index /srv/plans-index --base http://127.0.0.1:8765""",
        """Serve the search to language models as tools, over standard input and output. Needs the extra `mcp`.

        \b
        policysearch mcp --index /srv/plans-index --base http://127.0.0.1:8765""",
    ),
}
