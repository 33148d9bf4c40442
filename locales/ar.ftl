### Arabic, from right to left. Text only, no markup; `count` is a number, the rest is text.

## Shared

title-problem = مشكلة:
field-optional = (اختياري)
back-to-login = العودة إلى تسجيل الدخول
back-to-app = العودة إلى { $app }
use-another-account = استخدام حساب آخر
signing-in-as = أنت تسجّل الدخول باسم { $user }.
code-sent-to = أرسلنا رمزًا إلى { $destination }. قد يستغرق وصوله دقيقة.
code-sent = أدخل الرمز الوارد في رسالتنا. قد يستغرق وصولها دقيقة.
resend-question = لم يصلك الرمز بعد؟
resend-submit = إعادة الإرسال
footer-privacy = الخصوصية
footer-terms = الشروط
footer-help = المساعدة

## Labels and hints

label-username = اسم المستخدم
label-email = البريد الإلكتروني
label-phone = رقم الهاتف
label-email-or-phone = البريد الإلكتروني أو رقم الهاتف
label-username-or-email = اسم المستخدم أو البريد الإلكتروني
label-username-or-phone = اسم المستخدم أو رقم الهاتف
label-any-identifier = اسم المستخدم أو البريد الإلكتروني أو رقم الهاتف
label-password = كلمة المرور
label-new-password = كلمة المرور الجديدة
label-code = رمز من 6 أرقام
label-long-code = رمز من 8 أرقام
hint-phone = مع رمز البلد، مثل ‎+966 50 123 4567.

attribute-email = البريد الإلكتروني
attribute-phone-number = رقم الهاتف
attribute-given-name = الاسم الأول
attribute-family-name = اسم العائلة
attribute-middle-name = الاسم الأوسط
attribute-name = الاسم الكامل
attribute-nickname = اللقب
attribute-preferred-username = الاسم الظاهر
attribute-birthdate = تاريخ الميلاد
attribute-gender = الجنس
attribute-address = العنوان
attribute-locale = اللغة
attribute-zoneinfo = المنطقة الزمنية
attribute-picture = الصورة (عنوان ويب)
attribute-profile = الملف الشخصي (عنوان ويب)
attribute-website = الموقع الإلكتروني

rule-length = { $count ->
    [one] حرف واحد على الأقل
    [two] حرفان على الأقل
    [few] { $count } أحرف على الأقل
    [many] { $count } حرفًا على الأقل
   *[other] { $count } حرف على الأقل
}
rule-uppercase = حرف لاتيني كبير
rule-lowercase = حرف لاتيني صغير
rule-number = رقم
rule-symbol = رمز، مثل !
rule-history = ليست من آخر كلمات المرور التي استخدمتها، وعددها { $count }
rule-not-common = ليست كلمة مرور معروفة من تسريب بيانات
strength-0 = ما كتبته يمكن تخمينه فورًا.
strength-1 = ما كتبته يمكن تخمينه بسرعة.
strength-2 = ما كتبته يحتاج تخمينه إلى بعض الجهد.
strength-3 = ما كتبته يصعب تخمينه.
strength-4 = ما كتبته يصعب تخمينه جدًا.

## Problems: what is wrong and what to do about it

problem-required = املأ هذا الحقل.
problem-not-authorized = هذه البيانات غير صحيحة. تحقّق منها ثم حاول مرة أخرى.
problem-too-many-attempts = { $count ->
    [0] محاولات كثيرة جدًا. انتظر قليلًا ثم حاول مرة أخرى.
    [one] محاولات كثيرة جدًا. حاول مرة أخرى بعد دقيقة.
    [two] محاولات كثيرة جدًا. حاول مرة أخرى بعد دقيقتين.
    [few] محاولات كثيرة جدًا. حاول مرة أخرى بعد { $count } دقائق.
   *[other] محاولات كثيرة جدًا. حاول مرة أخرى بعد { $count } دقيقة.
}
problem-limit-exceeded = تكرّر هذا الطلب كثيرًا. انتظر بضع دقائق ثم حاول مرة أخرى.
problem-account-locked = هذا الحساب مقفل بعد إدخال كلمات مرور خاطئة كثيرة. عيّن كلمة مرور جديدة لفتحه.
problem-user-disabled = هذا الحساب معطّل. اطلب المساعدة من القائمين على الخدمة.
problem-user-not-confirmed = أكّد حسابك أولًا. أدخل الرمز الذي أرسلناه إليك.
problem-password-reset-required = يجب تغيير كلمة المرور قبل تسجيل الدخول. سنرسل إليك رمزًا لتعيين كلمة مرور جديدة.
problem-user-not-found = لا يوجد حساب بهذا الاسم. تحقّق منه أو أنشئ حسابًا.
problem-temporary-password-expired = لم تعد كلمة المرور المؤقتة هذه صالحة. اطلب كلمة جديدة.
problem-already-confirmed = هذا الحساب مؤكّد بالفعل. سجّل الدخول.
problem-no-verified-contact = لا يوجد لهذا الحساب بريد إلكتروني مؤكّد. اطلب المساعدة من القائمين على الخدمة.
problem-recovery-needs-admin = لم يُستخدم هذا الحساب بعد. اطلب من القائمين على الخدمة كلمة مرور مؤقتة جديدة.
problem-code-mismatch = هذا الرمز غير صحيح أو قديم جدًا. تحقّق منه أو اطلب رمزًا جديدًا.
problem-app-code-mismatch = هذا ليس رمز تطبيقك الآن. انتظر الرمز التالي وحاول مرة أخرى.
problem-app-code-used = استُخدم هذا الرمز من قبل. انتظر الرمز التالي.
problem-recovery-code-mismatch = ليس هذا من رموزك، أو أنه استُخدم من قبل.
problem-code-expired = هذا الرمز قديم جدًا. اطلب رمزًا جديدًا.
problem-username-taken = هذا الاسم مستخدم. جرّب اسمًا آخر، أو سجّل الدخول إن كان لك.
problem-alias-taken = هذا العنوان مرتبط بحساب آخر. سجّل الدخول أو عيّن كلمة مرور جديدة.
problem-invalid-username = استخدم حروفًا وأرقامًا ورموزًا من دون مسافات.
problem-username-is-email = اختر اسمًا ليس عنوان بريد إلكتروني.
problem-username-is-phone = اختر اسمًا ليس رقم هاتف.
problem-invalid-contact = أدخل عنوان بريد إلكتروني، أو رقم هاتف مع رمز البلد.
problem-invalid-email = أدخل عنوان بريد إلكتروني، مثل ada@example.com.
problem-invalid-phone = أدخل الرقم مع رمز البلد، مثل ‎+966 50 123 4567.
problem-invalid-date = أدخل تاريخًا، مثل 1990-12-31.
problem-invalid-value = هذه القيمة غير مقبولة هنا. تحقّق منها ثم حاول مرة أخرى.
problem-too-long = النص طويل جدًا. الحد الأقصى لعدد الأحرف: { $count }.
problem-too-short = النص قصير جدًا. الحد الأدنى لعدد الأحرف: { $count }.
problem-not-a-number = أدخل رقمًا.
problem-password-too-short = الحد الأدنى لعدد الأحرف: { $count }.
problem-password-too-long = الحد الأقصى لعدد الأحرف: { $count }.
problem-password-needs-uppercase = أضف حرفًا لاتينيًا كبيرًا.
problem-password-needs-lowercase = أضف حرفًا لاتينيًا صغيرًا.
problem-password-needs-number = أضف رقمًا.
problem-password-needs-symbol = أضف رمزًا، مثل ! أو -.
problem-password-has-spaces-around = أزل المسافة من البداية أو النهاية.
problem-password-breached = كلمة المرور هذه معروفة من تسريب بيانات. اختر غيرها.
problem-password-personal = هذه قريبة جدًا من اسمك أو عنوانك. اختر غيرها.
problem-password-used-before = سبق أن استخدمت كلمة المرور هذه. اختر غيرها.
problem-session-expired = استغرق ذلك بعض الوقت، فبدأنا من جديد. سجّل الدخول مرة أخرى.
problem-csrf-stale = ظلّت هذه الصفحة مفتوحة لفترة. لم تفقد شيئًا: أرسلها مرة أخرى.
problem-sign-up-disabled = ينشئ المسؤول الحسابات الجديدة هنا.
problem-delivery-failed = تعذّر إرسال الرسالة. حاول مرة أخرى بعد بضع دقائق.
problem-number-not-served = لا نرسل رسائل نصية إلى هذا الرقم. استخدم رقمًا آخر.
problem-refused = لم يُقبل هذا. حاول مرة أخرى، أو اطلب المساعدة من القائمين على التطبيق.

