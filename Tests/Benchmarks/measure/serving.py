"""The exporter's own page from the exporter, from two libraries of Go, and from nginx."""

import statistics
import time

import scrapes

ROUNDS = 3


def pages(bench, ocp, clusters):
    """Scrapes the exporter's own page into a file."""
    with bench.exporter(bench.configuration(ocp)) as exporter:
        exporter.wait("/-/ready")
        path = bench.work / f"page-{clusters}.txt"
        path.write_bytes(exporter.get("/metrics")[1])
    return path


def measure(bench, clusters, found):
    """Measures all servers in alternating runs."""
    with bench.simulator(clusters) as ocp:
        page = pages(bench, ocp, clusters)
        configuration = bench.configuration(ocp)
        with bench.exporter(configuration) as exporter, bench.peer(
            "client-golang", page
        ) as golang, bench.peer("victoriametrics", page) as victoria, bench.nginx(page) as nginx:
            servers = {
                "exporter": exporter, "client_golang": golang, "VictoriaMetrics": victoria,
                "nginx": nginx,
            }
            exporter.wait("/-/ready")
            for server in servers.values():
                server.wait("/metrics", limit=120)
            if clusters == 10:
                idle(servers, found)
            for coding in ("gzip", "identity"):
                for connections in (1, 32):
                    compare(servers, clusters, coding, connections, found)
            if clusters == 10_000:
                found["page", clusters] = page.stat().st_size
            for name, server in servers.items():
                found["loaded", name, clusters] = server.memory()
                found["peak", name, clusters] = server.memory("VmHWM")


def compare(servers, clusters, coding, connections, found):
    rounds = {}
    for _ in range(ROUNDS):
        for name, server in servers.items():
            run = one(name, server, clusters, coding, connections, len(rounds.get(name, [])))
            if run:
                rounds.setdefault(name, []).append(run)
    for name, runs in rounds.items():
        found["scrape", name, clusters, coding, connections] = scrapes.median(runs)


def one(name, server, clusters, coding, connections, turn):
    """One run of one server; None where its scrapes would take minutes or gigabytes."""
    is_slow = name in ("client_golang", "VictoriaMetrics")
    if turn == 0 and not is_slow:
        # A page that nobody has asked for yet is made now, not while scrapes are counted.
        server.get("/metrics", scrapes.headers(coding))
    if clusters == 10_000 and coding == "identity" and not is_slow:
        return scrapes.count(server, coding, connections, 5 if connections == 1 else 1)
    if clusters == 10 or (not is_slow and (clusters == 1000 or connections == 1)):
        return scrapes.load(server, coding, connections, 1)
    if not is_slow:
        return scrapes.count(server, coding, connections, 2) if turn == 0 else None
    if connections == 1:
        if clusters == 10_000:
            return scrapes.count(server, coding, 1, 1) if turn == 0 else None
        return scrapes.count(server, coding, 1, 3)
    if clusters == 1000 and turn == 0 and coding == "gzip":
        return scrapes.count(server, coding, connections, 1)
    return None


def idle(servers, found):
    """Memory two seconds after the first compressed scrape."""
    for server in servers.values():
        server.get("/metrics", scrapes.headers("gzip"))
    time.sleep(2)
    for name, server in servers.items():
        found["idle", name] = server.memory()
        found["anonymous", name] = server.memory("RssAnon")


def start(bench, found):
    """From exec to the first 200 on /metrics, in turns."""
    with bench.simulator(10) as ocp:
        page = bench.work / "page-10.txt"
        configuration = bench.configuration(ocp)
        times = {"exporter": [], "client_golang": []}
        for _ in range(15):
            with bench.exporter(configuration) as exporter:
                times["exporter"].append(exporter.wait("/metrics", pause=0.0002))
            with bench.peer("client-golang", page) as golang:
                times["client_golang"].append(golang.wait("/metrics", pause=0.0002))
        for name, all_times in times.items():
            found["start", name] = statistics.median(all_times) * 1000
