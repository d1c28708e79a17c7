#!/bin/sh
# release-notes.sh TAG CHANGELOG: prints the changelog's section of the version that is tagged, or
# says that it is not ready to be released.
set -eu

version=${1#v}
heading=$(grep "^## $version " "$2") || {
	echo "release-notes: $2 has no section \"## $version (date)\"" >&2
	exit 1
}
case $heading in
*'('[A-Z]*' '[0-9]*', '[0-9][0-9][0-9][0-9]')') ;;
*)
	echo "release-notes: \"$heading\" names no date: write it as in \"## $version (January 2, 2026)\"" >&2
	exit 1
	;;
esac
awk -v heading="$heading" '$0 == heading { on = 1; next } /^## / { on = 0 } on' "$2"
