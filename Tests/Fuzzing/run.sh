#!/usr/bin/env bash
# Fuzzes what reads from outside: Tests/Fuzzing/run.sh [SECONDS-PER-TARGET [TARGET ...]]
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || { echo "usage: $0 [SECONDS-PER-TARGET [TARGET ...]]" >&2; exit 2; }
shift $(($# > 0 ? 1 : 0))
targets=("$@")
[ $# -gt 0 ] || targets=(request negotiation configuration overview)
build=$PWD/.build/fuzzing

declare -A seeds=(
    [request]=Tests/Fuzzing/Corpus/request
    [negotiation]=Tests/Fuzzing/Corpus/negotiation
    [configuration]="Tests/ExporterTests/Fixtures/valid Tests/ExporterTests/Fixtures/invalid"
    [overview]=Tests/OCPTests/Fixtures
)

# Not together with the address sanitizer: asked for both, `swift build` takes one of them.
mkdir -p "$build"
FUZZING=1 swift build --product fuzzing --sanitize=fuzzer --scratch-path "$build" > "$build/build.log" 2>&1 ||
    { grep 'error:' "$build/build.log"; exit 1; }
# The backtracer would hold up the end of a run that failed.
export SWIFT_BACKTRACE=enable=no
for target in "${targets[@]}"; do
    [ -n "${seeds[$target]:-}" ] || { echo "$0: no target $target" >&2; exit 2; }
    corpus=$build/corpus/$target
    findings=$build/findings/$target-
    log=$build/$target.log
    mkdir -p "$corpus" "$build/findings"
    # What is found stays in the build folder, and the next run begins with it.
    # shellcheck disable=SC2086 # the seeds are several folders
    if ! FUZZ_TARGET=$target timeout -k 10 $((seconds + 120)) "$build/debug/fuzzing" "$corpus" ${seeds[$target]} \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 \
        -artifact_prefix="$findings" -print_final_stats=1 > "$log" 2>&1; then
        tail -25 "$log"
        echo "fuzzing of $target found something: the input is in $findings*"
        exit 1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    covered=$(grep -oE 'cov: [0-9]+' "$log" | tail -1)
    # Without instrumentation nothing would be found, whatever is wrong.
    [ "${covered:-cov: 0}" != "cov: 0" ] || { echo "$target is not instrumented"; exit 1; }
    echo "$target: $runs inputs in $seconds s, $covered edges, nothing found"
done
