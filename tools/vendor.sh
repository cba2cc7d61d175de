#!/usr/bin/env bash
# Re-creates buergerbuero/static/vendor/ from pinned packages.
#   tools/vendor.sh           build and compare with vendored.json; differences stop it
#   tools/vendor.sh --accept  build and take the new checksums (after changing a version)
#   tools/vendor.sh --check   only compare the files in place with vendored.json (offline)
# Needs npm, node, tar and python3 (with venv).
set -euo pipefail

KERN=2.7.2
FIRA=4.106
IDIOMORPH=0.8.0
PDFJS=6.5.438
FONTSOURCE=5.3.0 # only its copy of the OFL text; the KERN package carries none
SASS=1.108.2
FONTTOOLS=4.68.0
BROTLI=1.2.1

mode=${1:-}
root=$(cd "$(dirname "$0")/.." && pwd)
vendor=$root/buergerbuero/static/vendor

check_files() {
    python3 - "$vendor/vendored.json" "$1" <<'PY'
import hashlib, json, pathlib, sys

known, folder = json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2])
wrong = [
    file["path"]
    for package in known
    for file in package["files"]
    if not (folder / file["path"]).is_file()
    or hashlib.sha256((folder / file["path"]).read_bytes()).hexdigest() != file["sha256"]
]
for path in wrong:
    print(f"differs from vendored.json: {path}", file=sys.stderr)
sys.exit(bool(wrong))
PY
}

if [ "$mode" = --check ]; then
    check_files "$vendor"
    exit
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$work/out
mkdir -p "$out"

