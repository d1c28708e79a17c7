#!/bin/sh
# verify-release.sh DIR VERSION TERRAFORM: looks at what goreleaser has made in DIR as the Registry
# and a user would. Checksums, signature, archives, bills of materials; that a build from this checkout
# gives the same bytes; and that terraform init installs it from a mirror and the demo works with it.
set -eu

dir=$(cd "$1" && pwd)
version=$2
terraform=$3
root=$(cd "$(dirname "$0")/.." && pwd)
name=terraform-provider-clink
sums=${name}_${version}_SHA256SUMS
platforms="darwin_amd64 darwin_arm64 freebsd_amd64 freebsd_arm64 linux_amd64 linux_arm64 windows_amd64 windows_arm64"
here=$(go env GOOS)_$(go env GOARCH)

fail() {
	echo "verify-release: $*" >&2
	exit 1
}

cd "$dir"
# The manifest lies here under its own name only; it is looked at below.
sha256sum --quiet --ignore-missing -c "$sums" || fail "checksums of $sums do not hold"
if [ -e "$sums.sig" ]; then
	gpg --verify "$sums.sig" "$sums" || fail "the signature of $sums does not hold"
else
	echo "not signed: no GPG_FINGERPRINT was given"
fi

# listed FILE: it is there, and its checksum is.
listed() {
	[ -e "$1" ] || fail "there is no $1"
	grep -q "  $1\$" "$sums" || fail "$sums does not list $1"
}

manifest=${name}_${version}_manifest.json
grep -q "  $manifest\$" "$sums" || fail "$sums does not list $manifest"
want=$(sha256sum <"$root/terraform-registry-manifest.json")
[ "$(sed -n "s/  $manifest\$//p" "$sums")  -" = "$want" ] || fail "the checksum of $manifest is not that of terraform-registry-manifest.json"

for platform in $platforms; do
	suffix=
	case $platform in windows_*) suffix=.exe ;; esac
	listed "${name}_${version}_$platform.zip"
	listed "${name}_${version}_$platform.cdx.json"
	found=$(unzip -Z1 "${name}_${version}_$platform.zip")
	[ "$found" = "${name}_v$version$suffix" ] || fail "${name}_${version}_$platform.zip holds $found"
	grep -q '"name": "github.com/hashicorp/terraform-plugin-framework"' "${name}_${version}_$platform.cdx.json" ||
		fail "${name}_${version}_$platform.cdx.json does not tell what is built in"
	case $platform in freebsd_*) continue ;; esac
	listed "clinksim_${version}_$platform.zip"
	listed "clinksim_${version}_$platform.cdx.json"
	unzip -Z1 "clinksim_${version}_$platform.zip" | grep -qx "clinksim$suffix" || fail "clinksim_${version}_$platform.zip holds no clinksim"
done
echo "complete: $(wc -l <"$sums") files for $platforms"

work=$dir/verify
rm -rf "$work"
mkdir -p "$work"
unzip -q "${name}_${version}_$here.zip" -d "$work"
unzip -q -o "clinksim_${version}_$here.zip" clinksim -d "$work"
(cd "$root" && CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$version" -o "$work/again" .)
cmp "$work/again" "$work/${name}_v$version" || fail "a build from this checkout gives another program"
echo "reproducible: built again, the program for $here is the same"

# As the Registry hands it out, for Terraform and for OpenTofu.
for registry in registry.terraform.io registry.opentofu.org; do
	mkdir -p "$work/mirror/$registry/clusterlinking/clink"
	cp "${name}_${version}_$here.zip" "$work/mirror/$registry/clusterlinking/clink/"
done
cd "$root"
bin/demo -terraform "$terraform" -mirror "$work/mirror" -simulator "$work/clinksim"
grep -q "version *= \"$version\"" .demo/private-public-private/.terraform.lock.hcl || fail "terraform has installed another version"
rm -rf "$work"
echo
echo "verified: $name $version"
