#!/usr/bin/env bash
# Builds and starts the container image without a container engine; README.md here says how.
#
#   Tests/Image/run.sh            needs root, debootstrap, curl, ip and a Swift toolchain on the PATH
#   KEEP=1 Tests/Image/run.sh     keeps the folder with both stages
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ -z "${IMAGE_STAGES:-}" ]; then
    [ "$(id -u)" = 0 ] || { echo "run it as root: it makes file systems of its own"; exit 2; }
    for tool in debootstrap unshare chroot curl ip swift apt-get; do
        command -v "$tool" > /dev/null || { echo "$tool is missing"; exit 2; }
    done
    IMAGE_STAGES=$(mktemp -d)
    export IMAGE_STAGES
    status=0
    # All that is mounted below is mounted in there only, and gone before the folder is removed.
    unshare --mount --propagation private "$0" || status=$?
    if [ -n "${KEEP:-}" ]; then echo "both stages are in $IMAGE_STAGES"; else
        rm -rf --one-file-system "$IMAGE_STAGES"
    fi
    exit "$status"
fi
. Tests/Image/stages.sh
. Tests/Image/starting.sh

fail() {
    echo "FAILED: $*"
    exit 1
}

if command -v hadolint > /dev/null; then
    hadolint Dockerfile && echo "hadolint has nothing to say"
else
    echo "hadolint is not here: not asked"
fi

REVISION=$(git rev-parse --short HEAD 2> /dev/null || echo none)
VERSION=$(sed -n 's/.* number = "\(.*\)".*/\1/p' Sources/Exporter/Version.swift)
follow Dockerfile REVISION="$REVISION" VERSION="$VERSION"
final=$IMAGE_STAGES/stage.$stage
[ "${label[version]}" = "$VERSION" ] || fail "the label says version ${label[version]}, not $VERSION"
[ "${label[revision]}" = "$REVISION" ] || fail "the label says revision ${label[revision]}"
[[ "$user" =~ ^[1-9][0-9]*:[1-9][0-9]*$ ]] || fail "the user is not a number other than root: $user"

# ------------------------------------------------------------------------------------------ what is in
binary=$final${entrypoint[0]}
echo "shared libraries:"
chroot "$final" ldd "${entrypoint[0]}" | sed 's/ (0x.*//'
! chroot "$final" ldd "${entrypoint[0]}" | grep "not found" || fail "a library is missing"
printf 'sizes: program %s, with the packages it needs %s, on a base of %s\n' \
    "$(megabytes "$binary")" "$(added "$IMAGE_STAGES/base" "$final")" "$(megabytes "$IMAGE_STAGES/base")"

# --------------------------------------------------------------------------------------------- starting
prepare "$final"
export final user VERSION REVISION
export program=${entrypoint[*]} check=${healthcheck[*]}
export -f start_and_ask run_program until_it_answers expect fail
unshare --net bash -euo pipefail -c start_and_ask
echo "the image is good"
