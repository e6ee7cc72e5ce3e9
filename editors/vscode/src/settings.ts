/** The settings of the editor, and those of them that the server takes. */

import * as vscode from "vscode";
import type { Wishes } from "./discovery";

/** What a code lens runs, by the name that the server knows. */
export const SHOW_ENDPOINT = "scale.showEndpoint";

export const SECTION = "scale-lsp";

/** Another value of one of these needs another server. */
export const RESTARTING = ["path", "interpreter", "importStrategy"].map((name) => `${SECTION}.${name}`);

interface Manifest {
  readonly contributes: {
    readonly configuration: readonly [unknown, { readonly properties: Readonly<Record<string, unknown>> }];
  };
}

export function wishes(): Wishes {
  const settings = vscode.workspace.getConfiguration(SECTION);
  return {
    path: settings.get("path", ""),
    interpreter: settings.get("interpreter", []),
    importStrategy: settings.get("importStrategy", "fromEnvironment"),
  };
}

/**
 * What the user has set of the analysis, in the words of the configuration file. What he has not set is left to that
 * file: the editor's defaults would count more.
 */
export function analysisSettings(manifest: unknown): Record<string, unknown> {
  const [, analysis] = (manifest as Manifest).contributes.configuration;
  const settings = vscode.workspace.getConfiguration(SECTION);
  const found: Record<string, unknown> = {};
  for (const name of Object.keys(analysis.properties).map((key) => key.slice(SECTION.length + 1))) {
    const said = settings.inspect(name);
    if ((said?.workspaceFolderValue ?? said?.workspaceValue ?? said?.globalValue) !== undefined) {
      found[kebab(name)] = settings.get(name);
    }
  }
  return found;
}

export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
