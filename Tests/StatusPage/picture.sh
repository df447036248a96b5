#!/usr/bin/env bash
# Makes dashboards/pictures/status-page.png of the demo, after 80 seconds of it: 80 minutes of its clusters,
# so that two are bad.
# Needs chromium, pngquant, optipng, and what `swift build` makes.
set -euo pipefail
cd "$(dirname "$0")/../.."
bin=${BIN:-.build/debug}
work=$(mktemp -d)
"$bin/oceanbase-backup-exporter" demo --web.listen-address=127.0.0.1:0 > "$work/demo" 2> "$work/log" &
demo=$!
trap 'kill $demo; wait $demo || true; rm -rf "$work"' EXIT
sleep 80
url=$(sed -n 's/^ *status page *//p' "$work/demo")
chromium --headless=new --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" \
    --blink-settings=preferredColorScheme=1 --window-size=1280,700 \
    --screenshot="$work/page.png" "$url" 2> /dev/null
mkdir -p dashboards/pictures
pngquant --speed 1 --strip --force --output dashboards/pictures/status-page.png 64 "$work/page.png"
optipng -quiet -o5 dashboards/pictures/status-page.png
ls -l dashboards/pictures/status-page.png
