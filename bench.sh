#!/usr/bin/env bash
# The benchmarks, each beside its peer in the same run; results as JSON under tests/Hub.Benchmarks/results/.
# ./bench.sh [name…]: only those.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/prepare.sh
source .ci/prepare.sh

require_dotnet
build_if_changed .hub/built-bench tests/Hub.Benchmarks/Hub.Benchmarks.csproj hub connectors tests/Hub.Benchmarks
mkdir -p tests/Hub.Benchmarks/results
results=tests/Hub.Benchmarks/results
began=$(mktemp)
trap 'rm -f "$began"' EXIT
dotnet tests/Hub.Benchmarks/bin/Release/net10.0/Hub.Benchmarks.dll "$@"

if [[ -z $(find "$results" -name '*.json' -newer "$began" -print -quit) ]]; then
  say "No result was written: this version holds no benchmark of that name, or none yet."
fi
