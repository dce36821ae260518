#!/usr/bin/env bash
# The steps of action.yml: `action.sh install`, `check`, `comment` or `result`. tests/suite/action.rs runs them.
set -euo pipefail

out="$RUNNER_TEMP/briefing"
mkdir -p "$out"

# Text of a brief in the log must not be read as a command of the runner.
quietly() {
  local token
  token="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
  echo "::stop-commands::$token"
  "$@" 2>&1 || true
  printf '\n::%s::\n' "$token"
}

sum() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }

# The name of the released archive for this machine, without the version.
target() {
  case "$RUNNER_OS-$RUNNER_ARCH" in
    Linux-X64) echo x86_64-unknown-linux-musl.tar.gz ;;
    Linux-ARM64) echo aarch64-unknown-linux-musl.tar.gz ;;
    macOS-X64) echo x86_64-apple-darwin.tar.gz ;;
    macOS-ARM64) echo aarch64-apple-darwin.tar.gz ;;
    Windows-X64) echo x86_64-pc-windows-msvc.zip ;;
    *) return 1 ;;
  esac
}

# The binary of the release that has the version of this action, if its checksum is right. Without a release, the key of
# the cache in which the binary built from this source is kept.
install_brief() {
  local version suffix archive url
  mkdir -p "$out/bin"
  echo "$out/bin" >> "$GITHUB_PATH"
  version="$(sed -n 's/^version = "\(.*\)"/\1/p' "$ACTION_PATH/Cargo.toml" | head -n 1)"
  if suffix="$(target)"; then
    archive="briefing-v$version-$suffix"
    url="$GITHUB_SERVER_URL/$ACTION_REPOSITORY/releases/download/v$version"
    if curl --fail --silent --location --retry 2 -o "$out/$archive" "$url/$archive" &&
      curl --fail --silent --location --retry 2 -o "$out/SHA256SUMS" "$url/SHA256SUMS"; then
      if ! (cd "$out" && grep -F " $archive" SHA256SUMS > one.sum && sum --check --status one.sum); then
        echo "::error::the checksum of $archive is not the one in the release"
        exit 2
      fi
      case "$archive" in
        *.zip) unzip -q -o -j "$out/$archive" '*/brief.exe' -d "$out/bin" ;;
        *) tar -xzf "$out/$archive" -C "$out/bin" --strip-components 1 ;;
      esac
      echo "build=false" >> "$GITHUB_OUTPUT"
      return
    fi
  fi
  echo "no release v$version for this system: brief is built from source"
  local hash
  hash="$(cd "$ACTION_PATH" && find Cargo.toml Cargo.lock build src templates fonts -type f | LC_ALL=C sort |
    while IFS= read -r file; do sum "$file"; done | sum | cut -c 1-32)"
  { echo "build=true"; echo "key=briefing-$RUNNER_OS-$RUNNER_ARCH-$hash"; } >> "$GITHUB_OUTPUT"
}

# The commit to compare with: where the pull request branched off. Nothing if there is none or it cannot be had.
base() {
  [ -n "${BASE:-}" ] || return 0
  git cat-file -e "$BASE^{commit}" 2>/dev/null || git fetch --quiet --depth=1 origin "$BASE" 2>/dev/null || return 0
  git merge-base "$BASE" HEAD 2>/dev/null || echo "$BASE"
}

# The files to compare, each ended by a NUL: the briefs that changed, or all of them if a file changed that they may share.
changed() {
  local file all=false
  brief list --format json -- "$BRIEFS" 2>/dev/null | jq -r '.briefs[].file | gsub("\\\\"; "/") | ltrimstr("./")' > "$out/briefs" || true
  : > "$out/changed"
  while IFS= read -r -d '' file; do
    if grep -Fxq -- "$file" "$out/briefs"; then printf '%s\n' "$file" >> "$out/changed"; else all=true; fi
  done < <(git diff --name-only --no-renames -z "$1" -- '*.toml')
  if $all; then tr '\n' '\0' < "$out/briefs"; else tr '\n' '\0' < "$out/changed"; fi
}

# Compares the briefs that changed with their edition in that commit.
compare() {
  local file code page
  while IFS= read -r -d '' file; do
    # A new brief has no earlier edition.
    git cat-file -e "$1:$file" 2>/dev/null || continue
    code=0
    brief diff ${RELEASE:+--release "$RELEASE"} --format md -- "$1:$file" "./$file" > "$out/one.md" 2>> "$out/log" || code=$?
    [ "$code" = 1 ] || continue
    # A comment has at most 65,536 characters; one diff is never longer than 60,000.
    if [ "$(cat "$out/changes.md" "$out/one.md" | wc -c)" -le 62000 ]; then
      { cat "$out/one.md"; echo; } >> "$out/changes.md"
    else
      more=$((more + 1))
    fi
    page="$out/pages/${file%.toml}-redline.pdf"
    mkdir -p "$(dirname "$page")"
    brief diff ${RELEASE:+--release "$RELEASE"} --format pdf -o "$page" -- "$1:$file" "./$file" >> "$out/log" 2>&1 || true
  done < <(changed "$1")
  if [ "$more" -gt 0 ]; then echo "More briefs changed: $more. The uploaded pages show how." >> "$out/changes.md"; fi
}

# A check of all briefs in a format of the command line.
check_all() {
  brief check ${RELEASE:+--release "$RELEASE"} "$@" -- "$BRIEFS"
}

