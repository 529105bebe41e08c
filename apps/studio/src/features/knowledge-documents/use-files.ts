import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUploadFileMutation } from '../../api/chats.ts';
import { useDeleteFileMutation } from '../../api/files.ts';
import { failureText } from '../../shared/failure-text.ts';
import type { Addition, NewDocument } from './use-adding.ts';

/** A file on its way into a data set. */
export interface FileEntry {
  readonly key: number;
  readonly name: string;
  readonly bytes: number;
  readonly state: 'uploading' | 'ready' | 'adding' | Addition['state'];
  /** Empty until it is uploaded. */
  readonly fileId: string;
  /** Why it was not uploaded or added. */
  readonly reason: string;
}

/** Whether a file can be added: for the first time, or once more after it failed. */
export function canBeAdded({ state, fileId }: FileEntry): boolean {
  return state === 'ready' || (state === 'failed' && fileId !== '');
}

/** Files that are uploaded as soon as they are chosen, and then added one after the other. Those that were not are removed again at the end. */
export function useFiles(workspaceId: string, chosen: readonly File[]) {
  const { t } = useTranslation();
  const [upload] = useUploadFileMutation();
  const [remove] = useDeleteFileMutation();
  const [entries, setEntries] = useState<readonly FileEntry[]>([]);
  const nextKey = useRef(1);
  const latest = useRef(entries);
  latest.current = entries;

  const change = useCallback((key: number, changes: Partial<FileEntry>): void => {
    setEntries((known) => known.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)));
  }, []);
  const take = useCallback(async (file: File): Promise<void> => {
    const key = nextKey.current++;
    setEntries((known) => [...known, { key, name: file.name, bytes: file.size, state: 'uploading', fileId: '', reason: '' }]);
    try {
      const { id } = await upload({ file, workspaceId }).unwrap();
      change(key, { state: 'ready', fileId: id });
    } catch (error) {
      const { title, reason } = failureText(error, t);
      change(key, { state: 'failed', reason: reason === '' ? title : reason });
    }
  }, [upload, workspaceId, change, t]);
  const addFiles = useCallback((files: readonly File[]): void => files.forEach((file) => void take(file)), [take]);

  // Those that were dropped before this was open.
  const first = useRef(chosen);
  useEffect(() => {
    addFiles(first.current);
    first.current = [];
  }, [addFiles]);

  const drop = ({ fileId }: FileEntry): void => {
    if (fileId !== '') void remove({ params: { file_id: fileId } });
  };
  const addOne = async (add: (document: NewDocument) => Promise<Addition>, { key, fileId, name }: FileEntry, allowsSame = false): Promise<boolean> => {
    change(key, { state: 'adding', reason: '' });
    const outcome = await add({ name, source: { type: 'file', file_id: fileId }, ...(allowsSame && { allow_duplicate: true }) });
    change(key, outcome);
    return outcome.state === 'added';
  };
  return {
    entries,
    addFiles,
    addOne,
    leave: (entry: FileEntry): void => {
      drop(entry);
      setEntries((known) => known.filter(({ key }) => key !== entry.key));
    },
    /** Removes what was uploaded for nothing. */
    close: (): void => latest.current.filter(({ state }) => state !== 'added' && state !== 'adding').forEach(drop),
  };
}
