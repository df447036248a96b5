#!/usr/bin/env bash
# Takes the examples out of README.md and tries them; README.md here says how.
#
#   Tests/Deployment/run.sh          needs Debian's systemd, prometheus, prometheus-alertmanager, curl, openssl,
#                                    binutils, python3 and python3-venv, and what `swift build` makes
#   KEEP=1 Tests/Deployment/run.sh   keeps the folder
set -euo pipefail
cd "$(dirname "$0")/../.."
repository=$PWD
bin=$(realpath "${BIN:-.build/debug}")
for tool in systemd-analyze promtool amtool curl openssl strip python3; do
    command -v "$tool" > /dev/null || { echo "$tool is missing"; exit 2; }
done
python=.build/venv/bin/python
if ! "$python" -c 'import kubernetes_validate, yaml' 2> /dev/null; then
    [ -x "$python" ] || python3 -m venv .build/venv
    .build/venv/bin/pip install --quiet kubernetes-validate pyyaml
fi
python=$repository/$python

work=$(mktemp -d)
simulator=
finish() {
    [ -z "$simulator" ] || kill "$simulator" 2> /dev/null || true
    wait 2> /dev/null || true
    if [ -n "${KEEP:-}" ]; then echo "the folder is $work"; else rm -rf "$work"; fi
}
trap finish EXIT
step() { printf '\n-- %s\n' "$*"; }
fail() {
    echo "FAILED: $*"
    exit 1
}

step "Examples"
"$python" Tests/Deployment/examples.py README.md "$work"
root=$work/root here=$work/here
mkdir -p "$root/run/secrets" "$root/etc/ocp" "$root/usr/local/bin" "$root/var/lib/prometheus/node-exporter" "$here/.build/release" "$work/bin"

# ------------------------------------------------------------------------------- somebody's machine
# Paths of the system mean the ones below $root, and the OCP of the examples is a simulated one.
"$bin/ocp-simulator" --web.listen-address=127.0.0.1:0 --clusters=3 > "$work/simulator.log" &
simulator=$!
for _ in $(seq 100); do
    ocp=$(grep -oEm1 'http://[0-9.:]+' "$work/simulator.log") && break
    sleep 0.05
done
localized() { # files…: their text, for this machine
    sed -E "s#(^|[^A-Za-z0-9._/])/(etc|run|usr/local|var/lib)/#\1$root/\2/#g; s#https://ocp\.example:8443#$ocp#g" "$@"
}
ln -s "$repository/dashboards" "$here/dashboards"
ln -s "$bin/oceanbase-backup-exporter" "$here/.build/release/oceanbase-backup-exporter"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=exporter.example \
    -keyout "$work/key.pem" -out "$work/certificate.pem" 2> /dev/null
for name in json/server.pem json/clients-ca.pem here/ca.pem here/prometheus.pem root/etc/ocp/ca.pem; do
    cp "$work/certificate.pem" "$work/$name"
done
cp "$work/key.pem" "$work/json/server.key"
cp "$work/key.pem" "$here/prometheus.key"
printf exporter > "$root/run/secrets/ocp"
printf exporter > "$root/run/secrets/ocp-password"
find "$root/etc" -name '*.json' -o -name '*.yml' -o -name '*.service' | while read -r file; do
    localized "$file" > "$work/localized"
    cp "$work/localized" "$file"
done
cp "$root/etc/oceanbase-backup-exporter/exporter.json" "$here/exporter.json"

