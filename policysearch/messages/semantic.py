"""Sentence encoders: what is wrong with one, and how far it is."""

TEXTS = {
    "not_installed": (
        "按语义排序需要附加组件；请安装：pip install 'policysearch[semantic]'",
        "ranking by meaning needs an extra; install it with: pip install 'policysearch[semantic]'",
    ),
    "no_model": (
        "{place}：其中没有 model.onnx 或 onnx/model.onnx；请指定句向量模型导出为 ONNX 的文件夹",
        "{place}: holds neither model.onnx nor onnx/model.onnx; name the folder of a sentence encoder exported to ONNX",
    ),
    "no_tokenizer": ("{place}：其中没有 tokenizer.json", "{place}: holds no tokenizer.json"),
    "broken_model": ("{place}：模型无法使用（{why}）", "{place}: the model cannot be used ({why})"),
    "broken_settings": ("{place}：不是可读的 JSON（{why}）", "{place}: is no JSON that can be read ({why})"),
    "unknown_input": (
        "{place}：模型要求的输入 {name} 不是句向量模型所有的",
        "{place}: the model wants the input {name}, which no sentence encoder has",
    ),
    "pooling": (
        "{place}：不支持 {modes}；请把池化一并导出（sentence_embedding），或改用取平均值或首个词元的模型",
        "{place}: {modes} is not supported; export the pooling with the model (sentence_embedding), or use one with mean or CLS pooling",
    ),
    "wrong_shape": (
        "{place}：没有为每段文字给出一个向量；请确认这是句向量模型",
        "{place}: does not give one vector for each text; make sure that it is a sentence encoder",
    ),
    "no_numbers": (
        "{place}：给出的向量含有无效的数；请更换模型",
        "{place}: gives vectors of what is no number; use another model",
    ),
    "outside": (
        "{place}：权重文件 {name} 不在模型文件夹内或不存在；请把它复制到模型旁边",
        "{place}: its weights {name} lie outside of its folder, or nowhere; copy them beside the model",
    ),
    "name_of_folder": (
        "{place}：文件夹中的模型不需要 --semantic-model",
        "{place}: the model in a folder takes no --semantic-model",
    ),
    "secret_in_address": (
        "地址中不能含有 @、? 或 #；密钥请写入环境变量 POLICYSEARCH_SEMANTIC_KEY，或写入 POLICYSEARCH_SEMANTIC_KEY_FILE 所指的文件",
        "an address must not hold @, ? or #; put the key into POLICYSEARCH_SEMANTIC_KEY, or into a file named by POLICYSEARCH_SEMANTIC_KEY_FILE",
    ),
    "no_address": (
        "{place}：不是地址；格式：https://主机[:端口]/v1",
        "{place}: is no address; expected https://HOST[:PORT]/v1",
    ),
    "no_name": (
        "{place}：请用 --semantic-model 说明服务上的模型名称",
        "{place}: say with --semantic-model which model the service is to use",
    ),
    "not_told": (
        "索引指定的 {place} 不是在本机指定的，未予使用；如可信任，请设置 {variable}={place}，或运行 policysearch index --semantic",
        "the index names {place}, which nobody named on this machine, so it is not used; if you trust it, set {variable}={place} or run:"
        " policysearch index --semantic",
    ),
    "no_place": (
        "请先用 --semantic 指定模型文件夹或地址",
        "name the folder of a model or an address with --semantic",
    ),
    "needs_tls": (
        "{place}：不会以明文发送密钥；请改用 https://",
        "{place}: a key is not sent for all to read; use https://",
    ),
    "key_file": (
        "{file}：无法读取，或第一行没有密钥",
        "{file}: cannot be read, or holds no key on its first line",
    ),
    "bad_key": (
        "{key} 或 {file} 中的密钥含有不能发送的字符",
        "the key in {key} or {file} has characters that cannot be sent",
    ),
    "status": ("状态码 {status}", "status {status}"),
    "connection": ("{why}", "{why}"),
    "away": ("{place}：没有给出向量（{why}）", "{place}: gives no vectors ({why})"),
    "certificate": (
        "{place}：证书不受信任；自签的机构请设置 SSL_CERT_FILE",
        "{place}: its certificate is not trusted; for an authority of your own set SSL_CERT_FILE",
    ),
    "redirect": (
        "{place}：要求转到别处，已拒绝；请写服务本身的地址",
        "{place}: sends elsewhere, which is refused; name the address of the service itself",
    ),
    "too_large": ("{place}：应答过大", "{place}: its answer is too large"),
    "no_embeddings": (
        "{place}：应答不是 /v1/embeddings 的格式；请检查地址",
        "{place}: does not answer as /v1/embeddings does; look at the address",
    ),
    "wrong_count": (
        "{place}：{all} 段文字给出了 {count} 个向量",
        "{place}: gives {count:,} {count:vector|vectors} for {all:,} {all:text|texts}",
    ),
    "other_length": ("各次给出的向量维数不同", "its vectors are now of one length, now of another"),
    "late": ("模型未能及时给出结果，请稍后再试", "the model was not ready in time; try again a little later"),
    "other_model": (
        "索引中的向量不是 {place} 现在的模型生成的；请运行 policysearch index 更新",
        "the vectors in the index are not of the model that {place} is now; run: policysearch index",
    ),
    "no_vectors": (
        "索引中没有可用的向量（{why}）；请运行 policysearch index 更新",
        "the index holds no vectors that can be used ({why}); run: policysearch index",
    ),
    "by_words": (
        "仅按词语排序：{why}",
        "ranked by words alone: {why}",
    ),
    "unfinished": (
        "{why}；尚有段落没有向量，下次更新时继续",
        "{why}; passages are without vectors, the next update goes on",
    ),
    "minutes": ("约 {minutes:,} 分钟", "about {minutes:,} {minutes:minute|minutes}"),
    "to_embed": (
        "为 {count:,} 个段落计算语义向量，{time}，向量共 {size} MB",
        "computing vectors of {count:,} {count:passage|passages}, {time}, {size} MB of vectors in all",
    ),
    "embedding": ("语义向量", "vectors"),
}