## Sign in

login-title = تسجيل الدخول
login-heading = مرحبًا بعودتك
login-lead = سجّل الدخول للمتابعة إلى { $app }.
login-submit = تسجيل الدخول
login-email-code = أرسل إليّ رمزًا بالبريد

login-code-title = تحقق من بريدك
login-code-heading = تحقق من بريدك
login-code-sent = إن كان لـ { $user } حساب هنا، فهناك رمز في طريقه إلى بريده الإلكتروني.
login-code-lead = أدخل الرمز، أو افتح الرابط الموجود في الرسالة على هذا الجهاز.
login-code-other = تسجيل الدخول بطريقة أخرى

login-link-title = تسجيل الدخول
login-link-heading = تسجيل الدخول إلى { $brand }
login-link-lead = لقد طلبت هذا الرابط. اضغط الزر للمتابعة.
login-link-elsewhere-title = أدخل الرمز بدلًا من ذلك
login-link-elsewhere-heading = أدخل الرمز بدلًا من ذلك
login-link-elsewhere-lead = يعمل هذا الرابط في المتصفح الذي طلبته منه. أدخل هناك الرمز الموجود في الرسالة نفسها. إن لم تكن قد طلبته فأغلق هذه الصفحة.
login-link-over-title = لم يعد هذا الرابط صالحًا
login-link-over-heading = لم يعد هذا الرابط صالحًا
login-link-over-lead = استُخدم من قبل أو أنه قديم جدًا. عد إلى الصفحة التي كنت تسجّل الدخول منها واطلب رابطًا آخر.
login-forgot = هل نسيتها؟
login-new-here = هل أنت جديد في { $brand }؟
login-sign-up = إنشاء حساب

## Notices after something went well

notice-confirmed = تم تأكيد حسابك. سجّل الدخول للمتابعة.
notice-confirmed-without-password = تم تأكيد حسابك. اختر كلمة مرور للمتابعة: فقد اختيرت له أكثر من كلمة مرور.
notice-awaiting-admin = تم إنشاء حسابك. يمكنك تسجيل الدخول بعد أن يؤكّده المسؤول.
notice-password-changed = تم تعيين كلمة المرور الجديدة. سجّل الدخول بها.
notice-code-resent = رمز جديد في طريقه إليك. لم يعد الرمز القديم صالحًا.
notice-code-on-its-way = إن كان هناك حساب، فالرمز في طريقه.
notice-refreshed = تم تجديد الرموز المميزة.

## Sign up

signup-title = إنشاء حساب
signup-heading = أنشئ حسابك
signup-lead = حساب واحد لتطبيق { $app } وكل ما يتصل به.
signup-submit = إنشاء الحساب
signup-have-account = لديك حساب بالفعل؟
signup-log-in = تسجيل الدخول

## Confirm the account

confirm-title = إدخال الرمز
confirm-heading = تفقّد رسائلك
confirm-submit = تأكيد الحساب

## Forgot password

forgot-title = تعيين كلمة مرور جديدة
forgot-heading = هل نسيت كلمة المرور؟
forgot-lead = أخبرنا من أنت، وسنرسل إليك رمزًا لتعيين كلمة مرور جديدة.
forgot-submit = إرسال الرمز

reset-title = تعيين كلمة مرور جديدة
reset-heading = تعيين كلمة مرور جديدة
reset-code-sent-to = إن كان هناك حساب، فقد أرسلنا رمزًا إلى { $destination }.
reset-code-sent = إن كان هناك حساب، فالرمز في طريقه إلى بريده الإلكتروني أو هاتفه.
reset-submit = تعيين كلمة المرور

## A temporary password must be changed

new-password-title = اختيار كلمة مرور
new-password-heading = اختر كلمة مرور خاصة بك
new-password-lead = كلمة المرور التي أُعطيت لك صالحة لمرة واحدة فقط.
new-password-submit = تعيين كلمة المرور والمتابعة
## عامل ثانٍ

mfa-title = أدخل رمز تطبيقك
mfa-heading = أدخل رمز تطبيقك
mfa-lead = افتح تطبيق المصادقة وأدخل الأرقام الستة التي يعرضها.
mfa-submit = متابعة
mfa-lost = فقدت جهازك؟ اطلب من القائمين على { $brand } أن يوقفوه لك.
mfa-other = جرّب طريقة أخرى

mfa-email-title = تحقق من بريدك
mfa-email-heading = تحقق من بريدك

mfa-choose-title = اختر كيف تتابع
mfa-choose-heading = اختر كيف تتابع
mfa-choose-lead = يلزم إثبات إضافي.
mfa-choose-app = رمز تطبيق المصادقة
mfa-choose-email = إرسال رمز إلى { $destination }
mfa-choose-recovery = استخدم رمز استرداد

mfa-recovery-title = استخدام رمز استرداد
mfa-recovery-heading = استخدم رمز استرداد
mfa-recovery-lead = أدخل أحد الرموز التي دوّنتها. كل رمز صالح مرة واحدة.
label-recovery-code = رمز الاسترداد

mfa-codes-title = احفظ رموز الاسترداد
mfa-codes-heading = احفظ رموز الاسترداد
mfa-codes-lead = إن فقدت جهازك، يتيح لك كل رمز من هذه الرموز تسجيل الدخول إلى { $brand } مرة واحدة. دوّنها أو اطبعها الآن: لن تُعرض مرة أخرى.
mfa-codes-submit = لقد حفظتها

mfa-setup-title = إعداد تطبيق مصادقة
mfa-setup-heading = احمِ حسابك
mfa-setup-lead = يطلب { $brand } إثباتًا ثانيًا عند كل تسجيل دخول: رمزًا من تطبيق مصادقة على هاتفك.
mfa-setup-scan = امسح هذه الصورة بتطبيق المصادقة.
mfa-setup-type = أدخل الأرقام الستة التي يعرضها التطبيق.
mfa-setup-qr = رمز QR لتطبيق المصادقة
mfa-setup-no-camera = لا كاميرا لديك، أو التطبيق على هذا الجهاز؟
mfa-setup-secret = اكتب هذا المفتاح في التطبيق. اختر «حسب الوقت» إن سألك.
mfa-setup-open-app = افتح التطبيق على هذا الجهاز
mfa-setup-submit = إعداد ومتابعة

## Already signed in

continue-title = اختيار حساب
continue-heading = اختر حسابًا
continue-lead = للمتابعة إلى { $app }
continue-as = المتابعة باسم { $user }

## Sign out

signed-out-title = تم تسجيل الخروج
signed-out-heading = تم تسجيل خروجك
signed-out-lead = انتهت جلستك لدى { $brand }. على جهاز مشترك، أغلق المتصفح أيضًا.
signed-out-again = تسجيل الدخول مرة أخرى
sign-out-title = تسجيل الخروج
sign-out-heading = هل تريد تسجيل الخروج؟
sign-out-lead = سيتعيّن عليك تسجيل الدخول مرة أخرى للمتابعة.
sign-out-lead-as = أنت مسجّل الدخول باسم { $user }. سيتعيّن عليك تسجيل الدخول مرة أخرى للمتابعة.
sign-out-submit = تسجيل الخروج
sign-out-stay = البقاء مسجّلًا

## Errors

error-reference = المرجع:
error-for-developers = لمطوّري التطبيق
error-start-again = البدء من جديد
error-heading = هناك خطأ ما
error-words = لم نتمكّن من المتابعة. عُد إلى التطبيق وحاول مرة أخرى.
error-request-heading = هذا الرابط لا يعمل
error-request-words = طلب التطبيق تسجيل الدخول بطريقة لا يمكننا الرد عليها. عُد إليه وحاول مرة أخرى؛ فإن لم ينجح ذلك فعلى مطوّريه إصلاحه.
error-not-found-heading = لا يوجد شيء هنا
error-not-found-words = ربما كُتب العنوان خطأً، أو نُقلت الصفحة.
error-expired-heading = هذه الصفحة قديمة جدًا
error-expired-words = حرصًا على سلامتك لا تعمل إلا لفترة محدودة. عُد إلى التطبيق وابدأ من جديد.
error-origin-heading = لم نتمكّن من التحقّق من مصدر هذا الطلب
error-origin-words = افتح الصفحة من جديد وأرسل النموذج منها. قد تكون إحدى إضافات المتصفح هي السبب.
error-cookies-heading = ملفات تعريف الارتباط معطّلة
error-cookies-words = يحتاج تسجيل الدخول إلى ملفات تعريف الارتباط من هذا الموقع. اسمح بها ثم حاول مرة أخرى.
error-too-many-heading = طلبات كثيرة جدًا
error-too-many-words = انتظر دقيقة ثم حاول مرة أخرى.
error-internal-heading = لم ينجح ذلك، والخطأ منا
error-internal-words = حاول مرة أخرى بعد لحظات. وإن تكرّر ذلك فأبلغ القائمين على التطبيق بالمرجع أدناه.

