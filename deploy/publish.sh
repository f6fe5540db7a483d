#!/usr/bin/env bash
# Publishes the hub, the connectors and their stand-ins, each ready to be copied to a machine or into an image:
#   .hub/publish/<name>/app   the program with the runtime that it was made for: nothing has to be installed but what every .NET program asks of Linux (C library, ICU, OpenSSL, time zones)
#   .hub/publish/<name>/data  an empty folder, so that an image without a shell can give it an owner
# ./deploy/publish.sh [RUNTIME] [PROJECT…]: a runtime identifier (default: this machine's), and only these (Hub, PayFip, PayFip.StandIn, …).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
runtime=${1:-$(dotnet --info | awk '$1 == "RID:" {print $2}')}
shift || true

# publish NAME PROJECT
publish() {
  local target=.hub/publish/$1
  rm -rf "$target"
  mkdir -p "$target/data"
  dotnet publish "$2" -c Release -r "$runtime" --self-contained -o "$target/app" --nologo -v q -clp:NoSummary
  printf '%s\n' "$target"
}

# wanted NAME ONLY…: no list means all.
wanted() {
  local name=$1 only
  shift
  [[ $# -eq 0 ]] && return 0
  for only in "$@"; do
    [[ $only == "$name" ]] && return 0
  done
  return 1
}

wanted Hub "$@" && publish Hub hub/Hub.Server
for manifest in connectors/*/connector.yaml; do
  folder=$(dirname "$manifest")
  name=$(basename "$folder")
  wanted "$name" "$@" && publish "$name" "$folder"
  [[ -d $folder/StandIn ]] && wanted "$name.StandIn" "$@" && publish "$name.StandIn" "$folder/StandIn"
done
true
