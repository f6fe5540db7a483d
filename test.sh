#!/usr/bin/env bash
# Every test. The last line is "N passed, N failed, N skipped"; exit 0 only if some passed and none failed.
# --full runs the long versions (tests read HUB_TEST_FULL=1).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/prepare.sh
source .ci/prepare.sh

case ${1-} in
  '') ;;
  --full) export HUB_TEST_FULL=1 ;;
  *) say "Usage: ./test.sh [--full]"; exit 2 ;;
esac

require_dotnet
if ! command -v node >/dev/null; then
  say "Node.js 20 or later is missing: it runs the interoperability tests and counts the results. Install it, then run this again."
  exit 2
fi

# gRPC clients that are not ours: python3-grpcio and @grpc/grpc-js; a browser for the designer.
apt_install python3-grpcio python3-protobuf protobuf-compiler protobuf-compiler-grpc strace faketime chromium
while IFS= read -r lock; do
  folder=$(dirname "$lock")
  if [[ ! -d $folder/node_modules || $lock -nt $folder/node_modules/.package-lock.json ]]; then
    say "Installing the packages of $folder…"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >&2) || say "npm ci failed in $folder: its tests will be skipped."
  fi
done < <(find tests -name node_modules -prune -o -name bin -prune -o -name obj -prune -o -name package-lock.json -print)

build_if_changed .hub/built-tests Hub.sln hub connectors tests
if [[ -n ${HUB_TEST_FULL-} ]]; then
  # A thousand kills are a thousand starts: what is killed is what a town installs, compiled ahead, and not the build, which compiles itself at each of them.
  say "Publishing the hub that the long versions kill…"
  ./deploy/publish.sh '' Hub >&2
  export HUB_TEST_SERVED=.hub/publish/Hub/app/hub
fi

# A result left from an earlier run must not be counted again.
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
deadline=$((SECONDS + ${HUB_TEST_MINUTES:-$([[ -n ${HUB_TEST_FULL-} ]] && echo 240 || echo 18)} * 60))
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  left=$((deadline - SECONDS))
  say "── $name"
  if ((left <= 0)); then
    echo "the time for all tests was up before it started" >"$results/$name.unfinished"
    continue
  fi
  # A test host that crashes or hangs leaves no complete result; .ci/count-tests.mjs counts that as a failure.
  timeout --kill-after=20 "$left" dotnet test "$project" -c Release --no-build --no-restore -v q \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" >"$results/$name.log" 2>&1 \
    || echo "dotnet test ended with code $?" >"$results/$name.unfinished"
done
node .ci/count-tests.mjs "$results"
