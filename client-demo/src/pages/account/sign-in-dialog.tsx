import { Dialog } from '../../design/dialog.tsx';
import { t } from '../../messages/t.ts';
import { SignInForm } from './sign-in-form.tsx';

/** Sign-in over another page, for what only people whom the shop knows may do. */
export const SignInDialog = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title={t('account.signIn')} onClose={onClose}>
    <SignInForm />
  </Dialog>
);
