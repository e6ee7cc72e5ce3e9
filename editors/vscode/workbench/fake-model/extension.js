const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const MODEL = { id: "fake", name: "Fake", family: "fake", version: "1", maxInputTokens: 100000, maxOutputTokens: 1000 };

exports.activate = (context) => {
  const provider = {
    provideLanguageModelChatInformation: () => [
      { ...MODEL, capabilities: { toolCalling: true }, isUserSelectable: true, isDefault: true },
    ],
    provideLanguageModelChatResponse: () => {
      throw new Error("Scale LSP asks no model.");
    },
    provideTokenCount: (_, text) => String(text).length,
  };
  context.subscriptions.push(
    vscode.lm.registerLanguageModelChatProvider("fake-model", provider),
    vscode.commands.registerCommand("fake-model.callTools", callTools),
  );
};

/** What an agent does: the answers go to a file that the test reads. */
async function callTools() {
  const call = async (name, input) => {
    const result = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    return result.content.map((part) => part.value).join("");
  };
  const answers = {
    findings: JSON.parse(await call("scale_findings", { path: "shop/views.py" })),
    explanation: await call("scale_explain", { rule: "related-access-in-loop" }),
    outside: await call("scale_findings", { path: "/etc/passwd" }).catch(String),
  };
  const file = path.join(vscode.workspace.workspaceFolders[0].uri.fsPath, "..", "tools.json");
  fs.writeFileSync(`${file}.new`, JSON.stringify(answers));
  fs.renameSync(`${file}.new`, file);
}
