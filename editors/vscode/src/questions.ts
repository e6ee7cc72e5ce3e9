/** What the running server is asked for beside the protocol. Open documents count as they are, saved or not. */

import type * as vscode from "vscode";
import type { Service } from "./service";

/** As `scale-lsp check --output-format json` says it, but for `fixable`; rows and columns count from one. */
export interface Finding {
  readonly rule: string;
  readonly severity: "error" | "warning" | "info" | "hint";
  readonly message: string;
  readonly filename: string;
  readonly location: { readonly row: number; readonly column: number };
  readonly impact: { readonly now: string; readonly fixed: string; readonly n: string } | null;
  /** How sure its fix is, if it has one. */
  readonly fixable: "safe" | "unsafe" | "manual" | null;
}

export interface Rule {
  readonly slug: string;
  readonly title: string;
}

/** What is found in files and folders, or in the whole workspace; in each of its folders what matters most comes first. */
export async function findings(service: Service, places?: readonly vscode.Uri[]): Promise<readonly Finding[]> {
  const asked = places ? { uris: places.map(String) } : {};
  return (await service.execute("scale.findings", asked)) as readonly Finding[];
}

export async function rules(service: Service): Promise<readonly Rule[]> {
  return (await service.execute("scale.rules")) as readonly Rule[];
}

/** The page of a rule, in Markdown. */
export async function explanation(service: Service, slug: string): Promise<string> {
  return (await service.execute("scale.explain", slug)) as string;
}

export interface Question {
  readonly text: string;
  readonly uri?: string;
  readonly position?: { readonly line: number; readonly character: number };
  readonly conversation: string;
}

/** What the server answers to `scale.ask` and `scale.applyFix`. */
export interface Reply {
  /** Markdown. */
  readonly text: string;
  /** To be handed back with the next question. */
  readonly conversation: string;
  readonly suggestions: readonly string[];
  readonly actions: readonly { readonly title: string; readonly command: string; readonly arguments: unknown[] }[];
  /** Whether a change was made. */
  readonly applied: boolean;
}

export async function ask(service: Service, question: Question): Promise<Reply> {
  return (await service.execute("scale.ask", question)) as Reply;
}

export async function report(service: Service, folder?: vscode.Uri, users?: number): Promise<string> {
  const asked = { ...(folder ? { uri: folder.toString() } : {}), ...(users ? { users } : {}) };
  return (await service.execute("scale.report", asked)) as string;
}
