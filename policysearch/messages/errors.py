"""Errors of the index and of files: one line each that says what is wrong and what to do."""

TEXTS = {
    "error": ("{text}", "{text}"),
    "timeout": (
        "检索用时超过 {seconds:g} 秒{at}：请减少词语，换用更少见的词语，去掉通配符，或分次检索",
        "the query took longer than {seconds:g} s{at}:"
        " ask for fewer or rarer words, without wildcards, or for less at once",
    ),
    "timeout_at": ("（在 {part} 处）", " (at {part})"),
    "file": ("{path}：{reason}", "{path}: {reason}"),
    "too_many_rows": (
        "有 {count} 行，最多 {most} 行：请用检索式限定范围",
        "{count} would be compared, {most} at most: narrow them by a query",
    ),
    "no_index": (
        "{path}：这里没有索引；请先建立：policysearch index 文件夹 --index {path:shell}",
        "{path}: no index here; build one with: policysearch index FOLDER --index {path:shell}",
    ),
    "outdated_index": (
        "{path}：索引的格式为 {found}，本程序读取 {expected}；请重建：policysearch index --index {path:shell}",
        "{path}: the index is of format {found}, this program reads {expected}; rebuild it with: policysearch index --index {path:shell}",
    ),
    "damaged_index": (
        "{path}：索引已损坏（{what}）；请重建：policysearch index --rebuild --index {path:shell}",
        "{path}: the index is damaged ({what}); rebuild it with: policysearch index --rebuild --index {path:shell}",
    ),
    "closed_index": (
        "{path}：此索引已关闭；请用 Index.open 重新打开",
        "{path}: this index was closed; open it again with Index.open",
    ),
    "locked_index": (
        "{path}：{holder} 正在写入索引；请待其完成后再试",
        "{path}: the index is being written by {holder}; try again when it has finished",
    ),
    "another_process": ("另一个进程", "another process"),
    "removal": (
        "{path}：将移除 {total:,} 个文件中的 {count:,} 个（{some}），可能是某个文件夹不完整；"
        "原索引保持不变；要增加路径：policysearch index --add 路径 --index {path:shell}；确要移除：policysearch index --allow-removing --index {path:shell}",
        "{path}: {count:,} of {total:,} files would be removed ({some}), perhaps because a folder is not all there; "
        "the old index stays; to add a path: policysearch index --add PATH --index {path:shell}; to remove them: policysearch index --allow-removing --index {path:shell}",
    ),
    "no_version_before": (
        "{path}：没有可以恢复的版本；列出所有版本：policysearch versions --index {path:shell}",
        "{path}: there is no version to go back to; list them with: policysearch versions --index {path:shell}",
    ),
    "unknown_version": (
        "{path}：没有可以恢复的版本 {name}；有：{others}",
        "{path}: there is no version {name} to go back to; there are: {others}",
    ),
    "unreadable_index": (
        "{index}：索引无法读取：{reason}；没有写入任何内容，索引可能完好，请再试",
        "{index}: the index cannot be read: {reason}; nothing was written, it may be sound: try again",
    ),
    "unwritable_index": (
        "{index}：索引无法写入：{reason}；{rest}",
        "{index}: the index cannot be written: {reason}; {rest}",
    ),
    "old_untouched": ("原索引未改动", "the old index is untouched"),
    "none_yet": ("尚无索引", "there is no index yet"),
    "foreign_files": (
        "{index}：其中有其他文件（{name}）而没有索引；没有写入任何内容；请指定空的或新的文件夹",
        "{index}: holds other files ({name}) and no index; nothing was written; name an empty or new folder",
    ),
    "lock_is_link": (
        "{index}：LOCK 是指向其他文件的链接；没有写入任何内容；请删除它",
        "{index}: LOCK is a link to another file; nothing was written; remove it",
    ),
    "watch_needs": (
        "--watch 需要 watchfiles；请安装：pip install 'policysearch[watch]'",
        "--watch needs watchfiles; install it with: pip install 'policysearch[watch]'",
    ),
    "watch_failed": ("{index}：未能更新：{error}", "{index}: not brought up to date: {error}"),
}
