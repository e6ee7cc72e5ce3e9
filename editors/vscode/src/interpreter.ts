/** The Python that the user chose in the Python extension, when that is there. */

import * as vscode from "vscode";

/** The part of its API that we use: https://github.com/microsoft/vscode-python/wiki/Python-Environment-APIs */
interface PythonExtension {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly id: string; readonly path: string };
    resolveEnvironment(of: {
      readonly id: string;
      readonly path: string;
    }): Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

async function api(): Promise<PythonExtension | undefined> {
  const extension = vscode.extensions.getExtension<PythonExtension>("ms-python.python");
  return extension?.activate();
}

export async function chosenPython(): Promise<string | undefined> {
  const environments = (await api())?.environments;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const resolved = await environments?.resolveEnvironment(environments.getActiveEnvironmentPath(folder));
  return resolved?.executable.uri?.fsPath;
}

/** Calls back whenever the user chooses another one. */
export async function onDidChoosePython(callback: () => void): Promise<vscode.Disposable> {
  const environments = (await api())?.environments;
  return environments?.onDidChangeActiveEnvironmentPath(callback) ?? new vscode.Disposable(() => undefined);
}
