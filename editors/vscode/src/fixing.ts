/** Applying the safe fixes of files. The server computes them for the text in the editor; nothing is saved. */

import * as vscode from "vscode";

export const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("scale");

/**
 * The server offers nothing while it is still reading, after two seconds of waiting; otherwise it answers at once. A
 * minute is enough for a cold start.
 */
const TRIES = 30;

/** Whether there was something to fix. */
export async function fixAll(uri: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uri);
  for (let i = 0; i < TRIES; i++) {
    const edit = await editOf(document);
    if (edit) {
      return vscode.workspace.applyEdit(edit);
    }
  }
  return false;
}

async function editOf(document: vscode.TextDocument): Promise<vscode.WorkspaceEdit | undefined> {
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    document.uri,
    new vscode.Range(0, 0, document.lineCount, 0),
    FIX_ALL.value,
    1,
  );
  return actions.find((action) => action.kind && FIX_ALL.contains(action.kind))?.edit;
}
