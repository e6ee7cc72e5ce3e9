/** The parts of the editor's interface that unit tests need, without an editor. */

export class Uri {
  private constructor(
    readonly scheme: string,
    readonly fsPath: string,
    readonly fragment: string,
  ) {}

  static file(path: string): Uri {
    return new Uri("file", path, "");
  }

  static parse(text: string): Uri {
    const { protocol, pathname, hash } = new URL(text);
    return new Uri(protocol.slice(0, -1), decodeURIComponent(pathname), hash.slice(1));
  }

  get path(): string {
    return this.fsPath;
  }

  static joinPath(base: Uri, ...parts: string[]): Uri {
    return Uri.file([base.fsPath, ...parts].join("/"));
  }

  with({ fragment }: { fragment: string }): Uri {
    return new Uri(this.scheme, this.fsPath, fragment);
  }

  toString(): string {
    return `${this.scheme}://${this.fsPath}${this.fragment && `#${this.fragment}`}`;
  }
}

export class Location {
  constructor(readonly uri: Uri) {}
}

export class Range {
  constructor(readonly startLine: number) {}
}

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class Disposable {
  readonly disposed = false;

  static from(): Disposable {
    return new Disposable();
  }
}

/** Tells those who listen. */
export class EventEmitter<T> {
  private readonly listeners = new Set<(event: T) => void>();

  readonly event = (listener: (event: T) => void) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(event: T): void {
    this.listeners.forEach((listener) => {
      listener(event);
    });
  }

  dispose(): void {
    this.listeners.clear();
  }
}

export const trusted = new EventEmitter<undefined>();
export const configured = new EventEmitter<{ affectsConfiguration(name: string): boolean }>();

export const StatusBarAlignment = { Left: 1 };
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const ProgressLocation = { Window: 10, Notification: 15 };
export const ConfigurationTarget = { Global: 1, Workspace: 2 };

/** What was registered, by its name. */
export const registered = new Map<string, (...given: unknown[]) => unknown>();
/** What was run of what others have registered. */
export const ran: [name: string, ...given: unknown[]][] = [];
/** What others have registered. */
export const others = new Map<string, (...given: unknown[]) => unknown>();

export const commands = {
  registerCommand: (name: string, run: (...given: unknown[]) => unknown) => {
    registered.set(name, run);
    return new Disposable();
  },
  executeCommand: (name: string, ...given: unknown[]) => {
    ran.push([name, ...given]);
    return Promise.resolve(others.get(name)?.(...given));
  },
};

interface Message {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** Messages that were shown. */
export const shown: Message[] = [];
/** The button that is pressed when there is one of this name. */
export const pressed: { button: string } = { button: "" };

function show(text: string, ...buttons: string[]): Promise<string | undefined> {
  shown.push({ text, buttons });
  return Promise.resolve(buttons.find((button) => button === pressed.button));
}

export const statusItem = { text: "", tooltip: "", command: "", show: () => undefined, dispose: () => undefined };

export const window = {
  activeTextEditor: undefined as unknown,
  withProgress: (_: unknown, task: () => unknown) => task(),
  showErrorMessage: show,
  showWarningMessage: show,
  showInformationMessage: show,
  showQuickPick: (items: readonly unknown[]) => Promise.resolve(items[0]),
  createStatusBarItem: () => statusItem,
  createOutputChannel: () => ({ info: () => 0, warn: () => 0, error: () => 0, show: () => 0 }),
};

/** What is said about documents, and who wants to know of it. */
export const diagnostics: { said: [Uri, { source: string; severity: number; code: string }[]][]; heard: () => void } = {
  said: [],
  heard: () => undefined,
};

export const languages = {
  getDiagnostics: (uri?: Uri) =>
    uri ? diagnostics.said.filter(([of]) => of === uri).flatMap(([, all]) => all) : diagnostics.said,
  onDidChangeDiagnostics: (heard: () => void) => {
    diagnostics.heard = heard;
    return { dispose: () => undefined };
  },
};

export const extensions = {
  installed: new Map<string, unknown>(),
  getExtension: (id: string) => extensions.installed.get(id),
};

export const participants: { handler: (...given: unknown[]) => unknown; followupProvider?: unknown }[] = [];

export const chat = {
  createChatParticipant: (_: string, handler: (...given: unknown[]) => unknown) => {
    const made = { handler };
    participants.push(made);
    return made;
  },
};

export class LanguageModelTextPart {
  constructor(readonly value: string) {}
}

export class LanguageModelToolResult {
  constructor(readonly content: readonly LanguageModelTextPart[]) {}
}

export interface Tool {
  invoke(call: { input: object }): Promise<LanguageModelToolResult>;
  prepareInvocation?(call: { input: object }): { confirmationMessages?: { message: string } };
}

export const tools = new Map<string, Tool>();

export const lm = {
  registerTool: (name: string, tool: Tool) => {
    tools.set(name, tool);
    return new Disposable();
  },
};

interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  defaultValue?: unknown;
}

export const settings = new Map<string, Inspected>();

interface Folder {
  readonly name: string;
  readonly uri: Uri;
}

export const SHOP: Folder = { name: "shop", uri: Uri.file("/shop") };
export const BLOG: Folder = { name: "blog", uri: Uri.file("/home/me/blog") };

export const workspace = {
  isTrusted: true,
  onDidGrantWorkspaceTrust: trusted.event,
  onDidChangeConfiguration: configured.event,
  registerTextDocumentContentProvider: () => new Disposable(),
  textDocuments: [] as { isDirty: boolean; isUntitled: boolean; save: () => unknown }[],
  workspaceFolders: [SHOP],
  getWorkspaceFolder: ({ fsPath }: Uri) =>
    workspace.workspaceFolders.find(({ uri }) => fsPath.startsWith(`${uri.fsPath}/`)),
  asRelativePath: (uri: Uri) => {
    const folder = workspace.getWorkspaceFolder(uri);
    const relative = uri.fsPath.slice((folder?.uri.fsPath.length ?? -1) + 1);
    return workspace.workspaceFolders.length > 1 && folder ? `${folder.name}/${relative}` : relative;
  },
  openTextDocument: (uri: Uri) => Promise.resolve({ uri, lineCount: 9 }),
  applyEdit: () => Promise.resolve(true),
  getConfiguration: (section: string) => {
    const said = (name: string) => settings.get(`${section}.${name}`);
    return {
      inspect: said,
      update: (name: string, value: unknown, target: number) => {
        const known = settings.get(`${section}.${name}`) ?? {};
        const where = target === ConfigurationTarget.Workspace ? "workspaceValue" : "globalValue";
        settings.set(`${section}.${name}`, { ...known, [where]: value });
      },
      get: (name: string, other?: unknown) =>
        said(name)?.workspaceValue ?? said(name)?.globalValue ?? said(name)?.defaultValue ?? other,
    };
  },
};

export const l10n = {
  t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)])),
};

export const CodeActionKind = {
  SourceFixAll: {
    append: (name: string) => ({ value: `source.fixAll.${name}`, contains: (kind: unknown) => kind === name }),
  },
};

/** As at the start of each test. */
export function reset(): void {
  for (const known of [registered, others, settings, tools, extensions.installed]) {
    known.clear();
  }
  trusted.dispose();
  configured.dispose();
  ran.length = shown.length = participants.length = 0;
  pressed.button = "";
  window.activeTextEditor = undefined;
  diagnostics.said = [];
  workspace.isTrusted = true;
  workspace.textDocuments = [];
  workspace.workspaceFolders = [SHOP];
}
