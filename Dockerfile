# syntax=docker/dockerfile:1
# Builds Vestibule and puts the one binary into a small image without a shell, run by a user without rights.
#
#   docker build -t vestibule .
#   docker run --rm vestibule --version

FROM rust:1.95-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends cmake \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
# The caches outlive a build: a change of the sources does not compile the dependencies again.
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin vestibule \
    && install -D -m 0755 target/release/vestibule /out/vestibule \
    && install -d -m 0700 /out/data

# glibc, the certificates of the public authorities, time zones; no shell, no package manager.
FROM gcr.io/distroless/cc-debian12:nonroot
LABEL org.opencontainers.image.title="Vestibule" \
    org.opencontainers.image.description="User pools, hosted sign-in pages, OpenID Connect and the Cognito user-pools API" \
    org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /out/vestibule /usr/local/bin/vestibule
# SQLite's folder; on PostgreSQL it stays empty.
COPY --from=build --chown=nonroot:nonroot /out/data /data
WORKDIR /data
VOLUME /data
# The public listener, and the one for health and metrics, which is not for the public.
EXPOSE 8080 9090
ENV VESTIBULE_LISTEN=0.0.0.0:8080 \
    VESTIBULE_ADMIN_LISTEN=0.0.0.0:9090 \
    VESTIBULE_DATABASE_URL=sqlite:///data/vestibule.db
USER nonroot
STOPSIGNAL SIGTERM
# Asks the listener of VESTIBULE_ADMIN_LISTEN; there is no other program in the image that could.
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s --retries=3 CMD ["/usr/local/bin/vestibule", "ready"]
ENTRYPOINT ["/usr/local/bin/vestibule"]
CMD ["serve"]
