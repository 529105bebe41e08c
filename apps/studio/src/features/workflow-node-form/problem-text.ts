import type { ProblemCode } from '@buckle/canvas';
import type { TFunction } from 'i18next';

/** A problem as the server and `packages/canvas` tell it. */
interface ToldProblem {
  readonly code: string;
  readonly message: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The codes that have words. */
const codes: Readonly<Record<ProblemCode, true>> = {
  missing_start: true, missing_end: true, duplicate_id: true, unknown_kind: true, not_available: true, misplaced_node: true,
  invalid_setting: true, edge_to_nothing: true, edge_across_levels: true, unknown_port: true, edge_into_start: true,
  edge_out_of_end: true, cycle: true, unreachable: true, unconnected_port: true, missing_value: true, unknown_node: true,
  unknown_output: true, not_before: true, wrong_type: true, unknown_input: true, duplicate_name: true, missing_name: true,
  unknown_resource: true, invalid_default: true,
};

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(codes, code);
}

/** The gaps that the words have; a problem fills those of its code. */
const gaps = { id: '', type: '', title: '', part: '', place: '', reason: '', port: '', titles: '', input: '', source: '', path: '', from: '', to: '', slot: '', name: '', resource: '' };

/** What a problem is, in the language of the reader; in the server's words where its code is not known here. */
export function problemText({ code, message, values }: ToldProblem, t: TFunction<'workflowNodeForm'>): string {
  if (!isCode(code)) return message;
  return t(`problems.${code}`, { ...gaps, ...values, ...translated(values, t) });
}

/** Values that are words and not names, in the language of the reader. */
function translated({ part, resource, place, reason }: Readonly<Record<string, string>>, t: TFunction<'workflowNodeForm'>): Record<string, string> {
  const isPlace = place === 'inside a loop';
  return {
    ...(part === 'plugins' || part === 'knowledge' || part === 'databases' ? { part: t(`parts.${part}`) } : {}),
    ...(resource === 'workflow' ? { resource: t('resources.workflow') } : {}),
    ...(place === undefined ? {} : { place: isPlace ? t('places.loop') : t('places.only') }),
    ...(reason === undefined ? {} : { reason: reason.replace(/^\(([^)]*)\) /, '$1: ') }),
  };
}
