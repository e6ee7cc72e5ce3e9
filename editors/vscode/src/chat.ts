/** `@scale` in the chat. The running server answers, from the analysis alone; no language model is asked. */

import * as vscode from "vscode";
import { APPLY } from "./commands";
import { ask, type Question, report } from "./questions";
import type { Service } from "./service";
import { folderNear } from "./workspace";

/** What an answer of ours leaves in the chat for the next one. */
interface Told {
  readonly command: string;
  readonly conversation?: string;
  readonly suggestions?: readonly string[];
}

interface Result extends vscode.ChatResult {
  readonly metadata: Told;
}

export function registerChat(service: Service, context: vscode.ExtensionContext): vscode.Disposable {
  const participant = vscode.chat.createChatParticipant("scale-lsp.scale", async (request, context, stream) => {
    const turn = { request, stream, service, conversation: conversationOf(context) };
    const told = await (ANSWERS[request.command ?? ""] ?? answerQuestion)(turn);
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

const ANSWERS: Readonly<Record<string, (turn: Turn) => Promise<Partial<Told>>>> = {
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

function answerQuestion(turn: Turn): Promise<Partial<Told>> {
  const text = turn.request.prompt.trim();
  return text === "" ? help(turn) : answer(turn, text, filesOf(turn.request).slice(0, 1));
}

/** Of what is named, else of the open or attached files, else of the project. */
function answerReview(turn: Turn): Promise<Partial<Told>> {
  const named = turn.request.prompt.trim();
  const files = filesOf(turn.request);
  if (named !== "" || files.length === 0) {
    return answer(turn, `review ${named || "the project"}`, files.slice(0, 1));
  }
  return answer(turn, "review this file", files);
}

async function answerFix(turn: Turn): Promise<Partial<Told>> {
  const named = turn.request.prompt.trim();
  const files = filesOf(turn.request);
  if (named !== "") {
    return answer(turn, `fix ${named}`, files.slice(0, 1));
  }
  if (files.length > 0) {
    return answer(turn, "fix this file", files);
  }
  turn.stream.markdown(vscode.l10n.t("Open a file, or attach one, and ask again."));
  return {};
}

async function answerExplain(turn: Turn): Promise<Partial<Told>> {
  const named = turn.request.prompt.trim();
  const files = filesOf(turn.request).slice(0, 1);
  if (named !== "" || files.length > 0) {
    return answer(turn, `explain ${named || "this"}`, files);
  }
  turn.stream.markdown(vscode.l10n.t("Name a rule, such as `related-access-in-loop`, or put the cursor on a finding."));
  return {};
}

async function answerCapacity({ request, stream, service }: Turn): Promise<Partial<Told>> {
  stream.progress(vscode.l10n.t("Reading the project"));
  const users = Number(/[\d,_]+/.exec(request.prompt)?.[0].replace(/[,_]/g, ""));
  stream.markdown(await report(service, folderNear(filesOf(request)[0]), users > 0 ? users : undefined));
  return {};
}

/** What the server answers to a question, about each of some files or about none. */
async function answer(turn: Turn, text: string, files: readonly vscode.Uri[]): Promise<Partial<Told>> {
  const { stream, service } = turn;
  let told = { conversation: turn.conversation, suggestions: [] as readonly string[] };
  stream.progress(vscode.l10n.t("Reading the project"));
  for (const file of files.length > 0 ? files : [undefined]) {
    const reply = await ask(service, { text, conversation: told.conversation, ...place(file) });
    if (file) {
      stream.reference(file);
    }
    stream.markdown(`${reply.text}\n\n`);
    for (const { title, arguments: given } of reply.actions.filter(({ command }) => command === "scale.applyFix")) {
      const of = files.length > 1 && file ? `: ${vscode.workspace.asRelativePath(file)}` : "";
      stream.button({ title: title + of, command: APPLY, arguments: given });
    }
    told = reply;
  }
  return { conversation: told.conversation, suggestions: told.suggestions };
}

/** A file, and the cursor if it is there. */
function place(file?: vscode.Uri): Pick<Question, "uri" | "position"> {
  const editor = vscode.window.activeTextEditor;
  const here = file && editor?.document.uri.toString() === file.toString();
  return { ...(file ? { uri: file.toString() } : {}), ...(here ? { position: editor.selection.active } : {}) };
}

function help({ stream }: Turn): Promise<Partial<Told>> {
  const lines = [
    vscode.l10n.t("I find Django code that will not scale. I answer from the analysis alone:"),
    `- \`/review\` ${vscode.l10n.t("says what is found in the open or attached files; `/review project` in all")}`,
    `- \`/fix\` ${vscode.l10n.t("shows what the safe fixes of a file change, and applies them when you say so")}`,
    `- \`/explain\` ${vscode.l10n.t("explains a rule, or the finding at the cursor")}`,
    `- \`/capacity\` ${vscode.l10n.t("says how many users the project can carry, and what is in the way")}`,
    `- \`/ask\` ${vscode.l10n.t("answers a question, such as: why is this slow?")}`,
  ];
  stream.markdown(lines.join("\n"));
  return Promise.resolve({});
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

function followups({ command, suggestions = [] }: Told): vscode.ChatFollowup[] {
  const next = suggestions.map((prompt) => ({ prompt, command: "ask" }));
  const fix = { prompt: "", command: "fix", label: vscode.l10n.t("What can be fixed?") };
  if (command === "review" || command === "explain") {
    return [...next, fix];
  }
  return next.length > 0 ? next : [{ prompt: "", command: "review", label: vscode.l10n.t("Review this file") }];
}
