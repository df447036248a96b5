# Starts what the last stage holds as a container engine would, and asks it.

megabytes() { # file or folder
    du -sx --apparent-size --block-size=100K "$1" | awk '{ printf "%.1f MB", $1 / 10 }'
}

# What a stage has that its base has not.
added() { # base, stage
    local before after
    before=$(du -sx --apparent-size --block-size=1K "$1" | cut -f 1)
    after=$(du -sx --apparent-size --block-size=1K "$2" | cut -f 1)
    awk -v kilobytes="$((after - before))" 'BEGIN { printf "%.1f MB", kilobytes / 1024 }'
}

# Makes a root that cannot be written to, with the few mounts that every engine adds.
prepare() { # root
    umount -R "$1/dev" "$1/proc"
    rm -f "$1/etc/resolv.conf"
    mount --bind "$1" "$1"
    mount --rbind /dev "$1/dev"
    mount -o remount,bind,ro "$1"
}

# As the image's user, as process 1 of its own, with these variables and arguments alone.
run_program() { # [NAME=VALUE…] program and arguments
    local variables=()
    while [[ $1 == *=* && $1 != /* ]]; do variables+=("$1") && shift; done
    exec unshare --mount --pid --fork --kill-child sh -ec \
        'root=$1 user=$2; shift 2; mount -t proc proc "$root/proc"
         exec chroot --userspec="$user" --groups= "$root" "$@"' \
        sh "$final" "$user" /usr/bin/env -i "${variables[@]}" "$@"
}

until_it_answers() { # path
    for _ in $(seq 100); do
        curl -sf "http://127.0.0.1:10288$1" && return
        sleep 0.1
    done
    return 1
}

expect() { # what, pattern, text
    grep -qE "$2" <<< "$3" || fail "$1: no $2 in: $(head -c 2000 <<< "$3")"
    echo "ok    $1"
}

# In a network of its own, so that the image's own port is free.
start_and_ask() {
    ip link set lo up
    (run_program /usr/bin/touch /written) 2> /dev/null && fail "the root can be written to"
    echo "ok    the root cannot be written to"
    expect "--version" "version $VERSION \(revision: $REVISION\)" "$(run_program $program --version)"
    for way in "OCP_URL=http://127.0.0.1:9 OCP_USERNAME=exporter OCP_PASSWORD=secret $program" \
        "$program demo"; do
        echo "run   ${way/OCP_PASSWORD=secret/OCP_PASSWORD=…}"
        (run_program $way) > "$IMAGE_STAGES/log" 2>&1 &
        outer=$!
        expect "/-/healthy" "^healthy" "$(until_it_answers /-/healthy)"
        until_it_answers /-/ready > /dev/null || fail "it never became ready"
        page=$(curl -sf http://127.0.0.1:10288/metrics) || fail "/metrics: $(tail -3 "$IMAGE_STAGES/log")"
        expect "/metrics" "build_info.*revision=\"$REVISION\"" "$page"
        if [[ $way == *demo ]]; then
            expect "clusters" '^oceanbase_ocp_clusters\{ocp="demo"\} 12$' "$page"
        else
            expect "an OCP that is not there" '^oceanbase_ocp_up\{ocp="127.0.0.1"\} 0$' "$page"
        fi
        run_health=$( (run_program $check) 2>&1) || fail "healthcheck: $run_health"
        echo "ok    healthcheck"
        inner=$(cat "/proc/$outer/task/$outer/children")
        grep -q "^NSpid:.*	1$" "/proc/${inner// /}/status" || fail "it is not process 1"
        expect "it runs as" "^Uid:	${user%:*}	${user%:*}	" "$(cat "/proc/${inner// /}/status")"
        kill -TERM $inner
        status=0
        wait "$outer" || status=$?
        [ "$status" = 0 ] || fail "SIGTERM: exit code $status: $(tail -3 "$IMAGE_STAGES/log")"
        echo "ok    SIGTERM ends it with exit code 0"
        health=0
        (run_program $check) > /dev/null 2>&1 || health=$?
        [ "$health" = 1 ] || fail "healthcheck of nothing: exit code $health"
        echo "ok    healthcheck says 1 when nothing answers"
    done
}
