import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { EditingProvider, useEditing, useSetting } from '../editing.ts';
import { gathered, loopSettings } from '../settings/simple.ts';
import { InputList } from './input-list.tsx';

/** What a loop or batch gives: lists of what came out of each round, or what its variables were in the end. */
export function GatheredField({ text }: { readonly text: string }) {
  const { t } = useTranslation('workflowNodeForm');
  const editing = useEditing();
  const [variables] = useSetting(loopSettings.variables);
  const names = new Set(variables.map(({ name }) => name));
  // The round and its elements are gone when it is done; of the loop itself only its variables stay.
  const scope = editing.inside.map((source) => (source.relation === 'self' ? { ...source, fields: source.fields.filter(({ name }) => names.has(name)) } : source));
  return (
    <Group title={t('outputs')} text={text} isOpen>
      <EditingProvider value={{ ...editing, scope: scope.filter(({ fields }) => fields.length > 0), variables: [] }}>
        <InputList setting={gathered} stem="output" add={t('addOutput')} isReference />
      </EditingProvider>
    </Group>
  );
}
