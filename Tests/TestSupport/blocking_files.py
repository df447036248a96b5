"""A file system in memory whose files can stop to answer: the kernel's FUSE protocol, spoken raw.

Arguments: an empty directory to mount on. The first line on standard output is `ready`. Each line on
standard input is a command: `write NAME HEX` sets a file's content; `block CALL` has `stat` (LOOKUP,
GETATTR), `open` or all calls wait; `free` answers what waits and blocks nothing. Each is answered with
a line: `done`; `end` ends the program. When a call waits for the first time after `block`, the line `waiting` follows.

The end of standard input ends the program. It unmounts and aborts whatever waits. So does a second
process that sees this one or its parent die, or nobody end it for 15 minutes: a thread whose call nobody
answers cannot even be killed, and holds the pipes of its process open.
"""

import ctypes
import os
import select
import struct
import sys
import threading
import time

LOOKUP, FORGET, GETATTR, SETATTR, OPEN, READ, RELEASE, FLUSH, INIT = 1, 2, 3, 4, 14, 15, 18, 25, 26
OPENDIR, READDIR, RELEASEDIR, BATCH_FORGET, INTERRUPT = 27, 28, 29, 42, 36
ENOENT, ENOSYS = 2, 38
CALLS = {"stat": {LOOKUP, GETATTR}, "open": {OPEN, READ}, "all": {LOOKUP, GETATTR, OPEN, READ}}
MNT_FORCE, MNT_DETACH, MS_NOSUID_NODEV = 1, 2, 6

libc = ctypes.CDLL(None, use_errno=True)
directory = sys.argv[1].encode()
lock = threading.Lock()
files = {}  # name: [node, content, time]
held = []
blocked = set()
announced = True


def say(word):
    sys.stdout.write(word + "\n")
    sys.stdout.flush()


def attributes(node):
    if node == 1:
        size, mode, seconds = 0, 0o040755, 1
    else:
        _, content, seconds = next(f for f in files.values() if f[0] == node)
        size, mode = len(content), 0o100600
    whole, part = int(seconds), int(seconds % 1 * 1e9)
    return struct.pack("<6Q10I", node, size, 1, whole, whole, whole, part, part, part,
                       mode, 1, 0, 0, 0, 4096, 0)


def reply(unique, error=0, body=b""):
    try:
        os.write(device, struct.pack("<IiQ", 16 + len(body), -error, unique) + body)
    except OSError:
        pass  # The caller was interrupted.


def answer(code, unique, node, body):
    if code == INIT:
        reply(unique, 0, struct.pack("<IIIIHHIII28x", 7, 31, 65536, 0, 12, 9, 65536, 1, 32))
    elif code == LOOKUP:
        found = files.get(body.rstrip(b"\0").decode())
        if found:
            # Nothing is kept by the kernel: each call comes here.
            reply(unique, 0, struct.pack("<4Q2I", found[0], 0, 0, 0, 0, 0) + attributes(found[0]))
        else:
            reply(unique, ENOENT)
    elif code == GETATTR:
        reply(unique, 0, struct.pack("<QII", 0, 0, 0) + attributes(node))
    elif code in (OPEN, OPENDIR):
        reply(unique, 0, struct.pack("<QII", 0, 1, 0))
    elif code == READ:
        _, offset, size = struct.unpack_from("<QQI", body)
        content = next(f for f in files.values() if f[0] == node)[1]
        reply(unique, 0, content[offset:offset + size])
    elif code in (RELEASE, RELEASEDIR, FLUSH, READDIR):
        reply(unique)
    elif code not in (FORGET, BATCH_FORGET, INTERRUPT):
        reply(unique, ENOSYS)


def serve():
    global announced
    while True:
        try:
            request = os.read(device, 1 << 17)
        except OSError:
            return
        _, code, unique, node = struct.unpack_from("<IIQQ", request)
        with lock:
            if code in blocked:
                held.append((code, unique, node, request[40:]))
                if not announced:
                    announced = True
                    say("waiting")
            else:
                answer(code, unique, node, request[40:])


def is_alive(process):
    try:
        with open(f"/proc/{process}/stat") as status:
            return status.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def unmount():
    libc.umount2(directory, MNT_FORCE | MNT_DETACH)


device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
options = f"fd={device},rootmode=40000,user_id=0,group_id=0".encode()
if libc.mount(b"tests", directory, b"fuse.tests", MS_NOSUID_NODEV, options) != 0:
    sys.exit("mount: " + os.strerror(ctypes.get_errno()))
tests = os.getppid()
lifeline, keep = os.pipe()
if os.fork() == 0:
    # Its copy of the device must not keep the file system alive.
    os.setsid()
    os.closerange(0, 3)
    os.close(device)
    os.close(keep)
    end = time.monotonic() + 900
    while time.monotonic() < end and is_alive(tests) and not select.select([lifeline], [], [], 0.5)[0]:
        pass
    unmount()
    os._exit(0)
os.close(lifeline)
threading.Thread(target=serve, daemon=True).start()
say("ready")
for line in sys.stdin:
    word, *rest = line.split()
    if word == "end":
        break
    with lock:
        if word == "write":
            node = files[rest[0]][0] if rest[0] in files else len(files) + 2
            content = bytes.fromhex(rest[1]) if len(rest) > 1 else b""
            files[rest[0]] = [node, content, time.time()]
        elif word == "block":
            blocked, announced = CALLS[rest[0]], False
        elif word == "free":
            blocked, announced = set(), True
            for call in held:
                answer(*call)
            held = []
        say("done")
unmount()
os._exit(0)
