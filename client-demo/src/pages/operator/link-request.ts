import type { Role } from '#protocol/roles.ts';
import type { NewMagicLink } from '#protocol/views.ts';
import type { MessageKey } from '../../messages/language.ts';

/** How long a link works. */
export const lives = {
  hour: { ms: 3_600_000, label: 'operator.expiryHour' },
  day: { ms: 86_400_000, label: 'operator.expiryDay' },
  week: { ms: 7 * 86_400_000, label: 'operator.expiryWeek' },
  never: { ms: null, label: 'operator.expiryNever' },
} as const satisfies Record<string, { ms: number | null; label: MessageKey }>;

/** A link as the form has it. */
export interface LinkDraft {
  readonly label: string;
  readonly role: Role;
  /** Empty: all shows. */
  readonly showId: string;
  readonly life: keyof typeof lives;
  readonly uses: 'once' | 'often';
}

/** The request for a draft. An admin's link is never for one show. Pure. */
export const linkRequest = (draft: LinkDraft, nowMs: number): NewMagicLink => {
  const { ms } = lives[draft.life];
  return {
    role: draft.role,
    label: draft.label.trim(),
    ...(draft.showId !== '' && draft.role !== 'admin' && { showId: draft.showId }),
    ...(ms !== null && { expiresAtMs: nowMs + ms }),
    ...(draft.uses === 'once' && { maximumUses: 1 }),
  };
};
