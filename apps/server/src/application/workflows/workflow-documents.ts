import type { WorkflowIdMap, WorkflowMode } from '@buckle/contract';
import type { Documents } from '#data/documents/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';

/** The document of a workflow as it was given, and what stands here for the ids of elsewhere in it. */
export interface WorkflowSource {
  readonly canvas: Readonly<Record<string, unknown>>;
  readonly idMap: WorkflowIdMap;
}

/** A workflow: its draft, and which version of it is online. Times are in milliseconds. */
export interface WorkflowDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly ownerId: string;
  /** In clear for lists. */
  readonly name: string;
  readonly mode: WorkflowMode;
  readonly isPublished: boolean;
  /** The version that is online, like `v1.0.0`. */
  readonly onlineVersion?: string;
  /** Rises with every save of the draft. */
  readonly draftRevision: number;
  /** Who saved the draft last, and when; the owner at the beginning. */
  readonly draftSavedBy?: string;
  readonly draftSavedAt?: number;
  /** When a draft was kept last before it was saved over. */
  readonly draftKeptAt?: number;
  /** The revision of the draft that went online; absent where none did. */
  readonly publishedRevision?: number;
  /** Sealed. */
  readonly description: string;
  /** The draft. Sealed. */
  readonly source: WorkflowSource;
  /** Of the main workflow of a file that was imported: which workflow of the file became which. */
  readonly imported?: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A version of a workflow, as it was published; never changed. */
export interface WorkflowVersionDocument {
  /** See `workflowVersionId`. */
  readonly id: string;
  readonly workflowId: string;
  readonly workspaceId: string;
  readonly version: string;
  /** Orders versions: see `versionOrder`. */
  readonly order: number;
  readonly creatorId: string;
  readonly createdAt: number;
  /** What it was called then: how models are told of it. Sealed, as its description is. */
  readonly name?: string;
  readonly description?: string;
  /** Sealed. */
  readonly notes: string;
  /** Sealed. */
  readonly source: WorkflowSource;
}

/** A draft as it stood before it was saved over; never changed. Times are in milliseconds. */
export interface PastDraftDocument {
  /** The workflow's id and the draft's revision. */
  readonly id: string;
  readonly workflowId: string;
  readonly workspaceId: string;
  readonly draftRevision: number;
  /** Who had saved it, and when. */
  readonly savedBy: string;
  readonly savedAt: number;
  /** Sealed. */
  readonly source: WorkflowSource;
}

function openPastDrafts(documents: Documents, keyring: Keyring): Promise<SealedCollection<PastDraftDocument>> {
  return sealedCollection<PastDraftDocument>(documents, keyring, {
    name: 'workflow_drafts',
    schemaVersion: 1,
    indexes: [{ fields: ['workflowId', 'draftRevision'] }],
    sealed: ['source'],
    scopeOf: (draft) => draft.workspaceId,
  });
}

export interface WorkflowCollections {
  readonly workflows: SealedCollection<WorkflowDocument>;
  readonly versions: SealedCollection<WorkflowVersionDocument>;
  readonly drafts: SealedCollection<PastDraftDocument>;
}

export async function openWorkflowCollections(documents: Documents, keyring: Keyring): Promise<WorkflowCollections> {
  const workflows = await sealedCollection<WorkflowDocument>(documents, keyring, {
    name: 'workflows',
    schemaVersion: 1,
    indexes: [
      { fields: ['workspaceId', 'updatedAt'] },
      { fields: ['workspaceId', 'mode', 'updatedAt'] },
      { fields: ['workspaceId', 'isPublished', 'updatedAt'] },
      { fields: ['workspaceId', 'mode', 'isPublished', 'updatedAt'] },
    ],
    sealed: ['description', 'source'],
    scopeOf: (workflow) => workflow.workspaceId,
  });
  const versions = await sealedCollection<WorkflowVersionDocument>(documents, keyring, {
    name: 'workflow_versions',
    schemaVersion: 1,
    indexes: [{ fields: ['workflowId', 'order'] }],
    sealed: ['name', 'description', 'notes', 'source'],
    scopeOf: (version) => version.workspaceId,
  });
  return { workflows, versions, drafts: await openPastDrafts(documents, keyring) };
}

/** The id of a workflow's version. */
export function workflowVersionId(workflowId: string, version: string): string {
  return `${workflowId}-${version}`;
}

/** A number by which versions can be ordered: each of the three has five digits. */
export function versionOrder(version: string): number {
  const [major = 0, minor = 0, patch = 0] = version.slice(1).split('.').map(Number);
  return (major * 100_000 + minor) * 100_000 + patch;
}

const HIGHEST_NUMBER = 99_999;

/** The version after another: its last number is one higher, or where that is as high as it may be, the one before. */
export function nextVersion(version: string | undefined): string {
  if (version === undefined) return 'v0.0.1';
  const [major = 0, minor = 0, patch = 0] = version.slice(1).split('.').map(Number);
  if (patch < HIGHEST_NUMBER) return `v${major}.${minor}.${patch + 1}`;
  return minor < HIGHEST_NUMBER ? `v${major}.${minor + 1}.0` : `v${major + 1}.0.0`;
}
