/** The documents that Scale LSP looks at. */

import type { DocumentSelector } from "vscode-languageclient/node";

const LANGUAGES = ["python", "html", "django-html", "htmldjango", "django-txt", "jinja", "jinja-html"];

/** Files that say how a project is deployed and what it installs. */
const PLAIN = [
  "Procfile",
  "requirements*.txt",
  "requirements/*.{txt,in}",
  "Dockerfile",
  "{docker-,}compose*.{yml,yaml}",
];

export const SELECTOR: DocumentSelector = [
  ...LANGUAGES.flatMap((language) => [
    { scheme: "file", language },
    { scheme: "untitled", language },
  ]),
  ...PLAIN.map((name) => ({ scheme: "file", pattern: `**/${name}` })),
];
