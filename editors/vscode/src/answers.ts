/** All that is found in a workspace, as Markdown. */

import * as vscode from "vscode";
import type { Finding } from "./questions";

/** More are counted only. */
export const MOST = 100;

const SEVERITIES = ["error", "warning", "info", "hint"] as const;

/** The worst first; of the same severity in the order of the server. */
export function review(findings: readonly Finding[]): string {
  if (findings.length === 0) {
    return vscode.l10n.t("Nothing was found.");
  }
  const sorted = SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  const shown = sorted.slice(0, MOST);
  const parts = [summary(findings)];
  for (const severity of SEVERITIES) {
    const ones = shown.filter((finding) => finding.severity === severity);
    if (ones.length > 0) {
      parts.push(`### ${heading(severity)}`, ones.map(line).join("\n"));
    }
  }
  if (sorted.length > shown.length) {
    parts.push(vscode.l10n.t("… and {0} more.", sorted.length - shown.length));
  }
  return parts.join("\n\n");
}

function summary(findings: readonly Finding[]): string {
  const files = new Set(findings.map((finding) => finding.filename)).size;
  const safe = findings.filter((finding) => finding.fixable === "safe").length;
  return vscode.l10n.t("{0} findings in {1} files, {2} of them with a safe fix.", findings.length, files, safe);
}

function heading(severity: Finding["severity"]): string {
  switch (severity) {
    case "error":
      return vscode.l10n.t("Errors");
    case "warning":
      return vscode.l10n.t("Warnings");
    case "info":
      return vscode.l10n.t("Remarks");
    case "hint":
      return vscode.l10n.t("Hints");
  }
}

function line(finding: Finding): string {
  const impact = finding.impact ? ` (${finding.impact.now} → ${finding.impact.fixed}, n = ${finding.impact.n})` : "";
  return `- ${place(finding)} **${finding.rule}**: ${finding.message}${impact}`;
}

/** A link that editors open at the line. */
function place(finding: Finding): string {
  const uri = vscode.Uri.file(finding.filename);
  const { row } = finding.location;
  return `[${vscode.workspace.asRelativePath(uri)}:${row}](${uri.with({ fragment: `L${row}` }).toString()})`;
}
