// Pure: no I/O, no clock, no randomness. Arabic: the protections against phishing.
import type { Catalogue } from '../catalogue.ts';

export const numberWords: Catalogue<'ar'>['number'] = {
  label: 'أدخل الرقم الظاهر على جهازك',
  hint: 'يعرض الجهاز رقمًا من خانتين بعد بضع ثوانٍ من فتح هذه الصفحة. إذا لم تره، فارفض.',
  missing: 'أدخل الرقم المكوّن من خانتين الذي يعرضه جهازك الآن.',
  wrong: 'هذا ليس الرقم الذي يعرضه جهازك. بقيت لك محاولة واحدة.',
  moved: 'فتحت هذا الرمز مرة أخرى، هنا أو في مكان آخر، لذلك يعرض جهازك الآن رقمًا مختلفًا. أدخل ذلك الرقم.',
};

export const blockWords: Catalogue<'ar'>['block'] = {
  notMe: 'لم أطلب هذا',
  notMeAnswer: 'لم أطلب هذا. احظره',
  ask: 'لم تطلب هذا؟ سنلغي ربطه بحسابك ونحظره لمدة 30 يومًا.',
  blocked: 'محظور لمدة 30 يومًا. لا يمكنه الوصول إلى حسابك.',
  notBlocked: 'تعذر حظره هذه المرة. لا يمكنه الوصول إلى حسابك.',
  see: 'عرض المحظور',
  title: 'محظور',
  text: 'لا يمكن ربط هذه الأجهزة بحسابك.',
  since: {
    zero: 'حُظر {time}، وينتهي الحظر اليوم',
    one: 'حُظر {time}، ويتبقى يوم واحد',
    two: 'حُظر {time}، ويتبقى يومان',
    few: 'حُظر {time}، ويتبقى {count} أيام',
    many: 'حُظر {time}، ويتبقى {count} يومًا',
    other: 'حُظر {time}، ويتبقى {count} يوم',
  },
  unblock: 'إلغاء الحظر',
  device: 'يلغي ربطه ويحظره لمدة 30 يومًا.',
  deviceYes: 'نعم، ألغِ ربطه واحظره',
};
