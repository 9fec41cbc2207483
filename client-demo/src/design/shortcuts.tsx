import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../messages/t.ts';
import { Dialog } from './dialog.tsx';
import './shortcuts.css';

/** One key and what it does. `keys` is what `KeyboardEvent.key` says, or several of them (`1`..`9`). */
export interface Shortcut {
  readonly keys: readonly string[];
  /** How the sheet shows the keys, e.g. `1 – 9`. */
  readonly shown: string;
  readonly label: string;
  readonly run: (key: string) => void;
}

const groups = signal<ReadonlyMap<symbol, readonly Shortcut[]>>(new Map());
export const isShortcutSheetOpen = signal(false);

/** Registers shortcuts while the calling component is mounted. */
export const useShortcuts = (shortcuts: readonly Shortcut[]): void => {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  const labels = shortcuts.map(({ shown, label }) => shown + label).join('|');
  useEffect(() => {
    const owner = Symbol();
    const viaLatest = latest.current.map((shortcut, index) => ({
      ...shortcut,
      run: (key: string) => latest.current[index]?.run(key),
    }));
    groups.value = new Map(groups.value).set(owner, viaLatest);
    return () => {
      const rest = new Map(groups.value);
      rest.delete(owner);
      groups.value = rest;
    };
  }, [labels]);
};

/** Whether a key press belongs to whatever has the focus instead of to the page. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

const onKeyDown = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  // A modal dialog owns the keyboard while it is open.
  if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
  if (event.key === '?') {
    isShortcutSheetOpen.value = true;
    return;
  }
  const all = [...groups.value.values()].flat();
  const wanted = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = all.findLast(({ keys }) => keys.includes(wanted));
  if (found === undefined) return;
  event.preventDefault();
  found.run(wanted);
};

/** Listens for shortcuts and shows their sheet on `?`; once per page, in the shell. */
export const Shortcuts = () => {
  useEffect(() => {
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  if (!isShortcutSheetOpen.value) return null;
  const rows = [
    ...[...groups.value.values()].flat(),
    { shown: '?', label: t('everywhere.shortcutHelp') },
    { shown: 'Esc', label: t('everywhere.close') },
  ];
  return (
    <Dialog title={t('everywhere.shortcuts')} onClose={() => (isShortcutSheetOpen.value = false)}>
      {/* A long list scrolls, and only what has the focus can be scrolled by keys. */}
      <dl class="shortcut-list" tabIndex={0}>
        {rows.map(({ shown, label }) => (
          <div key={shown + label}>
            <dt>{label}</dt>
            <dd>
              <kbd dir="ltr">{shown}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
};
