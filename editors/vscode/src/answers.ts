/** What Scale LSP says about findings and rules, as Markdown: for the chat, and for people who have no chat. */

import * as vscode from "vscode";
import type { Finding, Rule } from "./questions";

/** More are counted only. */
export const MOST = 25;

const SEVERITIES = ["error", "warning", "info", "hint"] as const;

export function review(findings: readonly Finding[]): string {
  if (findings.length === 0) {
    return vscode.l10n.t("Nothing was found.");
  }
  const sorted = [...findings].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
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

/** What fixing everything in a file would do, and what is left to the reader. */
export function offer(findings: readonly Finding[]): string {
  const safe = findings.filter((finding) => finding.fix?.applicability === "safe");
  const others = findings.filter((finding) => finding.fix && finding.fix.applicability !== "safe");
  const parts: string[] = [];
  if (safe.length > 0) {
    parts.push(vscode.l10n.t("These fixes are safe: the results stay the same."), safe.map(fixLine).join("\n"));
  }
  if (others.length > 0) {
    parts.push(
      vscode.l10n.t("These are yours to decide; the light bulb of each says what changes."),
      others.map(fixLine).join("\n"),
    );
  }
  const none = findings.length - safe.length - others.length;
  if (none > 0) {
    parts.push(vscode.l10n.t("{0} more findings have no automatic fix.", none));
  }
  return parts.length > 0 ? parts.join("\n\n") : vscode.l10n.t("Nothing was found.");
}

export function page(rule: Rule): string {
  const fix = rule.fix === "none" ? vscode.l10n.t("no automatic fix") : vscode.l10n.t("{0} fix", rule.fix);
  const body = rule.body.replace(/^```(\w+) .*$/gm, "```$1");
  return `# ${rule.title} (${rule.slug})\n\n${rule.category} · ${rule.severity} · ${fix}\n\n${body}`;
}

/** What the server answers to `scale.ask`. */
export interface Reply {
  readonly text: string;
  readonly conversation: string;
  readonly suggestions: readonly string[];
  readonly actions: readonly { readonly title: string; readonly command: string; readonly arguments: unknown[] }[];
}

/** What an answer of ours leaves in the chat for the next one. */
export interface Told {
  readonly command: string;
  readonly conversation?: string;
  readonly suggestions?: readonly string[];
}

export function replyOf(answer: unknown): Reply {
  const said = (typeof answer === "object" ? answer : null) as Partial<Reply> | null;
  const { conversation = "", suggestions = [], actions = [] } = said ?? {};
  return { text: markdown(answer), conversation, suggestions, actions };
}

/** The page in an answer of the server: the text itself, or one of its parts. */
export function markdown(answer: unknown): string {
  const parts = (typeof answer === "object" ? answer : {}) as { markdown?: unknown; text?: unknown } | null;
  const text = typeof answer === "string" ? answer : (parts?.markdown ?? parts?.text);
  return typeof text === "string" ? text : vscode.l10n.t("The server had no answer.");
}

export function hasSafeFix(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.fix?.applicability === "safe");
}

function summary(findings: readonly Finding[]): string {
  const files = new Set(findings.map((finding) => finding.filename)).size;
  const safe = findings.filter((finding) => finding.fix?.applicability === "safe").length;
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

function fixLine(finding: Finding): string {
  return `- ${place(finding)} ${finding.fix?.title ?? ""}`;
}

/** A link that editors open at the line. */
function place(finding: Finding): string {
  const uri = vscode.Uri.file(finding.filename);
  const { row } = finding.location;
  return `[${vscode.workspace.asRelativePath(uri)}:${row}](${uri.with({ fragment: `L${row}` }).toString()})`;
}
