import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';

interface ConfirmButtonProps {
  /** What the button says, here and in the question. */
  readonly action: string;
  /** What the action is done to, for those who hear the button and not its row. */
  readonly object?: string;
  readonly question: string;
  /** Whether something is lost by it; so it is where nothing is said. */
  readonly isDangerous?: boolean;
  readonly onConfirm: () => Promise<unknown>;
}

/** A small button that asks before it does something, red where something is lost by that. */
export function ConfirmButton({ action, object, question, isDangerous = true, onConfirm }: ConfirmButtonProps) {
  const { t } = useTranslation();
  return (
    <Popconfirm
      title={question}
      okText={action}
      cancelText={t('cancel')}
      okButtonProps={{ danger: isDangerous }}
      onConfirm={() => void onConfirm()}
    >
      <Button size="small" danger={isDangerous} aria-label={object === undefined ? action : `${action}: ${object}`}>
        {action}
      </Button>
    </Popconfirm>
  );
}
