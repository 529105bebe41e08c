import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ text, isPrimary = false }: { readonly text: string; readonly isPrimary?: boolean }) {
  const { t } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  return (
    <Button
      type={isPrimary ? 'primary' : 'text'}
      size={isPrimary ? 'middle' : 'small'}
      icon={isCopied ? <CheckOutlined /> : <CopyOutlined />}
      aria-label={isCopied ? t('copied') : t('copy')}
      onClick={() => {
        copy(text).then(setIsCopied, () => setIsCopied(false));
      }}
    >
      {isPrimary && (isCopied ? t('copied') : t('copy'))}
    </Button>
  );
}

/** Copies a text; without HTTPS browsers offer only the old way. Says whether it worked. */
async function copy(text: string): Promise<boolean> {
  // Absent where the page is not secure.
  const clipboard: Clipboard | undefined = navigator.clipboard;
  if (clipboard !== undefined) {
    await clipboard.writeText(text);
    return true;
  }
  const field = document.createElement('textarea');
  field.value = text;
  (document.querySelector('[role=dialog]') ?? document.body).append(field);
  field.select();
  const isCopied = document.execCommand('copy');
  field.remove();
  return isCopied;
}
