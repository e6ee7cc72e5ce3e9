/** The commands of the palette. */

import * as vscode from "vscode";
import { hasSafeFix, markdown, page, review } from "./answers";
import { rulesIn } from "./diagnostics";
import { fixAll } from "./fixing";
import type { Pages } from "./pages";
import type { Finding } from "./questions";
import type { Service } from "./service";
import { SHOW_ENDPOINT } from "./settings";

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

/** What is found in all folders of the workspace, as they are saved. */
export async function findingsOfWorkspace(service: Service): Promise<Finding[]> {
  const questions = await service.questions();
  const found: Finding[] = [];
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    found.push(...(await questions.findings([folder.uri.fsPath])));
  }
  return found;
}

async function fixAllInFile(uri = vscode.window.activeTextEditor?.document.uri): Promise<void> {
  if (uri && !(await fixAll(uri))) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Scale LSP has no safe fix for this file."));
  }
}

async function fixAllInWorkspace(service: Service): Promise<void> {
  const title = vscode.l10n.t("Fixing all scalability problems");
  const location = vscode.ProgressLocation.Notification;
  const fixed = await vscode.window.withProgress({ title, location, cancellable: true }, async (progress, token) => {
    const fixable = (await findingsOfWorkspace(service)).filter((finding) => hasSafeFix([finding]));
    const files = [...new Set(fixable.map((finding) => finding.filename))];
    let changed = 0;
    for (const file of files) {
      if (token.isCancellationRequested) {
        break;
      }
      const uri = vscode.Uri.file(file);
      progress.report({ message: vscode.workspace.asRelativePath(uri), increment: 100 / files.length });
      changed += Number(await fixAll(uri));
    }
    return changed;
  });
  await offerToSave(fixed);
}

async function offerToSave(files: number): Promise<void> {
  if (files === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Scale LSP has no safe fix for this workspace."));
    return;
  }
  const save = vscode.l10n.t("Save All");
  const text = vscode.l10n.t("Scale LSP fixed {0} files. They are not saved yet.", files);
  if ((await vscode.window.showInformationMessage(text, save)) === save) {
    // `workspace.saveAll` passes over a document that has no tab yet.
    const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty && !document.isUntitled);
    await Promise.all(dirty.map((document) => document.save()));
  }
}

async function reviewWorkspace(service: Service, pages: Pages): Promise<void> {
  const title = vscode.l10n.t("Reviewing the workspace");
  const location = vscode.ProgressLocation.Window;
  const findings = await vscode.window.withProgress({ title, location }, () => findingsOfWorkspace(service));
  await pages.show("review", `# Scale LSP\n\n${review(findings)}`);
}

/** As a code lens names it. */
interface Endpoint {
  readonly name: string;
  readonly uri: string;
}

async function showEndpoint(service: Service, pages: Pages, endpoint: Endpoint): Promise<void> {
  await pages.show(endpoint.name, markdown(await service.execute("scale.endpoint", endpoint)));
}

async function showReport(service: Service, pages: Pages): Promise<void> {
  const title = vscode.l10n.t("Looking at what the project can carry");
  const location = vscode.ProgressLocation.Window;
  const near = vscode.window.activeTextEditor?.document.uri;
  const folder = (near && vscode.workspace.getWorkspaceFolder(near)) ?? vscode.workspace.workspaceFolders?.[0];
  const asked = folder ? { uri: folder.uri.toString() } : {};
  const report = await vscode.window.withProgress({ title, location }, () => service.execute("scale.report", asked));
  await pages.show("report", markdown(report));
}

/** Where it is set already, else for the user. */
async function toggleCodeLens(): Promise<void> {
  const settings = vscode.workspace.getConfiguration("scale-lsp");
  const here = settings.inspect<boolean>("codeLens")?.workspaceValue !== undefined;
  const target = here ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update("codeLens", !settings.get("codeLens", true), target);
}

async function explainRule(service: Service, pages: Pages, slug?: string): Promise<void> {
  const questions = await service.questions();
  const wanted = slug ?? (await pickRule(service));
  const rule = wanted === undefined ? undefined : await questions.rule(wanted);
  if (rule) {
    await pages.show(rule.slug, page(rule));
  }
}

/** The rules of the findings at the cursor come first, then those of the file, then all. */
async function pickRule(service: Service): Promise<string | undefined> {
  const editor = vscode.window.activeTextEditor;
  const near = editor ? rulesIn(editor.document, editor.selection) : [];
  const rules = [...(await (await service.questions()).rules())];
  const rank = (slug: string) => (near.includes(slug) ? near.indexOf(slug) : near.length);
  const items = rules
    .sort((a, b) => rank(a.slug) - rank(b.slug))
    .map((rule) => ({ label: rule.slug, description: rule.title }));
  const placeHolder = vscode.l10n.t("The rule to explain");
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.label;
}
