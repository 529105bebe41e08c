import { ConditionsField } from '../fields/conditions-field.tsx';

/** Chooses between branches by conditions. */
export function SelectorForm() {
  return <ConditionsField />;
}
