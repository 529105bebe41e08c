import { Spin } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../shared/choice.tsx';
import { type ForeignId, keyOf, type ThingsHere } from './foreign-ids.ts';
import styles from './mapping-step.module.css';

interface MappingStepProps {
  readonly foreign: readonly ForeignId[];
  readonly here: ThingsHere;
  readonly standIn: (foreign: ForeignId) => string;
  readonly onChoose: (foreign: ForeignId, id: string) => void;
}

/** Asks for each foreign id what of the workspace stands for it. */
export function MappingStep({ foreign, here, standIn, onChoose }: MappingStepProps) {
  const { t } = useTranslation('workflows');
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className={styles['heading']}>{t('mapTitle')}</h3>
      <p className="quiet">{t('mapText')}</p>
      <ul className={styles['list']}>
        {foreign.map((each) => {
          const { kind, id, name, nodes } = each;
          const label = t('mapThing', { kind: t(`mapKinds.${kind}`), name: name || id });
          return (
            <li key={keyOf(each)}>
              <div>
                <strong>{label}</strong>
                <div className="quiet">{name !== '' && <><code>{id}</code> · </>}{t('mapNodes', { nodes: nodes.join(t('between')) })}</div>
              </div>
              <Choice
                label={label}
                value={standIn(each)}
                options={[{ value: '', label: kind === 'models' ? t('mapDefault') : t('mapNone') }, ...here[kind].map((thing) => ({ value: thing.id, label: thing.name }))]}
                isDisabled={false}
                onChange={(chosen) => onChoose(each, chosen)}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** While it is found out what of the workspace can stand for them. */
export function MappingLoads() {
  const { t } = useTranslation();
  return <Spin size="small" aria-label={t('loading')} />;
}