detail-unknown-client = قيمة client_id مفقودة أو غير معروفة، أو أن العميل يتبع مجموعة أخرى غير التي في العنوان.
detail-redirect-mismatch = قيمة redirect_uri ليست من عناوين العودة المسجّلة للعميل. تُقارن حرفًا بحرف، بما في ذلك الشرطة المائلة في النهاية.
detail-redirect-missing = لا توجد قيمة redirect_uri، وللعميل عدة عناوين عودة من دون عنوان افتراضي.
detail-invalid-request = تعذّرت قراءة معاملات الطلب: تحقّق من ترميزها وعددها وطولها.
detail-forbidden = أُرسل نموذج من دون قيمة ‎_csrf صالحة أو من مصدر آخر. لا يمكن إرسال نماذج هذه الصفحات من مكان آخر.
detail-wrong-method = يقبل هذا العنوان طريقة HTTP أخرى. يذكر الترويس Allow الطرق المقبولة.

busy-title = لحظة من فضلك
busy-heading = يسجّل كثيرون الدخول الآن
busy-lead = لم تفقد شيئًا. انتظر بضع ثوانٍ ثم حاول مرة أخرى.
busy-retry = حاول مرة أخرى

## The pages of `vestibule dev`

dev-title = مرحبًا
dev-tag = خادم التطوير
dev-heading = خدمة تسجيل الدخول لديك تعمل
dev-lead = هذا Vestibule على جهازك: مجموعة مستخدمين وصفحات تسجيل دخول وواجهة Cognito البرمجية، مع تطبيق تجريبي لتجربتها.
dev-demo = فتح التطبيق التجريبي
dev-demo-words = يسجّل الدخول كأي تطبيق ويعرض الرموز المميزة التي حصل عليها.
dev-sign-up = إنشاء حساب
dev-sign-up-words = يصل الرمز إلى صندوق البريد هنا.
dev-login = عرض صفحة تسجيل الدخول
dev-login-words = ما سيراه مستخدمو تطبيقك.
dev-mailbox = قراءة صندوق البريد
dev-mailbox-words = كل رسائل هذا الخادم، الأحدث أولًا.
dev-facts = ما يحتاج تطبيقك إلى معرفته
dev-api = التحدّث إلى الواجهة البرمجية
dev-api-words = لا يحتاج عميل Cognito إلا إلى نقطة النهاية هذه ما دام يسجّل الدخول بكلمة مرور (USER_PASSWORD_AUTH)؛ لا يتوفر SRP ولا MFA بعد. ظهر مفتاح المسؤول مرة واحدة في الطرفية عند أول تشغيل؛ أنشئ غيره بالأمر «vestibule admin create-access-key».
dev-loopback = لا يرد هذا الخادم إلا على هذا الجهاز. بياناته في المجلد «data»؛ احذفه للبدء من جديد.
fact-pool = معرّف مجموعة المستخدمين
fact-client = معرّف عميل التطبيق
fact-issuer = جهة الإصدار
fact-region = المنطقة
fact-endpoint = نقطة نهاية الواجهة البرمجية
fact-discovery = الاكتشاف
fact-keys = المفاتيح العامة

demo-title = تطبيق تجريبي
demo-tag = تطبيق تجريبي
demo-heading = الطلبات
demo-lead = تطبيق صغير بلا كلمات مرور خاصة به. يرسل الناس إلى صفحة تسجيل الدخول ويستعيد رموزًا مميزة.
demo-sign-in = تسجيل الدخول
demo-home = عن هذا الخادم
demo-step-1 = يذهب المتصفح إلى صفحة تسجيل الدخول مع تحدّي PKCE وقيمتي state وnonce.
demo-step-2 = يعود برمز يستبدله التطبيق برموز مميزة.
demo-step-3 = يتحقّق التطبيق من رمز الهوية بالمفاتيح المنشورة، ثم يستدعي userInfo.
demo-sign-up = إنشاء حساب
demo-failed-discovery = لم يتمكّن التطبيق من قراءة وصف الخادم لنفسه.
demo-failed-state = لا يتبع الرد أي تسجيل دخول بدأه هذا المتصفح هنا، أو أنه استُخدم من قبل.
demo-failed-issuer = لا يذكر الرد أنه من الخادم الذي يثق به هذا التطبيق.
demo-failed-answer = الرد غير مكتمل.
demo-failed-refused = ردّ الخادم بخطأ.
demo-failed-exchange = تعذّر استبدال الرمز برموز مميزة.
demo-failed-id-token = لم يجتز رمز الهوية الفحوص.
demo-failed-user-info = لم يرد userInfo عن صاحب رمز الهوية.
demo-failed-refresh = لم يأت رمز التجديد برموز مميزة جديدة.
demo-failed-form = لم يُضغط ذلك الزر على هذه الصفحة بحالتها الآن.
demo-retry = لم يُسجَّل دخول أحد بهذا. حاول مرة أخرى.
demo-expires = رمز الوصول صالح حتى { $time }.
demo-expired = كان رمز الوصول صالحًا حتى { $time }. جدّده.
demo-hello = مرحبًا { $user }
demo-verified = تم التحقّق من رمز الهوية بالمفاتيح المنشورة. هذا ما يعرفه التطبيق الآن.
demo-refresh = تجديد الرموز المميزة
demo-sign-out = تسجيل الخروج
demo-raw = الرمز المميز نفسه
token-id = رمز الهوية
token-id-words = من أنت، للتطبيق. لا يُرسل أبدًا إلى واجهات برمجية.
token-access = رمز الوصول
token-access-words = ما يحق للتطبيق فعله، للواجهات البرمجية. يُعرض هنا مفكوكًا فقط: التحقّق منه على الواجهة التي تستلمه.
token-refresh = رمز التجديد
token-refresh-words = يحصل على رموز جديدة من دونك. يحتفظ به التطبيق سرًا، لذلك لا يُعرض.
token-user-info = userInfo
token-user-info-words = ما ردّت به نقطة النهاية userInfo على رمز الوصول.

mailbox-title = صندوق البريد
mailbox-heading = صندوق البريد
mailbox-lead = الرسائل البريدية والنصية التي كان هذا الخادم سيرسلها. لا شيء هنا يغادر جهازك.
mailbox-sms = رسالة نصية، { $count ->
    [one] جزء واحد
    [two] جزءان
    [few] { $count } أجزاء
    [many] { $count } جزءًا
   *[other] { $count } جزء
}
mailbox-reload = تحديث
mailbox-to = إلى { $to }
mailbox-open = قراءة الرسالة
mailbox-empty = لا توجد رسائل بعد
mailbox-empty-words = أنشئ حسابًا أو اطلب كلمة مرور جديدة، وستظهر الرسالة هنا.

## Mail

mail-greeting-code = رمزك
mail-lifetime-minutes = مدة الصلاحية: { $count ->
    [one] دقيقة واحدة
    [two] دقيقتان
    [few] { $count } دقائق
   *[other] { $count } دقيقة
}.
mail-lifetime-hours = مدة الصلاحية: { $count ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $count } ساعات
   *[other] { $count } ساعة
}.
mail-lifetime-days = مدة الصلاحية: { $count ->
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
   *[other] { $count } يومًا
}.
mail-never-share = لن نطلب منك هذا الرمز أبدًا عبر الهاتف أو البريد. لا تعطه لأحد.
mail-sent-by = أرسلت { $brand } هذه الرسالة بسبب إجراء يتعلّق بهذا العنوان.
mail-sign-in = تسجيل الدخول
mail-username = اسم المستخدم
mail-temporary-password = كلمة المرور المؤقتة

mail-sign-up-subject = { $code } هو رمزك لدى { $brand }
mail-sign-up-heading = أكّد حسابك
mail-sign-up-words = أدخل هذا الرمز في الصفحة التي أنشأت فيها حسابك.
mail-sign-up-not-you = إن لم تكن قد أنشأت حسابًا، فلا داعي لفعل شيء: يبقى الحساب مغلقًا من دون الرمز.

