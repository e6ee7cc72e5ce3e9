/** The analysis as tools for language models: what any agent in the editor may call. */

import * as vscode from "vscode";
import { fixAll } from "./fixing";
import { explanation, findings, rules } from "./questions";
import type { Service } from "./service";
import { inWorkspace } from "./workspace";

export function registerTools(service: Service): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.lm.registerTool<{ path?: string }>("scale_findings", {
      invoke: async ({ input }) => answer(JSON.stringify(await found(service, input.path))),
    }),
    vscode.lm.registerTool<{ rule: string }>("scale_explain", {
      invoke: async ({ input }) => answer(await explained(service, input.rule)),
    }),
    vscode.lm.registerTool<{ path: string }>("scale_fix", {
      prepareInvocation: ({ input }) => ({
        invocationMessage: vscode.l10n.t("Fixing {0}", input.path),
        confirmationMessages: {
          title: vscode.l10n.t("Fix scalability problems"),
          message: vscode.l10n.t("Apply the safe fixes of Scale LSP in {0}?", input.path),
        },
      }),
      invoke: async ({ input }) => {
        const fixed = await fixAll(inWorkspace(input.path));
        return answer(fixed ? `Applied the safe fixes in ${input.path}; not saved.` : "There is no safe fix.");
      },
    }),
  );
}

function answer(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}

async function found(service: Service, place?: string): Promise<unknown[]> {
  const all = await findings(service, place ? [inWorkspace(place)] : undefined);
  return all.map(({ rule, severity, message, filename, location, impact, fixable }) => ({
    rule,
    severity,
    message,
    filename: vscode.workspace.asRelativePath(vscode.Uri.file(filename)),
    location,
    impact,
    fixable,
  }));
}

async function explained(service: Service, slug: string): Promise<string> {
  const known = (await rules(service)).map((rule) => rule.slug);
  return known.includes(slug)
    ? explanation(service, slug)
    : `There is no rule ${slug}. The rules are: ${known.join(", ")}`;
}
