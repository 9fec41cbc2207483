import { useSignal } from '@preact/signals';
import type { ContactView } from '#protocol/buyer-views.ts';
import type { SessionView } from '#protocol/views.ts';
import { Avatar } from '../../design/avatar.tsx';
import { Button } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { t } from '../../messages/t.ts';
import { NameDialog } from '../../chat/name-dialog.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** The name that others see, and whether the shop knows this person on other devices, too. */
export const Who = ({ own, known }: { readonly own: SessionView; readonly known: ContactView }) => {
  const isNaming = useSignal(false);
  return (
    <>
      <section class="panel account-who" aria-labelledby="account-name">
        <Avatar name={own.name} />
        <div class="account-who-words">
          <h2 id="account-name" dir="auto">
            {own.name}
          </h2>
          <p class="soft small">{t('account.nameAbout')}</p>
        </div>
        <Button icon="pencil" onClick={() => (isNaming.value = true)}>
          {t('account.changeName')}
        </Button>
        {isNaming.value && <NameDialog name={own.name} onClose={() => (isNaming.value = false)} />}
      </section>
      {own.role === 'viewer' && (
        <section class="panel stack" aria-labelledby="account-sign-in">
          <h2 id="account-sign-in">{t('account.signIn')}</h2>
          {known.signInEmail === null ? (
            <>
              <p class="soft">{t('account.signInAbout')}</p>
              <SignInForm />
            </>
          ) : (
            <p class="account-good">
              <Icon name="check" />{' '}
              <span dir="auto">{t('account.signedIn', { email: known.signInEmail })}</span>
            </p>
          )}
        </section>
      )}
    </>
  );
};
