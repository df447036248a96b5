"""Runs the exporter under everything at once for some minutes; see README.md beside this file."""

import atexit
import gzip
import http.client
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

PASSWORD = "soaked-pa55word"
GROWTH_LIMIT = 4 << 20


class Counts:
    """What was done so far, by any thread."""

    def __init__(self):
        self.lock = threading.Lock()
        self.values = {"scrapes": 0, "hostile": 0, "reloads": 0, "restarts": 0}
        self.failures = []

    def add(self, name):
        with self.lock:
            self.values[name] += 1

    def fail(self, what):
        with self.lock:
            self.failures.append(what)


class Drill:
    """The processes, and the threads that trouble them."""

    def __init__(self, binaries, folder):
        self.binaries = pathlib.Path(binaries)
        self.folder = pathlib.Path(folder)
        self.counts = Counts()
        self.stop = threading.Event()
        self.ocp_port = free_port()
        self.port = free_port()
        self.write("password", PASSWORD)
        self.configure(good=True)
        self.log = open(self.folder / "exporter.log", "wb")
        self.ocp = self.start_ocp()
        self.exporter = subprocess.Popen(
            [self.binaries / "oceanbase-backup-exporter", f"--config.file={self.folder}/config.json",
             f"--web.listen-address=127.0.0.1:{self.port}", "--log.level=warn"],
            stdout=self.log, stderr=self.log)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text)
        path.chmod(0o600)
        return path

    def configure(self, good):
        interval = "1s" if good else "soon"
        self.write("config.json", f"""{{ ocps: [{{ name: "soak", url: "http://127.0.0.1:{self.ocp_port}",
            basic_auth: {{ username: "exporter", password_file: "{self.folder}/password" }},
            poll_interval: "{interval}", poll_timeout: "2s", max_concurrent_requests: 32 }}] }}""")

    def start_ocp(self):
        return subprocess.Popen(
            [self.binaries / "ocp-simulator", f"--web.listen-address=127.0.0.1:{self.ocp_port}",
             "--clusters=200", f"--password-file={self.folder}/password"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self):
        """Ends what still runs, whatever happened."""
        for process in (self.exporter, self.ocp):
            if process.poll() is None:
                process.kill()

    def scrape(self, connection, accept, encoding):
        connection.request("GET", "/metrics", headers={"Accept": accept, "Accept-Encoding": encoding})
        answer = connection.getresponse()
        body = answer.read()
        if answer.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        whole = body.endswith(b"# EOF\n") if "openmetrics" in accept else body.endswith(b"\n")
        if answer.status != 200 or not whole or b"process_resident_memory_bytes" not in body:
            self.counts.fail(f"a scrape got HTTP {answer.status} and {len(body)} octets")
        self.counts.add("scrapes")

    def scrapes(self):
        """A scraper that keeps its connection for some scrapes."""
        accepts = ["application/openmetrics-text;version=1.0.0", "text/plain;version=0.0.4", "*/*"]
        turn = 0
        while not self.stop.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                for _ in range(20):
                    turn += 1
                    self.scrape(connection, accepts[turn % 3], "gzip" if turn % 2 else "identity")
                    self.stop.wait(0.02)
                connection.request("GET", ["/", "/-/healthy", "/-/ready"][turn % 3])
                connection.getresponse().read()
            except (OSError, http.client.HTTPException) as error:
                self.counts.fail(f"a scrape failed: {error!r}")
                self.stop.wait(1)
            connection.close()

    def hostile(self):
        """Clients that do what clients must not; the last fifty of them stay."""
        kept = []
        turn = 0
        request = b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n"
        acts = [request * 5, request[:20], b"\x16\x03\x01\x02\x00" + os.urandom(64), b"GET / HTTP/9.9\r\n\r\n",
                b"POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"]
        while not self.stop.is_set():
            turn += 1
            try:
                client = socket.create_connection(("127.0.0.1", self.port), timeout=5)
                client.sendall(acts[turn % len(acts)])
                if turn % 3 == 0:
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
                    client.close()
                else:
                    kept.append(client)
            except OSError:
                pass
            while len(kept) > 50:
                kept.pop(0).close()
            self.counts.add("hostile")
            self.stop.wait(0.01)
        for client in kept:
            client.close()

    def reloads(self):
        turn = 0
        while not self.stop.wait(7):
            turn += 1
            self.configure(good=turn % 3 != 0)
            self.exporter.send_signal(signal.SIGHUP)
            self.counts.add("reloads")

    def restarts(self):
        while not self.stop.wait(120):
            self.ocp.terminate()
            self.ocp.wait()
            self.stop.wait(5)
            self.ocp = self.start_ocp()
            self.counts.add("restarts")

    def figures(self):
        """Resident octets, descriptors and threads of the exporter."""
        proc = pathlib.Path(f"/proc/{self.exporter.pid}")
        status = (proc / "status").read_text()
        fields = dict(line.split(":", 1) for line in status.splitlines())
        resident = int(fields["VmRSS"].split()[0]) << 10
        return resident, len(list((proc / "fd").iterdir())), int(fields["Threads"])

    def polls(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", "/metrics")
        page = connection.getresponse().read().decode()
        connection.close()
        prefix = 'oceanbase_ocp_requests_total{ocp="soak",api="overview"} '
        return next((int(line[len(prefix):]) for line in page.splitlines() if line.startswith(prefix)), 0)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def report(drill, when):
    resident, descriptors, threads = drill.figures()
    counts = drill.counts.values
    print(f"{when:>8}  {drill.polls():9} polls  {counts['scrapes']:9} scrapes  {counts['hostile']:8} hostile  "
          f"{counts['reloads']:5} reloads  {resident / 1048576:7.1f} MiB  {descriptors:4} descriptors  "
          f"{threads:3} threads", flush=True)


def main():
    binaries, minutes = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        drill = Drill(binaries, folder)
        atexit.register(drill.kill)
        time.sleep(3)
        threads = [threading.Thread(target=work, daemon=True)
                   for work in (drill.scrapes, drill.scrapes, drill.hostile, drill.reloads, drill.restarts)]
        for thread in threads:
            thread.start()
        first = None
        for minute in range(1, minutes + 1):
            time.sleep(60)
            if drill.exporter.poll() is not None:
                drill.counts.fail(f"the exporter ended with {drill.exporter.returncode}")
                break
            report(drill, f"{minute} min")
            first = first or drill.figures()
        drill.stop.set()
        for thread in threads:
            thread.join(timeout=30)
        finish(drill, first)
        for failure in drill.counts.failures[:20]:
            print("FAIL", failure)
        sys.exit(1 if drill.counts.failures else 0)


def finish(drill, first):
    """Compares with the first minute, and ends the processes."""
    if drill.exporter.poll() is None and first:
        time.sleep(5)
        resident, descriptors, threads = drill.figures()
        report(drill, "end")
        if resident - first[0] > GROWTH_LIMIT:
            drill.counts.fail(f"memory grew by {(resident - first[0]) / 1048576:.1f} MiB")
        if descriptors > first[1]:
            drill.counts.fail(f"descriptors grew from {first[1]} to {descriptors}")
        if threads > first[2]:
            drill.counts.fail(f"threads grew from {first[2]} to {threads}")
        drill.exporter.terminate()
        code = drill.exporter.wait(timeout=20)
        if code != 0:
            drill.counts.fail(f"after SIGTERM the exit code is {code}")
    drill.ocp.terminate()
    drill.ocp.wait()
    drill.log.close()
    if PASSWORD.encode() in (drill.folder / "exporter.log").read_bytes():
        drill.counts.fail("the password is in the log")


main()
