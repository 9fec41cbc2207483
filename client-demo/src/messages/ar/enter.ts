/** Texts of the page that redeems a magic link, in Arabic. */
export const enter = {
  title: 'الدخول',
  opening: 'لحظة واحدة، نفتح الباب …',
  usedTitle: 'هذا الرابط لم يعد يفتح الباب',
  usedAdvice: 'استُخدم أو انتهت صلاحيته أو أُلغي. اطلب رابطًا جديدًا ممن أرسله.',
  missingTitle: 'الرابط غير مكتمل',
  missingAdvice: 'الجزء الذي يلي # ناقص. انسخ الرابط كاملًا أو امسح رمز QR مرة أخرى.',
  failedTitle: 'لم يُفتح الباب',
  justWatch: 'المشاهدة فقط',
} as const;
