/** Applying the safe fixes of files. The server computes them for the text in the editor; nothing is saved. */

import * as vscode from "vscode";

export const FIX_ALL = vscode.CodeActionKind.SourceFixAll.append("scale");

/** Whether there was something to fix. */
export async function fixAll(uri: vscode.Uri): Promise<boolean> {
  const document = await vscode.workspace.openTextDocument(uri);
  const everything = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
    "vscode.executeCodeActionProvider",
    uri,
    everything,
    FIX_ALL.value,
    1,
  );
  const edit = actions.find((action) => action.kind && FIX_ALL.contains(action.kind))?.edit;
  return edit !== undefined && (await vscode.workspace.applyEdit(edit));
}
