import { useEffect, useRef, useState } from 'preact/hooks';

const idleAfterMs = 3000;

export interface Idle {
  readonly isIdle: boolean;
  /** Somebody did something. */
  wake(): void;
  /** At once, as a tap on the picture asks for. */
  rest(): void;
}

/** Whether nobody touched anything for a while; never so while `mayRest` is false. */
export const useIdle = (mayRest: boolean): Idle => {
  const [isIdle, setIdle] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const wake = () => {
    clearTimeout(timer.current);
    setIdle(false);
    if (mayRest) timer.current = setTimeout(() => setIdle(true), idleAfterMs);
  };
  useEffect(() => {
    wake();
    return () => clearTimeout(timer.current);
  }, [mayRest]);
  return { isIdle: isIdle && mayRest, wake, rest: () => setIdle(true) };
};