# What stands for commands that need another machine, or that would run for good.
cat > "$work/bin/oceanbase-backup-exporter" <<'END'
#!/usr/bin/env bash
# Serves for a moment if it is told to simulate, checks its configuration if it is told to serve.
set -euo pipefail
export CREDENTIALS_DIRECTORY=${CREDENTIALS_DIRECTORY:-$ROOT/etc/oceanbase-backup-exporter}
case " $* " in
    *" demo "*)
        WEB_LISTEN_ADDRESS=127.0.0.1:0 "$BIN/oceanbase-backup-exporter" "$@" > "$WORK/demo" 2> "$WORK/demo.log" &
        for _ in $(seq 200); do
            url=$(sed -n 's/^ *metrics *//p' "$WORK/demo")
            [ -n "$url" ] && curl -sf "${url%/metrics}/-/ready" > /dev/null && break
            sleep 0.05
        done
        curl -sf "$url" | grep -c '^oceanbase_cluster_up' > /dev/null
        kill "$!" && wait "$!"
        ! grep -E 'level=(WARN|ERROR)' "$WORK/demo.log" || exit 1
        ;;
    *" --config.check "* | *" doctor "* | *" once "* | *" completion "*) "$BIN/oceanbase-backup-exporter" "$@" ;;
    *) "$BIN/oceanbase-backup-exporter" "$@" --config.check ;;
esac
END
cat > "$work/bin/ocp-simulator" <<'END'
#!/usr/bin/env bash
# Simulates for a moment, and is asked for its tenants.
set -euo pipefail
OCP_SIMULATOR_WEB_LISTEN_ADDRESS=127.0.0.1:0 "$BIN/ocp-simulator" "$@" > "$WORK/simulator" &
for _ in $(seq 200); do
    url=$(sed -nE 's/.* at (http:[^,]*),.*/\1/p' "$WORK/simulator")
    [ -n "$url" ] && break
    sleep 0.05
done
curl -sf --user exporter:exporter "$url/api/v2/ob/tenants" | grep -c '"obTenantId"' > /dev/null
kill "$!" && wait "$!"
END
cat > "$work/bin/swift" <<'END'
#!/usr/bin/env bash
# Runs what is built; builds and tests nothing.
[ "$1" != run ] || exec "${@:2}"
END
cat > "$work/bin/docker" <<'END'
#!/usr/bin/env bash
# Runs the program as the image's entry point would.
[ "$1" != run ] || exec oceanbase-backup-exporter "${@:$#}"
END
cat > "$work/bin/kubectl" <<'END'
#!/usr/bin/env bash
# Takes files that are there.
[ "$1 $2" = "apply --filename" ] && [ -s "$3" ]
END
cat > "$work/bin/apt-get" <<'END'
#!/usr/bin/env bash
# Knows whether the packages could be installed; installs nothing.
[ "$1" = install ] && /usr/bin/apt-get install --simulate "${@:2}"
END
cat > "$work/bin/systemctl" <<'END'
#!/usr/bin/env bash
# Knows whether the units exist; starts nothing.
for word in "${@:2}"; do
    case $word in
        --*) ;;
        *.service | *.socket | *.timer) [ -e "$ROOT/etc/systemd/system/$word" ] || exit 1 ;;
        *) [ -e "$ROOT/etc/systemd/system/$word.service" ] || exit 1 ;;
    esac
