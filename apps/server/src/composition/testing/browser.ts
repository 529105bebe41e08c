import * as contract from '@buckle/contract';
import { z } from 'zod';
import { pathOf } from './call-endpoint.ts';

/** A browser: it keeps the cookies that it is given, and calls as pages of the server do. */
export class Browser {
  readonly #address: string;
  readonly #cookies = new Map<string, string>();

  constructor(address: string) {
    this.#address = address;
  }

  async call(endpoint: contract.Endpoint, params: Record<string, string>, body?: object, query = ''): Promise<{ status: number; text: string }> {
    const response = await fetch(this.#address + pathOf(endpoint.path, params) + query, {
      method: endpoint.method,
      headers: {
        origin: this.#address,
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    for (const header of response.headers.getSetCookie()) {
      const [pair = ''] = header.split(';', 1);
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return { status: response.status, text: await response.text() };
  }

  /** The data of an answer; throws where the call was refused. */
  async read<A extends z.ZodType>(
    endpoint: contract.Endpoint<z.ZodType, z.ZodType, z.ZodType, A>,
    params: Record<string, string> = {},
    body?: object,
    query?: string,
  ): Promise<z.output<A>> {
    const { status, text } = await this.call(endpoint, params, body, query);
    if (status !== 200) throw new Error(`${status} ${text}`);
    return endpoint.answer.parse(z.object({ data: z.unknown() }).parse(JSON.parse(text)).data);
  }

  /** Signs the first account of a test server in. */
  async signIn(): Promise<void> {
    await this.read(contract.signIn, {}, { email: 'ada@example.com', password: 'correct horse battery' });
  }
}
