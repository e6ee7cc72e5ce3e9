/** Questions to the command line of Scale LSP. They are about the files as they are saved. */

import type { Command, Run } from "./discovery";

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** As `scale-lsp check --output-format json` says it; rows and columns count from one. */
export interface Finding {
  readonly rule: string;
  readonly severity: "error" | "warning" | "info" | "hint";
  readonly message: string;
  readonly filename: string;
  readonly location: Place;
  readonly end_location: Place;
  readonly impact: { readonly now: string; readonly fixed: string; readonly n: string } | null;
  readonly fix: { readonly title: string; readonly applicability: "safe" | "unsafe" | "manual" } | null;
  readonly url: string | null;
}

/** As `scale-lsp rule --output-format json` says it. */
export interface Rule {
  readonly slug: string;
  readonly title: string;
  readonly category: string;
  readonly severity: string;
  readonly fix: string;
  readonly body: string;
}

export class Questions {
  private known: Promise<readonly Rule[]> | undefined;

  constructor(
    private readonly command: Command,
    private readonly run: Run,
  ) {}

  /** What is found in files or folders. */
  async findings(paths: readonly string[]): Promise<Finding[]> {
    return (await this.ask("check", "--exit-zero", "--output-format", "json", "--", ...paths)) as Finding[];
  }

  async rules(): Promise<readonly Rule[]> {
    this.known ??= this.ask("rule", "--all", "--output-format", "json") as Promise<readonly Rule[]>;
    try {
      return await this.known;
    } catch (error) {
      this.known = undefined;
      throw error;
    }
  }

  async rule(slug: string): Promise<Rule | undefined> {
    return (await this.rules()).find((rule) => rule.slug === slug);
  }

  private async ask(...args: string[]): Promise<unknown> {
    const { file, args: first, env } = this.command;
    return JSON.parse(await this.run(file, [...first, ...args], env)) as unknown;
  }
}
