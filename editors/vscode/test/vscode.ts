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

  with({ fragment }: { fragment: string }): Uri {
    return new Uri(this.scheme, this.fsPath, fragment);
  }

  toString(): string {
    return `${this.scheme}://${this.fsPath}${this.fragment && `#${this.fragment}`}`;
  }
}

interface Inspected {
  globalValue?: unknown;
  workspaceValue?: unknown;
  defaultValue?: unknown;
}

export const settings = new Map<string, Inspected>();

export const workspace = {
  workspaceFolders: [{ uri: Uri.file("/shop") }],
  asRelativePath: (uri: Uri) => uri.fsPath.replace("/shop/", ""),
  getConfiguration: (section: string) => {
    const said = (name: string) => settings.get(`${section}.${name}`);
    return {
      inspect: said,
      get: (name: string, other?: unknown) =>
        said(name)?.workspaceValue ?? said(name)?.globalValue ?? said(name)?.defaultValue ?? other,
    };
  },
};

export const l10n = {
  t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, i) => String(values[Number(i)])),
};

export const CodeActionKind = { SourceFixAll: { append: (name: string) => ({ value: `source.fixAll.${name}` }) } };
