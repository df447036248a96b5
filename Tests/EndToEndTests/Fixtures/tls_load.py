"""Asks for a page on a new TLS connection each time, on several threads, until its input ends.

Prints "running" once every thread has had an answer, and at the end how many requests were answered
and how many were not. Trusts the certificates of a file.
"""

import socket
import ssl
import sys
import threading

port, authorities, path = int(sys.argv[1]), sys.argv[2], sys.argv[3]
ended = threading.Event()
counts = {"answered": 0, "lost": 0}
lock = threading.Lock()
begun = threading.Barrier(5)


def ask():
    context = ssl.create_default_context(cafile=authorities)
    with socket.create_connection(("127.0.0.1", port), timeout=300) as plain:
        with context.wrap_socket(
            plain, server_hostname="localhost", suppress_ragged_eofs=False
        ) as connection:
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    length = [l for l in head.split(b"\r\n") if l.lower().startswith(b"content-length:")]
    return head.startswith(b"HTTP/1.1 200 ") and int(length[0].split(b":")[1]) == len(body)


def repeat():
    first = True
    while not ended.is_set():
        try:
            outcome = "answered" if ask() else "lost"
        except (OSError, ssl.SSLError) as error:
            print(error, file=sys.stderr, flush=True)
            outcome = "lost"
        with lock:
            counts[outcome] += 1
        if first:
            first = False
            begun.wait()


threads = [threading.Thread(target=repeat) for _ in range(4)]
for thread in threads:
    thread.start()
begun.wait()
print("running", flush=True)
sys.stdin.read()
ended.set()
for thread in threads:
    thread.join()
print(counts["answered"], counts["lost"], flush=True)
