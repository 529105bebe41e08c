import { CopyButton } from './copy-button.tsx';

/** An id or an address that is there to be copied. */
export function CopiedText({ text }: { readonly text: string }) {
  return (
    <>
      <code>{text}</code> <CopyButton text={text} />
    </>
  );
}
