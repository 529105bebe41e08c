import type { Field, ValueType } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { useEditing } from '../editing.ts';
import styles from './fields.module.css';
import { TypeTag } from './type-tag.tsx';

/** What the node gives, where that is not for the user to say. */
export function OutputsShown() {
  const { t } = useTranslation('workflowNodeForm');
  const { graphNode } = useEditing();
  const outputs = graphNode?.outputs ?? [];
  if (outputs.length === 0) return null;
  return (
    <Group title={t('outputs')} note={outputs.length}>
      <Fields fields={outputs} />
    </Group>
  );
}

function Fields({ fields }: { readonly fields: readonly Field[] }) {
  return (
    <ul className={styles['outputs']}>
      {fields.map(({ name, type }) => (
        <li key={name}>
          <span>{name}</span> <TypeTag type={type} />
          {fieldsIn(type).length > 0 && <Fields fields={fieldsIn(type)} />}
        </li>
      ))}
    </ul>
  );
}

function fieldsIn(type: ValueType): readonly Field[] {
  if (type.kind === 'object') return type.fields;
  return type.kind === 'list' ? fieldsIn(type.item) : [];
}
