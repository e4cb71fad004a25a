// Arabic: what a sign-in says on a terminal.
import type { LoginCatalogue } from './words.ts';

export const arabic: LoginCatalogue = {
  typeAt: 'أدخله في {url}',
  typeOrScan: 'أدخله في {url} أو امسح هذا',
  waiting: 'في انتظار موافقتك. يتبقى {left}',
  opened: 'فتحه أحدهم. يتبقى {left}',
  number: 'أدخل {number} في الصفحة المفتوحة. يتبقى {left}',
  retrying: '{problem}. إعادة المحاولة بعد {seconds} ث. يتبقى {left}',
  again: 'انتهت صلاحية الرمز. اضغط Enter لرمز جديد، أو Ctrl-C للخروج. ',
  signedIn: 'تم تسجيل الدخول',
  signedInAs: 'تم تسجيل الدخول باسم {name}',
};
