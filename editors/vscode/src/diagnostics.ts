/** What the server says about documents, as the editor holds it. */

import * as vscode from "vscode";

const SOURCE = "scale-lsp";

/** Not a hint, which says only that a finding elsewhere reads here. */
export function isFinding(diagnostic: vscode.Diagnostic): boolean {
  return diagnostic.source === SOURCE && diagnostic.severity !== vscode.DiagnosticSeverity.Hint;
}

/** The rules of the findings in a document, those at a place first. */
export function rulesIn(document: vscode.TextDocument, at?: vscode.Range): string[] {
  const ours = vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === SOURCE);
  const here = ours.filter((one) => at?.intersection(one.range) !== undefined);
  return [...new Set([...here, ...ours].map(ruleOf))];
}

function ruleOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === "object" ? code.value : code);
}
