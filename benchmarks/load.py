"""`python benchmarks/load.py [SECONDS] [CLIENTS] [WORKERS]`: clients search over HTTP while the index is rebuilt again and again.

After every second rebuild the server is told to reload (SIGHUP). Says how many answers
there were, how long they took (50th and 99th percentile), how many were errors, and how many mixed versions: every version holds
a number in all its passages; an answer must hold one number only, and no client may see a smaller one than before.
"""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from server import ROOT, serving


def write(home: Path, number: int) -> None:
    """Documents all of whose 200 passages say `number`."""
    chapters = "".join(f"第{n}章　甲{n}\n\n版本{number}号氢能产业发展，推进示范应用。\n\n" for n in range(1, 51))
    for name in "abcd":
        (home / "docs" / f"{name}.txt").write_text(f"某区{name}规划\n\n{chapters}", "utf-8")


def build(home: Path) -> None:
    """Bring the index up to date, in a process of its own as in life."""
    command = [sys.executable, "-m", "policysearch", "index", str(home / "docs"), "--index", str(home / "index")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


async def client(port: int, until: float, times: list[float], wrong: list[str], mixed: list[str]) -> None:
    """Ask for pages of the API until the time is over."""
    import httpx2

    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as web:
        newest = 0
        while time.perf_counter() < until:
            began = time.perf_counter()
            response = await web.get("/api/search?q=氢能&limit=20")
            times.append(time.perf_counter() - began)
            if response.status_code != 200:
                wrong.append(response.text)
                continue
            found = set(map(int, re.findall("版本(\\d+)号", response.text)))
            if len(found) != 1 or response.json()["total"] != 200 or min(found) < newest:
                mixed.append(f"{found} after {newest}")
            newest = max(found, default=newest)


async def load(server: subprocess.Popen[str], port: int, home: Path, seconds: float, clients: int) -> None:
    """Run it all and say what came of it."""
    times, wrong, mixed = list[float](), list[str](), list[str]()
    until = time.perf_counter() + seconds
    asking = [asyncio.create_task(client(port, until, times, wrong, mixed)) for _ in range(clients)]
    rebuilds = 0
    while time.perf_counter() < until:
        rebuilds += 1
        write(home, rebuilds)
        await asyncio.to_thread(build, home)
        if rebuilds % 2:
            server.send_signal(signal.SIGHUP)
    await asyncio.gather(*asking)
    times.sort()
    print(
        f"{clients} clients, {seconds:.0f} s, {rebuilds} rebuilds, {(rebuilds + 1) // 2} reloads: {len(times)} answers, {len(wrong)} errors, {len(mixed)} mixed"
    )
    print(f"50th percentile {times[len(times) // 2] * 1000:.0f} ms, 99th {times[len(times) * 99 // 100] * 1000:.0f} ms")
    for text in (wrong + mixed)[:3]:
        print(text[:200])


def main() -> None:
    """Serve an index of its own and load it."""
    seconds, clients = (float(sys.argv[1]) if len(sys.argv) > 1 else 60.0), int((sys.argv[2:] or ["50"])[0])
    workers = (sys.argv[3:] or ["1"])[0]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "docs").mkdir()
        write(home, 0)
        build(home)
        with serving(home / "index", "--access-log", "off", "--workers", workers) as (server, port):
            asyncio.run(load(server, port, home, seconds, clients))


if __name__ == "__main__":
    main()
