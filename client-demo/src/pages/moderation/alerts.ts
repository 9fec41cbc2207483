import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { toast } from '../../design/toast.tsx';
import { t } from '../../messages/t.ts';
import type { QueueItem } from './queue.ts';
import { excerptOf, reasonText } from './texts.ts';

const storageKey = 'popstage.moderation.alerts';

/** Whether this device calls its moderator; remembered on the device. */
export const areAlertsOn = signal(localStorage.getItem(storageKey) === 'on');

const mayNotify = (): boolean => 'Notification' in window && Notification.permission === 'granted';

/** Switches alerts on or off; asks for notifications the first time, from the press that wanted them. */
export const toggleAlerts = async (): Promise<void> => {
  const on = !areAlertsOn.peek();
  areAlertsOn.value = on;
  localStorage.setItem(storageKey, on ? 'on' : 'off');
  if (!on) return;
  ring();
  if ('Notification' in window && Notification.permission === 'default')
    await Notification.requestPermission();
  if (!mayNotify()) toast(t('moderation.alertsBlocked'), { icon: 'bell-off' });
};

let context: AudioContext | undefined;

/** Two soft notes, made here: a file would be one more thing to load. Silent until the page was pressed once. */
const ring = (): void => {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  [660, 880].forEach((frequency, index) => {
    if (context === undefined) return;
    const startsAt = currentTime + index * 0.14;
    const tone = new OscillatorNode(context, { frequency, type: 'sine' });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, startsAt);
    volume.gain.linearRampToValueAtTime(0.12, startsAt + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, startsAt + 0.3);
    tone.connect(volume).connect(destination);
    tone.start(startsAt);
    tone.stop(startsAt + 0.32);
  });
};

const notify = (item: QueueItem): void => {
  if (document.visibilityState === 'visible' || !mayNotify()) return;
  const { text, author } = item.message;
  // One tag: ten reports in a minute are one call, not ten.
  const note = new Notification(t('moderation.alertTitle'), {
    body: `${reasonText(item)} · ${author.name}: ${excerptOf(text)}`,
    tag: 'popstage-moderation',
  });
  note.onclick = () => {
    window.focus();
    note.close();
  };
};

/** More calls than one in this time are noise. */
const quietMs = 4000;

/** Calls the moderator when something new waits; what waited when the page opened is no news. */
export const useAlerts = (items: readonly QueueItem[]): void => {
  const seen = useRef<ReadonlySet<string> | null>(null);
  const rangAtMs = useRef(Number.NEGATIVE_INFINITY);
  const ids = items.map(({ message }) => message.messageId);
  useEffect(() => {
    const before = seen.current;
    seen.current = new Set([...(before ?? []), ...ids]);
    const fresh = before === null ? [] : items.filter(({ message }) => !before.has(message.messageId));
    const newest = fresh.at(-1);
    if (newest === undefined || !areAlertsOn.peek()) return;
    if (performance.now() - rangAtMs.current < quietMs) return;
    rangAtMs.current = performance.now();
    ring();
    notify(newest);
  }, [ids.join()]);
};
