#!/usr/bin/env bash
# The main job, end to end: builds what changed, starts the hub, the stand-ins of the outside systems and the connectors, sends
# twenty citizen requests and prints who received what, when. Then serves until Ctrl-C; with --once, ends (0: all as expected).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/prepare.sh
source .ci/prepare.sh

require_dotnet
build_if_changed .hub/built-demo .ci/demo.slnf hub connectors
exec hub/Hub.Server/bin/Release/net10.0/hub demo "$@"
