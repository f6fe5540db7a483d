# Sourced by the scripts at the root: the few things that they share.
# shellcheck shell=bash

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en

say() { printf '%s\n' "$*" >&2; }

# Ends with a message that tells what to install.
require_dotnet() {
  if ! command -v dotnet >/dev/null; then
    say "The .NET 10 SDK is missing. Install it (https://dotnet.microsoft.com/download/dotnet/10.0), then run this again."
    exit 2
  fi
  local version
  version=$(dotnet --version) || { say "The .NET SDK that global.json asks for is missing: see the lines above."; exit 2; }
  case $version in
    10.*) ;;
    *) say "The .NET 10 SDK is needed; dotnet is $version."; exit 2 ;;
  esac
}

# build_if_changed STAMP SOLUTION SOURCE...: builds in Release unless nothing changed since the last build that succeeded.
build_if_changed() {
  local stamp=$1 solution=$2
  shift 2
  if [[ -f $stamp ]] && [[ -z $(find "$@" Directory.*.props global.json .editorconfig \( -name bin -o -name obj -o -name node_modules -o -name results \) -prune -o -type f -newer "$stamp" -print -quit) ]]; then
    return 0
  fi
  say "Building $solution (Release)…"
  mkdir -p "$(dirname "$stamp")"
  # Dated before the build starts: a file that is saved meanwhile is built next time.
  touch "$stamp.new"
  dotnet build "$solution" -c Release -v q -clp:NoSummary >&2
  mv "$stamp.new" "$stamp"
}

# apt_install PACKAGE...: installs what is missing where we may, tells what to install where we may not. Never fails: what needs
# the packages tells by itself that it is skipped.
apt_install() {
  command -v dpkg-query >/dev/null || { say "Not a Debian-like system. For every test, install: $*"; return 0; }
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [[ ${#missing[@]} -eq 0 ]] && return 0
  if [[ $(id -u) -ne 0 ]]; then
    say "Not root: some tests will be skipped. To run them: apt-get install ${missing[*]}"
    return 0
  fi
  say "Installing ${missing[*]}…"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1; then
    say "Could not install ${missing[*]}: the tests that need them will be skipped."
  fi
}
