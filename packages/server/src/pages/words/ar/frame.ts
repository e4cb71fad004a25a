// Pure: no I/O, no clock, no randomness. Arabic: what is around every page, times, places and errors.
import type { Catalogue } from '../catalogue.ts';

export const frameWords: Catalogue<'ar'>['frame'] = {
  skip: 'الانتقال إلى المحتوى',
  refused: 'خطأ: {title}',
  menu: 'القائمة',
  link: 'ربط',
  devices: 'الأجهزة',
  account: 'الحساب',
  operate: 'الإدارة',
  signOut: 'تسجيل الخروج',
  insecure: 'هذا الاتصال غير مشفَّر. يمكن للآخرين على شبكتك قراءة ما تكتبه.',
  about: ': {name}',
  contact: 'أسئلة؟ {contact}',
  privacy: 'الخصوصية',
  terms: 'الشروط',
  language: 'اللغة',
  changeLanguage: 'تغيير اللغة',
};

export const generalWords: Catalogue<'ar'>['general'] = {
  aDevice: 'جهاز',
  justNow: 'منذ لحظات',
  exactTime: '{time} بالتوقيت العالمي',
  datedTime: '{time} ({date})',
  place: '{city}، {country}',
};

export const troubleWords: Catalogue<'ar'>['trouble'] = {
  notFound: {
    title: 'الصفحة غير موجودة',
    text: 'ربما كُتب العنوان خطأ، أو نُقلت الصفحة.',
  },
  signedOut: {
    title: 'لم تسجّل الدخول',
    text: 'سجّل الدخول إلى التطبيق الذي جئت منه، ثم افتح هذه الصفحة مرة أخرى.',
  },
  forbidden: {
    title: 'تعذر تأكيد هذا الطلب',
    text: 'حفاظًا على سلامتك، لم يتغير أي شيء. ارجع إلى الخلف وأعد تحميل الصفحة ثم حاول مرة أخرى.',
  },
  tooLarge: {
    title: 'هذا أطول من اللازم',
    text: 'ما أرسلته أكبر مما تقبله هذه الصفحة. اختصره وحاول مرة أخرى.',
  },
  tooMany: { title: 'عدد كبير من المحاولات', text: 'انتظر لحظة ثم حاول مرة أخرى.' },
  unavailable: {
    title: 'لا يمكننا فعل ذلك الآن',
    text: 'هناك عطل لدينا. لم يُفقد أي شيء. حاول مرة أخرى بعد لحظات.',
  },
  wait: 'حاول مرة أخرى {time}.',
  reference: 'المرجع: {id}',
  home: 'الذهاب إلى الصفحة الرئيسية',
};
