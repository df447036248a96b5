#!/usr/bin/env bash
# Soak: the exporter under polls, scrapes, reloads and hostile clients: Tests/Soak/run.sh [MINUTES]
set -euo pipefail
cd "$(dirname "$0")/../.."
minutes=${1:-60}
[[ $minutes =~ ^[1-9][0-9]*$ && $minutes -le 10080 ]] || {
    echo "usage: $0 [MINUTES], from 1 to 10080" >&2
    exit 2
}
bin=${BIN:-.build/release}
[ -n "${BIN:-}" ] || swift build -c release -Xswiftc -static-stdlib 2>&1 | tail -1
exec python3 Tests/Soak/soak.py "$bin" "$minutes"
