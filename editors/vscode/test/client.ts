/** A language client without a server: it remembers how it was made. */

export enum State {
  Stopped = 1,
  Running = 2,
  Starting = 3,
}

export const DidChangeConfigurationNotification = { type: "workspace/didChangeConfiguration" };
export const ExecuteCommandRequest = { type: "workspace/executeCommand" };

interface Options {
  readonly initializationOptions: unknown;
  readonly middleware: {
    readonly workspace: {
      didChangeConfiguration(): Promise<void>;
      configuration(params: unknown, token: unknown, next: () => unknown): Promise<unknown>;
    };
  };
}

interface Feature {
  fillClientCapabilities(capabilities: Record<string, unknown>): void;
}

export class LanguageClient {
  static readonly made: LanguageClient[] = [];

  readonly capabilities: Record<string, unknown> = {};
  readonly sent: [type: unknown, params: unknown][] = [];
  readonly initializeResult = { capabilities: { executeCommandProvider: { commands: ["scale.rules"] } } };
  running = false;
  private heard: (event: { newState: State }) => void = () => undefined;

  constructor(
    readonly id: string,
    readonly name: string,
    readonly server: {
      readonly command: string;
      readonly args: string[];
      readonly options: { env: NodeJS.ProcessEnv };
    },
    readonly options: Options,
  ) {
    LanguageClient.made.push(this);
  }

  registerFeature(feature: Feature): void {
    feature.fillClientCapabilities(this.capabilities);
  }

  onDidChangeState(heard: (event: { newState: State }) => void): void {
    this.heard = heard;
  }

  say(newState: State): void {
    this.heard({ newState });
  }

  start(): Promise<void> {
    this.running = true;
    this.say(State.Running);
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    this.running = false;
    this.say(State.Stopped);
    return Promise.resolve();
  }

  sendRequest(type: unknown, params: unknown): Promise<unknown> {
    this.sent.push([type, params]);
    return Promise.resolve("an answer");
  }

  sendNotification(type: unknown, params: unknown): Promise<void> {
    this.sent.push([type, params]);
    return Promise.resolve();
  }
}
