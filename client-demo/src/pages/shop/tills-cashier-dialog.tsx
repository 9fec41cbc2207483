import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { listSessions, makePaddleGuest } from '../../api/routes.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, Select, TextField } from '../../design/field.tsx';
import { Refused } from '../../design/refused.tsx';
import { failed, offlineError, succeeded, type CallError, type Outcome } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import { hashPin, isPin } from '../till/pin.ts';
import { useShop } from './use-shop.ts';

interface Person {
  readonly personId: string;
  readonly name: string;
}

const nobody = 'new';

/** The crew as far as it has sessions; everybody else is made here by his name. */
const useCrew = (): readonly Person[] => {
  const { session, tills } = useShop();
  const crew = useSignal<readonly Person[]>([]);
  useEffect(() => {
    void listSessions(session).then((answer) => {
      if (!answer.ok) return;
      const working = answer.value.sessions.filter(
        ({ role, revokedAtMs }) => role !== 'viewer' && role !== 'agent' && revokedAtMs === null,
      );
      crew.value = [...new Map(working.map((one) => [one.personId, one])).values()];
    });
  }, []);
  const known = new Set(tills.value?.cashiers.map(({ personId }) => personId));
  const devices = new Set(tills.value?.tills.map(({ deviceId }) => deviceId));
  return crew.value.filter(({ personId }) => !known.has(personId) && !devices.has(personId));
};

const PinField = ({
  text,
  fault,
  onText,
}: {
  text: string;
  fault: boolean;
  onText: (text: string) => void;
}) => (
  <Field
    label={t('till.shopPin')}
    hint={t('till.shopPinHint')}
    fault={fault ? t('till.shopPinFault') : undefined}
  >
    {(control) => (
      <input
        {...control}
        class="input"
        type="password"
        inputMode="numeric"
        autoComplete="new-password"
        maxLength={8}
        value={text}
        onInput={(event) => onText(event.currentTarget.value.replace(/\D/g, ''))}
      />
    )}
  </Field>
);

/** Gives somebody a PIN: of the crew, or made here by name. `person`: who has one and gets another. */
export const CashierDialog = ({
  person,
  onClose,
}: {
  readonly person: Person | null;
  readonly onClose: () => void;
}) => {
  const { session, ask } = useShop();
  const crew = useCrew();
  const personId = useSignal(person?.personId ?? nobody);
  const name = useSignal('');
  const pin = useSignal('');
  const isTried = useSignal(false);
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const isNew = personId.value === nobody;
  const lacksName = isNew && name.value.trim() === '';
  const whose = async (): Promise<Outcome<string>> => {
    if (!isNew) return succeeded(personId.value);
    const made = await makePaddleGuest(session, { name: name.value.trim(), phone: '' });
    if (!made.ok) return made;
    // Chosen from now on, so that trying again makes no second person.
    personId.value = made.value.personId;
    return succeeded(made.value.personId);
  };
  const save = async () => {
    const owner = await whose();
    if (!owner.ok) return owner;
    if (!window.isSecureContext) return failed(offlineError);
    const hashed = await hashPin(pin.value);
    return ask('till.set-cashier', { cashier: { personId: owner.value, pin: hashed } });
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    isTried.value = true;
    if (!isPin(pin.value) || lacksName || isBusy.value) return;
    isBusy.value = true;
    const outcome = await save();
    isBusy.value = false;
    if (outcome.ok) onClose();
    else refusal.value = outcome.error;
  };
  return (
    <Dialog title={person?.name ?? t('till.shopAddCashier')} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void submit(event)}>
        {person === null && crew.length > 0 && (
          <Select
            label={t('till.shopPerson')}
            value={personId.value}
            options={[
              { value: nobody, label: t('till.shopNewPerson') },
              ...crew.map((one) => ({ value: one.personId, label: one.name })),
            ]}
            onSelect={(value) => (personId.value = value)}
          />
        )}
        {isNew && (
          <TextField
            label={t('till.shopName')}
            value={name.value}
            maxLength={40}
            autoFocus
            fault={isTried.value && lacksName ? t('till.shopNameFault') : undefined}
            onText={(text) => (name.value = text)}
          />
        )}
        <PinField
          text={pin.value}
          fault={isTried.value && !isPin(pin.value)}
          onText={(text) => (pin.value = text)}
        />
        {!window.isSecureContext && <p class="soft">{t('till.insecureAdvice')}</p>}
        <Refused error={refusal.value} />
        <Button tone="act" wide type="submit" busy={isBusy.value}>
          {t('everywhere.save')}
        </Button>
      </form>
    </Dialog>
  );
};
