import { MoreOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { Menu, type MenuSection } from './menu.tsx';

/** The menu at the end of a row. `label` says what it is of, for those who do not see the row. */
export function MoreMenu({ label, sections }: { readonly label: string; readonly sections: readonly MenuSection[] }) {
  return <Menu sections={sections} trigger={(trigger) => <Button {...trigger} size="small" icon={<MoreOutlined />} aria-label={label} />} />;
}
