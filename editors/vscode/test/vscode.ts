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

export class Disposable {
  readonly disposed = false;

  static from(): Disposable {
    return new Disposable();
  }
}

export const ProgressLocation = { Window: 10 };
export const ConfigurationTarget = { Global: 1, Workspace: 2 };

/** What was registered, by its name. */
export const registered = new Map<string, (...given: unknown[]) => unknown>();

export const commands = {
  registerCommand: (name: string, run: (...given: unknown[]) => unknown) => {
    registered.set(name, run);
    return new Disposable();
  },
};

/** Errors that were shown. */
export const shown: string[] = [];

export const window = {
  activeTextEditor: undefined as unknown,
  withProgress: (_: unknown, task: () => unknown) => task(),
  showErrorMessage: (text: string) => shown.push(text),
};

export const participants: { handler: (...given: unknown[]) => unknown; followupProvider?: unknown }[] = [];

export const chat = {
  createChatParticipant: (_: string, handler: (...given: unknown[]) => unknown) => {
    const made = { handler };
    participants.push(made);
    return made;
  },
};

interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  defaultValue?: unknown;
}

export const settings = new Map<string, Inspected>();

export const workspace = {
  textDocuments: [],
  getWorkspaceFolder: () => undefined,
  workspaceFolders: [{ uri: Uri.file("/shop") }],
  asRelativePath: (uri: Uri) => uri.fsPath.replace("/shop/", ""),
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

export const CodeActionKind = { SourceFixAll: { append: (name: string) => ({ value: `source.fixAll.${name}` }) } };
