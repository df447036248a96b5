#!/usr/bin/env bash
# Fire drill: brings every alert to firing, with a real Prometheus and a real Alertmanager.
#
#   Tests/FireDrill/run.sh        needs Debian's prometheus and prometheus-alertmanager, and what
#                                 `swift build --build-tests` makes; takes about a minute
#   KEEP=1 Tests/FireDrill/run.sh keeps the logs
#
# Exporters watch simulated OCPs, each with a fault of its own:
#   fleet    one cluster of each kind of trouble, two hours of theirs in a minute
#   calm     nothing is wrong: a healthy cluster, a standby, one that is backed up by tenant
#   refused  wrong password           empty  no cluster selected       gone    nobody answers
#   slow     slower than the interval ahead  its clock is ten minutes fast
#   doomed   log backup stalls, then the whole OCP dies, and comes back
# A second exporter gets a bad configuration and is stopped; at the end the first one is, too.
#
# The rules are those of dashboards/prometheus with `for` and `interval` shortened to seconds.
# Prints which alerts fired, how long after their fault, and what Alertmanager made of them. Exit
# code 1 if one that must fire did not, if one fired that must not, or if one did not end. While all
# is at its worst, every query of the dashboards is asked, too, and must have an answer.
# Everything listens on loopback, and only what was started here is stopped, by its process id.
set -uo pipefail
cd "$(dirname "$0")/../.."
bin=${BIN:-.build/debug}
for tool in prometheus promtool prometheus-alertmanager amtool curl; do
    command -v "$tool" > /dev/null || { echo "$tool is missing"; exit 2; }
done
work=$(mktemp -d)
declare -A pid
finish() {
    kill "${pid[@]}" 2> /dev/null
    wait 2> /dev/null
    if [ -n "${KEEP:-}" ]; then echo "logs are in $work"; else rm -rf "$work"; fi
}
trap finish EXIT

# ------------------------------------------------------------------------------- starting, stopping
last_port=${FIRST_PORT:-19400}
free_port() { # sets `port`
    port=$((last_port + 1))
    while (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do port=$((port + 1)); done
    last_port=$port
}
start() { # name command…
    "${@:2}" >> "$work/$1.log" 2>&1 &
    pid[$1]=$!
}
stop() { # name
    kill "${pid[$1]}" && wait "${pid[$1]}"
    unset "pid[$1]"
}
simulate() { # name flags…
    start "ocp-$1" "$bin/ocp-simulator" --web.listen-address="127.0.0.1:${ocp_port[$1]}" "${@:2}"
}
export_page() { # name
    start "exporter-$1" "$bin/oceanbase-backup-exporter" --config.file="$work/$1.json" \
        --web.listen-address="127.0.0.1:${exporter_port[$1]}"
}
ocp() { # name of the label, name of the simulator, more keys
    printf '{ name: "%s", url: "http://127.0.0.1:%s", poll_interval: "1s", stale_after: "5s",
      poll_timeout: "5s", basic_auth: { username: "exporter", password_file: "%s" }, %s },\n' \
        "$1" "${ocp_port[$2]}" "$work/${password:-right}" "${3:-}"
}
declare -A ocp_port exporter_port
for name in fleet calm slow ahead doomed gone; do free_port && ocp_port[$name]=$port; done
for name in main other; do free_port && exporter_port[$name]=$port; done
free_port && prometheus_url=http://127.0.0.1:$port
free_port && alertmanager_url=http://127.0.0.1:$port

# --------------------------------------------------------------------------------- configurations
echo exporter > "$work/right"
echo mistaken > "$work/wrong"
chmod 600 "$work/right" "$work/wrong"
configure_main() { # thresholds
    {
        echo "{ $1 ocps: ["
        ocp fleet fleet
        ocp calm calm
        password=wrong ocp refused calm
        ocp empty calm 'clusters: { include: "^no such cluster$" }'
        ocp slow slow
        ocp ahead ahead
        ocp doomed doomed
        ocp gone gone
        echo "] }"
    } > "$work/main.json"
}
configure_main ""
{ echo "{ ocps: [" && ocp calm calm && echo "] }"; } > "$work/other.json"
for file in alerts rules aliases; do
    sed -E 's/^( *(for|interval):) .*/\1 1s/' "dashboards/prometheus/$file.yaml" > "$work/$file.yaml"
done
# The receivers of the example are somebody's own: here nobody is told.
sed -E 's#(group_wait|group_interval): .*#\1: 1s#; s#127.0.0.1:9095#127.0.0.1:9#' \
    dashboards/alertmanager/alertmanager.yaml > "$work/alertmanager.yaml"
cat > "$work/prometheus.yaml" << YAML
global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }
rule_files: [alerts.yaml, rules.yaml, aliases.yaml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ["${alertmanager_url#http://}"] }] }] }
scrape_configs:
  - job_name: oceanbase-backup
    static_configs:
      - targets: ["127.0.0.1:${exporter_port[main]}", "127.0.0.1:${exporter_port[other]}"]
YAML
promtool check config "$work/prometheus.yaml" > "$work/check.log" || { cat "$work/check.log"; exit 1; }

