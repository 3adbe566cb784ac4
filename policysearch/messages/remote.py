"""Errors of an index in an OpenSearch cluster: one line each that says what is wrong and what to do."""

TEXTS = {
    "no_address": (
        "{address}：不是集群索引的地址；格式：opensearch://主机[,主机][:9200]/名称 或 opensearch+https://…，名称用小写字母、数字、- 和 _",
        "{address}: no address of an index in a cluster; expected opensearch://HOST[,HOST][:9200]/NAME or opensearch+https://…,"
        " the name in small letters, digits, - and _",
    ),
    "password_in_address": (
        "地址中不能含有用户名或密码（@）；请用环境变量 {user} 和 {password}，或在 {file} 所指文件中写 用户名:密码",
        "an address must not hold a user or password (@); set {user} and {password}, or name a file with user:password in {file}",
    ),
    "credentials_file": (
        "{file}：无法读取，或第一行不是 用户名:密码",
        "{file}: cannot be read, or its first line is not user:password",
    ),
    "ca_file": (
        "{file}：没有可用的证书；请指定 PEM 格式的证书文件",
        "{file}: holds no certificates that can be used; name a file in PEM",
    ),
    "needs_tls": (
        "{address}：不会以明文发送密码；请改用 opensearch+https://",
        "{address}: a password is not sent for all to read; use opensearch+https://",
    ),
    "not_installed": (
        "集群中的索引需要 opensearch-py；请安装：pip install 'policysearch[opensearch]'",
        "an index in a cluster needs opensearch-py; install it with: pip install 'policysearch[opensearch]'",
    ),
    "away": (
        "{address}：没有应答（{why}）；没有写入任何内容；请检查地址，以及集群是否在运行",
        "{address}: does not answer ({why}); nothing was changed; look at the address, and whether the cluster runs",
    ),
    "slow": (
        "{address}：{seconds:.0f} 秒内没有应答；请稍后再试",
        "{address}: no answer within {seconds:.0f} s; try again later",
    ),
    "certificate": (
        "{address}：证书不受信任，或没有使用 TLS；自签的机构请用 --ca 文件",
        "{address}: its certificate is not trusted, or it speaks no TLS; for an authority of your own use --ca FILE",
    ),
    "unauthorized": (
        "{address}：用户名或密码不对，或没有提供",
        "{address}: the user or password is wrong or missing",
    ),
    "forbidden": (
        "{address}：此用户无权这样做；没有写入任何内容",
        "{address}: this user may not do that; nothing was changed",
    ),
    "foreign_server": (
        "{address}：应答的是 {found}；需要 OpenSearch {least} 或更新的版本",
        "{address}: {found} answers there; OpenSearch {least} or newer is needed",
    ),
    "no_json": (
        "{address}：应答的不是 OpenSearch，或应答在途中被改动；请检查主机、端口和代理",
        "{address}: what answers there is no OpenSearch, or something between changes it; look at the host, the port and proxies",
    ),
    "foreign_index": (
        "{address}：集群中已有同名的索引 {index}，不是本程序建立的；没有写入任何内容；请换一个名称",
        "{address}: the cluster has an index of that name, {index}, which this program did not make; nothing was changed; choose another",
    ),
    "two_current": (
        "{address}：别名 {name} 同时指向 {indices}；没有写入任何内容；请用 POST /_aliases 只保留其中一个（通常是编号最大的），再试",
        "{address}: the alias {name} stands on {indices}; nothing was changed; with POST /_aliases take it off all but one,"
        " as a rule the last, then try again",
    ),
    "gone": (
        "{address}：所读的版本其间已被更新取代并删除；请再检索一次",
        "{address}: the version that was read was replaced and removed meanwhile; search again",
    ),
    "partial": (
        "{address}：有分片没有应答，结果会不完整，因此不给出；请检查集群",
        "{address}: some shards did not answer, so the results would not be whole and are not given; look at the cluster",
    ),
    "full": (
        "{address}：集群磁盘已满，拒绝写入；原索引未改动；请腾出空间，约一分钟后集群自行恢复写入，再试",
        "{address}: the disks of the cluster are full and it writes nothing; the old index is untouched; make room, and try again a minute later, when it writes again by itself",
    ),
    "no_new_index": (
        "{address}：集群不允许新建索引：磁盘将满，或管理员已禁止；原索引未改动；请腾出空间；一分钟后仍不允许，则由管理员解除（PUT /_cluster/settings，把 cluster.routing.allocation.disk.threshold_enabled 设为 false，cluster.blocks.create_index 设为 null），再试",
        "{address}: the cluster lets no index be made, since its disks are nearly full or an operator forbids it; the old index is untouched;"
        " make room, and where it still does a minute later, set cluster.routing.allocation.disk.threshold_enabled to false and cluster.blocks.create_index to null (PUT /_cluster/settings); then try again",
    ),
    "read_only": (
        "{address}：集群不允许写入（只读）；原索引未改动；请解除只读后再试",
        "{address}: the cluster lets nothing be written (read-only); the old index is untouched; lift the block, then try again",
    ),
    "busy": (
        "{address}：集群暂时无法应答（{why}）；请稍后再试",
        "{address}: the cluster cannot answer now ({why}); try again later",
    ),
    "refused": (
        "{address}：集群拒绝了请求（{why}）",
        "{address}: the cluster refused a request ({why})",
    ),
    "lost_lock": (
        "{address}：写入时间过长，另一个进程已接手；没有发布任何内容",
        "{address}: writing took too long and another process took over; nothing was published",
    ),
    "incomplete": (
        "{address}：写入了 {expected:,} 段，集群中有 {found:,} 段；没有发布任何内容；请再试",
        "{address}: {expected:,} passages were written and the cluster has {found:,}; nothing was published; try again",
    ),
    "not_switched": (
        "{address}：集群没有把新版本设为当前版本；没有发布任何内容；请再试",
        "{address}: the cluster did not make the new version the current one; nothing was published; try again",
    ),
    "switch_unheard": (
        "{address}：发布新版本时集群不再应答，无法得知是否已发布；新旧版本都完好；集群恢复后请再运行一次",
        "{address}: the cluster stopped answering while the new version was published, so it may be current or not;"
        " both versions are whole; run again when the cluster is back",
    ),
    "no_share": (
        "{share}：不是份额；格式：第几份/总份数，如 2/4，最多 {most} 份",
        "{share}: no share; expected NUMBER/SHARES as in 2/4, of {most} at most",
    ),
    "shares_need_cluster": (
        "{index}：文件夹中的索引由一个进程建立；--share 需要集群索引的地址（opensearch://主机/名称）",
        "{index}: an index in a folder is written by one process; --share needs the address of one in a cluster (opensearch://HOST/NAME)",
    ),
    "shares_differ": (
        "{address}：已按不同的设置（{names}）开始分份建立；请用相同的设置继续，或加 --rebuild 放弃已写的份额",
        "{address}: a version in shares was begun with other settings ({names}); go on with the same, or give up what is in with --rebuild",
    ),
    "shares_differ_now": (
        "{address}：{holder} 正按不同的设置（{names}）写入份额；请用相同的设置，或等其结束",
        "{address}: {holder} writes a share with other settings ({names}); use the same, or wait until it ends",
    ),
    "share_in": (
        "份额 {share} 已写入（{files:,} 个文件）；尚缺份额 {missing}；全部写入后发布",
        "share {share} is in ({files:,} {files:file|files}); still missing: {missing}; nothing is published before all are in",
    ),
    "share_last": (
        "份额 {share} 已写入（{files:,} 个文件）；份额已全部写入，由另一进程发布",
        "share {share} is in ({files:,} {files:file|files}); all are, and another process publishes them",
    ),
    "share_was_in": (
        "份额 {share} 先前已写入，没有再读；尚缺份额 {missing}；全部写入后发布",
        "share {share} was in already and is not read again; still missing: {missing}; nothing is published before all are in",
    ),
    "share_was_last": (
        "份额 {share} 先前已写入，没有再读；份额已全部写入，由另一进程发布",
        "share {share} was in already and is not read again; all are, and another process publishes them",
    ),
    "share_damaged": (
        "{address}：某一份额的记录无法读取（{why}）；请从集群中删除索引 {name}-shares，再重新写入各份额",
        "{address}: what a share has left cannot be read ({why}); remove the index {name}-shares from the cluster and write the shares again",
    ),
    "two_of_one_name": (
        "{address}：两个份额中都有 {name}；没有发布任何内容；请更改其中一个文件的名称，再不分份建立",
        "{address}: two shares hold a file called {name}; nothing was published; rename one of them and index without --share",
    ),
}