done
END
chmod +x "$work"/bin/*
export WORK=$work ROOT=$root BIN=$bin
export PATH=$work/bin:$PATH

step "Commands, in the order of the README"
export OCP_PASSWORD=exporter
for block in "$work"/shell/*.sh; do
    localized "$block" > "$work/command"
    if ! (cd "$here" && printf 'exporter\n' |
        timeout 60 bash -eo pipefail "$work/command" > "$work/output" 2>&1); then
        cat "$work/command" "$work/output"
        fail "this block"
    fi
    sed 's/^/   /' "$block"
done
cmp -s "$here/ocp-password" "$root/etc/oceanbase-backup-exporter/ocp-password" || fail "the password was not installed"
[ "$(stat -c %a "$here/ocp-password")" = 600 ] || fail "others can read the password"

step "Configurations"
for file in "$work"/json/*.json "$root"/etc/oceanbase-backup-exporter/*.json; do
    if grep -qE '^  (tls_server_config|basic_auth_users)' "$file"; then
        OCP_URL=$ocp OCP_USERNAME=exporter oceanbase-backup-exporter --web.config.file="$file" \
            > "$work/output" 2>&1 ||
            { cat "$work/output"; fail "$file"; }
        # Without comments it is YAML.
        sed -E 's# //.*##' "$file" > "$work/json/web.yaml"
        promtool check web-config "$work/json/web.yaml"
    else
        sed "s#\"/\(run\|etc\)/#\"$root/\1/#g" "$file" > "$work/configuration.json"
        oceanbase-backup-exporter --config.file="$work/configuration.json" > "$work/output" 2>&1 ||
            { cat "$work/output"; fail "$file"; }
    fi
    echo "   $(basename "$file"): good"
done

step "systemd"
units=$root/etc/systemd/system
SYSTEMD_UNIT_PATH="$units:" systemd-analyze verify "$units"/*.{service,socket,timer} > "$work/output" 2>&1 || true
if [ -s "$work/output" ]; then cat "$work/output"; fail "systemd-analyze verify has something to say"; fi
echo "   systemd-analyze verify: silent"
systemd-analyze security --offline=true --no-pager "$units/oceanbase-backup-exporter.service" > "$work/output"
score=$(sed -nE 's/.*exposure level for [^:]*: ([0-9.]+) .*/\1/p' "$work/output")
grep -q "puts this unit at $score," README.md || fail "the README has another score than $score"
echo "   systemd-analyze security: $score"
# What the services start, with the files that systemd would give to them.
for unit in "$units"/*.service; do
    export CREDENTIALS_DIRECTORY=$work/credentials/$(basename "$unit")
    mkdir -p "$CREDENTIALS_DIRECTORY"
    while IFS=: read -r name file; do
        cp "$file" "$CREDENTIALS_DIRECTORY/$name"
    done < <(sed -n 's/^LoadCredential=//p' "$unit")
    command=$(sed -nE '/^ExecStart=/{:a;/\\$/{N;s/\\\n//;ba};s/^ExecStart=//p}' "$unit")
    ${command//"$root/usr/local/bin/"/} > "$work/output" 2>&1 || { cat "$work/output"; fail "$unit"; }
done
unset CREDENTIALS_DIRECTORY
grep -q '^oceanbase_cluster_up' "$root/var/lib/prometheus/node-exporter/oceanbase-backup.prom"
promtool check metrics < "$root/var/lib/prometheus/node-exporter/oceanbase-backup.prom"
echo "   what they start, starts"

step "Prometheus"
while read -r file; do
    promtool check config "$file" > "$work/output" 2>&1 || { cat "$work/output"; fail "$file"; }
    echo "   $(basename "$file"): good"
done < <(find "$root/etc/prometheus" "$here" -name 'prometheus*.yml')

step "Kubernetes, compose and Grafana"
"$python" - "$here" <<'END'
import sys
import yaml
kept = []
for name in ["exporter.yaml", "prometheus-rules.yaml"]:
    for document in yaml.safe_load_all(open(f"{sys.argv[1]}/{name}")):
        # Prometheus Operator's kinds are in no schema of Kubernetes.
        if not document["apiVersion"].startswith("monitoring.coreos.com/"):
            kept.append(document)
assert len(kept) == 3
yaml.safe_dump_all(kept, open(f"{sys.argv[1]}/kubernetes.yaml", "w"))
END
.build/venv/bin/kubernetes-validate --strict --quiet "$here/kubernetes.yaml"
"$python" Tests/Deployment/manifests.py "$work"
echo "   good"

step "Python"
for file in "$work"/python/*.py; do
    printf 'print([shard(id, 3) for id in (1000001, 1000002, 1000003)])\n' >> "$file"
    [ "$("$python" "$file")" = "[2, 1, 1]" ] || fail "$file gives other shards"
done

printf '\nEvery example of the README works.\n'