mail-resend-code-subject = { $code } هو رمزك الجديد لدى { $brand }
mail-resend-code-heading = رمزك الجديد
mail-resend-code-words = أدخله في الصفحة التي طلبته منها. لم تعد الرموز السابقة صالحة.
mail-resend-code-not-you = إن لم تكن قد طلبت رمزًا، فلا داعي لفعل شيء.

mail-forgot-password-subject = { $code } هو رمز كلمة المرور لدى { $brand }
mail-forgot-password-heading = تعيين كلمة مرور جديدة
mail-forgot-password-words = أدخل هذا الرمز حيث طلبت تعيين كلمة مرور جديدة.
mail-forgot-password-not-you = إن لم تطلب ذلك، فكلمة مرورك لم تتغيّر ولا داعي لفعل شيء.

mail-invitation-subject = حسابك لدى { $brand }
mail-invitation-heading = أُنشئ لك حساب
mail-invitation-words = سجّل الدخول بكلمة المرور أدناه. سيُطلب منك اختيار كلمة خاصة بك، ولن تعود هذه صالحة.
mail-invitation-not-you = إن لم تكن تتوقّع ذلك، فلا تفعل شيئًا: لا يمكن استخدام الحساب من دونك.

mail-password-changed-subject = تغيّرت كلمة مرورك لدى { $brand }
mail-password-changed-heading = تغيّرت كلمة مرورك
mail-password-changed-words = تغيّرت كلمة مرور { $user } الآن. إن كنت أنت من غيّرها، فلا داعي لفعل شيء.
mail-password-changed-not-you = إن لم تكن أنت، فعيّن كلمة مرور جديدة فورًا عبر «هل نسيتها؟» في صفحة تسجيل الدخول، وأبلغ القائمين على { $brand }.
mail-first-code-subject = { $code } هو رمز تسجيل دخولك إلى { $brand }
mail-first-code-heading = رمز تسجيل الدخول
mail-first-code-words = أدخله في الصفحة التي تسجّل الدخول منها باسم { $user }.
mail-first-code-link-words = على الجهاز الذي طلبته منه، يؤدي هذا الرابط الغرض نفسه:
mail-first-code-not-you = إن لم تكن تسجّل الدخول الآن، فلا داعي لفعل شيء. من يسألك عن الرمز ليس منا.

mail-second-factor-code-subject = { $code } هو رمز تسجيل دخولك إلى { $brand }
mail-second-factor-code-heading = رمز تسجيل الدخول
mail-second-factor-code-words = أدخله لإتمام تسجيل الدخول باسم { $user }.
mail-second-factor-code-not-you = إن لم تكن تسجّل الدخول الآن، فهناك من يعرف كلمة مرورك: عيّن كلمة مرور جديدة.

mail-recovery-code-used-subject = استُخدم رمز استرداد لحسابك لدى { $brand }
mail-recovery-code-used-heading = استُخدم رمز استرداد
mail-recovery-code-used-words = سجّل شخص ما الدخول الآن باسم { $user } برمز استرداد. إن كنت أنت، فلا داعي لفعل شيء.
mail-recovery-code-used-left = { $count ->
    [0] لم يبق أي رمز.
    [zero] لم يبق أي رمز.
    [one] بقي رمز واحد.
    [two] بقي رمزان.
    [few] بقيت { $count } رموز.
    [many] بقي { $count } رمزًا.
   *[other] بقي { $count } رمز.
}
mail-recovery-code-used-few = أنشئ رموزًا جديدة قريبًا.
mail-recovery-code-used-not-you = إن لم تكن أنت، فلدى شخص ما كلمة مرورك ورموزك: عيّن كلمة مرور جديدة فورًا، وأبلغ القائمين على { $brand }.

mail-second-factors-reset-subject = أُزيلت عوامل التحقق الثانية من حسابك لدى { $brand }
mail-second-factors-reset-heading = أُزيلت عوامل التحقق الثانية
mail-second-factors-reset-words = أزال أحد المديرين الآن عوامل التحقق الثانية ورموز الاسترداد ومفاتيح المرور للحساب { $user } لتتمكن من إعداد غيرها.
mail-second-factors-reset-not-you = إن لم تطلب ذلك، فأبلغ القائمين على { $brand } فورًا.

mail-second-factor-added-subject = أُضيف عامل ثانٍ إلى حسابك لدى { $brand }
mail-second-factor-added-heading = أُضيف عامل ثانٍ
mail-second-factor-added-words = أُعدّ إثبات آخر، مثل تطبيق مصادقة أو هاتف، للحساب { $user } الآن. إن كنت أنت من أعدّه، فلا داعي لفعل شيء.
mail-second-factor-added-not-you = إن لم تكن أنت، فهناك من يعرف كلمة مرورك: عيّن كلمة مرور جديدة فورًا عبر «هل نسيتها؟» في صفحة تسجيل الدخول، وأبلغ القائمين على { $brand }.

mail-passkey-added-subject = أُضيف مفتاح مرور إلى حسابك لدى { $brand }
mail-passkey-added-heading = أُضيف مفتاح مرور
mail-passkey-added-words = أُضيف الآن مفتاح مرور يتيح تسجيل الدخول باسم { $user }. إن كنت أنت من أضافه، فلا داعي لفعل شيء.
mail-passkey-added-not-you = إن لم تكن أنت، فقد سجّل أحدهم الدخول باسمك: عيّن كلمة مرور جديدة فورًا عبر «هل نسيتها؟» في صفحة تسجيل الدخول، وأبلغ القائمين على { $brand }.

mail-passkey-removed-subject = أُزيل مفتاح مرور من حسابك لدى { $brand }
mail-passkey-removed-heading = أُزيل مفتاح مرور
mail-passkey-removed-words = أُزيل الآن مفتاح مرور للحساب { $user } ولم يعد يفتح شيئًا. إن كنت أنت من أزاله، فلا داعي لفعل شيء.
mail-passkey-removed-not-you = إن لم تكن أنت، فقد سجّل أحدهم الدخول باسمك: عيّن كلمة مرور جديدة فورًا عبر «هل نسيتها؟» في صفحة تسجيل الدخول، وأبلغ القائمين على { $brand }.

mail-email-changed-subject = تغيّر عنوان بريدك لدى { $brand }
mail-email-changed-heading = تغيّر عنوان بريدك الإلكتروني
mail-email-changed-words = صار لحساب { $user } عنوان بريد آخر الآن. إن كنت أنت من غيّره، فلا داعي لفعل شيء.
mail-email-changed-not-you = إن لم تكن أنت، فأبلغ القائمين على { $brand } فورًا.

mail-account-exists-subject = لديك حساب بالفعل لدى { $brand }
mail-account-exists-heading = لديك حساب بالفعل
mail-account-exists-words = حاول أحدهم، وربما أنت، إنشاء حساب بهذا العنوان. يوجد حساب بالفعل، فلم يتغيّر شيء. سجّل الدخول، أو عيّن كلمة مرور جديدة عبر «هل نسيتها؟» في صفحة تسجيل الدخول.
mail-account-exists-not-you = إن لم تكن أنت، فلا داعي لفعل شيء.

## Text messages

sms-sign-up = { $code } هو رمز تأكيد حسابك لدى { $brand }.
sms-verify-number = { $code } هو رمز تأكيد هذا الرقم لدى { $brand }.
sms-forgot-password = { $code } هو رمز تعيين كلمة مرور جديدة لدى { $brand }. إن لم تطلبه فلا تفعل شيئًا.
sms-invitation = أُنشئ لك حساب لدى { $brand }.

## Passkeys

