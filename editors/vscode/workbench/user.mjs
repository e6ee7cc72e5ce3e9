// What a user does in the workbench. Each deed is done again until its effect is seen.

import { eventually } from "./editor.mjs";

const TRIES = 5;
const SOON = 15_000;

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

  /** Choose the first entry of the quick input whose label has these words. */
  async function choose(keys, typed, label = typed.replace(/^>/, "")) {
    const row = page.locator(".quick-input-widget .monaco-list-row", { hasText: label }).first();
    const open = async () => {
      await page.keyboard.press("Escape");
      await page.keyboard.press(keys);
      await page.locator(".quick-input-widget input").first().fill(typed, { timeout: SOON });
    };
    await until(`${label} in the list`, open, () => row.isVisible());
    await row.click();
  }

  return {
    text,
    until,
    run: (title) => choose("F1", `>${title}`),

    async open(path) {
      const [name] = path.split("/").slice(-1);
      const tab = page.locator(".tab.active", { hasText: name });
      await until(
        `${path} is open`,
        () => choose("Control+P", path, name),
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

    /** What the chat answers. */
    async ask(question, expected) {
      const input = page.locator(".interactive-session .chat-input-container .monaco-editor").first();
      const shown = () => input.isVisible();
      await until("the chat is open", async () => (await shown()) || page.keyboard.press("Control+Alt+I"), shown);
      const say = async () => {
        await input.click({ timeout: SOON });
        await page.keyboard.press("Control+A");
        await page.keyboard.press("Delete");
        await page.keyboard.type(question, { delay: 30 });
        await page.waitForTimeout(1000);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Enter");
      };
      const answers = page.locator(".interactive-item-container.interactive-response");
      const answered = async () => expected.test(await answers.last().textContent({ timeout: 1000 }));
      await until(`the answer to ${question}`, say, answered);
    },
  };
}
