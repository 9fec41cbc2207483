import { order } from './order.ts';
import { shelf } from './shelf.ts';
import { auction } from './auction.ts';
import { account } from './account.ts';
import { camera } from './camera.ts';
import { everywhere } from './everywhere.ts';
import { chat } from './chat.ts';
import { enter } from './enter.ts';
import { errors } from './errors.ts';
import { lobby } from './lobby.ts';
import { moderation } from './moderation.ts';
import { operator } from './operator.ts';
import { replay } from './replay.ts';
import { sale } from './sale.ts';
import { shop } from './shop.ts';
import { studio } from './studio.ts';
import { till } from './till.ts';
import { watch } from './watch.ts';
import type { Catalogue } from '../language.ts';

export const ar: Catalogue = {
  order,
  shelf,
  auction,
  account,
  camera,
  chat,
  everywhere,
  enter,
  errors,
  lobby,
  moderation,
  operator,
  replay,
  sale,
  shop,
  studio,
  till,
  watch,
};
