import { useEffect } from 'preact/hooks';
import { lazy } from '../design/lazy.tsx';
import { useBuying } from './buying.ts';

const CartSheet = lazy(async () => (await import('./cart-sheet.tsx')).CartSheet);

/** Whoever comes back from the payment page sees what became of it; the address then says the show alone again. */
const useReturn = (): void => {
  const { isCartOpen } = useBuying();
  useEffect(() => {
    if (!new URLSearchParams(location.search).has('order')) return;
    history.replaceState(null, '', location.pathname);
    isCartOpen.value = true;
  }, [isCartOpen]);
};

/** The cart's sheet while it is open. Its script comes with the first opening. */
export const CartPart = () => {
  const { isCartOpen } = useBuying();
  useReturn();
  return isCartOpen.value ? <CartSheet onClose={() => (isCartOpen.value = false)} /> : null;
};