# One check and one batch over all briefs; what changed; the summary.
check() {
  local code=0 rendered=0 commit errors warnings notes="unprinted-content" listed
  more=0
  : > "$out/log"
  : > "$out/changes.md"
  check_all --format sarif > "$out/all.sarif" 2>> "$out/log" || code=$?
  [ -s "$out/all.sarif" ] || echo '{"runs": []}' > "$out/all.sarif"
  # Code scanning on GitHub opens an alert for a suppressed result, too; what a template does not print is none.
  jq '.runs[].results |= map(select((.suppressions // []) == [] and .level != "note"))' "$out/all.sarif" > "$out/briefs.sarif"
  # What a template does not print is no annotation either, unless the project makes it a warning or an error.
  if jq -e --arg code "$notes" 'any(.runs[].results[]; .ruleId == $code and .level != "note")' "$out/all.sarif" > /dev/null; then
    notes=""
  fi
  # What these two print to standard error is in the log already.
  check_all --format github ${notes:+--allow "$notes"} 2> /dev/null || true
  check_all --format short ${notes:+--allow "$notes"} > "$out/findings" 2> /dev/null || true
  brief render ${RELEASE:+--release "$RELEASE"} -o "$out/pages" -- "$BRIEFS" > "$out/render.log" 2>&1 || rendered=$?
  cat "$out/render.log" >> "$out/log"
  [ "$code" -ge "$rendered" ] || code=$rendered
  commit="$(base)"
  if [ -n "$commit" ]; then
    compare "$commit"
  elif [ -n "${BASE:-}" ]; then
    echo "::notice::the commit $BASE cannot be had, so nothing was compared; give actions/checkout fetch-depth: 0"
  fi
  quietly cat "$out/log"
  errors="$(jq '[.runs[].results[] | select(.level == "error")] | length' "$out/briefs.sarif")"
  warnings="$(jq '[.runs[].results[] | select(.level != "error")] | length' "$out/briefs.sarif")"
  {
    echo "## Briefs"
    echo
    echo "Errors: $errors. Warnings: $warnings."
    echo
    # What only rendering finds, such as a page that is too full, is in its last lines.
    if [ "$code" != 0 ] && [ "$errors" = 0 ]; then
      echo "<pre>"
      tail -n 40 "$out/render.log" | jq -rR '@html'
      echo "</pre>"
      echo
    fi
    if [ "$errors$warnings" != 00 ]; then
      echo "<pre>"
      # The text of a brief is no markup.
      head -n 200 "$out/findings" | jq -rR '@html'
      listed="$(wc -l < "$out/findings")"
      if [ "$listed" -gt 200 ]; then echo "… and $((listed - 200)) more"; fi
      echo "</pre>"
      echo
    fi
    cat "$out/changes.md"
  } >> "$GITHUB_STEP_SUMMARY"
  {
    echo "result=$code"
    echo "errors=$errors"
    echo "warnings=$warnings"
    if [ -s "$out/changes.md" ]; then echo "changed=true"; else echo "changed=false"; fi
  } >> "$GITHUB_OUTPUT"
}

# The comment of this action on the pull request: made, updated, or removed when nothing is changed any more. The token
# of a fork may not write; then the summary has to do.
comment() {
  local marker="<!-- briefing: $BRIEFS -->" id owner="${GITHUB_REPOSITORY%%/*}" name="${GITHUB_REPOSITORY##*/}"
  # shellcheck disable=SC2016 # The variables are those of GraphQL.
  local query='query($owner: String!, $name: String!, $number: Int!, $endCursor: String) {
    repository(owner: $owner, name: $name) { pullRequest(number: $number) {
      comments(first: 100, after: $endCursor) { pageInfo { hasNextPage endCursor } nodes { id viewerDidAuthor body } } } } }'
  if ! gh api graphql --paginate -f query="$query" -f owner="$owner" -f name="$name" -F number="$NUMBER" \
    > "$out/comments.json" 2> "$out/gh.log"; then
    unwritten
    return
  fi
  id="$(jq -r --arg marker "$marker" '.data.repository.pullRequest.comments.nodes[]
    | select(.viewerDidAuthor and (.body | startswith($marker))) | .id' "$out/comments.json" | head -n 1)"
  { echo "$marker"; echo "Changes in meaning since the base of this pull request:"; echo; cat "$out/changes.md"; } > "$out/comment.md"
  if [ ! -s "$out/changes.md" ]; then
    [ -n "$id" ] || return 0
    # shellcheck disable=SC2016
    gh api graphql -f query='mutation($id: ID!) { deleteIssueComment(input: {id: $id}) { clientMutationId } }' \
      -f id="$id" > /dev/null 2> "$out/gh.log" || unwritten
  elif [ -n "$id" ]; then
    # shellcheck disable=SC2016
    gh api graphql -f query='mutation($id: ID!, $body: String!) { updateIssueComment(input: {id: $id, body: $body}) { clientMutationId } }' \
      -f id="$id" -F body=@"$out/comment.md" > /dev/null 2> "$out/gh.log" || unwritten
  else
    gh pr comment "$NUMBER" --repo "$GITHUB_REPOSITORY" --body-file "$out/comment.md" > /dev/null 2> "$out/gh.log" || unwritten
  fi
}

unwritten() {
  quietly cat "$out/gh.log"
  echo "::notice::no comment was written, since the token may not: see the summary of this run"
}

# Fails as the checks have failed.
result() {
  case "$RESULT" in
    0) ;;
    1) echo "::error::a brief has errors: see the annotations and the summary"; exit 1 ;;
    *) echo "::error::a brief cannot be read, or a page cannot be written: see the log"; exit 2 ;;
  esac
}

case "${1:-}" in
  install) install_brief ;;
  check | comment | result) "$1" ;;
  *) echo "usage: action.sh install|check|comment|result" >&2; exit 2 ;;
esac
