/** `@scale` in the chat. It answers from the analysis alone and asks no language model. */

import * as vscode from "vscode";
import { hasSafeFix, markdown, offer, page, replyOf, review, type Told } from "./answers";
import { findingsOfWorkspace } from "./commands";
import { rulesIn } from "./diagnostics";
import type { Finding } from "./questions";
import type { Service } from "./service";

interface Result extends vscode.ChatResult {
  readonly metadata: Told;
}

export function registerChat(service: Service, context: vscode.ExtensionContext): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant("scale-lsp.scale", async (request, context, stream) => {
    const answer = ANSWERS[request.command ?? ""] ?? answerQuestion;
    const told = await answer({ request, stream, service, conversation: conversationOf(context) });
    return { metadata: { command: request.command ?? "", ...told } } satisfies Result;
  });
  participant.iconPath = vscode.Uri.joinPath(context.extensionUri, "images", "icon.png");
  participant.followupProvider = { provideFollowups: (result) => followups((result as Result).metadata) };
  return participant;
}

interface Turn {
  readonly request: vscode.ChatRequest;
  readonly stream: vscode.ChatResponseStream;
  readonly service: Service;
  /** Where the server was in the conversation, in its own words. */
  readonly conversation: string;
}

const ANSWERS: Readonly<Record<string, (turn: Turn) => Promise<Partial<Told> | undefined>>> = {
  review: answerReview,
  fix: answerFix,
  explain: answerExplain,
  capacity: answerCapacity,
  ask: answerQuestion,
};

/** What the server was asked last, in the answers of ours that the chat keeps. */
function conversationOf({ history }: vscode.ChatContext): string {
  const results = history.flatMap((turn) => ("result" in turn ? [turn.result as Partial<Result>] : []));
  return results.flatMap((result) => result.metadata?.conversation ?? []).at(-1) ?? "";
}

async function answerQuestion(turn: Turn): Promise<Partial<Told> | undefined> {
  const { request, stream, service } = turn;
  if (request.prompt.trim() === "" || !service.offers("scale.ask")) {
    return help(turn);
  }
  stream.progress(vscode.l10n.t("Reading the project"));
  const editor = vscode.window.activeTextEditor;
  const file = filesOf(request)[0];
  const here = file && editor?.document.uri.toString() === file.toString() ? { position: editor.selection.active } : {};
  const asked = { text: request.prompt, conversation: turn.conversation, ...(file ? { uri: file.toString() } : {}) };
  const reply = replyOf(await service.execute("scale.ask", { ...asked, ...here }));
  if (file) {
    stream.reference(file);
  }
  stream.markdown(reply.text);
  for (const { title, command, arguments: given } of reply.actions.filter((action) => action.command !== "scale.ask")) {
    stream.button({ title, command, arguments: given });
  }
  return { conversation: reply.conversation, suggestions: reply.suggestions };
}

async function answerCapacity({ request, stream, service }: Turn): Promise<undefined> {
  stream.progress(vscode.l10n.t("Reading the project"));
  const users = Number(/[\d,_]+/.exec(request.prompt)?.[0].replace(/[,_]/g, ""));
  const folder = vscode.workspace.workspaceFolders?.[0];
  const asked = { ...(folder ? { uri: folder.uri.toString() } : {}), ...(users > 0 ? { users } : {}) };
  stream.markdown(markdown(await service.execute("scale.report", asked)));
}

async function answerReview(turn: Turn): Promise<undefined> {
  const { request, stream } = turn;
  stream.progress(vscode.l10n.t("Reading the project"));
  const whole = /\b(project|workspace)\b/i.test(request.prompt);
  const files = whole ? [] : filesOf(request);
  const findings = files.length > 0 ? await findingsIn(turn, files) : await findingsOfWorkspace(turn.service);
  answered(turn, review(findings), files);
  if (hasSafeFix(findings)) {
    fixButtons(stream, files);
  }
}

async function answerFix(turn: Turn): Promise<undefined> {
  const files = filesOf(turn.request);
  if (files.length === 0) {
    turn.stream.markdown(vscode.l10n.t("Open a file, or attach one, and ask again."));
    return;
  }
  const findings = await findingsIn(turn, files);
  answered(turn, offer(findings), files);
  if (hasSafeFix(findings)) {
    fixButtons(turn.stream, files);
  }
}

