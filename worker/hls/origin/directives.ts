/** Delivery directives of a playlist request (draft-pantos-hls-rfc8216bis, section 6.2.5). */
export interface Directives {
  /** Answer when this is in the playlist; null: at once. */
  readonly until: { readonly msn: number; readonly part: number | null } | null;
  readonly isDelta: boolean;
}

const none: Directives = { until: null, isDelta: false };
/** As long as any number that counts segments since 2026 will be. */
const number = /^\d{1,12}$/;

/** Reads a query; a text when it is nonsense (400): why. Parameters that are not ours are left to who put them there. */
export function readDirectives(query: string): Directives | string {
  if (query === '') return none;
  const values = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=', 2);
    if (!name.startsWith('_HLS_')) continue;
    if (values.has(name)) return 'a directive stands there twice';
    values.set(name, value);
  }
  const msn = values.get('_HLS_msn');
  const part = values.get('_HLS_part');
  const skip = values.get('_HLS_skip');
  if (msn === undefined && part !== undefined) return '_HLS_part without _HLS_msn';
  if ([msn, part].some((value) => value !== undefined && !number.test(value))) {
    return '_HLS_msn and _HLS_part are whole numbers';
  }
  if (skip !== undefined && skip !== 'YES' && skip !== 'v2') return '_HLS_skip is YES or v2';
  return {
    until: msn === undefined ? null : { msn: Number(msn), part: part === undefined ? null : Number(part) },
    isDelta: skip !== undefined,
  };
}
