import { z } from 'zod';
import { endpoint } from './define.ts';

/** How a language of code nodes is run on this machine. */
export const codeLanguage = z
  .object({
    language: z.enum(['typescript', 'python']),
    is_available: z.boolean(),
    isolation: z.enum(['full', 'process', 'none']).describe('How its code is locked in: `process` means that it can do what the server can; `none` that it is not run'),
    detail: z.string().describe('How it is run, or why it is not'),
    advice: z.string().optional(),
  })
  .meta({ id: 'CodeLanguage' });

export const listCodeLanguages = endpoint('GET', '/api/code-languages', {
  name: 'listCodeLanguages',
  tag: 'Workflows',
  summary: 'How the code of nodes is run here, and how it is locked in',
  answer: z.object({ languages: z.array(codeLanguage) }),
});
