#!/bin/sh
# Builds everything in release mode, measures, and prints one table. See README.md beside this.
#
#   Tests/Benchmarks/run.sh [--long]
set -eu
cd "$(dirname "$0")/../.."

for tool in swift go nginx wrk curl gzip python3; do
    command -v "$tool" > /dev/null || { echo "run.sh: $tool is not installed" >&2; exit 1; }
done

work=$(mktemp -d)
# nginx's worker is another user when this is run by root.
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP

swift build -c release --static-swift-stdlib
mkdir -p "$work/go/src"
ln -s "$PWD/Tests/Benchmarks/peers" "$work/go/src/benchmarks"
for peer in client-golang victoriametrics poller; do
    GO111MODULE=off GOFLAGS='' GOPATH="$work/go:/usr/share/gocode" \
        go build -o "$work/$peer" "benchmarks/$peer"
done

python3 Tests/Benchmarks/measure \
    --binaries "$(swift build -c release --static-swift-stdlib --show-bin-path)" --work "$work" "$@"
