import { z } from 'zod';
import { readExpression, readParameters, record } from '../expression.ts';
import { choice, flag, list, number, parameters, prepared, text } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';
import { parseTemplate, readTemplate } from '../template.ts';
import { INTEGER, STRING } from '../value-type.ts';

/** Only what is sent is read: forms of the body that were tried before stay in the document. */
const body = z
  .object({ bodyType: choice(['EMPTY', 'NONE', 'JSON', 'RAW_TEXT', 'FORM_DATA', 'FORM_URLENCODED', 'BINARY'], 'EMPTY'), bodyData: prepared(record, z.record(z.string(), z.unknown())) })
  .transform(({ bodyType, bodyData }) => {
    switch (bodyType) {
      case 'EMPTY':
      case 'NONE':
        return { type: 'empty' } as const;
      case 'JSON':
        return { type: 'json', template: readTemplate(bodyData['json']) } as const;
      case 'RAW_TEXT':
        return { type: 'text', template: readTemplate(bodyData['rawText']) } as const;
      case 'FORM_DATA':
        return { type: 'form', fields: readParameters(record(bodyData['formData'])['data']) } as const;
      case 'FORM_URLENCODED':
        return { type: 'urlencoded', fields: readParameters(bodyData['formURLEncoded']) } as const;
      case 'BINARY':
        return { type: 'file', address: readExpression(record(bodyData['binary'])['fileURL']) } as const;
    }
  });

const auth = z
  .object({ authOpen: flag, authType: choice(['BEARER_AUTH', 'CUSTOM_AUTH', 'BASIC_AUTH'], 'BEARER_AUTH'), authData: prepared(record, z.record(z.string(), z.unknown())) })
  .transform(({ authOpen, authType, authData }) => {
    if (!authOpen) return { type: 'none' } as const;
    const { bearerTokenData, basicAuthData, customData } = authData;
    if (authType === 'BEARER_AUTH') return { type: 'bearer', fields: readParameters(bearerTokenData) } as const;
    if (authType === 'BASIC_AUTH') return { type: 'basic', fields: readParameters(basicAuthData) } as const;
    const { addTo, data } = record(customData);
    return { type: addTo === 'query' ? 'query' : 'header', fields: readParameters(data) } as const;
  });

const config = z.object({
  apiInfo: prepared(record, z.object({ method: text('GET'), url: text().transform((url) => parseTemplate(url.trim())) })),
  headers: parameters,
  params: parameters,
  auth: prepared(record, auth),
  body: prepared(record, body),
  setting: prepared(record, z.object({ timeout: number(120), retryTimes: number(0) })),
  settingOnError: z.unknown().optional(),
  inputParameters: list(z.unknown()).transform(() => []),
});

export type HttpConfig = z.output<typeof config>;

/** Calls another server. */
export const http = nodeKind({
  type: '45',
  key: 'http',
  category: 'tool',
  config,
  hasErrorPolicy: true,
  missing: ({ apiInfo: { url } }) => (url.parts.length === 0 ? ['apiInfo.url'] : []),
  outputs: () => [
    { name: 'body', type: STRING, required: false },
    { name: 'statusCode', type: INTEGER, required: false },
    { name: 'headers', type: STRING, required: false },
  ],
});
