"""Measures the exporter beside its peers and prints one table; run.sh calls it."""

import argparse
import os
import pathlib
import sys
import time

import polling
import serving
import table
from servers import Bench


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--binaries", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--only", help="names of parts, with commas: " + " ".join(PARTS))
    parser.add_argument("--long", action="store_true", help="memory growth, too: five minutes more")
    options = parser.parse_args()
    wanted = options.only.split(",") if options.only else [p for p in PARTS if p != "growth"]
    if options.long:
        wanted.append("growth")
    os.environ["PATH"] += ":/usr/sbin"
    bench = Bench(options.binaries, options.work)
    found = {}
    failed = False
    for name in wanted:
        start = time.monotonic()
        try:
            PARTS[name](bench, found)
        except (RuntimeError, OSError) as error:
            failed = True
            print(f"{name}: {error}", file=sys.stderr)
        print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    print(table.machine() + "\n")
    table.summary(found).print()
    sys.exit(failed)


def serve(clusters):
    return lambda bench, found: serving.measure(bench, clusters, found)


def poll(clusters, latency):
    return lambda bench, found: polling.measure(bench, clusters, latency, found)


PARTS = {
    "serve-10": serve(10),
    "serve-1000": serve(1000),
    "serve-10000": serve(10_000),
    "start": serving.start,
    "resident": polling.resident,
    "render": polling.rendering,
    "poll-1000-0": poll(1000, 0),
    "poll-1000-50": poll(1000, 50),
    "poll-10000-0": poll(10_000, 0),
    "poll-10000-50": poll(10_000, 50),
    "interference": polling.interference,
    "growth": polling.growth,
}

if __name__ == "__main__":
    main()
