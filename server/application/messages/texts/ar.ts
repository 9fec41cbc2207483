import type { MessageTexts } from './message-texts.ts';

/** What people are written, in Arabic. */
export const ar: MessageTexts = {
  kinds: {
    'sign-in': {
      subject: 'رابط تسجيل الدخول',
      lines: [
        'افتح هذا الرابط لتسجيل الدخول. يعمل مرة واحدة وحتى {until}.',
        'إن لم تطلبه فلا حاجة لفعل شيء: لا يدخل أحد من دون الرابط.',
      ],
      action: 'تسجيل الدخول',
    },
    outbid: {
      subject: 'زايد عليك شخص آخر: {lot}',
      lines: ['زايد شخص آخر بأكثر على {lot}. المزايدة التالية {price}.'],
      action: 'العودة إلى المزاد',
    },
    won: {
      subject: 'فزت: {lot}',
      lines: ['{lot} لك مقابل {price}.', 'يرجى الدفع قبل {until}.'],
      action: 'إلى طلبك',
    },
    'payment-due': {
      subject: 'يرجى دفع {total}',
      lines: ['طلبك بقيمة {total} بانتظار دفعك حتى {until}.'],
      action: 'ادفع الآن',
    },
    'payment-failed': {
      subject: 'لم تنجح عملية الدفع',
      lines: ['رُفض دفع {total}. لم يُخصم أي مبلغ.', 'يمكنك الدفع بطريقة أخرى حتى {until}.'],
      action: 'حاول مرة أخرى',
    },
    'second-chance': {
      subject: 'فرصة ثانية: {lot}',
      lines: ['{lot} متاح من جديد، ويمكنك الحصول عليه مقابل مزايدتك {price} حتى {until}.'],
      action: 'عرض التفاصيل',
    },
    'order-placed': {
      subject: 'طلبك {order}',
      lines: ['شكرًا لطلبك {order} بقيمة {total}.', '{items}', 'المجموع: {total}'],
      action: 'إلى طلبك',
    },
    'pick-up-ready': {
      subject: 'طلبك {order} جاهز',
      lines: ['طلبك {order} جاهز للاستلام: {place}.', 'أظهر هذا الرمز هناك: {code}'],
      action: 'إظهار الرمز',
    },
  },
  footer: 'Popstage. وصلتك هذه الرسالة بسبب شيء فعلته في المتجر.',
};
