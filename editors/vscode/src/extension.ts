import * as vscode from "vscode";
import { registerChat } from "./chat";
import { registerCommands } from "./commands";
import { runner } from "./discovery";
import { onDidChoosePython } from "./interpreter";
import { Pages } from "./pages";
import { Service } from "./service";
import { RESTARTING } from "./settings";
import { Status } from "./status";
import { registerTools } from "./tools";

let service: Service | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("Scale LSP", { log: true });
  const trace = vscode.window.createOutputChannel("Scale LSP Trace", { log: true });
  const status = new Status();
  const pages = new Pages();
  const running = new Service(context, output, trace, status, runner(context.extensionPath));
  service = running;
  context.subscriptions.push(output, trace, status, pages, running);
  context.subscriptions.push(registerCommands(running, output, pages));
  context.subscriptions.push(...registerForModels(running, context));
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (RESTARTING.some((name) => event.affectsConfiguration(name))) {
        void running.restart();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void running.restart()),
  );
  await running.restart();
  context.subscriptions.push(await onDidChoosePython(() => void running.restart()).catch(() => NOTHING));
}

export async function deactivate(): Promise<void> {
  await service?.stop();
}

const NOTHING = new vscode.Disposable(() => undefined);

/** Editors that are built without the chat have none of its interfaces. */
function registerForModels(running: Service, context: vscode.ExtensionContext): vscode.Disposable[] {
  const { chat, lm } = vscode as Partial<typeof vscode>;
  return [
    ...(chat && "createChatParticipant" in chat ? [registerChat(running, context)] : []),
    ...(lm && "registerTool" in lm ? [registerTools(running)] : []),
  ];
}
