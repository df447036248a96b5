"""Reads both formats of a page with Prometheus's own strict parsers and compares their samples.

Usage: parse_page.py URL
"""

import sys
import urllib.request

from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as text


def samples(url, accept, parse):
    request = urllib.request.Request(url, headers={"Accept": accept})
    with urllib.request.urlopen(request, timeout=10) as answer:
        kind, body = answer.headers["Content-Type"], answer.read().decode()
    assert kind.startswith(accept.split(";")[0]), kind
    found = [(s.name, tuple(sorted(s.labels.items()))) for f in parse(body) for s in f.samples]
    assert len(found) == len(set(found)), "a series is there twice"
    return set(found)


plain = samples(sys.argv[1], "text/plain;version=0.0.4", text)
strict = samples(sys.argv[1], "application/openmetrics-text;version=1.0.0", openmetrics)
assert plain == strict, plain ^ strict
print(f"{len(strict)} samples, the same in both formats, both read by strict parsers")
