import styles from './controls.module.css';

interface ChoiceProps<Value extends string> {
  readonly id?: string;
  readonly label?: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly isDisabled: boolean;
  readonly onChange: (value: Value) => void;
}

/** One of a few choices, as the browser offers it. */
export function Choice<Value extends string>({ id, label, value, options, isDisabled, onChange }: ChoiceProps<Value>) {
  return (
    <select
      id={id}
      aria-label={label}
      className={styles['choice']}
      value={value}
      disabled={isDisabled}
      onChange={({ target }) => {
        const chosen = options.find((option) => option.value === target.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

interface CheckProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (isOn: boolean) => void;
}

/** Yes or no. */
export function Check({ label, isOn, isDisabled, onChange }: CheckProps) {
  return (
    <label className={styles['check']}>
      <input type="checkbox" checked={isOn} disabled={isDisabled} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}
