"""Write the `.vsix`: a zip of the extension, of what it bundles, and of two files that say what it is.

https://learn.microsoft.com/visualstudio/extensibility/anatomy-of-a-vsix-package
"""

from __future__ import annotations

import argparse
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape

from bundle import HERE, LIBS, PLATFORMS, PYTHONS, ROOT, NotDownloaded, bundle

SHIPPED = (
    *("package.json", "package.nls.json", "README.md", "dist/extension.js"),
    *("images/*.png", "l10n/*.json", "walkthrough/*.md"),
)
NO_PACKAGES = 3
"""The exit status when a package index does not answer, or has not what is needed."""
TYPES = {
    "json": "application/json",
    "md": "text/markdown",
    "png": "image/png",
    "js": "application/javascript",
    "vsixmanifest": "text/xml",
}
MANIFEST = Template("""\
<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="$name" Version="$version" Publisher="$publisher" TargetPlatform="$target"/>
    <DisplayName>$title</DisplayName>
    <Description xml:space="preserve">$description</Description>
    <Tags>$tags</Tags>
    <Categories>$categories</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <License>extension/LICENSE</License>
    <Icon>extension/$icon</Icon>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="$engine"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
      <Property Id="Microsoft.VisualStudio.Services.GitHubFlavoredMarkdown" Value="true"/>
    </Properties>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Icons.Default" Path="extension/$icon" Addressable="true"/>
  </Assets>
</PackageManifest>
""")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=PLATFORMS)
    parser.add_argument("--python", action="append", choices=PYTHONS, help="default: all")
    arguments = parser.parse_args()
    try:
        bundle(arguments.target, arguments.python or PYTHONS)
    except NotDownloaded as error:
        print(f"the packages of the server could not be downloaded ({str(error).splitlines()[-1]})", file=sys.stderr)
        sys.exit(NO_PACKAGES)
    vsix = HERE / f"scale-lsp-{arguments.target}.vsix"
    with zipfile.ZipFile(vsix, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("extension.vsixmanifest", manifest(arguments.target))
        archive.writestr("[Content_Types].xml", content_types())
        archive.write(ROOT / "LICENSE", "extension/LICENSE")
        for path in shipped():
            archive.write(path, f"extension/{path.relative_to(HERE).as_posix()}")
    print(f"{vsix.relative_to(ROOT)}: {vsix.stat().st_size / 1e6:.1f} MB")


def shipped() -> Iterator[Path]:
    for pattern in SHIPPED:
        yield from sorted(HERE.glob(pattern))
    yield from (path for path in sorted(LIBS.rglob("*")) if path.is_file() and path.suffix != ".pyc")


def manifest(target: str) -> str:
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    texts = json.loads((HERE / "package.nls.json").read_text(encoding="utf-8"))
    values = {
        "target": target,
        "title": texts["extension.name"],
        "description": texts["extension.description"],
        "tags": ",".join(package["keywords"]),
        "categories": ",".join(package["categories"]),
        "engine": package["engines"]["vscode"],
        **{key: package[key] for key in ("name", "version", "publisher", "icon")},
    }
    return MANIFEST.substitute({key: escape(value) for key, value in values.items()})


def content_types() -> str:
    known = "".join(f'<Default Extension=".{suffix}" ContentType="{kind}"/>' for suffix, kind in TYPES.items())
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Types xmlns="{namespace}">{known}</Types>\n'


if __name__ == "__main__":
    main()
