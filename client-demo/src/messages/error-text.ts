import type { CallError } from '../live/outcome.ts';
import { t } from './t.ts';

/** What a refusal means and what to do about it, in the language on screen. */
export const errorText = (error: Pick<CallError, 'code'>): string => t(`errors.${error.code}`);
