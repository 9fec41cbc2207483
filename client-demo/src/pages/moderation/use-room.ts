import type { ReadonlySignal } from '@preact/signals';
import type { RoomView } from '#protocol/room-views.ts';
import type { CallError } from '../../live/outcome.ts';

/** The room as the desk follows it. */
export type RoomFollow =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly view: RoomView; readonly staleSinceMs: number | null }
  | { readonly status: 'refused'; readonly error: CallError };

export interface RoomSource {
  readonly follow: ReadonlySignal<RoomFollow>;
  readonly present: ReadonlySignal<number | null>;
  close(): void;
}
