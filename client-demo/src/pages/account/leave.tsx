import { useSignal } from '@preact/signals';
import { eraseContact } from '../../api/buyer-routes.ts';
import { Button } from '../../design/button.tsx';
import { Confirm } from '../../design/confirm.tsx';
import { toast } from '../../design/toast.tsx';
import type { Outcome } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { switchPushOff } from './browser-push.ts';

/** Signing out of this browser, and having everything personal erased. */
export const Leave = ({ isSignedIn }: { readonly isSignedIn: boolean }) => {
  const { session } = useLive();
  const isErasing = useSignal(false);
  const isLeaving = useSignal(false);
  const signOut = async () => {
    isLeaving.value = true;
    // A browser that is handed on tells the next one nothing of the last one.
    await switchPushOff(session).catch(() => undefined);
    await session.signOut();
    await session.ensure();
    isLeaving.value = false;
  };
  const erase = async (): Promise<Outcome<unknown>> => {
    const erased = await eraseContact(session);
    if (erased.ok) await signOut();
    return erased;
  };
  return (
    <section class="panel stack" aria-labelledby="account-leave">
      <h2 id="account-leave">{t('account.leave')}</h2>
      <p class="soft">{t('account.eraseAbout')}</p>
      <div class="row">
        {isSignedIn && (
          <Button icon="undo" busy={isLeaving.value} onClick={() => void signOut()}>
            {t('account.signOut')}
          </Button>
        )}
        <Button tone="careful" icon="remove" onClick={() => (isErasing.value = true)}>
          {t('account.erase')}
        </Button>
      </div>
      {isErasing.value && (
        <Confirm
          title={t('account.erase')}
          question={t('account.eraseAsk')}
          confirmLabel={t('account.erase')}
          run={erase}
          onDone={() => {
            isErasing.value = false;
            toast(t('account.erased'), { icon: 'check' });
          }}
          onClose={() => (isErasing.value = false)}
        />
      )}
    </section>
  );
};
