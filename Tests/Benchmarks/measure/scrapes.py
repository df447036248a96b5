"""Scrapes of one server."""

import concurrent.futures
import json
import pathlib
import socket
import statistics
import time
from dataclasses import dataclass

from process import command


@dataclass
class Scrapes:
    """CPU seconds of the server for one scrape, and the 99th percentile in milliseconds."""

    cpu: float
    p99: float
    count: int


def headers(coding):
    return {"Accept": "text/plain;version=0.0.4", "Accept-Encoding": coding}


def load(server, coding, connections, seconds):
    """As many scrapes as a number of connections can make in some seconds."""
    fields = [f"-H{name}: {value}" for name, value in headers(coding).items()]
    script = pathlib.Path(__file__).with_name("report.lua")
    before = server.cpu()
    output, _ = command(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "60s", "-s", script]
        + fields + [server.url + "/metrics"]
    )
    used = server.cpu() - before
    found = json.loads(output.splitlines()[-1])
    if found["errors"] or not found["requests"]:
        raise RuntimeError(f"wrk found {found}")
    return Scrapes(used / found["requests"], found["p99"], found["requests"])


class Scraper:
    """One connection that asks again and again, and only counts the octets of the bodies."""

    def __init__(self, server, coding):
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=120)
        fields = "".join(f"{name}: {value}\r\n" for name, value in headers(coding).items())
        self._request = f"GET /metrics HTTP/1.1\r\nHost: bench\r\n{fields}\r\n".encode()
        self._buffer = bytearray(1 << 20)

    def scrape(self):
        """The seconds until the whole answer is there."""
        start = time.monotonic()
        self._socket.sendall(self._request)
        got = self._socket.recv_into(self._buffer)
        while b"\r\n\r\n" not in self._buffer[:got]:
            got += self._socket.recv_into(memoryview(self._buffer)[got:])
        head, _, body = bytes(self._buffer[:got]).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(head.decode("latin-1"))
        lengths = [line[15:] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        if lengths:
            left = int(lengths[0]) - len(body)
            while left > 0:
                left -= self._socket.recv_into(self._buffer)
        else:
            end = body[-5:]
            while not end.endswith(b"0\r\n\r\n"):
                got = self._socket.recv_into(self._buffer)
                end = (end + bytes(self._buffer[max(0, got - 5):got]))[-5:]
        return time.monotonic() - start

    def close(self):
        self._socket.close()


def count(server, coding, connections, each):
    """A fixed number of scrapes, for servers that take long for one."""
    scrapers = [Scraper(server, coding) for _ in range(connections)]
    before = server.cpu()
    with concurrent.futures.ThreadPoolExecutor(connections) as pool:
        times = list(pool.map(lambda s: [s.scrape() for _ in range(each)], scrapers))
    used = server.cpu() - before
    for scraper in scrapers:
        scraper.close()
    flat = [seconds * 1000 for some in times for seconds in some]
    return Scrapes(used / len(flat), percentile(flat, 99), len(flat))


def paced(server, coding, seconds, pause):
    """The times in milliseconds of single scrapes with pauses between them."""
    scraper = Scraper(server, coding)
    end = time.monotonic() + seconds
    times = []
    while time.monotonic() < end:
        times.append(scraper.scrape() * 1000)
        time.sleep(pause)
    scraper.close()
    return times


def percentile(values, percent):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * percent / 100))]


def median(rounds):
    return Scrapes(
        statistics.median(r.cpu for r in rounds),
        statistics.median(r.p99 for r in rounds),
        sum(r.count for r in rounds),
    )
