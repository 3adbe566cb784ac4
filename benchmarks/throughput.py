"""`python benchmarks/throughput.py INDEX [SECONDS]`: plain queries a second of `serve --workers 1` and `--workers 2`, in turn.

Eight clients ask for SECONDS (10) each time, every query another: two words of the index that stand together nowhere on the
list before. Prints answers, processor time for each answer in all and of it in each process, and memory of each process.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import quote

from hostile_load import get
from server import serving

CLIENTS = 8
_WARM = 5.0  # seconds of load before: processes prepare and verify what they serve, and fill caches
WORDS = (
    "消防 劳动 合同 食品 安全 个人 信息 机动车 未成年人 税收 处罚 土地 承包 环境 影响 评价 民法 住房 医疗 保险 教育 学校 交通 "
    "水利 森林 草原 渔业 矿产 能源 电力 铁路 航空 港口 海关 外汇 银行 证券 基金 期货 票据 公司 破产 商标 专利 著作权 竞争 "
    "价格 招标 采购 预算 审计 统计 档案 保密 国防 兵役 退役 军人 婚姻 继承 收养 残疾人 老年人 妇女 仲裁 诉讼 证据 执行"
).split()


async def ask(port: int, until: float, queries: random.Random) -> int:
    """Ask until the time is over; gives how many answers came."""
    count = 0
    while time.perf_counter() < until:
        query = quote(" ".join(queries.sample(WORDS, 2)))
        status, _ = await get(port, f"/api/search?q={query}&limit=10")
        count += status == "200"
    return count


async def load(port: int, seconds: float, seed: int) -> int:
    """Answers that all clients got."""
    until = time.perf_counter() + seconds
    return sum(await asyncio.gather(*(ask(port, until, random.Random(seed * 100 + n)) for n in range(CLIENTS))))


def told(port: int, name: str) -> dict[str, float]:
    """A metric by process."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"http://127.0.0.1:{port}/metrics", timeout=60) as answer:
        text = answer.read().decode()
    return {process: float(value) for process, value in re.findall(rf'_{name}{{process="([^"]+)"}} (\S+)', text)}


def own(pid: str) -> int:
    """Megabytes of a process that are no mapped files, which all share."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return int(re.findall(r"(?m)^Anonymous:\s+(\d+)", rollup)[0]) // 1024


def measure(index: str, workers: int, seconds: float, seed: int) -> float:
    """Serve, load, print a row; gives answers a second."""
    with serving(index, "--workers", str(workers), "--access-log", "off") as (server, port):
        asyncio.run(load(port, _WARM, -seed))
        before = told(port, "process_cpu_seconds_total")
        count = asyncio.run(load(port, seconds, seed))
        after = told(port, "process_cpu_seconds_total")
        spent = {name: (after[name] - before.get(name, 0.0)) * 1000 / count for name in after}
        resident = {name: int(size / 2**20) for name, size in told(port, "process_resident_memory_bytes").items()}
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        memory = [own(pid) for pid in (str(server.pid), *children)]
    shown = f"{sum(spent.values()):.1f}: " + ", ".join(f"{name} {ms:.1f}" for name, ms in spent.items())
    print(
        f"| {workers} | {count / seconds:.0f} | {shown} | {json.dumps(resident)}, without mapped files {memory} |",
        flush=True,
    )
    return count / seconds


def main() -> None:
    """Measure in turn, and print the ratio."""
    index, seconds = sys.argv[1], float((sys.argv[2:] or ["10"])[0])
    print("| workers | answers a second | CPU ms an answer | memory, MB |\n| --- | --- | --- | --- |")
    rates = {workers: list[float]() for workers in (1, 2)}
    for seed in range(1, 4):
        for workers, found in rates.items():
            found.append(measure(index, workers, seconds, seed))
    best = {workers: max(found) for workers, found in rates.items()}
    print(
        f"load {os.getloadavg()[0]:.1f}; two workers: {best[2] / best[1]:.2f} times the answers of one (best of three)"
    )


if __name__ == "__main__":
    main()
