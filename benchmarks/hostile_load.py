"""`python benchmarks/hostile_load.py INDEX [CLIENTS [KIND ...]]`: costly queries at once, plain queries and /healthz beside them.

Serves INDEX on 127.0.0.1 without a rate limit, sends CLIENTS (60) costly queries together, once for each kind, and every
half second until they are answered a plain query and /healthz. Prints a table: how many answers of which status, and how
long they took. docs/web.md has the figures for 3,503 laws.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections import Counter
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from server import serving

FREQUENT = "的和在有应人第规定不为对其以法行条关部门单位当由依者可定律理"
PLAIN = cycle(
    "消防 劳动合同 食品安全 个人信息 机动车 未成年人 税收优惠 行政处罚 土地承包 环境影响评价 民法典 第一百二十条".split()
)
#: What is sent; of the first the number is put in, so that every request is another.
KINDS = {
    "five prefixes": "/api/search?q=" + quote("第* OR 应* OR 人* OR 单* OR 管*") + "&facets=true&limit=1&offset={}",
    "27 wildcards": "/api/search?q=" + quote(" OR ".join(f"*{c}*" for c in FREQUENT[:27])) + "&limit=1&offset={}",
    "60 words": "/api/search?q=" + quote(" OR ".join(chr(0x4E00 + i * 37) for i in range(60))) + "&offset={}",
    "a pattern": "/api/search?q=" + quote("第?条*规*的 OR 应*?当 OR 人?民*法") + "&limit=1&offset={}",
    "NEAR": "/api/search?q=" + quote('"的 和 规定"~50 OR "应 有 人"~90 OR "行 条 关"~99') + "&offset={}",
    "frequent word": "/?q=" + quote("规定 OR 应当 OR 部门 OR 的") + "&group=document&sort=date&page={}",
    "comparisons": "/api/compare?by=document&term=" + "&term=".join(map(quote, FREQUENT[:6])) + "&term={}",
    "a question": "/?q=" + quote("第{}条应当由什么部门依法规定哪些单位和人员的管理办法"),
}


async def get(port: int, path: str, seconds: float = 60) -> tuple[str, float]:
    """The status of an answer, or what went wrong, and how long it took."""
    began = time.perf_counter()
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = await asyncio.wait_for(reader.read(-1), seconds)
        writer.close()
        status = answer[9:12].decode()
    except (OSError, TimeoutError) as error:
        status = type(error).__name__
    return status, time.perf_counter() - began


def told(name: str, answers: list[tuple[str, float]]) -> str:
    """A row of the table."""
    times = sorted(seconds for _, seconds in answers)
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(Counter(s for s, _ in answers).items()))
    return f"| {name} | {statuses} | {times[len(times) // 2]:.2f} s | {times[-1]:.2f} s |"


def resident(process: int) -> str:
    """The memory of a process and of those that it started, and the most that each ever had, added up."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    told = [Path(f"/proc/{one}/status").read_text() for one in (process, *children)]
    now, most = (
        sum(int(one.partition(f"{name}:")[2].split()[0]) for one in told) // 1024 for name in ("VmRSS", "VmHWM")
    )
    return f"{now} MB, at most {most} MB"


async def load(port: int, process: int, clients: int) -> None:
    """Run it all and print what came of it."""
    beside: list[tuple[str, float]] = []
    memory: list[str] = []
    while (await get(port, "/healthz"))[0] != "200":  # it listens a little later than it says where
        await asyncio.sleep(0.2)
    for path in (
        "/api/search?q=%E6%B6%88%E9%98%B2",
        "/?q=%E6%B6%88%E9%98%B2",
        "/api/suggest?q=%E5%AE%89",
        "/api/tables?limit=1",
    ):
        status, seconds = await get(port, path)
        print(f"first {path}: {status} after {seconds:.2f} s")
    print(f"memory before: {resident(process)}\n")
    print("| what | answers | median | slowest |\n| --- | --- | --- | --- |")
    for name in sys.argv[3:] or KINDS:
        path = KINDS[name]
        hostile = [asyncio.create_task(get(port, path.format(n + 1))) for n in range(clients)]
        plain, health = list[tuple[str, float]](), list[tuple[str, float]]()
        while not all(task.done() for task in hostile) or len(plain) < 4:
            await asyncio.sleep(0.5)
            query = quote(next(PLAIN))
            answers = await asyncio.gather(get(port, f"/api/search?q={query}&limit=3"), get(port, "/healthz"))
            plain.append(answers[0])
            health.append(answers[1])
        print(told(f"{name}: {clients} at once", [await task for task in hostile]))
        print(told("plain queries beside them", plain))
        print(told("/healthz beside them", health), flush=True)
        status, seconds = await get(port, "/api/search?q=" + quote(f"安全 {name[0]}{clients}"))
        beside.append((status, seconds))
        memory.append(resident(process))
    print(told("a plain query right after", beside))
    print("\nmemory after each: " + "; ".join(memory))


def main() -> None:
    """Serve an index and load it."""
    index, clients = sys.argv[1], int((sys.argv[2:] or ["60"])[0])
    with serving(index) as (server, port):
        asyncio.run(load(port, server.pid, clients))


if __name__ == "__main__":
    main()
