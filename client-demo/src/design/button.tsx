import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';
import { Link } from '../router.tsx';
import { Icon, type IconName } from './icon.tsx';
import './button.css';

/** `act`: the one next step of a page. `live`: goes on air. `careful`: hard to undo. `plain` and `quiet`: the rest. */
export type ButtonTone = 'act' | 'live' | 'careful' | 'plain' | 'quiet';

interface Look {
  readonly tone?: ButtonTone;
  readonly size?: 'small' | 'normal' | 'big';
  readonly wide?: boolean;
  readonly icon?: IconName;
}

const classOf = ({ tone = 'plain', size = 'normal', wide = false }: Look, extra = ''): string =>
  `button button-${tone} button-${size}${wide ? ' button-wide' : ''} ${extra}`.trimEnd();

interface ButtonProps extends Look, Omit<ButtonHTMLAttributes, 'size' | 'icon' | 'disabled' | 'class'> {
  readonly children: ComponentChildren;
  /** The work it started is under way: shows a spinner and ignores further presses. */
  readonly busy?: boolean;
  /** Stays focusable, so that a screen reader finds it and its reason. */
  readonly disabled?: boolean;
}

/** A button. Its words say what happens; `busy` and `disabled` keep their place and focus. */
export const Button = ({
  tone,
  size,
  wide,
  icon,
  busy,
  disabled,
  children,
  onClick,
  ...rest
}: ButtonProps) => {
  const look = { ...(tone && { tone }), ...(size && { size }), ...(wide && { wide }) };
  const asleep = busy === true || disabled === true;
  return (
    <button
      type="button"
      {...rest}
      class={classOf(look)}
      aria-disabled={disabled === true ? 'true' : undefined}
      aria-busy={busy === true ? 'true' : undefined}
      onClick={(event) => {
        if (asleep) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {busy === true ? <span class="button-spinner" aria-hidden="true" /> : icon && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
};

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'wide'> {
  readonly icon: IconName;
  /** What a screen reader says and a mouse shows. */
  readonly label: string;
}

/** A round button with a sign only, for what everybody knows or what stands beside its thing. */
export const IconButton = ({
  icon,
  label,
  tone = 'quiet',
  busy,
  disabled,
  onClick,
  ...rest
}: IconButtonProps) => (
  <button
    type="button"
    {...rest}
    class={classOf({ tone }, 'button-icon')}
    aria-label={label}
    title={label}
    aria-disabled={disabled === true ? 'true' : undefined}
    aria-busy={busy === true ? 'true' : undefined}
    onClick={(event) => {
      if (busy !== true && disabled !== true) onClick?.(event);
    }}
  >
    {busy === true ? <span class="button-spinner" aria-hidden="true" /> : <Icon name={icon} sizePx={22} />}
  </button>
);

interface ButtonLinkProps extends Look {
  readonly href: string;
  readonly children: ComponentChildren;
}

/** A link that looks like a button: it goes to a page and does nothing else. */
export const ButtonLink = ({ href, icon, children, ...look }: ButtonLinkProps) => (
  <Link href={href} class={classOf(look)}>
    {icon && <Icon name={icon} />}
    <span>{children}</span>
  </Link>
);
