import { BuckleError } from '#kernel/errors.ts';

/** The other side sent more than a response may hold. 400, code 4000. */
export class ResponseTooLarge extends BuckleError {
  constructor(bytes: number) {
    super(400, 4000, `The answer of the other side is larger than ${bytes} bytes, the most that Buckle takes in.`);
  }
}