fetch() { # package version folder
    mkdir -p "$work/$3"
    (cd "$work/$3" && npm pack --silent --ignore-scripts "$1@$2" >/dev/null && mv ./*.tgz "$work/$3.tgz")
    tar -xzf "$work/$3.tgz" -C "$work/$3" --strip-components=1
}
fetch @kern-ux/native "$KERN" kern
fetch idiomorph "$IDIOMORPH" idiomorph
fetch pdfjs-dist "$PDFJS" pdfjs
fetch @fontsource/fira-sans "$FONTSOURCE" ofl

npm install --silent --no-save --ignore-scripts --prefix "$work/sass" "sass@$SASS" >/dev/null
python3 -m venv "$work/py"
"$work/py/bin/pip" --quiet --disable-pip-version-check install "fonttools==$FONTTOOLS" "brotli==$BROTLI"

# KERN: what the templates use; a page that needs more of it adds the line here.
kern=$out/kern/$KERN
mkdir -p "$kern"
cp "$work/kern/LICENSE.md" "$kern/LICENSE.md"
cat > "$work/kern.scss" <<SCSS
@use "kern/src/scss/core/global";
@use "kern/src/scss/core/tokens";
@use "kern/src/scss/core/layers";
@use "kern/src/scss/core/components/button";
@use "kern/src/scss/core/components/check";
@use "kern/src/scss/core/components/checkbox";
@use "kern/src/scss/core/components/input";
@use "kern/src/scss/core/components/select";
@use "kern/src/scss/core/typography/body";
@use "kern/src/scss/core/typography/label";
SCSS
{
    echo "/*! @kern-ux/native $KERN, EUPL-1.2. Subset of its SCSS, compiled by tools/vendor.sh. */"
    "$work/sass/node_modules/.bin/sass" --quiet --quiet-deps --no-source-map --no-charset \
        --style=compressed "$work/kern.scss"
} > "$kern/kern.css"

# Fira Sans: Latin, Latin Extended-A, Romanian comma letters and the marks our texts use. Hints would
# be a third of the files and help only at sizes below ours.
fira=$out/fira-sans/$FIRA
mkdir -p "$fira"
signs=U+0020-007E,U+00A0-017F,U+0218-021B,U+1E9E,U+2010-2015,U+2018-201E,U+2020,U+2022,U+2026
signs=$signs,U+2030,U+2039,U+203A,U+20AC,U+2190,U+2192,U+2212
for weight in Regular:400 SemiBold:600; do
    "$work/py/bin/pyftsubset" "$work/kern/dist/fonts/fira-sans/FiraSans-${weight%:*}.woff2" \
        --unicodes="$signs" --layout-features=kern,liga,locl,lnum,tnum --no-hinting --flavor=woff2 \
        --output-file="$fira/fira-sans-${weight#*:}.woff2" 2>/dev/null
    cat >> "$fira/fonts.css" <<CSS
@font-face {
  font-family: "Fira Sans";
  font-weight: ${weight#*:};
  font-style: normal;
  font-display: swap;
  src: url("fira-sans-${weight#*:}.woff2") format("woff2");
}
CSS
done
{
    echo 'Digitized data copyright (c) 2012-2015, The Mozilla Foundation and Telefonica S.A.'
    echo 'Fira Sans is a trademark of The Mozilla Corporation.'
    tail -n +2 "$work/ofl/LICENSE"
} > "$fira/OFL.txt"

idiomorph=$out/idiomorph/$IDIOMORPH
mkdir -p "$idiomorph"
cp "$work/idiomorph/LICENSE" "$idiomorph/"
# The module in the package is not minified and three times as long on the wire.
{
    cat "$work/idiomorph/dist/idiomorph.min.js"
    echo 'export{Idiomorph};'
} > "$idiomorph/idiomorph.min.js"

# pdf.js as built for older browsers. Two kinds of pictures in scanned papers have decoders of their own; of these the
# ones that are plain scripts, since a policy without exceptions runs no WebAssembly.
pdfjs=$out/pdfjs/$PDFJS
mkdir -p "$pdfjs"
cp "$work/pdfjs/LICENSE" "$work/pdfjs/legacy/build/pdf.min.mjs" "$work/pdfjs/legacy/build/pdf.worker.min.mjs" \
    "$work/pdfjs/wasm/"{jbig2,openjpeg}_nowasm_fallback.js "$work/pdfjs/wasm/"LICENSE_{JBIG2,OPENJPEG} "$pdfjs/"
chmod -R u=rwX,go=rX "$out"
chmod 644 "$idiomorph"/* "$pdfjs"/*

python3 - "$out" "$work" "$KERN" "$FIRA" "$IDIOMORPH" "$PDFJS" "$FONTSOURCE" <<'PY'
import hashlib, json, pathlib, sys

out, work = map(pathlib.Path, sys.argv[1:3])
kern, fira, idiomorph, pdfjs, fontsource = sys.argv[3:]


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def package(name, version, licence, licence_file, purpose, *sources):
    folder = out / name / version
    return {
        "name": name,
        "version": version,
        "licence": licence,
        "licence_file": f"{name}/{version}/{licence_file}",
        "purpose": purpose,
        "sources": [
            {"ecosystem": "npm", "package": source, "version": at, "tarball_sha256": sha256(work / f"{key}.tgz")}
            for source, at, key in sources
        ],
        "files": [
            {"path": str(path.relative_to(out)), "bytes": path.stat().st_size, "sha256": sha256(path)}
            for path in sorted(folder.iterdir())
        ],
    }


packages = [
    package("fira-sans", fira, "OFL-1.1", "OFL.txt", "typeface, weights 400 and 600, subset",
            ("@kern-ux/native", kern, "kern"), ("@fontsource/fira-sans", fontsource, "ofl")),
    package("idiomorph", idiomorph, "0BSD", "LICENSE", "morphs server HTML into a region",
            ("idiomorph", idiomorph, "idiomorph")),
    package("kern", kern, "EUPL-1.2", "LICENSE.md", "KERN UX design system, compiled subset",
            ("@kern-ux/native", kern, "kern")),
    package("pdfjs", pdfjs, "Apache-2.0", "LICENSE", "shows PDF papers in the room, fetched for that only",
            ("pdfjs-dist", pdfjs, "pdfjs")),
]
(out / "vendored.json").write_text(json.dumps(packages, indent=2, ensure_ascii=False) + "\n")

lines = [
    "# Vendored packages",
    "",
    "Written by `tools/vendor.sh`, never by hand; checksums stand in `vendored.json`.",
    "`tools/vendor.sh --check` compares the files with them.",
    "",
    "| name | version | licence | from package | what for |",
    "|---|---|---|---|---|",
]
for entry in packages:
    source = entry["sources"][0]
    lines.append(
        f"| {entry['name']} | {entry['version']} | [{entry['licence']}]({entry['licence_file']}) "
        f"| {source['package']} {source['version']} | {entry['purpose']} |"
    )
lines += [
    "",
    "- **fira-sans**: the woff2 files of the KERN package, cut down to Latin, Latin Extended-A and our marks;",
    "  the licence text is the copy in `@fontsource/fira-sans`, the copyright line the one inside the fonts.",
    "- **idiomorph**: the minified script of the package with a line that makes it a module.",
    "- **kern**: global rules, tokens, levels and the few components our templates use.",
    "- **pdfjs**: the two scripts as built for older browsers, and the decoders for JBIG2 (BSD-3-Clause) and",
    "  JPEG 2000 (BSD-2-Clause); no fonts, no tables for letters that are not embedded, nothing that runs scripts of a PDF.",
]
(out / "VENDORED.md").write_text("\n".join(lines) + "\n")
PY

if [ -f "$vendor/vendored.json" ] && [ "$mode" != --accept ]; then
    if ! cmp -s "$vendor/vendored.json" "$out/vendored.json"; then
        diff "$vendor/vendored.json" "$out/vendored.json" >&2 || true
        echo 'The build differs from vendored.json. If that is meant: tools/vendor.sh --accept' >&2
        exit 1
    fi
fi
mkdir -p "$vendor"
# Type declarations are ours; they move by hand when a version changes.
find "$vendor" -mindepth 1 -type f ! -name '*.d.ts' -delete
find "$vendor" -mindepth 1 -type d -empty -delete
cp -R "$out/." "$vendor/"
check_files "$vendor"