login-passkey = تسجيل الدخول بمفتاح مرور
mfa-choose-passkey = استخدام مفتاح المرور
mfa-passkey-title = استخدم مفتاح المرور
mfa-passkey-heading = استخدم مفتاح المرور
mfa-passkey-lead = سيطلب جهازك بصمتك أو وجهك أو رقمه السري.
mfa-passkey-submit = استخدام مفتاح المرور
mfa-passkey-without = اختر طريقة أخرى أدناه.
signed-in-as = أنت مسجل الدخول باسم { $user }.
passkeys-need-script = تحتاج مفاتيح المرور إلى JavaScript وإلى متصفح يعرفها، وهذا المتصفح ينقصه أحدهما.
passkeys-add-title = إضافة مفتاح مرور
passkeys-add-heading = إضافة مفتاح مرور
passkeys-add-done-heading = مفتاح المرور جاهز
passkeys-add-lead = به تسجل الدخول إلى { $brand } ببصمتك أو وجهك أو الرقم السري لجهازك: لا شيء تحفظه ولا شيء يمكن أن يُسرق.
passkeys-add-submit = إنشاء مفتاح مرور
passkeys-add-skip = ليس الآن
passkeys-add-next = المتابعة إلى { $app }
passkeys-add-too-many = لديك أكبر عدد ممكن من مفاتيح المرور. أزل واحدًا قبل أن تضيف آخر.
passkeys-add-not-here = مفاتيح المرور غير مستخدمة هنا.
label-passkey-name = اسم مفتاح المرور
hint-passkey-name = لتتعرف عليه لاحقًا: «الهاتف» أو «حاسوب العمل».
notice-passkey-added = في المرة القادمة اختر «تسجيل الدخول بمفتاح مرور».
passkey-failed = لم ينجح ذلك: أُلغي أو استغرق وقتًا طويلًا، أو ليس على هذا الجهاز مفتاح مرور مناسب. حاول مرة أخرى أو اختر طريقة أخرى.
problem-passkey-refused = لا يفتح مفتاح المرور هذا حسابًا هنا. حاول مرة أخرى أو اختر طريقة أخرى.
problem-passkey-known = على هذا الجهاز مفتاح مرور لحسابك بالفعل.
problem-passkey-holder-not-verified = لم يتحقق ذلك الجهاز من أنك أنت. أعِدّ عليه رقمًا سريًا أو بصمة أو وجهًا، أو استخدم جهازًا آخر.
problem-passkey-not-added = تعذرت إضافة مفتاح المرور هذا. حاول مرة أخرى أو استخدم جهازًا آخر.
problem-passkey-too-late = استغرق ذلك وقتًا طويلًا. حاول مرة أخرى.
mail-password-changed-passkeys = { $count ->
    [one] لا يزال مفتاح مرور واحد يفتح هذا الحساب.
    [two] لا يزال مفتاحا مرور يفتحان هذا الحساب.
    [few] لا تزال { $count } مفاتيح مرور تفتح هذا الحساب.
   *[other] لا يزال { $count } مفتاح مرور يفتح هذا الحساب.
} إن كنت لا تعرف أحدها فأزله.

## رموز الرسائل النصية عند تسجيل الدخول

sms-sign-in = { $code } هو رمز تسجيل دخولك إلى { $brand }. لا تعطه لأحد.
login-sms-code = أرسل إليّ رمزًا برسالة نصية
login-sms-title = تحقق من هاتفك
login-sms-heading = تحقق من هاتفك
login-sms-sent = إن كان لـ { $user } حساب هنا، فهناك رمز في طريقه إلى رقم هاتفه.
login-sms-lead = أدخل الرمز الموجود في الرسالة النصية.
mfa-sms-title = تحقق من هاتفك
mfa-sms-heading = تحقق من هاتفك
mfa-choose-sms = إرسال رسالة نصية برمز إلى { $destination }

## اختيار العامل الثاني وإعداده عند تسجيل الدخول

mfa-enrol-title = احمِ حسابك
mfa-enrol-heading = احمِ حسابك
mfa-enrol-lead = يطلب { $brand } إثباتًا ثانيًا عند كل تسجيل دخول. اختر ما سيكون.
mfa-enrol-app = إعداد تطبيق مصادقة
mfa-enrol-email = إرسال رمز إلى هذا العنوان
mfa-enrol-sms = إرسال رسالة نصية برمز إلى هذا الرقم
mfa-setup-other = اختيار شيء آخر
## The account page

