"""What JUnit and Checkstyle reports share: XML that every parser takes."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_FORBIDDEN = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no way to say: https://www.w3.org/TR/xml/#charsets."""


def document(root: ElementTree.Element) -> str:
    """The text of a document, indented."""
    for element in root.iter():
        element.attrib = {name: _FORBIDDEN.sub("\ufffd", value) for name, value in element.attrib.items()}
        element.text = _FORBIDDEN.sub("\ufffd", element.text) if element.text else element.text
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
