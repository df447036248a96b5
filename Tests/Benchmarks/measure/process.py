"""Processes that are measured: started, looked at, and stopped by their number."""

import http.client
import os
import pathlib
import signal
import socket
import subprocess
import time


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Process:
    """A server on a port of its own, stopped at the end of a `with` block."""

    def __init__(self, arguments, port, log):
        self.port = port
        self.started = time.monotonic()
        self._log = open(log, "ab")
        self._process = subprocess.Popen(
            [str(argument) for argument in arguments],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._log.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def _numbers(self):
        """The process and its children: nginx works in a child."""
        number = self._process.pid
        children = pathlib.Path(f"/proc/{number}/task/{number}/children").read_text()
        return [number] + [int(child) for child in children.split()]

    def cpu(self):
        """Seconds of the processor, user and system, to the nanosecond.

        It is what utime and stime of /proc/PID/stat count in ticks of 10 ms: the number of the clock
        is that of clock_getcpuclockid(3).
        """
        return sum(time.clock_gettime((~number << 3) | 2) for number in self._numbers())

    def memory(self, field="VmRSS"):
        """Kilobytes of a line in /proc/PID/status."""
        total = 0
        for number in self._numbers():
            for line in pathlib.Path(f"/proc/{number}/status").read_text().splitlines():
                if line.startswith(field + ":"):
                    total += int(line.split()[1])
        return total

    def get(self, path, headers=None):
        """Status and body of an answer; None if nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except ConnectionRefusedError:
            return None, b""
        finally:
            connection.close()

    def wait(self, path, pause=0.01, limit=60):
        """Waits for a 200, and gives the seconds since the start."""
        while time.monotonic() - self.started < limit:
            if self.get(path)[0] == 200:
                return time.monotonic() - self.started
            if self._process.poll() is not None:
                raise RuntimeError(f"ended with {self._process.returncode}: see {self._log.name}")
            if pause:
                time.sleep(pause)
        raise RuntimeError(f"no answer in {limit} s")

    def when_ready(self, path):
        """Itself, once it answers; if it never does, it is stopped."""
        try:
            self.wait(path)
        except BaseException:
            self.__exit__()
            raise
        return self


def command(arguments, **options):
    """Runs a command to its end, and gives its output and the processor's seconds it took."""
    before = os.times()
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True, **options)
    after = os.times()
    if done.returncode != 0:
        raise RuntimeError(f"{arguments[0]} ended with {done.returncode}: {done.stderr[-500:]}")
    children = lambda times: times.children_user + times.children_system
    return done.stdout, children(after) - children(before)