notice-prove-again = لحمايتك، أثبت مرة أخرى أنك أنت.
fact-account = صفحة الحساب
account-nav = حسابك
account-nav-overview = نظرة عامة
account-nav-profile = الملف الشخصي
account-nav-security = الأمان
account-nav-sessions = الجلسات
account-nav-activity = النشاط
account-nav-data = بياناتك
account-signed-in-as = مسجّل الدخول باسم { $user }
account-sign-out = تسجيل الخروج
account-cancel = إلغاء
account-save = حفظ
account-change = تغيير
account-add = إضافة
account-remove = إزالة
account-none = لا يوجد
account-proven = مؤكَّد
account-unproven = غير مؤكَّد
account-title = حسابك
account-heading = مرحبًا، { $user }
account-lead = هنا ترى ما يعرفه { $brand } عنك، وتغيّر ما يحق لك تغييره.
account-since = منذ
account-last-used = آخر استخدام
account-never-used = لم يُستخدم قط
account-tile-profile = اسمك وكيفية الوصول إليك
account-tile-one-factor = يُطلب منك إثبات واحد عند تسجيل الدخول
account-tile-two-factors = يُطلب منك إثباتان عند تسجيل الدخول
account-tile-passkeys = { $count ->
    [0] ليس لديك أي مفتاح بعد.
    [one] لديك مفتاح واحد.
    [two] لديك مفتاحان.
    [few] لديك { $count } مفاتيح.
   *[other] لديك { $count } مفتاحًا.
}
account-tile-sessions = { $count ->
    [one] أنت مسجّل الدخول في هذا المتصفح فقط
    [two] أنت مسجّل الدخول في متصفحين
    [few] أنت مسجّل الدخول في { $count } متصفحات
   *[other] أنت مسجّل الدخول في { $count } متصفحًا
}
account-tile-activity = ما حدث مؤخرًا
account-tile-data = خذ بياناتك معك أو احذف حسابك
account-warning-unproven = بريدك الإلكتروني غير مؤكَّد.
account-warning-second = أضف عاملًا ثانيًا.
account-warning-codes = ليست لديك رموز استرداد.
account-agent-unknown = متصفح غير معروف
account-sessions-title = أين سجّلت الدخول
account-sessions-heading = أين سجّلت الدخول
account-sessions-lead = إن كنت لا تعرف أحدها، فسجّل خروجه وغيّر كلمة مرورك.
account-sessions-browsers = المتصفحات
account-sessions-here = هذا المتصفح
account-sessions-end-one = تسجيل خروج جلسة { $when }
account-sessions-apps = التطبيقات
account-sessions-apps-words = تعمل باسمك إلى أن تسحب ذلك، حتى حيث سجّلت الخروج.
account-sessions-take-back = سحب الإذن
account-sessions-end-app = سحب إذن { $app }
account-sessions-all = الكل دفعة واحدة
account-sessions-all-words = يُسجَّل خروج التطبيقات أيضًا.
account-sessions-end-others = في كل مكان عدا هنا
account-sessions-end-everything = في كل مكان
account-notice-ended = تم. لم يعد بالإمكان استخدامه.
account-notice-saved = تم الحفظ.
account-notice-password = تم تعيين كلمة مرورك. سُجّل خروجك من كل مكان عدا هنا.
account-notice-proven = شكرًا، تم التأكيد.
account-notice-code-sent = رمز جديد في الطريق.
account-notice-factor-removed = تمت الإزالة. لن يُطلب بعد الآن.
account-notice-app-added = تم إعداد تطبيق المصادقة. احتفظ برموز الاسترداد هذه لليوم الذي لا يكون فيه التطبيق معك.
account-notice-codes = تم إنشاء رموز الاسترداد.
account-notice-passkey-removed = تمت إزالة مفتاح المرور. لم يعد يفتح شيئًا.
account-profile-lead = ما يعرفه { $brand } وتطبيقاته عنك.
account-profile-contacts = كيفية الوصول إليك
account-profile-about = عنك
account-pending = سيحل { $address } محله عندما تُدخل الرمز الذي أرسلناه إليه.
account-enter-code = إدخال الرمز
label-new-email = بريد إلكتروني جديد
label-new-phone-number = رقم هاتف جديد
account-contact-held = هو الآن { $address }.
account-contact-lead = نرسل رمزًا إلى الجديد. لا يتغيّر شيء حتى تُدخله.
account-contact-waits = أرسلنا رمزًا إلى { $address }. لا يتغيّر شيء حتى تُدخله.
account-contact-verify = تأكيد
account-contact-keep = الاحتفاظ بالقديم
account-contact-submit = إرسال الرمز
account-contact-prove = تأكيد الحالي
label-current-password = كلمة مرورك الحالية
account-password-title = كلمة مرورك
account-password-heading = تغيير كلمة المرور
account-password-first = تعيين كلمة مرور
account-password-lead = يُسجَّل خروج كل ما هو مفتوح لحسابك في مكان آخر.
account-password-submit = تعيين كلمة المرور
account-security-lead = ما تثبت به هويتك عند تسجيل الدخول.
account-security-first = لتسجيل الدخول
account-security-password-set = لديك كلمة مرور.
account-security-password-none = تسجّل الدخول بدونها.
account-security-password-new = تعيين
account-security-passkeys = مفاتيح المرور
account-security-manage = إدارة
account-security-second = العوامل الثانية
account-security-second-optional = تُطلب بعد الإثبات الأول، كي لا تفتح كلمة مرور مسروقة وحدها شيئًا.
account-security-second-required = تُطلب هنا من الجميع، كي لا تفتح كلمة مرور مسروقة وحدها شيئًا.
account-factor-app = تطبيق المصادقة
account-factor-email = رمز بالبريد الإلكتروني
account-factor-sms = رمز برسالة نصية
account-factor-on = مُفعّل
account-factor-first = يُطلب أولًا
account-factor-app-set = يعرض رمزًا جديدًا كل 30 ثانية.
account-factor-app-words = تطبيق على هاتفك يعرض رمزًا جديدًا كل 30 ثانية. لا يحتاج إلى شبكة.
account-factor-goes-to = يُرسل إلى { $destination }.
account-factor-needs-email = يحتاج إلى بريد إلكتروني مؤكَّد.
account-factor-needs-phone = يحتاج إلى رقم هاتف مؤكَّد.
account-factor-prefer = اطلبه أولًا
account-factor-turn-on = تفعيل
account-factor-turn-off = إيقاف
account-factor-set-up = إعداد
account-app-lead = يعرض تطبيقك رمزًا جديدًا كل 30 ثانية، بلا شبكة. من الآن فصاعدًا يُطلب منك عند تسجيل الدخول.
account-app-submit = تفعيل
account-codes-title = رموز الاسترداد
account-codes-lead = كل رمز يفتح حسابك مرة واحدة بدلًا من عامل ثانٍ ليس في متناولك. احتفظ بها حيث لا ينظر أحد سواك.
account-codes-made = تُعرض هذه المرة فقط. دوّنها أو اطبع هذه الصفحة أو احفظها كملف.
account-codes-left = { $count ->
    [0] ليس لديك أي رمز.
    [one] بقي لديك رمز واحد.
    [two] بقي لديك رمزان.
    [few] بقيت لديك { $count } رموز.
   *[other] بقي لديك { $count } رمزًا.
}
account-codes-few = أنشئ رموزًا جديدة
account-codes-replace = إن أنشأت رموزًا جديدة فلن تُقبل هذه بعد ذلك.
account-codes-make = إنشاء رموز جديدة
account-codes-download = حفظ كملف
account-codes-done = لقد احتفظت بها
account-passkeys-lead = تسجّل الدخول بإصبعك أو وجهك أو رمز جهازك. لا يستطيع أحد تصيّد مفتاح مرور.
account-passkeys-none = ليس لديك مفتاح مرور بعد.
account-passkeys-add = إضافة مفتاح مرور
account-passkeys-backed-up = مُزامَن
account-passkeys-remove = إزالة { $name }
account-activity-lead = ما حدث لحسابك في { $brand }. إن لم تكن أنت من فعل شيئًا منه، فغيّر كلمة مرورك.
account-activity-none = لم يحدث شيء بعد.
account-activity-admin = من قِبل مسؤول
account-activity-earlier = الأقدم
account-activity-newest = الأحدث
account-data-lead = هي لك: خذها معك، أو اجعل { $brand } ينساك.
account-data-download = تنزيل بياناتك
account-data-download-words = ملفك الشخصي وعواملك وجلساتك وتطبيقاتك ونشاطك كملف JSON. لا كلمات مرور ولا رموز فيه.
account-delete-title = حذف حسابك
account-delete-words = لا يمكن استعادته.
account-delete-lead = يُحذف كل ما يحتفظ به { $brand } عن حسابك، ويُسجَّل خروجك من كل مكان. لا يمكن استعادته.
account-delete-confirm = للتأكد، اكتب { $user }.
label-confirm-account = اسم حسابك
account-delete-submit = حذف نهائي
account-delete-keep = الاحتفاظ به
problem-account-gone = لم يعد هذا موجودًا. انظر مرة أخرى.
problem-current-password = ليست هذه كلمة مرورك.
problem-same-address = هذا لديك بالفعل.
problem-address-taken = هذا لدى حساب آخر بالفعل.
problem-undeliverable = لا نستطيع إرسال شيء إلى هناك.
problem-last-factor = يجب أن يكون لديك هنا عامل ثانٍ، وهذا هو الوحيد. أعدّ عاملًا آخر أولًا.
problem-factor-not-ready = أعدّه أولًا، أو أكّد العنوان.
problem-no-second-factor = أعدّ عاملًا ثانيًا أولًا.
problem-confirm-account = ليس هذا اسم حسابك.
account-security-devices = المتصفحات المعروفة
account-security-devices-words = حيث سجّلت الدخول من قبل.
account-devices-lead = متصفحات سجّلت الدخول فيها. ما لا تعرفه منها لا مكان له هنا: انسه وغيّر كلمة مرورك.
account-devices-stands-in = يغني عن العامل الثاني
account-devices-none = لم تسجّل الدخول في أي مكان بعد.
account-devices-forget = نسيان
account-devices-forget-one = نسيان { $name }
account-devices-forget-all = نسيان الكل
account-devices-name = الاسم
account-devices-rename = تسميته باسم آخر
account-notice-forgotten = تم النسيان. سيُطلب منك كل شيء عند تسجيل الدخول هناك مجددًا.
problem-name-invalid = استخدم اسمًا من 1 إلى 64 حرفًا.
activity-device-remembered = تم تذكّر متصفح
activity-device-forgotten = تم نسيان متصفح
activity-device-stood-in = أغنى متصفح معروف عن عاملك الثاني
activity-user-signed-up = أنشأت حسابك
activity-user-confirmed = تم تأكيد حسابك
activity-user-created = تم إنشاء حسابك
activity-user-updated = تم تغيير ملفك الشخصي
activity-user-alias-moved = انتقل عنوان لك إلى حساب آخر
activity-user-enabled = تم فتح حسابك
activity-user-disabled = تم إغلاق حسابك
activity-sign-in-completed = سجّلت الدخول
activity-sign-in-failed = فشلت محاولة تسجيل دخول
activity-password-changed = تم تعيين كلمة مرورك
activity-factor-registered = تم إعداد عامل ثانٍ
activity-factor-removed = تمت إزالة عامل ثانٍ
activity-factor-changed = تم تفعيل عامل ثانٍ أو إيقافه
activity-factor-recovery-codes-made = تم إنشاء رموز استرداد
activity-factor-recovery-code-used = استُخدم رمز استرداد
activity-factor-reset = أُزيلت عواملك الثانية
activity-passkey-added = أُضيف مفتاح مرور
activity-passkey-removed = أُزيل مفتاح مرور
activity-passkey-count-went-back = رُفض مفتاح مرور: قد تكون له نسخة
activity-recovery-requested = طُلبت كلمة مرور جديدة
activity-session-signed-out = سُجّل خروج متصفح
activity-user-signed-out-everywhere = سُجّل خروجك من كل مكان
activity-user-signed-out-elsewhere = سُجّل خروجك من كل مكان عدا متصفح واحد
activity-grant-replay-detected = قدّم تطبيق شيئًا مسروقًا فسُجّل خروجه
activity-grant-revoked = سُجّل خروج تطبيق

mail-second-factor-removed-subject = أُزيل عامل ثانٍ من حسابك في { $brand }
mail-second-factor-removed-heading = أُزيل عامل ثانٍ
mail-second-factor-removed-words = أُزيل تطبيق المصادقة الخاص بـ { $user } للتو. إن كنت أنت، فلا شيء عليك فعله.
mail-second-factor-removed-not-you = إن لم تكن أنت، فقد سجّل أحدهم الدخول باسمك: عيّن كلمة مرور جديدة فورًا من رابط «نسيتها؟» في صفحة تسجيل الدخول، وأبلغ القائمين على { $brand }.

mail-account-deleted-subject = حُذف حسابك في { $brand }
mail-account-deleted-heading = حُذف حسابك
mail-account-deleted-words = حُذف حساب { $user } للتو مع كل ما يخصّه.
mail-account-deleted-not-you = إن لم تكن أنت، فأبلغ القائمين على { $brand } فورًا.

## الأجهزة المحفوظة

remember-device = تذكّر هذا الجهاز
remember-device-note = لن يُطلب منك رمز على هذا الجهاز لمدة { $count } يومًا. لا تحدّد هذا الخيار على جهاز يستخدمه آخرون.

## مخاطر تسجيل الدخول

