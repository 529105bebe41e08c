import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';

interface ConfirmButtonProps {
  /** What the button says, here and in the question. */
  readonly action: string;
  /** What the action is done to, for those who hear the button and not its row. */
  readonly object?: string;
  readonly question: string;
  readonly onConfirm: () => Promise<unknown>;
}

/** A small button for what cannot be taken back: it asks first. */
export function ConfirmButton({ action, object, question, onConfirm }: ConfirmButtonProps) {
  const { t } = useTranslation();
  return (
    <Popconfirm
      title={question}
      okText={action}
      cancelText={t('cancel')}
      okButtonProps={{ danger: true }}
      onConfirm={() => void onConfirm()}
    >
      <Button size="small" aria-label={object === undefined ? action : `${action}: ${object}`}>
        {action}
      </Button>
    </Popconfirm>
  );
}
