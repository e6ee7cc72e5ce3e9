/** Answers as Markdown previews: virtual documents, so that nothing is written to disk. */

import * as path from "node:path";
import * as vscode from "vscode";

const SCHEME = "scale-lsp";

export class Pages implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  readonly onDidChange = this.changed.event;

  async show(name: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md` });
    this.texts.set(uri.path, previewable(text));
    this.changed.fire(uri);
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.path);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}

/** The preview follows no `file:` links. One that begins with a slash is looked up in the first folder of the workspace. */
export function previewable(text: string): string {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  return text.replace(/\]\((file:\/\/[^)\s]+)\)/g, (_, link: string) => {
    const { path: file, fragment } = vscode.Uri.parse(link);
    const relative = path.posix.relative(folder?.uri.path ?? "/", file);
    return `](/${relative.split("/").map(encodeURIComponent).join("/")}${fragment && `#${fragment}`})`;
  });
}