async function answerExplain(turn: Turn): Promise<undefined> {
  const questions = await turn.service.questions();
  const rules = await questions.rules();
  const named = rules.filter((rule) => turn.request.prompt.split(/[\s,`]+/).includes(rule.slug));
  const editor = vscode.window.activeTextEditor;
  const near = editor ? rulesIn(editor.document, editor.selection).slice(0, 1) : [];
  const chosen = named.length > 0 ? named : rules.filter((rule) => near.includes(rule.slug));
  turn.stream.markdown(
    chosen.length > 0
      ? chosen.map(page).join("\n\n")
      : vscode.l10n.t("Name a rule, such as `related-access-in-loop`, or put the cursor on a finding."),
  );
}

function help({ stream }: Turn): Promise<undefined> {
  const lines = [
    vscode.l10n.t("I find Django code that will not scale. I answer from the analysis alone:"),
    `- \`/review\` ${vscode.l10n.t("says what is found in the open or attached files; `/review project` in all")}`,
    `- \`/fix\` ${vscode.l10n.t("lists the fixes, and applies those that are safe when you say so")}`,
    `- \`/explain\` ${vscode.l10n.t("explains a rule, or the finding at the cursor")}`,
    `- \`/capacity\` ${vscode.l10n.t("says how many users the project can carry, and what is in the way")}`,
    `- \`/ask\` ${vscode.l10n.t("answers a question, such as: why is this slow?")}`,
  ];
  stream.markdown(lines.join("\n"));
  return Promise.resolve(undefined);
}

function answered({ stream }: Turn, text: string, files: readonly vscode.Uri[]): void {
  if (vscode.workspace.textDocuments.some((document) => document.isDirty && among(document.uri, files))) {
    stream.markdown(`${vscode.l10n.t("_What is not saved is not looked at._")}\n\n`);
  }
  files.forEach((file) => {
    stream.reference(file);
  });
  stream.markdown(text);
}

/** No files: all of them. */
function among(uri: vscode.Uri, files: readonly vscode.Uri[]): boolean {
  return files.length === 0 ? uri.scheme === "file" : files.some((file) => file.toString() === uri.toString());
}

function fixButtons(stream: vscode.ChatResponseStream, files: readonly vscode.Uri[]): void {
  for (const file of files) {
    const title = vscode.l10n.t("Apply the safe fixes in {0}", vscode.workspace.asRelativePath(file));
    stream.button({ command: "scale-lsp.fixAll", title, arguments: [file] });
  }
  if (files.length === 0) {
    const title = vscode.l10n.t("Apply the safe fixes in the workspace");
    stream.button({ command: "scale-lsp.fixAllInWorkspace", title });
  }
}

async function findingsIn({ service }: Turn, files: readonly vscode.Uri[]): Promise<Finding[]> {
  const questions = await service.questions();
  return questions.findings(files.map((file) => file.fsPath));
}

/** The attached files, else the one in the editor. */
function filesOf(request: vscode.ChatRequest): vscode.Uri[] {
  const attached = request.references.flatMap(({ value }) => {
    const uri = value instanceof vscode.Location ? value.uri : value;
    return uri instanceof vscode.Uri && uri.scheme === "file" ? [uri] : [];
  });
  const open = vscode.window.activeTextEditor?.document.uri;
  return attached.length > 0 ? attached : open?.scheme === "file" ? [open] : [];
}

function followups({ command, suggestions }: Told): vscode.ChatFollowup[] {
  if (suggestions !== undefined && suggestions.length > 0) {
    return suggestions.map((prompt) => ({ prompt, command: "ask" }));
  }
  const next: Readonly<Record<string, readonly vscode.ChatFollowup[]>> = {
    review: [
      { prompt: "", command: "fix", label: vscode.l10n.t("What can be fixed?") },
      { prompt: "", command: "explain", label: vscode.l10n.t("Explain the finding at the cursor") },
    ],
    explain: [{ prompt: "", command: "fix", label: vscode.l10n.t("What can be fixed?") }],
  };
  return [...(next[command] ?? [{ prompt: "", command: "review", label: vscode.l10n.t("Review this file") }])];
}
