import type { Model } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { useGetProfileQuery } from '../../api/account.ts';
import { useListModelPresetsQuery, useUpdateModelMutation } from '../../api/models.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { AdvancedItems } from './advanced-items.tsx';
import { ModelItems } from './model-items.tsx';
import { changeOf, type ModelValues, valuesOf } from './model-values.ts';

interface EditDialogueProps {
  readonly model: Model;
  readonly onClose: () => void;
  /** Called with the model as it is now. */
  readonly onSaved: (model: Model) => void;
}

/** Changes a model. Its key is not shown: a new one replaces it. */
export function EditDialogue({ model, onClose, onSaved }: EditDialogueProps) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const [update] = useUpdateModelMutation();
  const { data: profile } = useGetProfileQuery();
  const { data } = useListModelPresetsQuery();
  const initial = valuesOf(model);
  const send = async (values: ModelValues): Promise<void> => {
    // What was not shown, such as the vendor, is not in the form.
    const saved = await update({ params: { model_id: model.id }, body: changeOf({ ...initial, ...values }, profile?.instance_admin ?? false) }).unwrap();
    done(common('saved'));
    onSaved(saved);
  };
  return (
    <FormDialogue<ModelValues> title={t('editTitle', { name: model.name })} action={common('save')} width={680} initialValues={initial} onSubmit={send} onClose={onClose}>
      <ModelItems type={model.type} preset={data?.items.find(({ id }) => id === model.preset)} model={model} />
      <AdvancedItems type={model.type} workspaceId={model.workspace_id === '' ? undefined : model.workspace_id} model={model} />
    </FormDialogue>
  );
}
