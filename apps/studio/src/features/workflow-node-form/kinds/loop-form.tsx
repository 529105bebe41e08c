import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import { useSetting } from '../editing.ts';
import { GatheredField } from '../fields/gathered-field.tsx';
import { InputList } from '../fields/input-list.tsx';
import { InputField } from '../fields/input-field.tsx';
import { ChoiceField } from '../fields/plain-fields.tsx';
import { loopSettings } from '../settings/simple.ts';

const kinds = ['array', 'count', 'infinite'] as const;

/** Runs what lies in it round after round. */
export function LoopForm() {
  const { t } = useTranslation('workflowNodeForm');
  const [kind] = useSetting(loopSettings.kind);
  return (
    <>
      <Group title={t('roundsTitle')} isOpen>
        <ChoiceField setting={loopSettings.kind} label={t('loopKind')} hint={t(`loopHints.${kind}`)} options={kinds.map((value) => ({ value, label: t(`loops.${value}`) }))} />
        {kind === 'count' && <InputField setting={loopSettings.count} label={t('loopCount')} type={{ kind: 'integer' }} />}
        {kind === 'array' && (
          <>
            <p>{t('loopLists')}</p>
            <InputList setting={inputParameters} stem="input" add={t('addList')} />
          </>
        )}
      </Group>
      <Group title={t('loopVariables')} text={t('loopVariablesText')} isOpen>
        <InputList setting={loopSettings.variables} stem="variable" add={t('addVariable')} />
      </Group>
      <GatheredField text={t('loopOutputs')} />
    </>
  );
}
