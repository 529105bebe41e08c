import { typeName, type ValueType } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { type TypeWord, typeWord } from './type-words.ts';

/** Says types in the language of the reader. */
export function useTypeLabel(): (type: ValueType) => string {
  const { t } = useTranslation('workflowNodeForm');
  const label = (type: ValueType): string => {
    if (type.kind === 'list') return t('listOf', { type: label(type.item) });
    const word = type.kind === 'any' ? undefined : typeWord(type);
    return word === undefined ? (type.kind === 'any' ? t('types.any') : typeName(type)) : t(`types.${word as TypeWord}`);
  };
  return label;
}
