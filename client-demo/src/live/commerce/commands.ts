import { freshId } from '../fresh-id.ts';
import type { MethodName, MethodParams, MethodResults } from '../methods.ts';
import type { Outcome } from '../outcome.ts';
import type { LiveSocket } from '../socket.ts';

/** Commands of everything that is sold, but for bids, which are of the moment (bidding.ts). */
export type CommerceMethod = Exclude<
  Extract<MethodName, `${'auction' | 'catalogue' | 'ledger' | 'order' | 'shelf' | 'till'}.${string}`>,
  'order.mine' | 'auction.place-bid'
>;
/** A command without the id that every command has. */
export type CommerceFields<M extends CommerceMethod> = Omit<MethodParams<M>, 'commandId'>;

export interface Commands {
  /**
   * Gives a command. The same one again, while it is under way, is answered with the first one's answer; after no answer
   * it goes out under its old id, so that the server does it once, however often it is asked.
   */
  send<M extends CommerceMethod>(method: M, fields: CommerceFields<M>): Promise<Outcome<MethodResults[M]>>;
}

/** More than a page ever has in doubt at once; the oldest is forgotten first. */
const maximumInDoubt = 64;
/** Without these answers it is unknown whether the server did it. */
const isInDoubt = (code: string): boolean => code === 'offline' || code === 'deadline-exceeded';

export const createCommands = (socket: LiveSocket): Commands => {
  const underWay = new Map<string, Promise<Outcome<unknown>>>();
  const inDoubt = new Map<string, string>();
  const forgetOldest = () => {
    const oldest = inDoubt.keys().next();
    if (inDoubt.size > maximumInDoubt && oldest.done !== true) inDoubt.delete(oldest.value);
  };
  const give = async <M extends CommerceMethod>(method: M, fields: CommerceFields<M>, key: string) => {
    const commandId = inDoubt.get(key) ?? freshId();
    // Sound: the fields are the method's parameters without exactly this one.
    const params = { ...fields, commandId } as unknown as MethodParams<M>;
    const outcome = await socket.request(method, params);
    inDoubt.delete(key);
    if (!outcome.ok && isInDoubt(outcome.error.code)) inDoubt.set(key, commandId);
    forgetOldest();
    return outcome;
  };
  return {
    send: <M extends CommerceMethod>(method: M, fields: CommerceFields<M>) => {
      const key = JSON.stringify([method, fields]);
      // The key names the method, so what is under way answers in its shape.
      const running = underWay.get(key) as Promise<Outcome<MethodResults[M]>> | undefined;
      if (running !== undefined) return running;
      const given = give(method, fields, key).finally(() => underWay.delete(key));
      underWay.set(key, given);
      return given;
    },
  };
};
