# The fire drill's eyes: which alerts fire, since when, and what Alertmanager made of them. Sourced by
# run.sh, which sets prometheus_url, alertmanager_url, work and must_stay_quiet.
# shellcheck shell=bash disable=SC2154

declare -A fired
failures=0
fail() { echo "FAILED: $*"; failures=$((failures + 1)); }
now() { date +%s; }
firing() { # lines of alert, ocp and cluster id
    promtool query instant "$prometheus_url" 'ALERTS{alertstate="firing"}' 2> /dev/null |
        sed -E 's/^ALERTS\{(.*)\} =>.*/\1/; s/.*alertname="([^"]*)"/\1 &/' |
        while read -r name rest; do
            ocp=- && cluster=-
            [[ $rest =~ [\ ,]ocp=\"([^\"]*)\" ]] && ocp=${BASH_REMATCH[1]}
            [[ $rest =~ ocp_cluster_id=\"([^\"]*)\" ]] && cluster=${BASH_REMATCH[1]}
            echo "$name $ocp $cluster"
        done
}
unwanted=
explained=- # an alert that has its cause now
observe() {
    firing > "$work/firing"
    while read -r name ocp _; do
        : "${fired[$name $ocp]:=$(now)}"
    done < "$work/firing"
    unwanted+=$(grep -E "$must_stay_quiet" "$work/firing" | grep -v "^$explained ")
}
await() { # seconds, begin of the fault, alert, ocp
    local key="$3 $4" deadline=$(($2 + $1)) state
    [ "${fired[$key]:-$2}" -ge "$2" ] || unset "fired[$key]"
    until [ -n "${fired[$key]:-}" ] || [ "$(now)" -ge "$deadline" ]; do
        sleep 0.5
        observe
    done
    [ -n "${fired[$key]:-}" ] || { fail "$key does not fire"; return; }
    state=$(alertmanager_state "$3" "$4")
    printf '%-40s %-8s after %3d s   %s\n' "$3" "$4" "$((fired[$key] - $2))" "$state"
    [ "$state" != - ] || fail "$key did not reach Alertmanager"
}
await_end() { # seconds, begin of the mending, alert, ocp
    observe
    while grep -q "^$3 $4 " "$work/firing"; do
        [ "$(now)" -lt $(($2 + $1)) ] || { fail "$3 $4 does not end"; return; }
        sleep 0.5
        observe
    done
    printf '%-40s %-8s ended within %d s\n' "$3" "$4" "$(($(now) - $2))"
}
alertmanager_state() { # alert, ocp: told, inhibited or -
    local filter=(alertname="$1")
    [ "$2" = - ] || filter+=(ocp="$2")
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        for kind in active inhibited; do
            if amtool --alertmanager.url="$alertmanager_url" alert query "--$kind" "${filter[@]}" \
                -o simple 2> /dev/null | grep -q "^$1"; then
                echo "$kind"
                return
            fi
        done
        sleep 0.5
    done
    echo -
}
