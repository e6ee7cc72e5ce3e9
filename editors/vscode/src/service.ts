/** The running server: found, started, configured, restarted. */

import * as vscode from "vscode";
import {
  DidChangeConfigurationNotification,
  ExecuteCommandRequest,
  LanguageClient,
  type LanguageClientOptions,
  type Middleware,
  State,
  type StaticFeature,
} from "vscode-languageclient/node";
import { type Command, discover, NoServer, type Run } from "./discovery";
import { SELECTOR } from "./documents";
import { chosenPython } from "./interpreter";
import { analysisSettings, SECTION, SHOW_ENDPOINT, wishes } from "./settings";
import type { Status } from "./status";

/** Tells the server which commands are ours: without it, the server answers them itself, as well as it can. */
const OWN_COMMANDS: StaticFeature = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { commands: { commands: [SHOW_ENDPOINT] } };
  },
  initialize: () => undefined,
  getState: () => ({ kind: "static" }),
  clear: () => undefined,
};

export class Service implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
    private readonly trace: vscode.LogOutputChannel,
    private readonly status: Status,
    private readonly run: Run,
  ) {}

  /** Stop the server if there is one, and start one as the settings want it now. One after the other. */
  restart(): Promise<void> {
    this.turn = this.turn.then(async () => {
      await this.stop();
      await this.start();
    });
    return this.turn;
  }

  async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await client?.dispose().catch((error: unknown) => {
      this.output.warn(String(error));
    });
  }

  dispose(): void {
    void this.stop();
  }

  /** What the server answers to one of its commands. Rejects while there is no server to ask. */
  async execute(command: string, ...given: readonly unknown[]): Promise<unknown> {
    await this.turn;
    if (!this.client) {
      throw new NoServer(vscode.l10n.t("Scale LSP is not running."));
    }
    const offered = this.client.initializeResult?.capabilities.executeCommandProvider?.commands;
    if (!offered?.includes(command)) {
      throw new Error(vscode.l10n.t("This server has no command {0}; a newer one is needed.", command));
    }
    return this.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [...given] });
  }

  private async start(): Promise<void> {
    this.status.set("starting");
    try {
      const command = await this.find();
      this.output.info(`Server from ${command.origin}: ${[command.file, ...command.args].join(" ")}`);
      const client = this.connect(command);
      this.client = client;
      await client.start();
    } catch (error) {
      if (error instanceof NoServer) {
        this.status.set("missing", error.message);
        this.output.error(error.message);
        void this.sayMissing(error);
      } else {
        this.status.set("stopped", String(error));
        this.output.error(String(error));
      }
    }
  }

  private find(): Promise<Command> {
    return discover(wishes(), {
      trusted: vscode.workspace.isTrusted,
      platform: process.platform,
      bundle: this.context.asAbsolutePath("bundled"),
      chosen: () =>
        chosenPython().catch((error: unknown) => {
          this.output.warn(`The Python extension does not say which Python to use: ${String(error)}`);
          return undefined;
        }),
      run: this.run,
    });
  }

  private connect(command: Command): LanguageClient {
    const options: LanguageClientOptions = {
      documentSelector: SELECTOR,
      outputChannel: this.output,
      traceOutputChannel: this.trace,
      initializationOptions: { settings: this.settings() },
      synchronize: { configurationSection: SECTION },
      middleware: this.middleware(),
    };
    const { file, args } = command;
    const env = { ...process.env, ...command.env };
    const server = { command: file, args: [...args, "server"], options: { env } };
    const client = new LanguageClient(SECTION, "Scale LSP", server, options);
    client.registerFeature(OWN_COMMANDS);
    client.onDidChangeState(({ newState }) => {
      if (client === this.client) {
        this.status.set(newState === State.Running ? "running" : newState === State.Starting ? "starting" : "stopped");
      }
    });
    return client;
  }

  /** The server gets the settings of the user without the defaults, whichever way it learns of them. */
  private middleware(): Middleware {
    return {
      workspace: {
        didChangeConfiguration: async () => {
          const settings = { [SECTION]: this.settings() };
          await this.client?.sendNotification(DidChangeConfigurationNotification.type, { settings });
        },
        configuration: async (params, token, next) => {
          const values = await next(params, token);
          if (!Array.isArray(values)) {
            return values;
          }
          return params.items.map((item, i) => (item.section === SECTION ? this.settings() : (values[i] as unknown)));
        },
      },
    };
  }

  private settings(): Record<string, unknown> {
    return analysisSettings(this.context.extension.packageJSON);
  }

  private async sayMissing(error: NoServer): Promise<void> {
    const choose = vscode.l10n.t("Select Interpreter");
    const settings = vscode.l10n.t("Open Settings");
    const show = vscode.l10n.t("Show Output");
    const hasPython = vscode.extensions.getExtension("ms-python.python") !== undefined;
    const text = vscode.l10n.t("Scale LSP needs Python 3.11 or newer: {0}.", error.message);
    switch (await vscode.window.showErrorMessage(text, ...(hasPython ? [choose] : []), settings, show)) {
      case choose:
        await vscode.commands.executeCommand("python.setInterpreter");
        break;
      case settings:
        await vscode.commands.executeCommand("workbench.action.openSettings", `${SECTION}.interpreter`);
        break;
      case show:
        this.output.show();
        break;
    }
  }
}
