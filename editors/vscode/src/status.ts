/** The item in the status bar: the state of the server and the number of findings. */

import * as vscode from "vscode";
import { isFinding } from "./diagnostics";

export type State = "starting" | "running" | "stopped" | "missing";

export class Status implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("scale-lsp.status", vscode.StatusBarAlignment.Left);
  private readonly listener = vscode.languages.onDidChangeDiagnostics(() => {
    this.draw();
  });
  private state: State = "starting";
  private detail = "";

  constructor() {
    this.item.name = "Scale LSP";
    this.draw();
    this.item.show();
  }

  set(state: State, detail = ""): void {
    this.state = state;
    this.detail = detail;
    this.draw();
  }

  dispose(): void {
    this.listener.dispose();
    this.item.dispose();
  }

  private draw(): void {
    const found = countFindings();
    const error = this.state === "stopped" || this.state === "missing";
    this.item.text =
      { starting: "$(sync~spin) Scale", running: `$(graph) Scale: ${found}` }[this.state as string] ?? "$(error) Scale";
    this.item.backgroundColor = error ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    this.item.command = error ? "scale-lsp.showOutput" : "workbench.actions.view.problems";
    this.item.tooltip = [this.explained(found), this.detail].filter(Boolean).join("\n");
  }

  private explained(found: number): string {
    switch (this.state) {
      case "starting":
        return vscode.l10n.t("Scale LSP is starting");
      case "running":
        return vscode.l10n.t("Scale LSP: {0} findings in open files", found);
      case "stopped":
        return vscode.l10n.t("The server of Scale LSP is not running");
      case "missing":
        return vscode.l10n.t("Scale LSP cannot start");
    }
  }
}

function countFindings(): number {
  return vscode.languages
    .getDiagnostics()
    .reduce((sum, [, diagnostics]) => sum + diagnostics.filter(isFinding).length, 0);
}