# ---------------------------------------------------------------------------------- what must fire
# Alert, then the OCP that it must be about (- for none).
expected='
OceanBaseBackupOcpDown gone
OceanBaseBackupOcpCredentialsRefused refused
OceanBaseBackupNoClusters empty
OceanBaseBackupClusterNotReadable fleet
OceanBaseBackupPollingLate slow
OceanBaseBackupClockOffset ahead
OceanBaseBackupUnknownState fleet
OceanBaseBackupMalformedField fleet
OceanBaseBackupLogDelayHigh fleet
OceanBaseBackupLogDelayCritical fleet
OceanBaseBackupLogCheckpointStuck fleet
OceanBaseBackupDataBackupTooOld fleet
OceanBaseBackupNeverBackedUp fleet
OceanBaseBackupScheduleAbnormal fleet
OceanBaseBackupSchedulePaused fleet
OceanBaseBackupPrimaryWithoutStrategy fleet
OceanBaseBackupSizeDropped fleet
OceanBaseBackupLogCheckpointStuck doomed
'
# The healthy ones: all of calm, and in the fleet the first three ids.
must_stay_quiet='^[A-Za-z]+ (calm |fleet 100000[123]$)'
. Tests/FireDrill/watching.sh

# ----------------------------------------------------------------------------------------- the drill
start alertmanager prometheus-alertmanager --config.file="$work/alertmanager.yaml" \
    --storage.path="$work/alertmanager" --cluster.listen-address= \
    --web.listen-address="${alertmanager_url#http://}"
start prometheus prometheus --config.file="$work/prometheus.yaml" \
    --storage.tsdb.path="$work/prometheus" --web.listen-address="${prometheus_url#http://}"
for _ in $(seq 100); do
    curl -sf "$prometheus_url/-/ready" "$alertmanager_url/-/ready" > /dev/null && break
    sleep 0.1
done

trouble=(no-strategy never-backed-up paused schedule-abnormal log-backup-stalls
    data-backup-overdue size-drops unknown-state malformed-fields forbidden)
simulate fleet --time-scale 120 --scenario healthy=1 --scenario standby=1 \
    --scenario tenant-dimension=1 "${trouble[@]/#/--scenario=}" --clusters $((3 + ${#trouble[@]}))
quiet=(--time-scale 1 --scenario healthy=1 --scenario standby=1 --scenario tenant-dimension=1)
simulate calm "${quiet[@]}" --rate-limit 1000/10s
simulate slow "${quiet[@]}" --latency 2s
simulate ahead "${quiet[@]}" --clock-offset 10m
simulate doomed --time-scale 1200 --scenario log-backup-stalls=1
begin=$(now)
export_page main
export_page other
sleep 1
for name in "${!pid[@]}"; do
    kill -0 "${pid[$name]}" 2> /dev/null || { cat "$work/$name.log"; exit 2; }
done
echo "every fault at once:"
while read -r name ocp; do
    [ -z "$name" ] || await 100 "$begin" "$name" "$ocp"
done <<< "$expected"

echo "every query of the dashboards is asked:"
if PROMETHEUS_URL=$prometheus_url swift test --skip-build --filter QueryTests > "$work/queries.log" 2>&1 &&
    grep -qE 'Test run with [1-9][0-9]* tests?.* passed' "$work/queries.log"; then
    echo "all have answers"
else
    grep -E '✘|error:' "$work/queries.log" | head -20
    fail "a query has no answer"
fi

echo "an OCP dies, and one exporter gets a bad configuration:"
begin=$(now)
stop ocp-doomed
echo '{ ocps: [ { name: "calm", uri: "http://127.0.0.1" } ] }' > "$work/other.json"
kill -HUP "${pid[exporter-other]}"
await 30 "$begin" OceanBaseBackupOcpDown doomed
await 30 "$begin" OceanBaseBackupDataStale doomed
await 30 "$begin" OceanBaseBackupConfigReloadFailed -
stuck='oceanbase_log_backup_checkpoint_timestamp_seconds{ocp="doomed"}'
for _ in $(seq 40); do
    gone=$(promtool query instant "$prometheus_url" "$stuck")
    [ -n "$gone" ] || break
    sleep 0.5
done
observe
if [ -n "$gone" ]; then
    fail "the checkpoint of doomed is still on the page"
elif grep -q '^OceanBaseBackupLogCheckpointStuck doomed ' "$work/firing"; then
    echo "OceanBaseBackupLogCheckpointStuck goes on while doomed cannot be read"
else
    fail "OceanBaseBackupLogCheckpointStuck ended although doomed cannot be read"
fi

echo "an exporter is stopped, the OCP comes back, and the thresholds are raised:"
begin=$(now)
stop exporter-other
simulate doomed "${quiet[@]}"
configure_main 'defaults: { log_backup_delay: "300d", log_backup_delay_critical: "300d" },'
kill -HUP "${pid[exporter-main]}"
await 30 "$begin" OceanBaseBackupExporterDown -
await_end 30 "$begin" OceanBaseBackupOcpDown doomed
await_end 30 "$begin" OceanBaseBackupLogDelayHigh fleet
await_end 30 "$begin" OceanBaseBackupLogDelayCritical fleet

echo "the last exporter is stopped:"
begin=$(now)
# Five seconds later every value is too old.
explained=OceanBaseBackupDataStale
stop exporter-main
await 30 "$begin" OceanBaseBackupExporterAbsent -

[ -z "$unwanted" ] || fail "fired without cause: $(sort -u <<< "$unwanted" | head -5 | tr '\n' ';')"
all=$(sed -n 's/^ *- alert: //p' dashboards/prometheus/alerts.yaml)
for name in $all; do
    [[ " ${!fired[*]}" == *" $name "* ]] || fail "$name is not part of the drill"
done
if grep -hE 'level=(warn|error).*(rule|Evaluating)' "$work/prometheus.log"; then
    fail "Prometheus complains of a rule"
fi
echo "$(wc -w <<< "$all") alerts, ${#fired[@]} with their OCPs, $failures failures"
[ "$failures" -eq 0 ]
