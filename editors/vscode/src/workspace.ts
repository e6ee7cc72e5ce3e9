/** The folders of the workspace, and what people and models call what is in them. */

import * as path from "node:path";
import * as vscode from "vscode";

/** The folder of a file, else that of the file in the editor, else the first one. */
export function folderNear(file = vscode.window.activeTextEditor?.document.uri): vscode.Uri | undefined {
  const folder = file && vscode.workspace.getWorkspaceFolder(file);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

/**
 * The file or folder that a model names: absolute, or relative to the first folder, or, where there are several, as the
 * editor writes it, with the name of its folder first. Only what is in the workspace is its business.
 */
export function inWorkspace(name: string): vscode.Uri {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first = "", ...rest] = name.split(/[/\\]/);
  const named = folders.length > 1 ? folders.find((folder) => folder.name === first) : undefined;
  const absolute = named ? path.resolve(named.uri.fsPath, ...rest) : path.resolve(folders[0]?.uri.fsPath ?? "", name);
  const inside = folders.some(({ uri }) => {
    const relative = path.relative(uri.fsPath, absolute);
    return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  });
  if (!inside) {
    throw new Error(`${name} is not in the workspace.`);
  }
  return vscode.Uri.file(absolute);
}
