// What a user does in the workbench. Each deed is done again until its effect is seen.

import { eventually } from "./editor.mjs";

const TRIES = 5;
const SOON = 15_000;
const ROW = ".quick-input-widget .monaco-list-row";

export function user(page) {
  async function until(what, deed, effect) {
    for (let i = 1; ; i++) {
      try {
        await deed();
        return await eventually(what, effect, SOON);
      } catch (error) {
        if (i === TRIES) {
          throw new Error(`${what}: ${error.message}`);
        }
        await page.keyboard.press("Escape");
      }
    }
  }

  const text = async (selector) => (await page.locator(selector).allTextContents()).join("\n");

  /** Type into the quick input, and choose a row of its list when nothing moves any more: what is searched comes later. */
  async function choose(keys, typed, row) {
    const open = async () => {
      await page.keyboard.press("Escape");
      await page.keyboard.press(keys);
      await page
        .locator(".quick-input-widget input")
        .first()
        .fill(typed, { timeout: SOON / 3 });
    };
    const settled = async () => {
      const before = await text(ROW);
      await page.waitForTimeout(500);
      return (await row.isVisible()) && before === (await text(ROW));
    };
    await until(`${typed} in the list`, open, settled);
    await row.click();
  }

  return {
    text,
    until,
    run: (title) => choose("F1", `>${title}`, page.locator(ROW, { hasText: title }).first()),

    async open(path) {
      const [name] = path.split("/").slice(-1);
      const tab = page.locator(`.tab.active[data-resource-name="${name}"]`);
      const label = page.locator(".label-name", { hasText: new RegExp(`^${name}$`) });
      const row = page.locator(ROW, { has: label }).first();
      const inTree = page.locator(".explorer-folders-view .monaco-list-row", { has: label }).first(); // it stays where it is
      await until(
        `${path} is open`,
        async () => ((await inTree.isVisible()) ? inTree.dblclick() : choose("Control+P", path, row)),
        () => tab.isVisible(),
      );
      await page.waitForSelector(".monaco-editor .view-line");
    },

    async goTo(line, column) {
      const at = async () => (await text(".statusbar-item")).includes(`Ln ${line}, Col ${column}`);
      const go = async () => {
        await page.keyboard.press("Control+G");
        await page.locator(".quick-input-widget input").first().fill(`:${line}:${column}`, { timeout: SOON });
        await page.keyboard.press("Enter");
      };
      await until(`the cursor is at ${line}:${column}`, go, at);
    },

    async save() {
      const clean = async () => (await page.locator(".tab.active.dirty").count()) === 0;
      await until("the file is saved", () => page.keyboard.press("Control+S"), clean);
    },

    /** Ask in the chat, and wait for an answer that the one before it was not: the list shows the last ones only. */
    async ask(question, expected) {
      const input = page.locator(".interactive-session .chat-input-container .monaco-editor").first();
      const shown = () => input.isVisible();
      await until("the chat is open", async () => (await shown()) || page.keyboard.press("Control+Alt+I"), shown);
      const bare = (words) => words.replace(/\s/g, "");
      const written = async () => bare(await input.locator(".view-lines").innerText());
      const answers = page.locator(".interactive-item-container.interactive-response");
      const say = async () => {
        await input.click({ timeout: SOON });
        await page.keyboard.press("Control+A");
        await page.keyboard.insertText(question);
        await eventually(`${question} is written`, async () => (await written()).includes(bare(question)), SOON);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Enter");
      };
      // While the chat itself is still starting, a question may be lost, or be answered by an excuse.
      for (let i = 0; i < TRIES; i++) {
        await say().catch(() => page.keyboard.press("Escape"));
        let said = "";
        let changed = Date.now();
        const outcome = await eventually(`an answer to ${question}`, async () => {
          const now = (await answers.count()) > 0 ? await answers.last().textContent({ timeout: 1000 }) : "";
          changed = now === said ? changed : Date.now();
          said = now;
          return expected.test(said) ? "answered" : Date.now() - changed > SOON && "silent";
        });
        if (outcome === "answered") {
          return;
        }
        console.log(`          asked again, the chat said: ${said.slice(0, 200)}`);
      }
      throw new Error(`no answer to ${question}`);
    },

    /** What the page says that is open in the editor: a preview of Markdown, which is a frame in a frame. */
    async preview() {
      const texts = page.frames().map((frame) => frame.locator("body").innerText({ timeout: 1000 }));
      return (await Promise.allSettled(texts)).map(({ value = "" }) => value).join("\n");
    },

    /** Click on a link of that page. */
    async follow(name) {
      for (const frame of page.frames()) {
        const link = frame.locator("a", { hasText: name }).first();
        if (await link.isVisible().catch(() => false)) {
          return await link.click({ timeout: SOON });
        }
      }
      throw new Error(`there is no link ${name}`);
    },
  };
}
