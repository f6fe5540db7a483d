#!/usr/bin/env bash
# The benchmarks, each beside its peer in the same run; results as JSON under tests/Hub.Benchmarks/results/.
# ./bench.sh [--quick] [all | name…]: only those; --list tells what there is; --quick runs three short pairs, not for quoting.
# The peers are installed, pinned, by their own package managers: wrk and h2load by apt-get, the others into ${XDG_CACHE_HOME:-~/.cache}/hub-bench.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/prepare.sh
source .ci/prepare.sh

require_dotnet
build_if_changed .hub/built-bench tests/Hub.Benchmarks/Hub.Benchmarks.csproj hub connectors tests/Hub.Benchmarks
# What is measured is what is shipped.
if [[ ! .hub/publish/Hub/app/hub -nt .hub/built-bench ]]; then
  ./deploy/publish.sh "" Hub >&2
fi
bench=(dotnet tests/Hub.Benchmarks/bin/Release/net10.0/Hub.Benchmarks.dll)
if [[ " $* " == *" --list "* ]]; then
  exec "${bench[@]}" --list
fi

apt_install wrk nghttp2-client
exec "${bench[@]}" "$@"
