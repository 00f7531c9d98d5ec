"""The bill of materials, in CycloneDX's JSON."""

import hashlib
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from supply.installed import Package

SHIPPED = ("caseapp/static/vendor", "caseapp/static/fonts", "caseapp/documents/fonts")
TEXTS = (".md", ".txt")


def bill(packages: list[Package], needed: set[str], version: str, root: Path) -> str:
    """The text of the bill. What only tests and checks need is in it, and marked as excluded from the product."""
    itself = Component(name="caseapp", version=version, type=ComponentType.APPLICATION, bom_ref="caseapp")
    itself.licenses.add(LicenseFactory().make_from_string("MIT"))
    made = Bom()
    made.metadata.component = itself
    components = [_package(package, package.name in needed) for package in packages]
    made.components.update(components, _files(root))
    made.register_dependency(itself, [one for one in components if one.scope is ComponentScope.REQUIRED])
    by_name = {component.name: component for component in components}
    for package in packages:
        made.register_dependency(by_name[package.name], [by_name[name] for name in package.needs if name in by_name])
    return JsonV1Dot6(made).output_as_string(indent=2) + "\n"


def _package(package: Package, is_needed: bool) -> Component:
    component = Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        scope=ComponentScope.REQUIRED if is_needed else ComponentScope.EXCLUDED,
        purl=PackageURL("pypi", name=package.name, version=package.version),
        bom_ref=f"{package.name}=={package.version}",
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=package.sha256)],
        properties=[Property(name="caseapp:hash-of", value="RECORD")],
    )
    if package.licence:
        component.licenses.add(LicenseFactory().make_from_string(package.licence))
    return component


def _files(root: Path) -> list[Component]:
    """What others have made and the repository carries: fonts, and the style sheet that ours builds on."""
    paths = [path for folder in SHIPPED for path in sorted((root / folder).iterdir()) if path.suffix not in TEXTS]
    return [
        Component(
            name=str(path.relative_to(root)),
            type=ComponentType.FILE,
            scope=ComponentScope.REQUIRED,
            bom_ref=str(path.relative_to(root)),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(path.read_bytes()).hexdigest())],
        )
        for path in paths
    ]
