"""Errors of a query, and what was expected instead."""

TEXTS = {
    "at": ("检索式第 {place} 个字：{expected}", "query, character {place}: {expected}"),
    "too_long": ("检索式太长，最多 {most} 个字", "expected at most {most} characters"),
    "too_long_written_out": (
        "检索式太长：补全每个 AND 后最多 {most} 个字，现有 {length} 个字",
        "expected at most {most} characters with every AND written out, not {length}",
    ),
    "too_long_end": ("检索式应到此为止", "the end of the query"),
    "too_many_ways": (
        "连同其他写法最多 {most} 个词，现有 {count} 个；请减少词语",
        "expected at most {most} words with their spellings, not {count}; ask for less at once",
    ),
    "open_quote": (
        "引号没有闭合，缺少 {closing}；若要检索 {opening} 本身，请写作 \\{opening}",
        "expected {closing} to close this quote; if {opening} itself is meant type \\{opening}",
    ),
    "empty_quote": ("引号之间应有文字", "expected text between the quotes"),
    "distance": ("“~”之后应为不大于 {most} 的整数", 'expected a whole number up to {most} after "~"'),
    "boost_place": (
        "“^”之前应紧接词语、引号或括号",
        'expected a word, a quote or ")" directly before "^"',
    ),
    "boost_number": ("“^”之后应为 0.001 至 1000 的数", 'expected a number from 0.001 to 1000 after "^"'),
    "escape": ("反斜线“\\”之后应有一个字符", 'expected a character after "\\"'),
    "field_name": ("冒号之前应为字段名，例如 区县：九龙坡", 'expected a field name before ":"'),
    "no_field": (
        "没有名为“{field}”的字段；{meant}可用的字段：{known}",
        "no field named {field!r}; {meant}known: {known}",
    ),
    "names": ("{zh}", "{en}"),
    "field_meant": ("是否指“{nearest}”？", "did you mean {nearest!r}? "),
    "escaped_wildcard": (
        "含通配符的词语中不能有转义的 * 或 ?，请加引号",
        "expected no escaped * or ? in a word with wildcards; put it in quotes",
    ),
    "bare_wildcard": ("通配符旁应有文字", "expected a letter, digit or ideograph beside the wildcards"),
    "nested_field": ("“{field}”之内不能再有字段", 'expected no other field inside "{field}"'),
    "too_deep": ("括号最多嵌套 {most} 层", "expected at most {most} parentheses inside each other"),
    "open_group": ("括号没有闭合，缺少“)”{also}", 'expected ")" to close this parenthesis{also}'),
    "empty_group": ("括号之间应有词语{also}", "expected a word between the parentheses{also}"),
    "closes_nothing": (
        "多余的“{typed}”，没有与之对应的左括号；若要检索它本身，请写作 \\{typed}{also}",
        'expected no "{typed}", it closes nothing; if it is meant as such type \\{typed}{also}',
    ),
    "no_word": (
        "应有要检索的词语，例如：氢能 区县：九龙坡{also}",
        "expected a word to search for, such as: 氢能 district:九龙坡{also}",
    ),
    "word_after": ("“{typed}”之后应有词语{also}", 'expected a word after "{typed}"{also}'),
    "word_before": ("“{typed}”之前应有词语{also}", 'expected a word before "{typed}"{also}'),
    "value_after": ("“{typed}”之后应有值{also}", 'expected a value after "{typed}"{also}'),
    "negated_value": (
        "“{typed}”之后应有值；要排除请写作“-{typed}…”{also}",
        'expected a value after "{typed}"; to exclude it write "-{typed}…"{also}',
    ),
    "itself": ("；若要检索“{word}”本身，请加引号", "; to search for {word} itself put it in quotes"),
    "numbers": (
        "“{field}”之后应为数，例如 2025、2025..2030 或 >=2026",
        'expected numbers after "{field}", such as 2025, 2025..2030 or >=2026',
    ),
    "no_distances": (
        "“{field}”之后应为一个值：{name} 不能限定距离",
        'expected one value after "{field}": {name} knows no distances',
    ),
    "no_ranges": (
        "“{field}”之后应为一个值：{name} 不能用范围",
        'expected one value after "{field}": {name} knows no ranges',
    ),
    "torn_range": (
        "应为不带空格的范围，例如 2025..2030 或 >=2026",
        "expected a range without spaces, such as 2025..2030 or >=2026",
    ),
    "reversed_range": ("较小的数应在前：{low}..{high}", "expected the smaller number first: {low}..{high}"),
    "wide_range": ("范围应在 0..{most} 之内", "expected a range within 0..{most}"),
    "number": (
        "应为不大于 {most} 的数，例如 2025、2025..2030 或 >=2026",
        "expected a number up to {most}, such as 2025, 2025..2030 or >=2026",
    ),
    "single_value": ("{field} 只能是单个值", "expected a single value of {field}"),
    "bare_range": (
        "数之前应有字段名，例如 年份：2025..2030",
        "expected a field before the numbers, such as year:2025..2030",
    ),
    "words": ("应有要检索的词语", "expected words to look for"),
    "nothing": ("应有要检索的词语", "expected something to look for"),
}
