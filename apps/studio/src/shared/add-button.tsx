import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';

/** Adds an entry to a list. */
export function AddButton({ label, onAdd }: { readonly label: string; readonly onAdd: () => void }) {
  return (
    <Button size="small" icon={<PlusOutlined />} onClick={onAdd}>
      {label}
    </Button>
  );
}
