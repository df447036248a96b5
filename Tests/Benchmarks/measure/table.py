"""The one table: what was measured beside what was to be reached."""

import os
import platform
import time


class Table:
    def __init__(self):
        self.rows = []

    def add(self, what, ours, peer, ratio, least=None, goal=None):
        """A row; the ratio is ours by the peer's, and reached if it is not above."""
        verdict = ""
        if least is not None:
            verdict = "goal" if ratio <= goal else "least" if ratio <= least else "missed"
        self.rows.append((what, ours, peer, times(ratio), times(least), times(goal), verdict))

    def print(self):
        print("| | exporter | beside | ratio | least | goal | reached |")
        print("|---|---|---|---|---|---|---|")
        for row in self.rows:
            print("| " + " | ".join(row) + " |")


def times(ratio):
    if ratio is None:
        return ""
    if ratio == 0:
        return "none"
    if ratio < 0.2:
        return f"1/{1 / ratio:,.0f}"
    return f"{ratio:.2f}×"


def cpu(seconds):
    if seconds < 1e-3:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def megabytes(kilobytes):
    return f"{kilobytes / 1024:.1f} MB"


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    with open("/proc/meminfo") as lines:
        memory = int(lines.readline().split()[1]) // (1 << 20)
    return (
        f"{time.strftime('%Y-%m-%d', time.gmtime())}, {os.cpu_count()} × {model}, {memory} GiB,"
        f" Linux {platform.release()}"
    )


def summary(found):
    """The rows that there are numbers for."""
    table = Table()
    scrape_rows(table, found)
    poll_rows(table, found)
    memory_rows(table, found)
    scale_rows(table, found)
    return table


PEER_GOALS = {
    ("client_golang", 10, "gzip", 1): (1 / 50, 1 / 150),
    ("client_golang", 1000, "gzip", 1): (1 / 500, 1 / 3000),
    ("nginx", 1000, "gzip", 1): (2, 1.2),
    ("nginx", 1000, "gzip", 32): (2, 1.2),
}


def scrape_rows(table, found):
    for clusters in (10, 1000, 10_000):
        for coding in ("gzip", "identity"):
            for connections in (1, 32):
                key = (clusters, coding, connections)
                ours = found.get(("scrape", "exporter", *key))
                for peer in ("client_golang", "VictoriaMetrics", "nginx"):
                    theirs = found.get(("scrape", peer, *key))
                    if ours and theirs:
                        table.add(
                            f"CPU per scrape, N={clusters:,}, {coding}, {connections} connections, {peer}",
                            cpu(ours.cpu), cpu(theirs.cpu), ours.cpu / theirs.cpu,
                            *PEER_GOALS.get((peer, *key), ()),
                        )
    ours = found.get(("scrape", "exporter", 10, "gzip", 32))
    if ours:
        for peer, goals in (
            ("client_golang", (1 / 20, 1 / 100)), ("VictoriaMetrics", ()), ("nginx", ()),
        ):
            theirs = found["scrape", peer, 10, "gzip", 32]
            table.add(
                f"p99, N=10, gzip, 32 connections, {peer}",
                f"{ours.p99:.2f} ms", f"{theirs.p99:.2f} ms", ours.p99 / theirs.p99, *goals,
            )
    if ("interference", "polling") in found:
        idle, busy = found["interference", "idle"], found["interference", "polling"]
        table.add(
            "p99 of a scrape while rounds of 10,000 clusters run, beside idle",
            f"{busy:.1f} ms", f"{idle:.1f} ms", busy / idle, 5, 2,
        )
    for clusters in (1000, 10_000):
        render = found.get(("render", clusters))
        if render:
            ours, copy = (render[key] / render["samples"] for key in ("render_ns", "memcpy_ns"))
            table.add(
                f"render a sample, N={clusters:,}, beside memcpy",
                f"{ours:.0f} ns", f"{copy:.1f} ns", ours / copy, 20, 5,
            )


def poll_rows(table, found):
    for clusters in (1000, 10_000):
        for latency in (0, 50):
            value = lambda who, key: found.get(("poll", who, clusters, latency, key))
            ours = value("exporter", "cpu")
            if ours is None:
                continue
            where = f"N={clusters:,}, {latency} ms"
            for peer, goals in (("Go", (1, 0.5)), ("curl", ())):
                theirs = value(peer, "cpu")
                table.add(
                    f"CPU per polled cluster, {where}, {peer}",
                    cpu(ours / clusters), cpu(theirs / clusters), ours / theirs, *goals,
                )
                wall = value(peer, "wall")
                table.add(
                    f"wall of a round, {where}, {peer}",
                    cpu(value("exporter", "wall")), cpu(wall), value("exporter", "wall") / wall,
                )
            if latency:
                floor = latency / 1000 * clusters / 256
                goals = (1.25, 1.05) if clusters == 10_000 else ()
                for who, words in (("exporter", "ids given"), ("exporter with list", "clusters found by the list")):
                    wall = value(who, "wall")
                    table.add(
                        f"wall of a round, {where}, {words}, beside the floor",
                        cpu(wall), cpu(floor), wall / floor, *goals,
                    )


def memory_rows(table, found):
    if ("idle", "exporter") in found:
        ours, theirs = found["idle", "exporter"], found["idle", "client_golang"]
        table.add(
            f"resident memory, idle, N=10, client_golang (of it not files: {megabytes(found['anonymous', 'exporter'])}"
            f" and {megabytes(found['anonymous', 'client_golang'])})",
            megabytes(ours), megabytes(theirs), ours / theirs, 1.5, 0.9,
        )
    for peer in ("client_golang", "VictoriaMetrics", "nginx"):
        for clusters in (10, 1000, 10_000):
            if ("peak", peer, clusters) in found:
                ours, theirs = found["peak", "exporter", clusters], found["peak", peer, clusters]
                table.add(
                    f"largest resident memory under the scrapes above, N={clusters:,}, {peer}",
                    megabytes(ours), megabytes(theirs), ours / theirs,
                )
    if ("start", "exporter") in found:
        ours, theirs = found["start", "exporter"], found["start", "client_golang"]
        table.add(
            "start to first answered scrape, client_golang",
            f"{ours:.1f} ms", f"{theirs:.1f} ms", ours / theirs, 1.5, 0.8,
        )
    for coding in ("gzip", "both"):
        ours = found.get(("resident", coding, 10_000))
        page = found.get(("page", 10_000))
        if ours and page:
            table.add(
                f"resident memory, N=10,000, {coding} scraped, beside the identity page",
                megabytes(ours), megabytes(page / 1024), ours * 1024 / page, 4, 2,
            )
    for what, unit in (("polls", "growth polls"), ("scrapes", "growth scrapes")):
        if ("growth", what) in found:
            grown = found["growth", what]
            table.add(
                f"memory growth over {found[unit]:,} {what}, beside 1 MB",
                megabytes(grown), "1.0 MB", max(grown, 0) / 1024, 1, 0.05,
            )


def scale_rows(table, found):
    def scale(what, small, large, show):
        if small and large:
            table.add(f"cost at N=10,000 beside N=1,000: {what}", show(large), show(small), large / small, 12, 10)

    for latency in (0, 50):
        get = lambda n: found.get(("poll", "exporter", n, latency, "cpu"))
        scale(f"poll, {latency} ms", get(1000), get(10_000), cpu)
    render = lambda n: found.get(("render", n), {}).get("render_ns", 0) / 1e9
    scale("render", render(1000), render(10_000), cpu)
    scale(
        "memory",
        found.get(("resident", "both", 1000)), found.get(("resident", "both", 10_000)), megabytes,
    )
