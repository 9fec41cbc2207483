/** How the shop reaches the person who asks. `GET` and `PUT /api/me/contact` answer it. */
export interface ContactView {
  readonly name: string | null;
  readonly email: string | null;
  /** The proved address that signs this person in; null for a guest. */
  readonly signInEmail: string | null;
  /** E.164. */
  readonly phone: string | null;
  readonly address: {
    readonly lines: readonly string[];
    readonly postalCode: string;
    readonly town: string;
    /** ISO 3166-1 alpha-2. */
    readonly country: string;
  } | null;
  readonly language: 'en' | 'de' | 'ar';
  readonly wantsMail: boolean;
}

/** What a person may change of it; the body of `PUT /api/me/contact`. */
export type ContactChange = Omit<ContactView, 'signInEmail'>;

/** One message in the operator's outbox. `GET /api/outbox` answers `{ sendsMail, messages }`, the latest first. */
export interface OutboxEntry {
  readonly messageId: string;
  readonly channel: 'mail' | 'push';
  readonly kind: string;
  readonly personId: string;
  /** The address of a mail. */
  readonly recipient: string | null;
  readonly language: string;
  readonly subject: string;
  /** Empty where it held a secret that was sent. */
  readonly text: string;
  readonly link: string;
  readonly state: 'queued' | 'sent' | 'failed' | 'kept';
  readonly attempts: number;
  readonly fault: string | null;
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
}

export interface Outbox {
  /** Whether a mail server is set; without one every mail is `kept` here. */
  readonly sendsMail: boolean;
  readonly messages: readonly OutboxEntry[];
}

/** `GET /api/push-key`: what a browser subscribes with (`applicationServerKey`), base64url. */
export interface PushKey {
  readonly publicKey: string;
}

/** Answer of `POST /api/product-pictures`; both are WebP under `/media/<id>`. */
export interface ProductPicture {
  readonly mediaId: string;
  readonly thumbnailId: string;
  readonly width: number;
  readonly height: number;
}

/** Answer of `GET /api/me/payment-method`. */
export interface PaymentMethodView {
  /** Whether the shop's provider can keep one. */
  readonly canBeSaved: boolean;
  readonly isSaved: boolean;
}

/** Answer of `POST /api/me/payment-method`: where the browser goes to save one; it comes back by itself. */
export interface SaveMethodPage {
  readonly url: string;
}
