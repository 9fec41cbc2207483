import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Switch } from '../../design/switch.tsx';
import { errorText } from '../../messages/error-text.ts';
import type { MessageKey } from '../../messages/language.ts';
import { t } from '../../messages/t.ts';
import { useLive } from '../../shell/live-context.ts';
import {
  readPushState,
  switchPushOff,
  switchPushOn,
  type PushFault,
  type PushState,
} from './browser-push.ts';

const hints: Record<PushState, MessageKey> = {
  impossible: 'account.pushImpossible',
  forbidden: 'account.pushForbidden',
  off: 'account.pushHint',
  on: 'account.pushHint',
};

const faultText = (fault: PushFault): string =>
  fault.code === 'push-service-away' ? t('account.pushServiceAway') : errorText(fault);

/** Whether this browser is told things while no page is open. */
export const PushSwitch = () => {
  const { session } = useLive();
  const state = useSignal<PushState>('off');
  const isBusy = useSignal(true);
  const fault = useSignal<string | undefined>(undefined);
  useEffect(() => {
    void readPushState().then((now) => {
      state.value = now;
      isBusy.value = false;
    });
  }, []);
  const change = async (wanted: boolean) => {
    isBusy.value = true;
    fault.value = undefined;
    if (wanted) {
      const switched = await switchPushOn(session);
      state.value = switched.state;
      if (switched.fault !== undefined) fault.value = faultText(switched.fault);
    } else {
      state.value = await switchPushOff(session);
    }
    isBusy.value = false;
  };
  return (
    <Switch
      label={t('account.push')}
      hint={t(hints[state.value])}
      fault={fault.value}
      isOn={state.value === 'on'}
      isBusy={isBusy.value}
      isDisabled={state.value === 'impossible' || state.value === 'forbidden'}
      onChange={(wanted) => void change(wanted)}
    />
  );
};
