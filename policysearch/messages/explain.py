"""The parts of a score, as `explain` names them."""

TEXTS = {
    "draft": ("征求意见稿，正式文本也在索引中", "a draft whose final text is there too"),
    "near": ("词语相近：{words}", "close together: {words}"),
    "words_and_nearness": ("各词及其相近程度", "the words, and how close together they stand"),
    "most_words": ("包含大部分词语", "most of the words"),
    "any_words": ("包含部分词语", "any of the words"),
    "after_fuller": ("排在包含更多词语的段落之后", "after the passages with more of the words"),
    "below_others": ("{what}，位于其他之后", "{what}, below others"),
    "weight": (
        "权重：{total:,} 个段落中有 {count:,} 个含有它",
        "weight: {count:,} of {total:,} passages hold it",
    ),
    "weight_accident": (
        "权重：{total:,} 个段落中有 {count:,} 个含有它 × 0.01，只是前后字词偶然相连",
        "weight: {count:,} of {total:,} passages hold it × 0.01, an accident of the words around it",
    ),
    "saturated": ("{count:g} ÷ ({count:g} + {norm:.3g})", "{count:g} ÷ ({count:g} + {norm:.3g})"),
    "words": ("词", "words"),
    "characters": ("单字与相邻两字", "characters, and pairs of them"),
    "its_document": (
        "所属文件：{share:g} × 其中最相关的 {count} 段的平均值",
        "its document: {share:g} × the mean of the {count} best passages in it",
    ),
    "neighbours": ("前后段落：{share:g} × 两者中较高的", "its neighbours: {share:g} × the better of the two"),
    "learned": ("最相关的段落共有的相邻两字", "pairs of characters that the best passages share"),
    "named": ("属于所指的{name}", "of {name}, which is named"),
    "frames": ("{kind}只是文件的外围", "a {kind} only frames a document"),
    "subordinate": ("执行或者解释法律的规定，而库中也有法律", "a rule that carries out laws, beside laws"),
    "older": ("旧版本，而库中有同名的新版本", "an older version, beside a newer one of the same title"),
    "local": ("地方规定，而问题没有提到地方", "a local rule, and no place is named"),
    "titled": ("文件标题的 {share:.0%} 是问题中的词", "words of the question are {share:.0%} of its title"),
    "column": ("有表格列出{year}年，并含有问题中的词", "a table has a column of {year} and the words of the question"),
    "lent": (
        "紧邻排在前面的段落：前后段落得分的一部分",
        "stands beside a passage that ranks before it: a share of its score",
    ),
    "answers": (
        "有一句写明所问的内容，并含有问题中的词",
        "a sentence says what is asked for beside a word of the question",
    ),
    "altered": (
        "与所引最接近的原文，{total} 处中的第 {place} 处：所引“{quoted}”，原文“{printed}”",
        "the wording nearest to the quote, {place} of {total}: “{quoted}” is quoted, “{printed}” is printed",
    ),
    "stands_after_all": (
        "所引文字在此，{total} 处中的第 {place} 处",
        "what is quoted stands here, {place} of {total}",
    ),
    "words_and_meaning": ("词语与语义", "words and meaning"),
    "share": ("词语所占的份额", "the share of the words"),
    "meaning": (
        "语义（余弦相似度 {cosine:.3f}，占 {share:.0%}）",
        "meaning (cosine {cosine:.3f}, {share:.0%} of the score)",
    ),
    "no_vector": ("语义：没有向量", "meaning: it has no vector"),
    "last_by_words": (
        "按词语不在前 {count} 段，与其中最后一段相当",
        "not among the first {count} by words: as the last of them",
    ),
    "boost": ("权重倍数", "boost"),
    "weight_and_places": ("权重与出现之处", "weight and places"),
    "places": ("出现之处", "places"),
    "heading": ("标题：{count:g} × {factor:g}", "heading: {count:g} × {factor:g}"),
    "text": (
        "正文：{count:g} ÷ {norm:.3g}，篇幅为平均的 {relation:.2g} 倍",
        "text: {count:g} ÷ {norm:.3g}, being {relation:.2g} times as long as the mean",
    ),
    "saturation": ("{most:g} × 出现之处 ÷ ({k1:g} + 出现之处)", "{most:g} × places ÷ ({k1:g} + places)"),
    "cited": ("正是所引的条文", "it is the article that is cited"),
    "as_typed": (
        "含有所输入的词语，排在仅含同义词的之前",
        "it holds what was typed, and comes before what only a synonym finds",
    ),
    "whole_string": ("整个词语：{string}", "the whole string: {string}"),
    "heading_is": ("标题正是此词语", "the heading is just this"),
}
