export interface Fetched {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly tookMs: number;
  /** `performance.now()` of its last byte. */
  readonly atMs: number;
}

/** As a page of another origin would ask. Rejects only when nobody answers. */
export async function get(url: string, signal?: AbortSignal): Promise<Fetched> {
  const askedAtMs = performance.now();
  const answer = await fetch(url, {
    headers: { origin: 'https://page.example' },
    ...(signal === undefined ? {} : { signal }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const { status, headers } = answer;
  const atMs = performance.now();
  return { url, status, headers, bytes, tookMs: atMs - askedAtMs, atMs };
}
