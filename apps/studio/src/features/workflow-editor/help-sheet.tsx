import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { workflowEditor } from '../../i18n/en/workflow-editor.ts';
import styles from './editor.module.css';

const isApple = /Mac|iP(hone|ad)/.test(navigator.userAgent);
const CONTROL = isApple ? '⌘' : 'Ctrl';

const rows: readonly (readonly [word: Exclude<keyof (typeof workflowEditor)['sheet'], 'title' | 'select'>, keys: readonly string[]])[] = [
  ['add', ['N']], ['tab', ['Tab']], ['open', ['Enter']], ['leave', ['Esc']], ['move', ['← ↑ → ↓']], ['remove', ['Delete']],
  ['undo', [`${CONTROL} Z`]], ['redo', [`${CONTROL} Shift Z`]], ['copy', [`${CONTROL} C`, `${CONTROL} X`, `${CONTROL} V`]], ['duplicate', [`${CONTROL} D`]],
  ['all', [`${CONTROL} A`]], ['save', [`${CONTROL} S`]], ['fit', ['F']], ['zoom', ['+', '−']], ['help', ['?']],
];

/** The keys of the canvas. */
export function HelpSheet({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('workflowEditor');
  return (
    <Modal open width={520} title={t('sheet.title')} footer={null} onCancel={onClose}>
      <table className={styles['sheet']}>
        <tbody>
          {rows.map(([word, keys]) => (
            <tr key={word}>
              <td>{keys.map((key) => <kbd key={key}>{key}</kbd>)}</td>
              <td>{t(`sheet.${word}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="quiet">{t('sheet.select')}</p>
    </Modal>
  );
}
