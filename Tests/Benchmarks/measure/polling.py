"""Polls of the simulator by the exporter, a program in Go, and curl."""

import base64
import json
import statistics
import time

import scrapes
from process import command

IN_FLIGHT = 256
ROUNDS = 3


def ids(ocp):
    """The ids of all clusters, page by page."""
    token = base64.b64encode(b"exporter:exporter").decode()
    found = []
    page = 1
    while True:
        status, body = ocp.get(
            f"/api/v2/ob/clusters?page={page}&size=1000", {"Authorization": f"Basic {token}"}
        )
        contents = json.loads(body)["data"]["contents"]
        found += [cluster["id"] for cluster in contents]
        if len(contents) < 1000:
            return found
        page += 1


def settle(exporter, interval, rounds):
    """CPU seconds of one round, measured over whole intervals.

    The first pause is of random length; from the second round on they begin an interval apart, so
    that a span of whole intervals, wherever it begins, has whole rounds in it.
    """
    time.sleep(interval)
    before = exporter.cpu()
    time.sleep(interval * rounds)
    return (exporter.cpu() - before) / rounds


def last_round(exporter):
    """Seconds that the last round took, as the exporter says."""
    for line in exporter.get("/metrics", {"Accept-Encoding": "identity"})[1].splitlines():
        if line.startswith(b"oceanbase_ocp_last_round_duration_seconds{"):
            return float(line.rsplit(b" ", 1)[1])
    raise RuntimeError("the page does not say how long the last round took")


def exporter_rounds(bench, ocp, clusters, interval, known=None):
    """CPU and wall of a later round; nobody asks for a page meanwhile, so none is rendered."""
    with bench.exporter(bench.configuration(ocp, known, f"{interval}s")) as exporter:
        exporter.wait("/-/ready")
        cpu = settle(exporter, interval, 1 if clusters > 1000 else 2)
        wall = last_round(exporter)
        if wall > interval:
            raise RuntimeError(f"a round took {wall} s, more than its interval")
        return {"cpu": cpu, "wall": wall}


def go_rounds(bench, ocp, known):
    output, _ = command(
        [bench.work / "poller", ocp.url, IN_FLIGHT, 3], input="\n".join(map(str, known))
    )
    rounds = [json.loads(line) for line in output.splitlines()][1:]
    return {key: statistics.median(r[key] for r in rounds) for key in ("cpu", "wall")}


def curl_round(bench, ocp, known):
    """curl asks once, start and end of its process included; it decodes nothing."""
    path = bench.work / "urls"
    path.write_text(
        "".join(
            f'url = "{ocp.url}/api/v2/ob/clusters/{number}/backup/overview"\noutput = /dev/null\n'
            for number in known
        )
    )
    start = time.monotonic()
    _, cpu = command(
        ["curl", "-sf", "--parallel", "--parallel-max", IN_FLIGHT, "--user", "exporter:exporter",
         "--config", path]
    )
    return {"cpu": cpu, "wall": time.monotonic() - start}


def measure(bench, clusters, latency, found):
    """Measures all three in alternating rounds."""
    rounds = {}
    interval = 2 if clusters == 1000 else 5
    with bench.simulator(clusters, f"{latency}ms") as ocp:
        known = ids(ocp)
        for turn in range(ROUNDS):
            results = {
                "exporter": lambda: exporter_rounds(bench, ocp, clusters, interval, known),
                "Go": lambda: go_rounds(bench, ocp, known),
                "curl": lambda: curl_round(bench, ocp, known),
            }
            if turn == 0 and latency:
                results["exporter with list"] = lambda: exporter_rounds(
                    bench, ocp, clusters, 3 * interval
                )
            for name, run in results.items():
                rounds.setdefault(name, []).append(run())
    for name, runs in rounds.items():
        for key in runs[0]:
            found["poll", name, clusters, latency, key] = statistics.median(r[key] for r in runs)


def interference(bench, found):
    """Single scrapes while rounds of 10,000 clusters follow one another, and while none runs."""
    with bench.simulator(10_000, "50ms") as ocp:
        for state, interval in (("idle", "1h"), ("polling", "1s")):
            with bench.exporter(bench.configuration(ocp, interval=interval)) as exporter:
                exporter.wait("/-/ready")
                exporter.get("/metrics", scrapes.headers("gzip"))
                times = scrapes.paced(exporter, "gzip", 10 if state == "polling" else 5, 0.01)
                found["interference", state] = scrapes.percentile(times, 99)
                found["interference count", state] = len(times)


def growth(bench, found):
    """Memory after the first rounds and scrapes, and after 200,000 polls and 1,000,000 scrapes."""
    with bench.simulator(1000) as ocp:
        with bench.exporter(bench.configuration(ocp, interval="1s")) as exporter:
            exporter.wait("/-/ready")
            scrapes.load(exporter, "gzip", 32, 10)
            before = settled(exporter)
            time.sleep(201)
            found["growth", "polls"] = settled(exporter) - before
            found["growth polls"] = polls(exporter)
    with bench.simulator(10) as ocp:
        with bench.exporter(bench.configuration(ocp)) as exporter:
            exporter.wait("/-/ready")
            scrapes.load(exporter, "gzip", 32, 5)
            before = settled(exporter)
            count = 0
            while count < 1_000_000:
                count += scrapes.load(exporter, "gzip", 32, 10).count
            found["growth", "scrapes"] = settled(exporter) - before
            found["growth scrapes"] = count


def settled(exporter):
    """Memory between rounds: during one, the next state is there beside the last."""
    samples = []
    for _ in range(50):
        samples.append(exporter.memory())
        time.sleep(0.1)
    return statistics.median(samples)


def polls(exporter):
    for line in exporter.get("/metrics")[1].splitlines():
        if line.startswith(b"oceanbase_ocp_requests_total{") and b'"overview"' in line:
            return int(float(line.rsplit(b" ", 1)[1]))
    return 0


def rendering(bench, found):
    """Nanoseconds a sample beside memcpy of the same bytes, from the program rendering-benchmark."""
    for clusters in (1000, 10_000):
        with bench.simulator(clusters) as ocp:
            output, _ = command(
                [bench.binaries / "rendering-benchmark", "--config.file", bench.configuration(ocp)]
            )
            found["render", clusters] = json.loads(output.splitlines()[-1])


def resident(bench, found):
    """Memory of an exporter that was polled and scraped, compressed, and then in both codings."""
    for clusters in (1000, 10_000):
        with bench.simulator(clusters) as ocp:
            with bench.exporter(bench.configuration(ocp)) as exporter:
                exporter.wait("/-/ready")
                found["resident", "gzip", clusters] = _after(exporter, "gzip")
                found["compressed", clusters] = len(
                    exporter.get("/metrics", scrapes.headers("gzip"))[1]
                )
                found["resident", "both", clusters] = _after(exporter, "identity")


def _after(exporter, coding):
    exporter.get("/metrics", scrapes.headers(coding))
    time.sleep(1)
    return exporter.memory()