problem-too-risky = أوقفنا تسجيل الدخول هذا حفاظًا على سلامتك. استخدم جهازًا ومكانًا سبق أن سجّلت الدخول منهما، أو اطلب المساعدة من القائمين على الخدمة.
mail-sign-in-blocked-subject = أُوقف تسجيل دخول إلى حسابك لدى { $brand }
mail-sign-in-blocked-heading = أوقفنا تسجيل دخول
mail-sign-in-blocked-words = أدخل شخص ما كلمة المرور الصحيحة للحساب { $user } من جهاز أو مكان جديد، فلم نسمح له بالدخول.
mail-sign-in-questioned-subject = تسجيل دخول إلى حسابك لدى { $brand } من مكان جديد
mail-sign-in-questioned-heading = طلبنا إثباتًا ثانيًا
mail-sign-in-questioned-words = أدخل شخص ما كلمة المرور الصحيحة للحساب { $user } من جهاز أو مكان جديد، فطلبنا إثباتًا ثانيًا.
mail-sign-in-noticed-subject = تسجيل دخول جديد إلى حسابك لدى { $brand }
mail-sign-in-noticed-heading = تسجيل دخول جديد
mail-sign-in-noticed-words = سجّل شخص ما الدخول باسم { $user } من جهاز أو مكان جديد. إن كنت أنت من فعل ذلك، فلا داعي لفعل شيء.
mail-attempt-at = الوقت: { $value }
mail-attempt-place = المكان: { $value }
mail-attempt-address = العنوان: { $value }
mail-attempt-device = المتصفح: { $value }
mail-attempt-not-you = إن لم تكن أنت، فهناك من يعرف كلمة مرورك: عيّن كلمة مرور جديدة فورًا عبر «هل نسيتها؟» في صفحة تسجيل الدخول، وأبلغ القائمين على { $brand }.

## Demo ID، مزوّد `vestibule dev`

demo-id-title = اختر من تكون
demo-id-tag = مُختلَق لأغراض التطوير
demo-id-habits = مُختلَق لأغراض التطوير، ويتصرّف مثل { $provider }
demo-id-heading = من تريد أن تكون؟
demo-id-lead = يسأل { $app } من تكون. لا أحد من هؤلاء حقيقي، وليس لأيٍّ منهم كلمة مرور.
demo-id-verified = العنوان مؤكَّد
demo-id-unverified = العنوان غير مؤكَّد
demo-id-no-email = بلا عنوان
demo-id-deny = لا أحد: عودة
demo-id-somebody = شخص آخر
demo-id-name = الاسم
demo-id-email = عنوان البريد
demo-id-is-verified = العنوان مؤكَّد لدى المزوّد
demo-id-continue = المتابعة بهذا الشخص
demo-id-wrong = هذا لا ينجح
demo-id-refused = طلب التطبيق خاطئ، ولذلك لا يمكن إعادة أحد إليه.
demo-id-over = انتهى طلب التطبيق، أو أُعيد تشغيل هذا الخادم في هذه الأثناء. عُد إلى التطبيق وابدأ من جديد.
demo-id-nobody = لا أحد بهذه الصفة: يلزم اسم أو عنوان. عُد واختر من جديد.

## بعد تعيين كلمة مرور جديدة

reset-done-heading = تم تعيين كلمة المرور الجديدة
reset-done-lead = كل من كان قد سجّل الدخول إلى هذا الحساب سُجِّل خروجه.
reset-done-unproven = لم يُثبت أحد أن هذا له. إن كان لك فأكِّده، وإلا فغيِّره أو احذفه حتى لا يعود أحد من خلاله.
reset-done-check = تسجيل الدخول والاطلاع عليه
reset-done-login = تسجيل الدخول إلى { $app }
account-contact-remove = حذف
account-notice-removed = تم الحذف.
mail-phone-changed-subject = تغيّر رقم هاتفك لدى { $brand }
mail-phone-changed-heading = تغيّر رقم هاتفك
mail-phone-changed-words = صار لحساب { $user } رقم هاتف آخر الآن، أو لا رقم له. إن كنت أنت من غيّره، فلا داعي لفعل شيء.
mail-phone-changed-not-you = إن لم تكن أنت، فعيّن كلمة مرور جديدة فورًا عبر «نسيتها؟» في صفحة تسجيل الدخول، وأبلغ القائمين على { $brand }.

## Upstream providers

continue-with = المتابعة باستخدام { $provider }
ways-or = أو
not-in-an-app = { $providers }: غير متاح داخل تطبيق آخر. افتح هذه الصفحة في متصفحك، مثل Safari أو Chrome، لتسجيل الدخول بهذه الطريقة.
login-company = تسجيل الدخول عبر شركتك
hint-company = عنوان بريدك في العمل. سننقلك إلى صفحة تسجيل الدخول الخاصة بشركتك.
problem-company-unknown = لا توجد شركة معروفة بهذا العنوان تسجّل الدخول هنا. تحقق منه أو سجّل الدخول بطريقة أخرى.
provider-retry = حاول مع { $provider } مرة أخرى
departure-title = إلى { $provider }
departure-lead = ستسجّل الدخول لدى { $provider } ثم تعود إلى هنا.
departure-submit = متابعة
problem-provider-denied = لم يُسجَّل دخول أحد هناك: إما أنك رفضت لدى { $provider } أو أنه لم يسمح لك بالدخول. حاول مرة أخرى أو سجّل الدخول بطريقة أخرى.
problem-provider-too-late = استغرقت العودة من { $provider } وقتًا طويلًا. حاول مرة أخرى.
problem-provider-failed = فشل تسجيل الدخول من جهة { $provider }: لا يمكن قراءة إجابته أو الوثوق بها. حاول مرة أخرى أو سجّل الدخول بطريقة أخرى.
problem-provider-unreachable = لا يستجيب { $provider } حاليًا. حاول بعد قليل أو سجّل الدخول بطريقة أخرى.
problem-provider-busy = يسجّل عدد كبير من الأشخاص الدخول عبر { $provider } الآن. حاول بعد دقيقة أو سجّل الدخول بطريقة أخرى.
problem-provider-misconfigured = تسجيل الدخول عبر { $provider } غير معدّ بشكل صحيح لدينا. سجّل الدخول بطريقة أخرى وأعطِ المرجع أدناه لمن يديرون هذا التطبيق.
problem-provider-lacks = لم يخبرنا { $provider } بكل ما يحتاجه الحساب هنا. اسمح بذلك هناك إن سُئلت، أو أعطِ المرجع أدناه لمن يديرون هذا التطبيق. ما ينقص:
problem-provider-not-allowed = لا يسمح هذا التطبيق بتسجيل الدخول بهذه الطريقة. سجّل الدخول بطريقة أخرى.
error-trip-unknown-heading = لا نعرف عملية تسجيل الدخول هذه
error-trip-unknown-words = ما عاد من الخدمة الأخرى لا ينتمي إلى عملية بدأت هنا. عد إلى التطبيق وابدأ من جديد.
error-trip-expired-heading = استغرق ذلك وقتًا طويلًا
error-trip-expired-words = لديك عشر دقائق لتسجيل الدخول لدى الخدمة الأخرى. لم يحدث شيء؛ ابدأ من جديد.
error-trip-used-heading = تمت هذه الخطوة بالفعل
error-trip-used-words = فُتحت الصفحة مرة ثانية وهي تعمل مرة واحدة فقط. إن كنت قد سجّلت الدخول فالبدء من جديد ينقلك مباشرة.
error-trip-elsewhere-heading = بدأ هذا في متصفح آخر
error-trip-elsewhere-words = لم يُسجَّل دخول أحد هنا. عد إلى المتصفح الذي بدأت فيه، أو افتح التطبيق هنا وسجّل الدخول.

