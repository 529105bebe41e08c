import type { BotDefinition, ToldPassage } from '@buckle/contract';
import type { ModelTool } from '#services/models/port.ts';
import type { FlowPlace } from './flow-port.ts';

/** For whom a bot's tools work. */
export interface ToolUser {
  readonly workspaceId: string;
  readonly botId: string;
  readonly userId: string;
}

/** What a tool is called with. */
export interface ToolInvocation {
  /** Parsed from what the model wrote; an empty object where that was no JSON object. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The same for a call that is made again after a kill. */
  readonly idempotencyKey: string;
  readonly signal: AbortSignal;
  /** For tools that go on where they were after a kill, and may ask the user. */
  readonly place: FlowPlace;
  /** The number by which the answer of the turn names a passage: the same for each search that finds it. */
  readonly numberOf: (passageId: string) => number;
}

/** What a tool came to: its output for the model, which is the answer of the turn where it says so, with what the trace shows of it; or a question to the user. */
export type ToolResult =
  | string
  | { readonly output: string; readonly isAnswer: true }
  | { readonly output: string; readonly detail: string; readonly passages: readonly ToldPassage[] }
  | { readonly asks: string };

/** A tool that the server runs for a bot. What it throws is told to the model as the tool's output. */
export interface ServerTool {
  readonly definition: ModelTool;
  run(invocation: ToolInvocation): Promise<ToolResult>;
}

/** The tool port: gives a bot the tools of one kind. Plugins, workflows and knowledge plug in here. */
export interface ToolSource {
  toolsOf(bot: BotDefinition, user: ToolUser): Promise<readonly ServerTool[]>;
}
