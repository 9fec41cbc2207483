# syntax=docker/dockerfile:1
#
#   docker build --target server -t popstage-server .
#   docker build --target worker -t popstage-worker .
#
# compose.yaml runs both. BuildKit is needed (any Docker since 23): its caches keep the media worker, which takes
# minutes to build where upstream's binary cannot be downloaded.

FROM node:24-bookworm-slim AS base
WORKDIR /srv/popstage
ENV npm_config_cache=/var/cache/npm

# What `npm start` sets up, by the same code: packages, media worker (proven before it is kept), ffmpeg, browser app.
FROM base AS set-up
ENV POPSTAGE_CACHE=/var/cache/popstage
COPY . .
RUN --mount=type=cache,target=/var/cache/npm,sharing=locked \
    --mount=type=cache,target=/var/cache/popstage,sharing=locked \
    node scripts/image.mjs /opt/popstage/bin

# What runs needs neither compilers nor test tools, nor mediasoup's C++ source.
FROM base AS packages
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/var/cache/npm,sharing=locked \
    npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
    && rm -rf node_modules/mediasoup/worker

# Code, settings and a folder for data that the unprivileged user owns: common to both targets.
FROM base AS code
ENV NODE_ENV=production \
    POPSTAGE_DATA_DIR=/data
RUN install -d -o node -g node -m 0700 /data
COPY --from=packages /srv/popstage/node_modules node_modules
COPY package.json ./
COPY config config
COPY server server
VOLUME /data

# Control plane: HTTP, socket, event log. Media runs elsewhere: MEDIA_WORKERS and MEDIA_SECRET are to be set.
FROM code AS server
ENV HOST=0.0.0.0
COPY --from=set-up /srv/popstage/client-demo/dist client-demo/dist
USER node
EXPOSE 8080 8443
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 8080}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]

# Media plane: mediasoup workers and ffmpeg. Listens for servers on MEDIA_RPC_LISTEN, for browsers from MEDIA_PORT on.
FROM code AS worker
ENV PATH=/opt/popstage/bin:$PATH \
    MEDIASOUP_WORKER_BIN=/opt/popstage/bin/mediasoup-worker \
    MEDIA_SOCKET=/data/media.sock \
    MEDIA_RPC_LISTEN=0.0.0.0:7440 \
    MEDIA_PORT=40000 \
    HLS_PORT=8480
COPY --from=set-up /opt/popstage/bin /opt/popstage/bin
# Libraries that a worker built here links against, and Debian's ffmpeg where no static one could be downloaded.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libabsl20220623 libsrtp2-1 libssl3 libuv1 \
       $([ -x /opt/popstage/bin/ffmpeg ] || echo ffmpeg) \
    && rm -rf /var/lib/apt/lists/*
# A worker without its channel ends with 41; anything else means that a library is missing.
RUN ffmpeg -version > /dev/null && { mediasoup-worker; test $? -eq 41; }
COPY worker worker
USER node
EXPOSE 7440 8480 40000/udp 40000/tcp
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["node", "-e", "require('node:net').connect(process.env.MEDIA_SOCKET).on('connect', () => process.exit(0)).on('error', () => process.exit(1))"]
CMD ["node", "worker/main.ts"]
