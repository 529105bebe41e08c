import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import { InputList } from './input-list.tsx';

/** The inputs of a node, which its texts and its code name. */
export function InputsSection({ text, stem }: { readonly text?: string; readonly stem?: string }) {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <Group title={t('inputs')} {...(text === undefined ? {} : { text })} isOpen>
      <InputList setting={inputParameters} {...(stem === undefined ? {} : { stem })} />
    </Group>
  );
}
