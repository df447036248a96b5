"""An OCP whose clusters have hostile names: prints its port, then serves until it is ended."""

import http.server
import json
import time
import urllib.parse

MARK = "document.title='TAKEN OVER'"

# Name, and whether the overview fails with that text as OCP's message.
NAMES = [
    ("worst of all", False),
    (f"<script>{MARK}</script>", False),
    (f"<img src=x onerror={MARK}>", False),
    (f"\"'><svg/onload={MARK}>", False),
    ("</td></tr></table><h1>out of the table</h1>", False),
    ("&lt;b&gt;already escaped&lt;/b&gt; &amp; &#60;", False),
    ("right-to-left \u202egnp.exe\u202c \u2067isolate\u2069", False),
    ("עברית 12 العربية", False),
    ("control \x00\x01\x1b[31mred\x7f\x9b and\nline\ttab", False),
    ("long_" + "W" * 1019, False),
    ("長い名前" * 85, False),
    ("z\u0300\u0301\u0302\u0303\u0304\u0305\u0306 marks", False),
    ("", False),
    (f"<script>{MARK}</script> that fails", True),
    ("https://example.com/<a href=//example.com>link</a>", False),
]


def overview(index, name):
    now = time.time()
    stamp = lambda age: time.strftime("%Y-%m-%dT%H:%M:%S+0000", time.gmtime(now - age))
    return {
        "clusterId": index, "clusterName": name, "obStorageVolumeUnit": "GB", "backupSize": 1.5,
        "backupScheduleStatus": "ABNORMAL" if index == 1 else "NORMAL",
        "obClusterBackupStatus": "HAS_BACKUP_STRATEGY", "obClusterType": "PRIMARY",
        "lastDataBackupTime": stamp(30 * 86400 if index == 1 else 3600),
        "latestLogBackupCheckpoint": stamp(99999 if index == 1 else 30),
        "logBackupDelaySeconds": 99999 if index == 1 else 30,
    }


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = urllib.parse.urlparse(self.path).path
        parts = path.split("/")
        if path.endswith("/api/v2/time"):
            return self.answer(time.strftime('"%Y-%m-%dT%H:%M:%S+00:00"', time.gmtime()).strip('"'))
        if path.endswith("/api/v2/info"):
            return self.answer(json.dumps({"buildVersion": f"4.3.5 <script>{MARK}</script>"}))
        if path.endswith("/overview"):
            index = int(parts[-3])
            name, fails = NAMES[index - 1]
            if fails:
                return self.answer(json.dumps({
                    "successful": False, "status": 500, "error": {"code": 1, "message": name},
                }), 500)
            return self.answer(json.dumps({"successful": True, "data": overview(index, name)}))
        contents = [{"id": i + 1, "name": name} for i, (name, _) in enumerate(NAMES)]
        page = {"number": 1, "size": 200, "totalElements": len(contents), "totalPages": 1}
        self.answer(json.dumps({"successful": True, "data": {"contents": contents, "page": page}}))

    def answer(self, text, status=200):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()
