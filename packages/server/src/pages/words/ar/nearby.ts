// Pure: no I/O, no clock, no randomness. Arabic: the devices that wait nearby.
import type { Catalogue } from '../catalogue.ts';

export const nearbyWords: Catalogue<'ar'>['nearby'] = {
  title: 'في الانتظار بالقرب منك',
  lead: 'طلبت هذه الأجهزة على شبكتك أن تُربط. اختر جهازًا أمامك الآن فقط.',
  asked: 'طُلب {time}',
  ending: {
    zero: 'نهاية الرمز الظاهر عليه',
    one: 'آخر خانة من الرمز الظاهر عليه',
    two: 'آخر خانتين من الرمز الظاهر عليه',
    few: 'آخر {count} خانات من الرمز الظاهر عليه',
    many: 'آخر {count} خانة من الرمز الظاهر عليه',
    other: 'آخر {count} خانة من الرمز الظاهر عليه',
  },
  go: 'المتابعة بهذا الجهاز',
  pickOne: 'اختر أحد الأجهزة.',
  wrongEnding: 'رمزه لا ينتهي هكذا. انظر إلى الجهاز وحاول مرة أخرى.',
  wholeCode: 'عدد كبير من النهايات الخاطئة لهذا الجهاز. أدخل رمزه كاملاً.',
  gone: 'لم يعد هذا الجهاز في الانتظار. اطلب رمزًا جديدًا عليه.',
};
