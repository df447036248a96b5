# Builds the exporter in the official Swift image, and runs it on the same distribution, amd64 or arm64:
#   docker build --build-arg REVISION="$(git rev-parse --short HEAD)" --tag oceanbase-backup-exporter .
#   docker run --read-only --publish 10288:10288 --env OCP_URL=https://ocp.example:8080 \
#       --env OCP_USERNAME=exporter --env OCP_PASSWORD oceanbase-backup-exporter
# Tests/Image/run.sh follows these steps without an engine.
FROM swift:6.3-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4-openssl-dev libssl-dev zlib1g-dev libcrypt-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
ARG REVISION=unknown
RUN sed -i "s/revision = \"unknown\"/revision = \"${REVISION}\"/" Sources/Exporter/Version.swift \
    && grep -qF "revision = \"${REVISION}\"" Sources/Exporter/Version.swift \
    && swift build -c release --static-swift-stdlib --product oceanbase-backup-exporter \
    && install -D -s .build/release/oceanbase-backup-exporter /out/oceanbase-backup-exporter

FROM debian:bookworm-slim
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libcrypt1 libcurl4 libssl3 libstdc++6 zlib1g \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/oceanbase-backup-exporter /usr/local/bin/oceanbase-backup-exporter
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="oceanbase-backup-exporter" \
    org.opencontainers.image.description="Prometheus exporter for the backups of OceanBase clusters" \
    org.opencontainers.image.version="${VERSION}" \
    org.opencontainers.image.revision="${REVISION}"
USER 65534:65534
EXPOSE 10288
HEALTHCHECK --interval=30s --timeout=6s --start-period=10s CMD ["/usr/local/bin/oceanbase-backup-exporter", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/oceanbase-backup-exporter"]
