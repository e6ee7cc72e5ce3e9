import assert from "node:assert/strict";
import { test } from "node:test";
import { discover, NoServer, type Surroundings, type Wishes } from "../src/discovery";

const DEFAULTS: Wishes = { path: "", interpreter: [], importStrategy: "fromEnvironment" };

interface Machine {
  /** The version of each Python. */
  readonly pythons: Readonly<Record<string, string>>;
  readonly installed?: readonly string[];
  /** Those that cannot load the compiled modules of the extension. */
  readonly foreign?: readonly string[];
}

function on(machine: Machine, more: Partial<Surroundings> = {}): Surroundings {
  return {
    trusted: true,
    platform: "linux",
    bundle: "/extension/bundled",
    chosen: () => Promise.resolve(undefined),
    run: (file, args, env) => {
      const version = machine.pythons[file];
      const code = args.at(-1) ?? "";
      const can = code.includes("version_info")
        ? true
        : env.PYTHONPATH
          ? !machine.foreign?.includes(file)
          : machine.installed?.includes(file);
      assert.ok(code.includes("version_info") || args.includes("-P"), "nothing of the project is imported");
      return version && can ? Promise.resolve(`${version}\n`) : Promise.reject(new Error(file));
    },
    ...more,
  };
}

test("an executable that is named is run as it is", async () => {
  const found = await discover({ ...DEFAULTS, path: "/opt/scale-lsp" }, on({ pythons: {} }));
  assert.deepEqual([found.file, found.args, found.env], ["/opt/scale-lsp", [], {}]);
});

test("the server beside the chosen Python comes before the one of the extension", async () => {
  const machine = { pythons: { "/venv/python": "3 12", python3: "3 11" }, installed: ["/venv/python"] };
  const found = await discover(DEFAULTS, on(machine, { chosen: () => Promise.resolve("/venv/python") }));
  assert.deepEqual([found.file, found.args], ["/venv/python", ["-P", "-m", "scale_lsp"]]);
  assert.deepEqual(found.env, {});
});

test("where it is not installed, the server of the extension runs", async () => {
  const machine = { pythons: { "/venv/python": "3 12" } };
  const found = await discover(DEFAULTS, on(machine, { chosen: () => Promise.resolve("/venv/python") }));
  assert.equal(found.file, "/venv/python");
  assert.deepEqual(found.env, { PYTHONPATH: "/extension/bundled/libs" });
});

test("useBundled passes over what is installed", async () => {
  const machine = { pythons: { python3: "3 13" }, installed: ["python3"] };
  const found = await discover({ ...DEFAULTS, importStrategy: "useBundled" }, on(machine));
  assert.equal(found.origin, "the extension");
});

test("an interpreter that is named is the only one", async () => {
  const machine = { pythons: { "/old/python": "3 8", python3: "3 12" } };
  await assert.rejects(discover({ ...DEFAULTS, interpreter: ["/old/python"] }, on(machine)), NoServer);
});

test("an interpreter keeps its arguments", async () => {
  const found = await discover({ ...DEFAULTS, interpreter: ["py", "-3.12"] }, on({ pythons: { py: "3 12" } }));
  assert.deepEqual(found.args, ["-3.12", "-P", "-m", "scale_lsp"]);
});

test("a project on an old Python is served by a newer one", async () => {
  const machine = { pythons: { "/venv/python": "3 9", python3: "3 10", "python3.12": "3 12" } };
  const found = await discover(DEFAULTS, on(machine, { chosen: () => Promise.resolve("/venv/python") }));
  assert.equal(found.file, "python3.12");
});

test("a Python that the extension has no modules for gives way to another", async () => {
  const machine = { pythons: { python3: "3 15", "python3.13": "3 13" }, foreign: ["python3"] };
  assert.equal((await discover(DEFAULTS, on(machine))).file, "python3.13");
});

test("no Python and a Python of no use are told apart", async () => {
  await assert.rejects(discover(DEFAULTS, on({ pythons: {} })), /no Python was found/);
  const machine = { pythons: { python3: "3 15" }, foreign: ["python3"] };
  await assert.rejects(discover(DEFAULTS, on(machine)), /do not run on it/);
});

test("a workspace that is not trusted has no say", async () => {
  const machine = {
    pythons: { "/shop/python": "3 12", "/shop/venv": "3 12", python3: "3 11" },
    installed: ["python3"],
  };
  const wishes = { path: "/shop/evil", interpreter: ["/shop/python"], importStrategy: "fromEnvironment" } as const;
  const found = await discover(wishes, on(machine, { trusted: false, chosen: () => Promise.resolve("/shop/venv") }));
  assert.deepEqual([found.file, found.origin], ["python3", "the extension"]);
});

test("Windows has its launcher", async () => {
  const found = await discover(DEFAULTS, on({ pythons: { py: "3 12" } }, { platform: "win32" }));
  assert.deepEqual([found.file, ...found.args], ["py", "-3", "-P", "-m", "scale_lsp"]);
});
