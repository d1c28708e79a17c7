#!/bin/sh
# need-terraform.sh [terraform]: prints the path of the terraform (or tofu) to be used, or says in
# one line what is wrong with it. `make test` and `make demo` ask before they build anything.
set -u

name=${1:-terraform}

# Neither the network nor the user's CLI configuration has a say in a version.
export CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE=/dev/null
unset TF_CLI_ARGS TF_CLI_ARGS_version TF_LOG

if ! path=$(command -v "$name"); then
	echo "$name not found: install Terraform or OpenTofu, 1.11 or newer, and put it on PATH" >&2
	exit 1
fi

version=$("$path" version -json 2>/dev/null | sed -n 's/.*"terraform_version": *"\([^"]*\)".*/\1/p')
major=${version%%.*}
rest=${version#*.}
minor=${rest%%.*}
case $major.$minor in
*[!0-9.]* | .* | *.)
	echo "$path does not tell its version: is it Terraform or OpenTofu, 1.11 or newer?" >&2
	exit 1
	;;
esac
if [ "$major" -lt 1 ] || { [ "$major" -eq 1 ] && [ "$minor" -lt 11 ]; }; then
	echo "$path is version $version: Terraform or OpenTofu 1.11 or newer is needed" >&2
	exit 1
fi
case $path in
/*) echo "$path" ;;
*) echo "$PWD/$path" ;; # tests run in the directories of their packages
esac
