import { useRef } from 'preact/hooks';

const heldForMs = 600;

/** Handlers that call `onHeld` when a finger rests on the element; a moving finger or a second one does not count. */
export const useLongPress = (onHeld: () => void) => {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const cancel = () => clearTimeout(timer.current);
  return {
    onPointerDown: (event: PointerEvent) => {
      cancel();
      const isOnControl =
        event.target instanceof Element && event.target.closest('button, a, input') !== null;
      if (event.pointerType === 'mouse' || !event.isPrimary || isOnControl) return;
      timer.current = setTimeout(onHeld, heldForMs);
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    onPointerMove: (event: PointerEvent) => {
      if (Math.hypot(event.movementX, event.movementY) > 4) cancel();
    },
  };
};
