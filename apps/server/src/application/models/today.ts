/** The day of a moment, in milliseconds, as a model is told of it: in the time zone of this machine, unless another is named. */
export function todayInWords(now: number, timeZone = new Intl.DateTimeFormat().resolvedOptions().timeZone): string {
  const date = new Date(now);
  const weekday = date.toLocaleDateString('en', { weekday: 'long', timeZone });
  // Swedish dates are those of ISO 8601.
  return `${weekday}, ${date.toLocaleDateString('sv', { timeZone })} (${timeZone})`;
}