account-linked-title = الحسابات المرتبطة
account-linked-lead = حسابات في أماكن أخرى يمكنك استخدامها لتسجيل الدخول إلى { $brand }.
account-linked-yours = مرتبطة بحسابك
account-linked-none = لا شيء بعد.
account-linked-unlink = إلغاء الربط
account-linked-unlink-one = إلغاء ربط { $provider }
account-linked-only-way = أنت تسجّل الدخول من خلال هذه فقط. يبقى آخرها.
account-linked-ends = إلغاء الربط يسجّل خروجك من كل مكان ما عدا هذا المتصفح.
account-linked-another = ربط حساب آخر
account-linked-another-words = تسجّل الدخول هناك مرة واحدة ثم تعود. ومنذ ذلك الحين يفتح هذا الحساب.
account-linked-add = ربط { $provider }
account-notice-linked = تم ربط الحساب. يمكنك تسجيل الدخول به من الآن.
account-notice-was-linked = كان ذلك الحساب مرتبطًا بحسابك بالفعل.
account-notice-unlinked = لم يعد الحساب مرتبطًا.
account-security-linked = الحسابات المرتبطة
account-security-linked-count = { $count ->
    [0] لا شيء
    [one] حساب واحد في مكان آخر
   *[other] { $count } من الحسابات في أماكن أخرى
}
account-security-elsewhere = حسابات في أماكن أخرى
account-security-elsewhere-words = أنت تسجّل الدخول عبر { $providers }. لا توجد هنا كلمة مرور يمكن أن تُفقد.
problem-link-too-many = لديك أكبر عدد ممكن من الحسابات المرتبطة. ألغِ ربط أحدها أولًا.
problem-link-last-way = هذا هو الطريق الوحيد إلى حسابك، لذلك يبقى.
problem-link-not-theirs = بدأ شخص آخر هذا، أو أنك سجّلت الدخول من جديد منذ ذلك. لم يُربط شيء.
problem-link-taken = ذلك الحساب لدى { $provider } يفتح حسابًا آخر هنا، لذلك لم يُربط بهذا الحساب. إن كان كلاهما لك فأعطِ المرجع أدناه لمن يديرون هذا، فيمكنهم دمجهما.
activity-identity-linked = تم ربط حساب في مكان آخر
activity-identity-unlinked = أُلغي ربط حساب في مكان آخر
mail-identity-linked-subject = تم ربط { $provider } بحسابك في { $brand }
mail-identity-linked-heading = تم ربط حساب لدى { $provider }
mail-identity-linked-words = من يسجّل الدخول بذلك الحساب لدى { $provider } يفتح حساب { $user } من الآن. إن كنت أنت من فعل ذلك فلا داعي لفعل شيء.
mail-identity-linked-not-you = إن لم تكن أنت، فسجّل الدخول وألغِ ربطه ضمن «الحسابات المرتبطة» وغيّر طريقة تسجيل دخولك وأخبر من يديرون { $brand }.
mail-identity-unlinked-subject = لم يعد { $provider } مرتبطًا بحسابك في { $brand }
mail-identity-unlinked-heading = أُلغي ربط حساب لدى { $provider }
mail-identity-unlinked-words = لم يعد يفتح حساب { $user }. إن كنت أنت من فعل ذلك فلا داعي لفعل شيء.
mail-identity-unlinked-not-you = إن لم تكن أنت، فسجّل الدخول وانظر ما الذي تغيّر غير ذلك وأخبر من يديرون { $brand }.

## ربط الحساب الذي جئت به

offer-title = لديك حساب
offer-heading = لديك حساب بالفعل
offer-lead = يوجد هنا حساب بالعنوان { $address }.
offer-link = سجّل الدخول إليه واربط { $provider }
offer-link-words = تثبت مرة واحدة أنه حسابك. بعد ذلك يفتحه { $provider } أيضًا.
offer-new = المتابعة بحساب جديد
offer-new-words = يبقى الحسابان منفصلين: لا شيء من الآخر في الحساب الجديد.
linking-words = سجّل الدخول إلى الحساب الذي لديك هنا. بعد ذلك يفتحه { $provider } أيضًا.
linking-not = اختر مرة أخرى
problem-offer-over = استغرق الأمر وقتًا طويلًا أو تم بالفعل، لذلك لم يُربط شيء. سجّل الدخول، أو ابدأ من جديد من الخدمة الأخرى.
problem-offer-other-account = سجّلت الدخول إلى حساب غير الحساب الذي له هذا العنوان، لذلك لم يُربط شيء. سجّل الدخول إلى ذلك الحساب، أو اختر مرة أخرى.
problem-offer-taken = الحساب في الخدمة الأخرى يفتح الآن حسابًا هنا، لذلك لم يُربط شيء.
problem-offer-too-many = لحسابك أقصى عدد ممكن من الحسابات المرتبطة، لذلك لم يُربط شيء. سجّل الدخول وألغِ ربط أحدها أولًا.

## عنوان أو رقم انتقل إلى حساب آخر

mail-email-moved-subject = صار عنوانك تابعًا لحساب آخر لدى { $brand }
mail-email-moved-heading = صار عنوانك لدى حساب آخر
mail-email-moved-words = أثبت أحدهم أن هذا العنوان له، لحساب آخر. ما زال حساب { $user } موجودًا، لكن هذا العنوان لم يعد يصلح لتسجيل الدخول إليه، ولا تصل إلى هنا رموز له. إن كان الحسابان لك، فلا داعي لفعل شيء.
mail-email-moved-not-you = إن لم تكن أنت، فربما يقرأ غيرك بريدك. غيّر كلمة مرور بريدك، ثم سجّل الدخول إلى حسابك وأعطه عنوانًا لك وحدك، وأبلغ القائمين على { $brand }.
mail-phone-moved-subject = صار رقم هاتفك تابعًا لحساب آخر لدى { $brand }
mail-phone-moved-heading = صار رقم هاتفك لدى حساب آخر
mail-phone-moved-words = أثبت أحدهم أن الرقم له، لحساب آخر. ما زال حساب { $user } موجودًا، لكن ذلك الرقم لم يعد يصلح لتسجيل الدخول إليه، ولا تُرسل إليه رموز له. إن كان الحسابان لك، فلا داعي لفعل شيء.
mail-phone-moved-not-you = إن لم تكن أنت، فربما صار رقمك لدى غيرك. اسأل شركة الهاتف، ثم سجّل الدخول إلى حسابك وأعطه رقمًا لك وحدك، وأبلغ القائمين على { $brand }.

## هل كان تسجيل الدخول من صاحبه

mail-attempt-valid = كنت أنا
mail-attempt-invalid = لم أكن أنا
feedback-title = هل كنت أنت؟
feedback-heading = هل كنت أنت؟
feedback-lead = سجّل أحدهم الدخول إلى حسابك لدى { $brand }، أو حاول ذلك:
feedback-valid = نعم، كنت أنا
feedback-invalid = لا، لم أكن أنا
feedback-valid-heading = شكرًا
feedback-valid-lead = قلت إنك كنت أنت. لا شيء آخر عليك فعله.
feedback-invalid-heading = اعتنِ بحسابك الآن
feedback-invalid-lead = قلت إنك لم تكن أنت. سجّل الدخول، وغيّر كلمة مرورك، وسجّل الخروج من كل ما عدا ذلك، وأبلغ القائمين على { $brand }.
feedback-secure = إلى حسابي
feedback-over-lead = يصلح لمدة شهر. إن لم تعرف تسجيل دخول ما، فانظر في صفحة حسابك.
activity-sign-in-feedback-given = قيل هل كان تسجيل دخول ما لك

account-given-by = من { $provider }

## A fresh sign-in at a provider

problem-provider-not-fresh = لم يطلب { $provider } منك تسجيل الدخول من جديد، وهو ما يشترطه هذا التطبيق. الخلل من جهته: سجّل الخروج هناك ثم حاول مرة أخرى، أو سجّل الدخول بطريقة أخرى.

## Signing out at providers

departure-leaving = سُجّل خروجك هنا. تابع إلى { $provider } لتسجيل الخروج هناك أيضًا.

## Demo ID: what goes wrong, and Demo SAML

demo-id-tag-saml = مُختلَق لأغراض التطوير، ويتحدّث SAML
demo-id-signed-out = سُجّل الخروج هنا ولدى التطبيق.
demo-id-sessions-title = من سجّل الدخول هنا
demo-id-sessions-none = لم يسجّل أحد الدخول لدى Demo SAML.
demo-id-sessions-lead = سجّل خروج أحدهم هنا فيعلم التطبيق بذلك.
demo-id-sign-out = تسجيل الخروج من هذه الجلسة
demo-id-sign-out-all = تسجيل خروج { $person } من كل الجلسات
demo-id-trouble = ما الذي يفشل في هذه المرة
demo-id-trouble-none = لا شيء
demo-id-trouble-audience = الجواب موجّه إلى تطبيق آخر
demo-id-trouble-recipient = الجواب موجّه إلى مكان آخر
demo-id-trouble-expired = انتهت صلاحية الجواب
demo-id-trouble-unsigned = الجواب غير موقَّع
demo-id-trouble-embedded = الجواب يحمل معه المفتاح الذي وقّعه
demo-id-trouble-wrapped = توقيع حقيقي في جواب مزوَّر
demo-id-trouble-replay = جواب طلب سابق مرة أخرى
demo-id-trouble-slow = لا جواب في الوقت المناسب
demo-id-trouble-new-key = موقَّع بمفتاح جديد
demo-id-trouble-unverified = العنوان غير مؤكَّد
demo-id-trouble-big = جواب أكبر بكثير مما ينبغي
