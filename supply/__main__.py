"""`./dev sbom` and `./dev audit`."""

import argparse
import os
import sys
from datetime import timedelta
from pathlib import Path

from packaging.utils import canonicalize_name

from caseapp import __version__
from caseapp.clock import now
from supply.advisories import Snapshot, SnapshotWrong
from supply.installed import Package, names_that_pip_knows, packages_of
from supply.materials import bill

ROOT = Path(__file__).resolve().parents[1]
DAYS = "30"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev", description=__doc__)
    parser.add_argument("act", choices=("sbom", "audit"))
    parser.add_argument("--of", type=Path, default=Path(sys.prefix), help="the environment, such as /opt/caseapp")
    parser.add_argument("--output", type=Path, default=ROOT / "instance" / "caseapp.cdx.json")
    options = parser.parse_args()
    packages = packages_of(options.of)
    return write_bill(packages, options.output) if options.act == "sbom" else audit(packages, options.of)


def write_bill(packages: list[Package], output: Path) -> int:
    """Write the bill of materials of what is installed; 1 where a package is not as it was installed."""
    needed = locked_to_run() & {package.name for package in packages}
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(bill(packages, needed, __version__, ROOT), encoding="utf-8")
    print(f"{output}: {len(packages)} packages, {len(needed)} of them needed to run.")
    return complain([f"{one.name} {one.version} was changed: {path}" for one in packages for path in one.changed])


def audit(packages: list[Package], environment: Path) -> int:
    """Ask the snapshot about everything that is installed; 1 where something is known, or was not asked."""
    days = os.environ.get("CASEAPP_ADVISORIES_DAYS", DAYS)
    if not (days.isascii() and days.isdigit()):
        return complain([f"CASEAPP_ADVISORIES_DAYS must be a whole number; it is {days!r}."])
    try:
        snapshot = Snapshot(os.environ.get("CASEAPP_ADVISORIES", ""))
    except SnapshotWrong as fault:
        return complain([str(fault)])
    installed = names_that_pip_knows(environment)
    asked = {package.name: snapshot.holes(package.name, package.version) for package in packages}
    complaints = [str(hole) for found in asked.values() for hole in found]
    counted = f"Audited {len(asked)} of {len(installed)} installed packages"
    print(f"{counted}; advisories as of {snapshot.taken_at:%Y-%m-%d}.")
    if asked.keys() != installed:
        complaints.append(f"Not in both lists: {', '.join(sorted(asked.keys() ^ installed))}.")
    if now() - snapshot.taken_at > timedelta(days=int(days)):
        complaints.append(f"The snapshot of advisories is older than {days} days (CASEAPP_ADVISORIES_DAYS).")
    if not snapshot.can_find():
        complaints.append("The snapshot's own example of an affected version was not found.")
    return complain(complaints)


def locked_to_run() -> set[str]:
    """What the lock for running names."""
    lines = (ROOT / "locks" / "run.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.split("==")[0]) for line in lines if "==" in line and not line.startswith(" ")}


def complain(sentences: list[str]) -> int:
    """Say what is wrong; the exit code."""
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
