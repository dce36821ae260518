# The command `brief` with git, which compares editions. In a folder of briefs:
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" briefing render

FROM rust:1.91-alpine3.22 AS build
# mimalloc is C.
# hadolint ignore=DL3018
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --release --locked

FROM alpine:3.22
# hadolint ignore=DL3018
RUN apk add --no-cache git \
  && adduser -D -u 1000 brief \
  # The folder of briefs belongs to somebody else than this user.
  && git config --system --add safe.directory '*'
COPY --from=build /source/target/release/brief /usr/local/bin/brief
COPY LICENSE-* /usr/share/doc/briefing/
COPY fonts/source-sans/LICENSE.md /usr/share/doc/briefing/source-sans.md
COPY fonts/source-serif/LICENSE.md /usr/share/doc/briefing/source-serif.md
USER 1000
WORKDIR /work
ENTRYPOINT ["brief"]
CMD ["--help"]
