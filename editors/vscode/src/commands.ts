/** The commands of the palette, of the code lenses and of the buttons in the chat. */

import * as vscode from "vscode";
import { review } from "./answers";
import { rulesIn } from "./diagnostics";
import { fixAll } from "./fixing";
import type { Pages } from "./pages";
import { explanation, findings, type Reply, report, rules } from "./questions";
import type { Service } from "./service";
import { SHOW_ENDPOINT } from "./settings";
import { folderNear } from "./workspace";

/** What a button under a diff runs. */
export const APPLY = "scale-lsp.applyFix";

export function registerCommands(service: Service, output: vscode.OutputChannel, pages: Pages): vscode.Disposable {
  const commands: Record<string, (...args: never[]) => unknown> = {
    fixAll: (uri?: vscode.Uri) => fixAllInFile(uri),
    fixAllInWorkspace: () => fixAllInWorkspace(service),
    review: () => reviewWorkspace(service, pages),
    explainRule: (slug?: string) => explainRule(service, pages, slug),
    showReport: () => showReport(service, pages),
    toggleCodeLens: () => toggleCodeLens(),
    restart: () => service.restart(),
    showOutput: () => {
      output.show();
    },
  };
  return vscode.Disposable.from(
    register(SHOW_ENDPOINT, (endpoint: Endpoint) => showEndpoint(service, pages, endpoint)),
    register(APPLY, (shown: unknown) => applyFix(service, shown)),
    ...Object.entries(commands).map(([name, run]) => register(`scale-lsp.${name}`, run)),
  );
}

function register(name: string, run: (...args: never[]) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(name, async (...args: never[]) => {
    try {
      await run(...args);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  });
}

async function fixAllInFile(uri = vscode.window.activeTextEditor?.document.uri): Promise<void> {
  if (uri && !(await fixAll(uri))) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Scale LSP has no safe fix for this file."));
  }
}

async function fixAllInWorkspace(service: Service): Promise<void> {
  const title = vscode.l10n.t("Fixing all scalability problems");
  const location = vscode.ProgressLocation.Notification;
  const run = () => service.execute("scale.fixAllInWorkspace") as Promise<number>;
  const fixed = await vscode.window.withProgress({ title, location }, run);
  if (fixed > 0) {
    await offerToSave(vscode.l10n.t("Scale LSP fixed {0} files. They are not saved yet.", fixed));
  } else {
    void vscode.window.showInformationMessage(vscode.l10n.t("Scale LSP has no safe fix for this workspace."));
  }
}

/** Make the change that an answer in the chat has shown. */
async function applyFix(service: Service, shown: unknown): Promise<void> {
  const { applied, text } = (await service.execute("scale.applyFix", shown)) as Reply;
  const said = text.replaceAll("`", "");
  await (applied ? offerToSave(said) : vscode.window.showWarningMessage(said));
}

async function offerToSave(said: string): Promise<void> {
  const save = vscode.l10n.t("Save All");
  if ((await vscode.window.showInformationMessage(said, save)) === save) {
    // `workspace.saveAll` passes over a document that has no tab yet.
    const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty && !document.isUntitled);
    await Promise.all(dirty.map((document) => document.save()));
  }
}

async function reviewWorkspace(service: Service, pages: Pages): Promise<void> {
  const title = vscode.l10n.t("Reviewing the workspace");
  const location = vscode.ProgressLocation.Window;
  const found = await vscode.window.withProgress({ title, location }, () => findings(service));
  await pages.show("review", `# Scale LSP\n\n${review(found)}`);
}

/** As a code lens names it. */
interface Endpoint {
  readonly name: string;
  readonly uri: string;
}

async function showEndpoint(service: Service, pages: Pages, endpoint: Endpoint): Promise<void> {
  await pages.show(endpoint.name, (await service.execute("scale.endpoint", endpoint)) as string);
}

async function showReport(service: Service, pages: Pages): Promise<void> {
  const title = vscode.l10n.t("Looking at what the project can carry");
  const location = vscode.ProgressLocation.Window;
  const said = await vscode.window.withProgress({ title, location }, () => report(service, folderNear()));
  await pages.show("report", said);
}

/** Where it is set already, else for the user. */
async function toggleCodeLens(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("scale-lsp");
  const here = settings.inspect<boolean>("codeLens")?.workspaceValue !== undefined;
  const target = here ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update("codeLens", !settings.get("codeLens", true), target);
}

async function explainRule(service: Service, pages: Pages, slug?: string): Promise<void> {
  const wanted = slug ?? (await pickRule(service));
  if (wanted !== undefined) {
    await pages.show(wanted, await explanation(service, wanted));
  }
}

/** The rules of the findings at the cursor come first, then those of the file, then all. */
async function pickRule(service: Service): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const near = editor ? rulesIn(editor.document, editor.selection) : [];
  const rank = (slug: string) => (near.includes(slug) ? near.indexOf(slug) : near.length);
  const items = [...(await rules(service))]
    .sort((a, b) => rank(a.slug) - rank(b.slug))
    .map((rule) => ({ label: rule.slug, description: rule.title }));
  const placeHolder = vscode.l10n.t("The rule to explain");
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.label;
}
