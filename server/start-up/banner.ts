import { renderUnicodeCompact } from 'uqr';
import type { Listening } from '#http/listeners.ts';
import type { Reachable } from './reachable.ts';

export interface BannerFacts {
  readonly reachable: Reachable;
  readonly listening: readonly (Listening | undefined)[];
  /** A magic link's secret to print, when one was made now. */
  readonly adminSecret: string | undefined;
  readonly hasClient: boolean;
  readonly durability: string;
  readonly demoShowId: string | undefined;
}

interface PrintedLink {
  readonly what: string;
  readonly url: string;
  readonly hasQr: boolean;
}

/** What a person at the terminal needs: links that work now, QR codes for the phone, and what to do next. */
export function bannerText(facts: BannerFacts): string {
  const { reachable, adminSecret, durability } = facts;
  const links = facts.hasClient ? linksOf(facts) : [];
  const lines = [
    '',
    '  Popstage is running',
    '',
    ...facts.listening.flatMap((door) => (door === undefined ? [] : movedText(door))),
    ...links.flatMap(linkText),
    ...(facts.hasClient ? [] : [`  The browser app is not built yet. API: ${reachable.local}/api/docs`, '']),
    ...(adminSecret === undefined ? ['  A new link for the operator: npm run admin-link', ''] : []),
    `  ${durability}`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function linksOf({ reachable, adminSecret, demoShowId }: BannerFacts): readonly PrintedLink[] {
  const { local, needsAuthority } = reachable;
  const network = reachable.origins[0] ?? local;
  const links: PrintedLink[] = [{ what: 'On this machine', url: `${local}/`, hasQr: false }];
  if (adminSecret !== undefined) {
    // In the fragment: browsers never send it, so no log and no proxy sees the secret.
    links.push({ what: 'Operator and studio', url: `${local}/enter#${adminSecret}`, hasQr: false });
    if (network !== local) {
      links.push({ what: 'The same, from a phone', url: `${network}/enter#${adminSecret}`, hasQr: true });
    }
  }
  if (demoShowId !== undefined)
    links.push({ what: 'Demo show', url: `${local}/watch/${demoShowId}`, hasQr: false });
  if (network !== local) {
    const path = demoShowId === undefined ? '/' : `/watch/${demoShowId}`;
    links.push({ what: 'Viewers on this network', url: `${network}${path}`, hasQr: true });
    if (needsAuthority) {
      links.push({
        what: 'Certificate (install it once per device, or accept the warning)',
        url: `${network}/ca.crt`,
        hasQr: false,
      });
    }
  }
  return links;
}

const movedText = ({ port, insteadOf }: Listening): readonly string[] =>
  insteadOf === undefined
    ? []
    : [`  Port ${insteadOf} is used by another program; using ${port} instead.`, ''];

const linkText = ({ what, url, hasQr }: PrintedLink): readonly string[] => [
  `  ${what}`,
  `    ${url}`,
  ...(hasQr ? ['', indent(renderUnicodeCompact(url, { border: 2 }))] : []),
  '',
];

const indent = (block: string): string =>
  block
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
