# Follows a Dockerfile, stage by stage, in roots of their own below $IMAGE_STAGES: stage.1, stage.2 …
# Sets what the last stage says: user, entrypoint, healthcheck, label and the number `stage`.
#
# It knows the instructions of our Dockerfile in the forms that stand there, and stops at any other.

# What the official Swift image for Debian adds to Debian, but for the toolchain.
swift_packages=(binutils gcc git libc6-dev libedit2 libncurses6 libpython3.11 libsqlite3-0
    libstdc++-12-dev libxml2 pkg-config tzdata)

declare -A label stage_named
stage=0 user= entrypoint=() healthcheck=()

# Runs a command in a stage as a builder does: with its arguments, and with the network.
in_stage() { # number of the stage, command for its shell
    cp /etc/resolv.conf "$IMAGE_STAGES/stage.$1/etc/resolv.conf"
    env -i "${stage_arguments[@]}" PATH="$stage_path" HOME=/root DEBIAN_FRONTEND=noninteractive \
        ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        chroot "$IMAGE_STAGES/stage.$1" /bin/sh -ec "cd '$folder'; $2"
}

# Makes a clean Debian, once; the mirror is the one of this machine's apt.
make_base() { # suite
    [ -d "$IMAGE_STAGES/base" ] && return
    mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
        awk -v suite="$1" '$1 == suite { print $2; exit }')
    echo "debootstrap $1"
    debootstrap --variant=minbase "$1" "$IMAGE_STAGES/base" "$mirror" > "$IMAGE_STAGES/debootstrap.log" ||
        { tail "$IMAGE_STAGES/debootstrap.log"; return 1; }
    rm -rf "$IMAGE_STAGES/base/var/cache/apt/archives" "$IMAGE_STAGES/base/var/lib/apt/lists"
    mkdir -p "$IMAGE_STAGES/base/var/cache/apt/archives/partial" "$IMAGE_STAGES/base/var/lib/apt/lists/partial"
    # The official images keep no downloads, and the slim one no documents and translations.
    rm -rf "$IMAGE_STAGES"/base/usr/share/{doc,info,locale,man}/*
    echo 'Dir::Cache::pkgcache ""; Dir::Cache::srcpkgcache "";
        DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb"; };
        Acquire::Languages "none";' > "$IMAGE_STAGES/base/etc/apt/apt.conf.d/image"
    printf 'path-exclude /usr/share/%s/*\n' doc info locale man > "$IMAGE_STAGES/base/etc/dpkg/dpkg.cfg.d/image"
}

begin_stage() { # image, AS, name
    stage=$((stage + 1))
    folder=/ user= stage_arguments=() entrypoint=() healthcheck=() label=()
    stage_path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    stage_named[${3:-$stage}]=$stage
    suite=${1#*:} suite=${suite#*-}
    [[ $1 == debian:* ]] && suite=${1#debian:} suite=${suite%-slim}
    make_base "$suite"
    cp -a "$IMAGE_STAGES/base" "$IMAGE_STAGES/stage.$stage"
    mount -t proc proc "$IMAGE_STAGES/stage.$stage/proc"
    mount --rbind /dev "$IMAGE_STAGES/stage.$stage/dev"
    [[ $1 == swift:* ]] || return 0
    # The toolchain is this machine's own, and cannot be written to from the stage.
    toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
    echo "the toolchain of this machine stands for that of $1: $(swift --version 2> /dev/null | head -1)"
    mkdir -p "$IMAGE_STAGES/stage.$stage/toolchain"
    mount --bind "$toolchain" "$IMAGE_STAGES/stage.$stage/toolchain"
    mount -o remount,bind,ro "$IMAGE_STAGES/stage.$stage/toolchain"
    stage_path=/toolchain/bin:$stage_path
    in_stage "$stage" "apt-get -q update; apt-get -q install -y --no-install-recommends ${swift_packages[*]}" \
        > "$IMAGE_STAGES/packages.log" 2>&1 || { tail "$IMAGE_STAGES/packages.log"; return 1; }
}

copy() { # [--from=stage] source… destination
    local from=$PWD target=${*: -1}
    if [[ $1 == --from=* ]]; then
        from=$IMAGE_STAGES/stage.${stage_named[${1#--from=}]}
        shift
    fi
    local sources=("${@:1:$#-1}")
    [[ $target == /* ]] || target=$folder/$target
    target=$IMAGE_STAGES/stage.$stage$target
    mkdir -p "$(dirname "$target")"
    cp -a --no-preserve=ownership "${sources[@]/#/$from/}" "$target"
}

# The words of a list such as ["/bin/program", "argument"].
words() {
    [[ $1 == \[*\] ]] || { echo "not the exec form: $1" >&2; return 1; }
    grep -o '"[^"]*"' <<< "$1" | tr -d '"'
}

follow() { # Dockerfile, NAME=VALUE for build arguments…
    local instruction rest name
    while read -r instruction rest; do
        [ -n "$instruction" ] || continue
        echo "STEP $instruction $rest" | cut -c 1-110
        case $instruction in
            FROM) begin_stage $rest ;;
            RUN) in_stage "$stage" "$rest" > "$IMAGE_STAGES/run.log" 2>&1 || { tail -30 "$IMAGE_STAGES/run.log"; return 1; } ;;
            WORKDIR) folder=$rest && mkdir -p "$IMAGE_STAGES/stage.$stage$folder" ;;
            COPY) copy $rest ;;
            ARG)
                name=${rest%%=*}
                for given in "${@:2}"; do [[ $given == "$name="* ]] && rest=$given; done
                stage_arguments+=("$rest")
                ;;
            LABEL)
                for name in version revision; do
                    label[$name]=$(env -i "${stage_arguments[@]}" sh -c "set -- $rest; printf '%s\n' \"\$@\"" |
                        sed -n "s/^org\.opencontainers\.image\.$name=//p")
                done
                ;;
            USER) user=$rest ;;
            EXPOSE) ;;
            HEALTHCHECK) mapfile -t healthcheck < <(words "${rest#*CMD }") ;;
            ENTRYPOINT) mapfile -t entrypoint < <(words "$rest") ;;
            *)
                echo "unknown instruction $instruction"
                return 1
                ;;
        esac
    done < <(sed -e '/^ *#/d' "$1" | sed -e ':more; /\\$/ { N; s/\\\n */ /; b more }')
}
