#!/bin/sh
# Installs Drover: downloads the archive for this machine, checks it, and puts the executable in place.
#
#   DROVER_VERSION   the version. Default: the newest
#   DROVER_INSTALL   the folder. Default: /usr/local/bin for root, ~/.local/bin for others
#   DROVER_RELEASES  where releases are. Default: the project's own
set -eu

fail() {
  echo "drover: $*" >&2
  exit 1
}

# Downloads an address to a file.
download() {
  if command -v curl >/dev/null 2>&1; then
    curl --fail --silent --show-error --location --output "$2" "$1"
  elif command -v wget >/dev/null 2>&1; then
    wget -q -O "$2" "$1"
  else
    fail "neither curl nor wget is installed"
  fi || fail "cannot download $1"
}

checksum() {
  if command -v sha256sum >/dev/null 2>&1; then
    sha256sum "$1" | cut -d ' ' -f 1
  elif command -v shasum >/dev/null 2>&1; then
    shasum -a 256 "$1" | cut -d ' ' -f 1
  elif command -v openssl >/dev/null 2>&1; then
    openssl dgst -sha256 -r "$1" | cut -d ' ' -f 1
  else
    fail "none of sha256sum, shasum and openssl is installed"
  fi
}

# The platform, in the words that archives are named with.
platform() {
  system=$(uname -s)
  processor=$(uname -m)
  case $system in
    Linux)
      for loader in /lib/ld-musl-*; do
        [ ! -e "$loader" ] || [ -e /lib64/ld-linux-x86-64.so.2 ] || [ -e /lib/ld-linux-aarch64.so.1 ] ||
          fail "this system has musl instead of glibc, which the executable needs"
      done
      system=unknown-linux-gnu
      ;;
    Darwin)
      # A shell that is translated tells of the other processor.
      [ "$(sysctl -n sysctl.proc_translated 2>/dev/null || true)" != 1 ] || processor=arm64
      system=apple-darwin
      ;;
    *) fail "there is no executable for $system; on Windows take the zip archive from $releases" ;;
  esac
  case $processor in
    x86_64 | amd64) processor=x86_64 ;;
    aarch64 | arm64) processor=aarch64 ;;
    *) fail "there is no executable for $processor" ;;
  esac
  echo "$processor-$system"
}

main() {
  releases=${DROVER_RELEASES:-https://github.com/drover/drover/releases}
  releases=${releases%/}
  target=$(platform)
  if [ -n "${DROVER_INSTALL:-}" ]; then
    folder=$DROVER_INSTALL
  elif [ "$(id -u)" = 0 ]; then
    folder=/usr/local/bin
  else
    folder=${HOME:?}/.local/bin
  fi

  work=$(mktemp -d)
  staged=
  trap 'rm -rf "$work" ${staged:+"$staged"}' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM

  version=${DROVER_VERSION:-}
  version=${version#v}
  if [ -z "$version" ]; then
    download "$releases/latest/download/VERSION" "$work/VERSION"
    version=$(cat "$work/VERSION")
  fi
  case $version in
    '' | *[!0-9A-Za-z.+-]*) fail "expected a version, found '$version'" ;;
  esac

  name=drover-$version-$target.tar.gz
  download "$releases/download/v$version/SHA256SUMS" "$work/SHA256SUMS"
  wanted=$(awk -v name="$name" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
  [ -n "$wanted" ] || fail "version $version has no executable for $target"
  download "$releases/download/v$version/$name" "$work/$name"
  found=$(checksum "$work/$name")
  [ "$found" = "$wanted" ] || fail "$name is not what the release says: expected SHA-256 $wanted, found $found"

  tar -xzf "$work/$name" -C "$work" drover || fail "cannot unpack $name"
  mkdir -p "$folder" || fail "cannot make $folder"
  # The last step is a rename, so that nobody sees half an executable.
  staged=$folder/.drover-install-$$
  cp "$work/drover" "$staged" && chmod 755 "$staged" || fail "cannot write to $folder; DROVER_INSTALL names another folder"
  "$staged" --version >/dev/null || fail "the executable does not run on this machine"
  mv "$staged" "$folder/drover"
  staged=

  echo "drover $version: $folder/drover"
  case :$PATH: in
    *:"$folder":*) ;;
    *) echo "To call it as drover, put this folder on the PATH: export PATH=\"$folder:\$PATH\"" ;;
  esac
}

# On the last line, so that a download that breaks off does nothing.
main
