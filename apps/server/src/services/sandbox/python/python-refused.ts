/** Python cannot be run, or not locked in; the message says why. */
export class PythonRefused extends Error {
  override readonly name = 'PythonRefused';
}
