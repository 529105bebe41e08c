import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUploadFileMutation } from '../../api/chats.ts';
import { failureText } from '../../shared/failure-text.ts';
import type { Attachment } from './turn.ts';

/** A file of the next question, on its way to the server or there. */
export interface AttachmentEntry {
  readonly key: number;
  readonly name: string;
  /** Shows a picture; empty for other files. */
  readonly url: string;
  readonly isReady: boolean;
  /** Why it could not be uploaded. */
  readonly failure?: string;
}

interface Kept extends AttachmentEntry {
  readonly fileId: string;
}

/** The files of the next question: they are uploaded as soon as they are added. */
export function useAttachments(workspaceId: string) {
  const { t } = useTranslation();
  const [upload] = useUploadFileMutation();
  const [entries, setEntries] = useState<readonly Kept[]>([]);
  const nextKey = useRef(1);
  const urls = useRef<string[]>([]);
  useEffect(() => () => urls.current.forEach((url) => URL.revokeObjectURL(url)), []);

  const change = (key: number, changes: Partial<Kept>): void => {
    setEntries((known) => known.map((entry) => (entry.key === key ? { ...entry, ...changes } : entry)));
  };
  const addOne = async (file: File): Promise<void> => {
    const key = nextKey.current++;
    const url = file.type.startsWith('image/') ? URL.createObjectURL(file) : '';
    if (url !== '') urls.current.push(url);
    setEntries((known) => [...known, { key, name: file.name, url, isReady: false, fileId: '' }]);
    try {
      const { id } = await upload({ file, workspaceId }).unwrap();
      change(key, { fileId: id, isReady: true });
    } catch (error) {
      const { title, reason } = failureText(error, t);
      change(key, { failure: reason === '' ? title : reason });
    }
  };
  return {
    entries: entries as readonly AttachmentEntry[],
    /** Whether some file is not there yet. */
    isBusy: entries.some(({ isReady, failure }) => !isReady && failure === undefined),
    ready: entries.filter(({ isReady }) => isReady).map(({ fileId, name, url }): Attachment => ({ fileId, name, url, isPicture: url !== '' })),
    add: (files: readonly File[]): void => {
      for (const file of files) void addOne(file);
    },
    remove: (key: number): void => setEntries((known) => known.filter((entry) => entry.key !== key)),
    clear: (): void => setEntries([]),
  };
}
