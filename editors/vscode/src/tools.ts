/** The analysis as tools for language models: what any agent in the editor may call. */

import * as path from "node:path";
import * as vscode from "vscode";
import { page } from "./answers";
import { findingsOfWorkspace } from "./commands";
import { fixAll } from "./fixing";
import type { Service } from "./service";

export function registerTools(service: Service): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.lm.registerTool<{ path?: string }>("scale_findings", {
      invoke: async ({ input }) => answer(JSON.stringify(await findings(service, input.path))),
    }),
    vscode.lm.registerTool<{ rule: string }>("scale_explain", {
      invoke: async ({ input }) => answer(await explanation(service, input.rule)),
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
        const fixed = await fixAll(vscode.Uri.file(inWorkspace(input.path)));
        return answer(fixed ? `Applied the safe fixes in ${input.path}; not saved.` : "There is no safe fix.");
      },
    }),
  );
}

function answer(text: string): vscode.LanguageModelToolResult {
  return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(text)]);
}

async function findings(service: Service, file?: string): Promise<unknown[]> {
  const found = file
    ? await (await service.questions()).findings([inWorkspace(file)])
    : await findingsOfWorkspace(service);
  return found.map(({ rule, severity, message, filename, location, impact, fix }) => ({
    rule,
    severity,
    message,
    filename: vscode.workspace.asRelativePath(filename),
    location,
    impact,
    fix: fix && { title: fix.title, applicability: fix.applicability },
  }));
}

async function explanation(service: Service, slug: string): Promise<string> {
  const questions = await service.questions();
  const rule = await questions.rule(slug);
  const known = async () => (await questions.rules()).map((one) => one.slug).join(", ");
  return rule ? page(rule) : `There is no rule ${slug}. The rules are: ${await known()}`;
}

/** The absolute path of what a model names. Only what is in the workspace is its business. */
export function inWorkspace(name: string): string {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const absolute = path.resolve(folders[0]?.uri.fsPath ?? "", name);
  const inside = folders.some(({ uri }) => {
    const relative = path.relative(uri.fsPath, absolute);
    return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  });
  if (!inside) {
    throw new Error(`${name} is not in the workspace.`);
  }
  return absolute;
}
