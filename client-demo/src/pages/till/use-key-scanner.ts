import { useLayoutEffect, useRef } from 'preact/hooks';
import { nothingTyped, typed } from './scan.ts';

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;

/** Hears a scanner that types its code and Enter like a keyboard, unless somebody writes in a field. */
export const useKeyScanner = (onCode: (code: string) => void, isOn: boolean): void => {
  const heard = useRef(nothingTyped);
  const tell = useRef(onCode);
  tell.current = onCode;
  // Before it is on screen: what is scanned right after a change of parts is heard whole.
  useLayoutEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (isWriting(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const next = typed(heard.current, event.key, event.timeStamp);
      heard.current = next.typed;
      if (next.code === null) return;
      // Enter would press whatever key has the focus.
      event.preventDefault();
      event.stopPropagation();
      tell.current(next.code);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [isOn]);
};
