# Builds the exporter in the official Swift image, and runs it on the same distribution.
FROM swift:6.3-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcurl4-openssl-dev libssl-dev zlib1g-dev libcrypt-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
ARG REVISION=unknown
RUN sed -i "s/revision = \"unknown\"/revision = \"${REVISION}\"/" Sources/Exporter/Version.swift \
    && swift build -c release --static-swift-stdlib --product oceanbase-backup-exporter \
    && install -D -s "$(swift build -c release --static-swift-stdlib --show-bin-path)/oceanbase-backup-exporter" \
        /out/oceanbase-backup-exporter

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libcurl4 libssl3 zlib1g libcrypt1 libstdc++6 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/oceanbase-backup-exporter /usr/local/bin/oceanbase-backup-exporter
USER 65534:65534
EXPOSE 10288
HEALTHCHECK --interval=30s --timeout=6s CMD ["/usr/local/bin/oceanbase-backup-exporter", "healthcheck"]
ENTRYPOINT ["/usr/local/bin/oceanbase-backup-exporter"]
