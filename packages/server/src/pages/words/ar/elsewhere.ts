// Pure: no I/O, no clock, no randomness. Arabic: sign-in at a provider.
import type { Catalogue } from '../catalogue.ts';

/** The words of sign-in at a provider. */
export const elsewhereWords: Catalogue<'ar'>['elsewhere'] = {
  signInWith: 'تسجيل الدخول عبر {provider}',
  or: 'أو بكلمة مرور',
  again: 'أكّد أنك أنت',
  againLead: 'مضى وقت على ذلك. سجّل الدخول مجددًا للمتابعة.',
  out: 'تم تسجيل خروجك.',
  tryAgain: 'حاول مجددًا',
  withPassword: 'تسجيل الدخول بكلمة مرور',
  connectTitle: 'هل تريد ربط {provider}؟',
  connectLead: 'كل من يسجّل الدخول هناك باسم {person} يمكنه عندئذ استخدام الحساب {name} هنا.',
  connectYes: 'نعم، اربطه',
  connectNo: 'لا، ارجع',
  waysIn: 'طرق أخرى لتسجيل الدخول',
  connectTo: 'ربط {provider}',
  connectedAs: '{provider}: {person}',
  disconnect: 'فك الربط',
  connected: 'تم الربط. يمكنك تسجيل الدخول بهذه الطريقة من الآن.',
  disconnected: 'تم فك الربط.',
  lastWay: 'هذه هي الطريقة الوحيدة للدخول إلى حسابك، لذلك يبقى مربوطًا.',
  noPassword: 'ليس لحسابك كلمة مرور: أنت تسجّل الدخول في مكان آخر.',
};

/** Why somebody does not come in from a provider. */
export const arrivalWords: Catalogue<'ar'>['arrival'] = {
  unreachable: {
    title: 'يتعذر الوصول إلى تسجيل دخولك',
    text: '{provider} لا يستجيب الآن. حاول مجددًا بعد دقيقة.',
  },
  denied: {
    title: 'لم يتم تسجيل دخولك',
    text: 'لم يسجّل {provider} دخولك. إن كنت قد رفضت هناك فلم يحدث شيء هنا.',
  },
  invalid: {
    title: 'لم ينجح تسجيل الدخول هذا',
    text: 'ما عاد من {provider} لا يمكن استخدامه. ابدأ من جديد.',
  },
  stale: {
    title: 'انتهى تسجيل الدخول هذا',
    text: 'بدأ في متصفح آخر أو منذ وقت طويل. ابدأ من جديد هنا.',
  },
  'not-fresh': {
    title: 'سجّل الدخول مجددًا من فضلك',
    text: 'تتطلب هذه الخطوة تسجيل دخول جديدًا، لكن {provider} لم يطلبه منك. سجّل الخروج هناك أولًا ثم حاول مجددًا.',
  },
  'email-unverified': {
    title: 'عنوان بريدك الإلكتروني غير مؤكد',
    text: 'لا يدخل إلا من كان عنوانه مؤكدًا. أكّد عنوانك لدى {provider}.',
  },
  'other-domain': {
    title: 'لا يمكنك الدخول بهذا الحساب',
    text: '{service} غير متاح لعنوان بريدك لدى {provider}. استخدم حسابًا آخر أو اسأل من يدير الخدمة.',
  },
  'no-group': {
    title: 'لا يمكنك الدخول بهذا الحساب',
    text: '{service} مخصص لبعض المجموعات لدى {provider}، ولست في أي منها.',
  },
  'groups-unknown': {
    title: 'لا نعرف مجموعاتك',
    text: 'لم يذكر {provider} المجموعات التي أنت فيها، و{service} مخصص لبعضها. اسأل من يدير الخدمة.',
  },
  'need-invite': {
    title: 'تحتاج إلى دعوة',
    text: 'لا يوجد حساب لك هنا بعد. افتح رابط الدعوة الذي وصلك وسجّل الدخول منه.',
  },
  closed: {
    title: 'لا حسابات جديدة هنا',
    text: 'لا يوجد حساب لك هنا ولا تُنشأ حسابات. إن كان لديك حساب فسجّل الدخول إليه واربط هذا به.',
  },
  'invite-gone': {
    title: 'لم تعد هذه الدعوة صالحة',
    text: 'استُخدمت من قبل أو انتهت صلاحيتها. اطلب دعوة جديدة.',
  },
  taken: {
    title: 'هذا لشخص آخر بالفعل',
    text: 'هويتك لدى {provider} مرتبطة بحساب هنا بالفعل.',
  },
};
