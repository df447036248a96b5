#!/usr/bin/env bash
# Looks at the status page with a real Chromium; README.md here says how.
#
#   Tests/StatusPage/run.sh [FOLDER]    puts the pictures into the folder, or a temporary one
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${BIN:-.build/debug}
for tool in chromium python3 curl; do
    command -v "$tool" > /dev/null || { echo "$tool is missing"; exit 2; }
done
pictures=${1:-$(mktemp -d)}
mkdir -p "$pictures"
work=$(mktemp -d)
pids=()
finish() {
    kill "${pids[@]}" 2> /dev/null || true
    wait 2> /dev/null || true
    rm -rf "$work"
}
trap finish EXIT
fail() {
    echo "FAILED: $*"
    exit 1
}

# --------------------------------------------------------------------------------- OCPs and exporters
wait_for() { # file, pattern: prints the first match
    for _ in $(seq 200); do
        grep -oEm1 "$2" "$1" 2> /dev/null && return
        sleep 0.05
    done
    fail "no $2 in $1: $(tail -3 "$1")"
}
declare -A page
watch() { # case, URL of the OCP, name of the OCP, flags of the exporter…
    OCP_PASSWORD=exporter "$bin/oceanbase-backup-exporter" --ocp.url="$2" --ocp.name="$3" \
        --ocp.username=exporter --web.listen-address=127.0.0.1:0 "${@:4}" 2> "$work/$1.log" &
    pids+=($!)
    page[$1]=http://$(wait_for "$work/$1.log" '127\.0\.0\.1:[0-9]+$')/
    for _ in $(seq 300); do
        curl -sf "${page[$1]}-/ready" > /dev/null && return
        sleep 0.1
    done
    fail "the exporter of $1 never became ready"
}
simulate() { # case, flags of the simulator…
    "$bin/ocp-simulator" --web.listen-address=127.0.0.1:0 "${@:2}" > "$work/$1.ocp" &
    pids+=($!)
    watch "$1" "$(wait_for "$work/$1.ocp" 'http://[0-9.:]+')" "$1"
}
simulate none --clusters 0
simulate dozen --time-scale 3000
simulate fleet --clusters 3000
python3 -B Tests/StatusPage/hostile_ocp.py > "$work/hostile.ocp" &
pids+=($!)
watch hostile "http://127.0.0.1:$(wait_for "$work/hostile.ocp" '^[0-9]+$')" \
    "<img src=x onerror=document.title='TAKEN OVER'>"
watch shard "http://127.0.0.1:$(cat "$work/hostile.ocp")" shared --shard.index=1 --shard.count=3
watch down http://127.0.0.1:9 down

# ---------------------------------------------------------------------------------------- the browser
profile=$work/profile
browse() { # flags…
    chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --user-data-dir="$profile" --host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1' \
        "$@" 2> "$work/chromium.log"
}
# Takes a picture; a phone is a frame of its width, because a window cannot be that narrow.
shoot() { # picture, case, width, height, flags…
    local url=${page[$2]}
    if [ "$3" -lt 500 ]; then
        echo "<body style=margin:0><iframe src='$url' width=$3 height=$4 style='border:0'></iframe>" \
            > "$work/phone.html"
        url=file://$work/phone.html
    fi
    browse --screenshot="$pictures/$1.png" --window-size="$3,$4" "${@:5}" "$url" > /dev/null
    [ -s "$pictures/$1.png" ] || fail "no picture $1: $(tail -3 "$work/chromium.log")"
}
dark=--blink-settings=preferredColorScheme=0
light=--blink-settings=preferredColorScheme=1
for name in none dozen hostile shard down; do shoot "$name" "$name" 1280 900 $light; done
shoot fleet fleet 1280 2000 $light
shoot dozen-dark dozen 1280 900 $dark
shoot dozen-phone dozen 390 1600 $light
shoot dozen-phone-dark dozen 390 1600 $dark
shoot hostile-phone hostile 390 3000 $light
# Without JavaScript, as the settings of a browser switch it off; a page with a script shows that.
profile=$work/quiet
mkdir -p "$profile/Default"
echo '{"profile":{"default_content_setting_values":{"javascript":2}}}' > "$profile/Default/Preferences"
echo "<title>off</title><script>document.title = 'on'</script>" > "$work/script.html"
browse --dump-dom "file://$work/script.html" | grep -q '<title>off<' || fail "scripts are still on"
shoot dozen-without-scripts dozen 1280 900 $light
profile=$work/profile

# ------------------------------------------------------------------------------------- what it made of it
for name in none dozen fleet hostile shard down; do
    begin=$(date +%s%N)
    browse --dump-dom --log-net-log="$work/net.json" "${page[$name]}" > "$work/$name.dom"
    browsed=$((($(date +%s%N) - begin) / 1000000))
    kind=healthy
    [ "$name" != hostile ] || kind=hostile
    [ "$name" != shard ] || kind=
    rows=$(python3 -B Tests/StatusPage/check_page.py "$work/$name.dom" $kind) || fail "the page of $name"
    python3 - "$work/net.json" "${page[$name]}" << 'PYTHON' || fail "$name asks elsewhere"
import json, sys
own = sys.argv[2]
events = json.load(open(sys.argv[1]))["events"]
requests = [event["params"] for event in events if "url" in event.get("params", {})]
assert own in {request["url"] for request in requests}, "the page was not asked for"
# What a page asks for has its origin as initiator; the browser's own questions have none.
by_pages = [request for request in requests if "//" in request.get("initiator", "")]
assert not by_pages, by_pages
PYTHON
    curl -s -o "$work/page" -w "$name: $rows rows, %{size_download} bytes, made in %{time_total} s, " \
        "${page[$name]}"
    echo "browsed in $browsed ms"
done
[ "$(grep -c '<td' "$work/page")" -gt 0 ] || fail "an OCP that is down is not on its page"
grep -q 'class="bad">down<' "$work/down.dom" || fail "an OCP that is down does not look like it"
grep -q 'shard 1 of 3' "$work/shard.dom" || fail "the page does not name its shard"
echo "pictures are in $pictures; look at them"
