import { useSignal } from '@preact/signals';
import { askForSignIn } from '../../api/buyer-routes.ts';
import { Button } from '../../design/button.tsx';
import { TextField } from '../../design/field.tsx';
import { Icon } from '../../design/icon.tsx';
import { errorText } from '../../messages/error-text.ts';
import { spoken } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import { rememberReturn } from './sign-in-return.ts';
import './account.css';

/** Asks for a link by mail; whoever opens it in this browser comes back to the page that this stands on. */
export const SignInForm = () => {
  const { session } = useLive();
  const email = useSignal('');
  const fault = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const sentTo = useSignal<string | undefined>(undefined);
  const ask = async () => {
    if (email.value.trim() === '') {
      fault.value = t('errors.email-invalid');
      return;
    }
    isBusy.value = true;
    fault.value = undefined;
    const wanted = email.value.trim();
    const asked = await askForSignIn(session, { email: wanted, language: spoken.value.language });
    isBusy.value = false;
    if (!asked.ok) {
      fault.value = errorText(asked.error);
      return;
    }
    rememberReturn(location.pathname);
    sentTo.value = wanted;
  };
  if (sentTo.value !== undefined) {
    return (
      <div class="stack" role="status">
        <p class="account-good">
          <Icon name="check" /> <span dir="auto">{t('account.linkSent', { email: sentTo.value })}</span>
        </p>
        <p class="soft small">{t('account.linkSentAdvice')}</p>
        <div>
          <Button tone="quiet" icon="undo" onClick={() => (sentTo.value = undefined)}>
            {t('account.otherEmail')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <TextField
        label={t('account.email')}
        hint={t('account.signInHint')}
        fault={fault.value}
        value={email.value}
        maxLength={254}
        autoComplete="email"
        inputMode="email"
        onText={(text) => (email.value = text)}
      />
      <div>
        <Button type="submit" tone="act" icon="send" busy={isBusy.value}>
          {t('account.sendLink')}
        </Button>
      </div>
    </form>
  );
};
