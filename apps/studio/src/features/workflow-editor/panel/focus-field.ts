/** Waits so many frames for a form to be there. */
const FRAMES = 60;

/**
 * Puts the focus into the control of a form that is for a field, such as `inputs.llmParam.prompt`: the one whose
 * `data-field` is it, lies in it or has it inside; else the first of the panel.
 */
export function focusField(panel: () => HTMLElement | null | undefined, field: string | undefined, frames = FRAMES): void {
  const found = panel();
  const control = found && (field === undefined ? undefined : controlOf(found, field));
  if (control) {
    control.scrollIntoView({ block: 'center' });
    control.focus();
  } else if (frames > 0 && (found === null || found === undefined || field !== undefined)) {
    requestAnimationFrame(() => focusField(panel, field, frames - 1));
  } else {
    found?.querySelector<HTMLElement>('input, textarea')?.focus();
  }
}

const CONTROLS = 'input, textarea, select, button, [contenteditable=true], [tabindex]';

function controlOf(panel: HTMLElement, field: string): HTMLElement | undefined {
  const marked = [...panel.querySelectorAll<HTMLElement>('[data-field]')];
  const isPart = (one: string, other: string): boolean => one === other || one.startsWith(`${other}.`);
  const fits = marked
    .filter(({ dataset }) => isPart(field, dataset['field'] ?? '') || isPart(dataset['field'] ?? '', field))
    .toSorted((one, other) => Math.abs(lengthOf(one) - field.length) - Math.abs(lengthOf(other) - field.length));
  const [closest] = fits;
  return closest?.matches(CONTROLS) ? closest : (closest?.querySelector<HTMLElement>(CONTROLS) ?? undefined);
}

function lengthOf({ dataset }: HTMLElement): number {
  return dataset['field']?.length ?? 0;
}
