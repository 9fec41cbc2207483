/** A source of this tab, as it must be known to open the same devices again after a reload. */
export interface RememberedSource {
  readonly sourceId: string;
  readonly kind: 'camera' | 'screen';
  /** `none`: captured without this half. */
  readonly cameraId: string;
  readonly microphoneId: string;
  readonly isSoundMuted: boolean;
  readonly isPictureMuted: boolean;
}

const storageKey = (showId: string): string => `popstage.studio.${showId}`;

const isRemembered = (value: unknown): value is RememberedSource => {
  if (typeof value !== 'object' || value === null) return false;
  const fields = new Map<string, unknown>(Object.entries(value));
  const kind = fields.get('kind');
  return (
    ['sourceId', 'cameraId', 'microphoneId'].every((name) => typeof fields.get(name) === 'string') &&
    ['isSoundMuted', 'isPictureMuted'].every((name) => typeof fields.get(name) === 'boolean') &&
    (kind === 'camera' || kind === 'screen')
  );
};

/** Reads what an earlier load of this tab wrote; anything else is dropped. Pure. */
export const parseRemembered = (stored: string | null): readonly RememberedSource[] => {
  try {
    const value: unknown = JSON.parse(stored ?? '[]');
    return Array.isArray(value) ? value.filter(isRemembered) : [];
  } catch {
    return [];
  }
};

/** The sources of this tab before its reload. Kept per tab: another tab's camera is not ours to open. */
export const recallSources = (showId: string): readonly RememberedSource[] =>
  parseRemembered(sessionStorage.getItem(storageKey(showId)));

export const rememberSources = (showId: string, sources: readonly RememberedSource[]): void =>
  sessionStorage.setItem(storageKey(showId), JSON.stringify(sources));
