import type { Profile } from '@buckle/contract';
import { Drawer } from 'antd';
import { Mark } from '../shared/mark.tsx';
import { NavigationList } from './navigation-list.tsx';
import { WorkspaceSwitcher } from './workspace-switcher.tsx';

/** The navigation over a page of a phone. Mount it to open it. */
export function NavigationDrawer({ profile, onClose }: { readonly profile: Profile; readonly onClose: () => void }) {
  return (
    <Drawer open onClose={onClose} placement="left" size={280} title={<Mark />} styles={{ body: { padding: 12 } }}>
      <WorkspaceSwitcher onChosen={onClose} />
      <NavigationList profile={profile} onChosen={onClose} />
    </Drawer>
  );
}
