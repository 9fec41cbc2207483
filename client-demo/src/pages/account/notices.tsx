import { useSignal } from '@preact/signals';
import type { ContactView } from '#protocol/buyer-views.ts';
import { Switch } from '../../design/switch.tsx';
import { errorText } from '../../messages/error-text.ts';
import { t } from '../../messages/t.ts';
import { PushSwitch } from './push-switch.tsx';
import type { Account } from './use-account.ts';

/** On which ways the shop tells this person what happened. */
export const Notices = ({ account, known }: { readonly account: Account; readonly known: ContactView }) => {
  const isBusy = useSignal(false);
  const fault = useSignal<string | undefined>(undefined);
  const hasMail = known.email !== null || known.signInEmail !== null;
  const change = async (wantsMail: boolean) => {
    isBusy.value = true;
    const saved = await account.save({ wantsMail });
    isBusy.value = false;
    fault.value = saved.ok ? undefined : errorText(saved.error);
  };
  return (
    <section class="panel stack" aria-labelledby="account-notices">
      <h2 id="account-notices">{t('account.notices')}</h2>
      <p class="soft">{t('account.noticesAbout')}</p>
      <PushSwitch />
      <Switch
        label={t('account.mail')}
        hint={hasMail ? t('account.mailHint') : t('account.mailNeedsAddress')}
        fault={fault.value}
        isOn={hasMail && known.wantsMail}
        isBusy={isBusy.value}
        isDisabled={!hasMail}
        onChange={(wantsMail) => void change(wantsMail)}
      />
    </section>
  );
};
