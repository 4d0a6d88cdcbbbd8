#!/bin/sh
# Makes newsletter/render/profiles/coated-fogra39.icc again: the output profile that print PDFs are made for where a publication
# names none of its own. Needs Debian's argyll (colprof) and icc-profiles-free (the measurements); takes about a minute.
#
# Medium tables towards paper and fine ones back, black from a tenth of the way to the darkest, ink at most 290 %: pictures that
# are written as JPEG afterwards stay below 300 % all the same. The date in the header is that of the measurements, so that the
# same tools give the same bytes.
set -eu

measurements="${1:-/usr/share/color/icc/FOGRA39L.ti3}"
target="${2:-newsletter/render/profiles/coated-fogra39.icc}"
command -v colprof >/dev/null && [ -f "$measurements" ] || { echo "Please install argyll and icc-profiles-free." >&2; exit 1; }

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp "$measurements" "$work/press.ti3"
colprof -qm -bh -nc -r 0.2 -kp 0 0.1 0.9 1 1 -l 290 -Zr \
    -D "Coated paper (FOGRA39L), at most 290 % ink" \
    -C "Made with ArgyllCMS from FOGRA39L; measurements under the zlib licence, see the notice beside this file" \
    -O "$work/press.icc" "$work/press"
# Bytes 24 to 35: year, month, day, hour, minute, second, two bytes each (ICC.1:2001-04, 6.1): December 2006.
printf '\007\326\000\014\000\001\000\000\000\000\000\000' | dd of="$work/press.icc" bs=1 seek=24 conv=notrunc status=none
cp "$work/press.icc" "$target"
