import {
  AppstoreAddOutlined, ExclamationCircleFilled, ExclamationCircleOutlined, ExpandOutlined, GatewayOutlined, PartitionOutlined, QuestionCircleOutlined, RedoOutlined, UndoOutlined,
  WarningFilled, ZoomInOutlined, ZoomOutOutlined,
} from '@ant-design/icons';
import type { Problem } from '@buckle/canvas';
import type { ReactNode, RefObject } from 'react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { layOut } from './document/layout.ts';
import { useEditor } from './editor-context.ts';
import type { CanvasHandle } from './flow/canvas.tsx';
import styles from './editor.module.css';

interface ToolbarProps {
  readonly canvas: RefObject<CanvasHandle | null>;
  readonly problems: readonly Problem[];
  readonly hasMap: boolean;
  readonly onAdd: () => void;
  readonly onMap: () => void;
  readonly onProblems: () => void;
  readonly onKeys: () => void;
}

/** What can be done with the canvas as a whole. */
export function Toolbar({ canvas, problems, hasMap, onAdd, onMap, onProblems, onKeys }: ToolbarProps) {
  const { t } = useTranslation('workflowEditor');
  const { editor, isReadOnly } = useEditor();
  const history = useSyncExternalStore(editor.subscribe, editor.history);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.length - errors;
  const arrange = (): void => {
    editor.apply(layOut(editor.document, canvas.current?.sizes() ?? new Map()));
    // When the nodes are at their new places.
    requestAnimationFrame(() => canvas.current?.fit());
  };
  const ProblemIcon = errors > 0 ? ExclamationCircleFilled : warnings > 0 ? WarningFilled : ExclamationCircleOutlined;
  return (
    <div role="toolbar" aria-label={t('tools')} className={styles['toolbar']}>
      {!isReadOnly && (
        <>
          <Tool label={t('add')} keys="N" onUse={onAdd} isWide>
            <AppstoreAddOutlined />
            <span>{t('add')}</span>
          </Tool>
          <Tool label={t('undo')} keys="Ctrl Z" isDisabled={history.past.length === 0} onUse={editor.undo}><UndoOutlined /></Tool>
          <Tool label={t('redo')} keys="Ctrl Shift Z" isDisabled={history.future.length === 0} onUse={editor.redo}><RedoOutlined /></Tool>
          <Tool label={t('layOut')} onUse={arrange}><PartitionOutlined /></Tool>
        </>
      )}
      <Tool label={t('zoomOut')} keys="-" onUse={() => canvas.current?.zoomOut()}><ZoomOutOutlined /></Tool>
      <Tool label={t('zoomIn')} keys="+" onUse={() => canvas.current?.zoomIn()}><ZoomInOutlined /></Tool>
      <Tool label={t('fit')} keys="F" onUse={() => canvas.current?.fit()}><ExpandOutlined /></Tool>
      <Tool label={t('map')} isPressed={hasMap} onUse={onMap} isForWide><GatewayOutlined /></Tool>
      <Tool label={t('keys')} keys="?" onUse={onKeys} isForWide><QuestionCircleOutlined /></Tool>
      <Tool label={t('problemsShown', { count: problems.length, errors, warnings })} onUse={onProblems} isWide>
        <span className={styles['problemIcon']} data-severity={errors > 0 ? 'error' : warnings > 0 ? 'warning' : 'none'}><ProblemIcon /></span>
        <span>{errors + warnings}</span>
      </Tool>
    </div>
  );
}

interface ToolProps {
  readonly label: string;
  /** The keys that do the same, as they are shown. */
  readonly keys?: string;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  /** It shows more than an icon. */
  readonly isWide?: boolean;
  /** It is not there on small screens. */
  readonly isForWide?: boolean;
  readonly onUse: () => void;
  readonly children: ReactNode;
}

function Tool({ label, keys, isDisabled = false, isPressed, isWide = false, isForWide = false, onUse, children }: ToolProps) {
  return (
    <button type="button" aria-label={label} title={keys === undefined ? label : `${label} (${keys})`} aria-pressed={isPressed} disabled={isDisabled} data-wide={isWide} data-for-wide={isForWide} onClick={onUse}>
      {children}
    </button>
  );
}
