/** Which command runs Scale LSP. */

import { execFile } from "node:child_process";
import * as path from "node:path";

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where it comes from, in words. */
  readonly origin: string;
}

export interface Wishes {
  /** An executable `scale-lsp`. */
  readonly path: string;
  /** A Python and its arguments. */
  readonly interpreter: readonly string[];
  readonly importStrategy: "fromEnvironment" | "useBundled";
}

export interface Surroundings {
  /** A workspace that is not trusted says nothing about what is run. */
  readonly trusted: boolean;
  readonly platform: NodeJS.Platform;
  /** The folder of the packages that ship with the extension. */
  readonly bundle: string;
  /** The Python that the user chose in the Python extension. */
  readonly chosen: () => Promise<string | undefined>;
  readonly run: Run;
}

/** The standard output of a program; rejects when it cannot be run or fails. */
export type Run = (file: string, args: readonly string[], env: Readonly<Record<string, string>>) => Promise<string>;

/** No Python is new enough, or none can run the packages that ship with the extension. */
export class NoServer extends Error {}

export const OLDEST: readonly [number, number] = [3, 11];

/** `-P` keeps the folder of the project out of the import path: its modules are data, not code to run. */
const SAFE = "-P";
const VERSION = "import sys; print(*sys.version_info[:2])";
const INSTALLED = "import scale_lsp";
const COMPILED = "import pydantic_core, yaml, libcst.native, scale_lsp";

export async function discover(wishes: Wishes, around: Surroundings): Promise<Command> {
  if (around.trusted && wishes.path) {
    return { file: wishes.path, args: [], env: {}, origin: "scale-lsp.path" };
  }
  const pythons = await newEnough(around.trusted ? wishes.interpreter : [], around);
  if (around.trusted && wishes.importStrategy === "fromEnvironment") {
    for (const python of pythons) {
      if (await works(python, INSTALLED, {}, around)) {
        return command(python, {}, python.origin);
      }
    }
  }
  const env = { PYTHONPATH: path.join(around.bundle, "libs") };
  for (const python of pythons) {
    if (await works(python, COMPILED, env, around)) {
      return command(python, env, "the extension");
    }
  }
  throw new NoServer(
    pythons.length > 0
      ? "the packages of the extension do not run on it; install scale-lsp into its environment"
      : "no Python was found",
  );
}

interface Python {
  readonly file: string;
  readonly args: readonly string[];
  readonly origin: string;
}

function command(python: Python, env: Record<string, string>, origin: string): Command {
  return { file: python.file, args: [...python.args, SAFE, "-m", "scale_lsp"], env, origin };
}

/** The Pythons that are new enough. One that the settings name is the only one. */
async function newEnough(interpreter: readonly string[], around: Surroundings): Promise<Python[]> {
  const found: Python[] = [];
  for (const python of await candidates(interpreter, around)) {
    if (await isNewEnough(python, around)) {
      found.push(python);
    }
  }
  return found;
}

async function candidates(interpreter: readonly string[], around: Surroundings): Promise<Python[]> {
  const [file, ...args] = interpreter;
  if (file) {
    return [{ file, args, origin: "scale-lsp.interpreter" }];
  }
  const chosen = around.trusted ? await around.chosen() : undefined;
  const names = around.platform === "win32" ? ["py", "python"] : NAMES;
  return [
    ...(chosen ? [{ file: chosen, args: [], origin: "the Python extension" }] : []),
    ...names.map((name) => ({ file: name, args: name === "py" ? ["-3"] : [], origin: "the search path" })),
  ];
}

const NAMES = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"];

async function isNewEnough(python: Python, around: Surroundings): Promise<boolean> {
  try {
    const said = await around.run(python.file, [...python.args, "-c", VERSION], {});
    const [major = 0, minor = 0] = said.trim().split(" ").map(Number);
    return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
  } catch {
    return false;
  }
}

async function works(python: Python, code: string, env: Record<string, string>, around: Surroundings) {
  try {
    await around.run(python.file, [...python.args, SAFE, "-c", code], env);
    return true;
  } catch {
    return false;
  }
}

/** Runs programs in a folder: of the extension, so that nothing of the project is on anybody's path. */
export function runner(folder: string): Run {
  return (file, args, env) =>
    new Promise((resolve, reject) => {
      const options = { cwd: folder, env: { ...process.env, ...env } };
      execFile(file, [...args], options, (error, stdout, stderr) => {
        if (error) {
          reject(new Error(stderr.trim() || error.message));
        } else {
          resolve(stdout);
        }
      });
    });
}
