import { Type } from 'typebox';
import type { BuyerContacts } from '#application/contacts/buyer-contacts.ts';
import type { Contact } from '#application/contacts/contact-store.ts';
import { languages } from '#application/messages/language.ts';
import type { ContactView } from '#protocol/buyer-views.ts';
import { principalOf } from '../access.ts';
import { shut, type RouteApp } from './route-app.ts';

const maybe = (maximum: number, description: string) =>
  Type.Union([Type.String({ maxLength: maximum, description }), Type.Null()]);

export const LanguageSchema = Type.Union(languages.map((language) => Type.Literal(language)));
const Address = Type.Object(
  {
    lines: Type.Array(Type.String({ maxLength: 120 }), { maxItems: 4 }),
    postalCode: Type.String({ maxLength: 16 }),
    town: Type.String({ maxLength: 80 }),
    country: Type.String({ pattern: '^[A-Z]{2}$', description: 'ISO 3166-1 alpha-2' }),
  },
  shut,
);
const NewContact = Type.Object(
  {
    name: maybe(120, 'For a parcel or a receipt.'),
    email: maybe(254, 'Where mail goes.'),
    phone: maybe(40, 'With the country code.'),
    address: Type.Union([Address, Type.Null()]),
    language: LanguageSchema,
    wantsMail: Type.Boolean({ description: 'Whether mail may come that is not owed, such as being outbid.' }),
  },
  shut,
);

const config = { access: 'signed-in' } as const;
const tags = ['Buyers'];

/** A person's own data: to read, to change, to erase. Nobody else's can be asked for here. */
export function registerContactRoutes(app: RouteApp, contacts: BuyerContacts): void {
  app.get(
    '/api/me/contact',
    { config, schema: { tags, summary: 'How the shop reaches me' } },
    async (request, reply): Promise<ContactView> => {
      void reply.header('cache-control', 'no-store');
      return toView(await contacts.read(principalOf(request).personId));
    },
  );
  app.put(
    '/api/me/contact',
    { config, schema: { tags, summary: 'Changes how the shop reaches me', body: NewContact } },
    async (request, reply): Promise<ContactView> => {
      void reply.header('cache-control', 'no-store');
      return toView(await contacts.save(principalOf(request).personId, request.body));
    },
  );
  app.delete(
    '/api/me/contact',
    { config, schema: { tags, summary: 'Erases name, contact, notifications and what was written to me' } },
    async (request, reply) => {
      await contacts.erase(principalOf(request).personId);
      return reply.code(204).send();
    },
  );
}

/** Field by field, so that a new one does not slip out. */
const toView = (contact: Contact): ContactView => ({
  name: contact.name,
  email: contact.email,
  signInEmail: contact.signInEmail,
  phone: contact.phone,
  address: contact.address,
  language: contact.language,
  wantsMail: contact.wantsMail,
});
