//! What each limit allows: pure arithmetic over a bucket's tally.

use crate::domain::clock::Micros;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Failures after which the curve begins to lock.
const FREE_FAILURES: i32 = 5;
/// Longest lock of the curve, and the quiet time after which it begins anew.
const LONGEST_LOCK_SECS: i64 = 15 * MINUTE;
/// Consecutive failures after which only recovery or an admin helps (decision D10).
const HARD_STOP: i32 = 100;
/// For how long one failure is remembered. Consecutive ones are remembered for as many times that: who waits for them to
/// be forgotten gets one guess in this time, whatever the number at which he stops.
const FAILURE_REMEMBERED_SECS: i64 = 30 * DAY;

/// Seconds by which the clock of the node that wrote a bucket may be ahead of this one's: twice what a start allows
/// against the database's.
const SKEW_SECS: i64 = 60;

/// The limits, by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// First-factor attempts of one account: Cognito's lockout curve and the hard stop (`cognito.md` §4.9, D10).
    SignIn,
    /// Guesses at the second factor of one account, whichever sign-in they are made in: the curve and the hard stop of the
    /// first (`cognito.md` §4.9).
    SecondFactor,
    /// Guesses at the codes of one account, all codes together: 50 a day (case 143).
    CodeGuesses,
    /// Confirmations of one sign-up: 15 an hour (`cognito.md` §6.4).
    ConfirmSignUp,
    /// Ends of one account's recovery: 15 an hour (`cognito.md` §6.4).
    ConfirmForgotPassword,
    /// Codes asked for one account: 5 an hour (case 145).
    CodesAskedHourly,
    /// Codes asked for one account: 10 a day (case 145).
    CodesAskedDaily,
    /// Codes sent to be the second factor of one account: 10 an hour. Its person can sign in again as soon as one was right.
    SignInCodesHourly,
    /// The same: 30 a day.
    SignInCodesDaily,
    /// Mails to one mailbox that a stranger may set off, whichever accounts name it: 5 an hour (case 145).
    MailboxHourly,
    /// The same: 10 a day (case 145).
    MailboxDaily,
    /// Mails of one pool that a person or an admin sets off: as many a day as the operator allows.
    PoolMailsDaily,
    /// Text messages to one number, whichever accounts name it: 3 an hour (lesson L8).
    SmsNumberHourly,
    /// The same: 6 a day.
    SmsNumberDaily,
    /// Text messages to the ten thousand numbers that differ in their last four digits only: 30 an hour.
    SmsBlockHourly,
    /// Codes asked for from one address in a pool that sends text messages: as many an hour as the operator allows.
    SmsAddressHourly,
    /// Text messages to one number that are the second factor of a sign-in, whichever accounts name it: 6 an hour. A right
    /// one does not clear it: whoever has set the number up himself would answer each of them.
    SmsSignInHourly,
    /// The same: 20 a day.
    SmsSignInDaily,
    /// Text messages of one pool to one country: as many a day as the operator allows.
    SmsCountryDaily,
    /// Text messages of one pool: as many a day as the operator allows.
    SmsPoolDaily,
}

/// Limits that the operator sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// [`Limit::PoolMailsDaily`].
    pub mails_per_pool_daily: i32,
    /// [`Limit::SmsAddressHourly`].
    pub sms_per_address_hourly: i32,
    /// [`Limit::SmsCountryDaily`].
    pub sms_per_country_daily: i32,
    /// [`Limit::SmsPoolDaily`].
    pub sms_per_pool_daily: i32,
    /// Days for which a sign-up that nobody confirms holds its names.
    pub unconfirmed_days: u32,
}

impl Default for Budgets {
    fn default() -> Self {
        Self {
            mails_per_pool_daily: 50_000,
            sms_per_address_hourly: 30,
            sms_per_country_daily: 500,
            sms_per_pool_daily: 1_000,
            unconfirmed_days: 30,
        }
    }
}

impl Limit {
    /// All of them.
    pub const ALL: [Self; 20] = [
        Self::SignIn,
        Self::SecondFactor,
        Self::CodeGuesses,
        Self::ConfirmSignUp,
        Self::ConfirmForgotPassword,
        Self::CodesAskedHourly,
        Self::CodesAskedDaily,
        Self::SignInCodesHourly,
        Self::SignInCodesDaily,
        Self::MailboxHourly,
        Self::MailboxDaily,
        Self::PoolMailsDaily,
        Self::SmsNumberHourly,
        Self::SmsNumberDaily,
        Self::SmsBlockHourly,
        Self::SmsAddressHourly,
        Self::SmsSignInHourly,
        Self::SmsSignInDaily,
        Self::SmsCountryDaily,
        Self::SmsPoolDaily,
    ];

    /// The word that begins the bucket's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::SecondFactor => "second_factor",
            Self::CodeGuesses => "code_guesses",
            Self::ConfirmSignUp => "confirm_sign_up",
            Self::ConfirmForgotPassword => "confirm_forgot_password",
            Self::CodesAskedHourly => "codes_asked_hourly",
            Self::CodesAskedDaily => "codes_asked_daily",
            Self::SignInCodesHourly => "sign_in_codes_hourly",
            Self::SignInCodesDaily => "sign_in_codes_daily",
            Self::MailboxHourly => "mailbox_hourly",
            Self::MailboxDaily => "mailbox_daily",
            Self::PoolMailsDaily => "pool_mails_daily",
            Self::SmsNumberHourly => "sms_number_hourly",
            Self::SmsNumberDaily => "sms_number_daily",
            Self::SmsBlockHourly => "sms_block_hourly",
            Self::SmsAddressHourly => "sms_address_hourly",
            Self::SmsSignInHourly => "sms_sign_in_hourly",
            Self::SmsSignInDaily => "sms_sign_in_daily",
            Self::SmsCountryDaily => "sms_country_daily",
            Self::SmsPoolDaily => "sms_pool_daily",
        }
    }

    /// The most that a window allows, and its length in seconds; `None` for the curve.
    pub(super) fn window(self, budgets: Budgets) -> Option<(i32, i64)> {
        match self {
            Self::SignIn | Self::SecondFactor => None,
            Self::CodeGuesses => Some((50, DAY)),
            Self::ConfirmSignUp | Self::ConfirmForgotPassword => Some((15, HOUR)),
            Self::CodesAskedHourly | Self::MailboxHourly => Some((5, HOUR)),
            Self::CodesAskedDaily | Self::MailboxDaily => Some((10, DAY)),
            Self::SignInCodesHourly => Some((10, HOUR)),
            Self::SignInCodesDaily => Some((30, DAY)),
            Self::PoolMailsDaily => Some((budgets.mails_per_pool_daily, DAY)),
            Self::SmsNumberHourly => Some((3, HOUR)),
            Self::SmsNumberDaily => Some((6, DAY)),
            Self::SmsBlockHourly => Some((30, HOUR)),
            Self::SmsAddressHourly => Some((budgets.sms_per_address_hourly, HOUR)),
            Self::SmsSignInHourly => Some((6, HOUR)),
            Self::SmsSignInDaily => Some((20, DAY)),
            Self::SmsCountryDaily => Some((budgets.sms_per_country_daily, DAY)),
            Self::SmsPoolDaily => Some((budgets.sms_per_pool_daily, DAY)),
        }
    }

    /// Decides one more attempt at `now`, given what the bucket holds (`None`: nothing yet).
    pub fn decide(self, held: Option<Tally>, now: Micros, budgets: Budgets) -> Verdict {
        match self.window(budgets) {
            Some((most, secs)) => decide_window(held, most, secs, now),
            None => decide_curve(held, now),
        }
    }

    /// When a bucket that holds `tally` from `now` on may be forgotten.
    pub fn forget_at(self, tally: &Tally, now: Micros, budgets: Budgets) -> Micros {
        match self.window(budgets) {
            Some((_, secs)) => now.plus_secs(secs),
            // The stop itself is never over by waiting (decision D10).
            None if tally.consecutive >= HARD_STOP => Micros(i64::MAX),
            None => now.plus_secs(i64::from(tally.consecutive.max(1)) * FAILURE_REMEMBERED_SECS),
        }
    }
}

/// What a bucket holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Attempts reserved in the window, or on the curve since it last began.
    pub failures: i32,
    /// Attempts reserved since the last success.
    pub consecutive: i32,
    /// When the window, or the curve, began.
    pub window_started_at: Micros,
    /// Until when nothing is tried.
    pub locked_until: Option<Micros>,
    /// When it last changed.
    pub updated_at: Micros,
}

impl Tally {
    /// Whether it was written by a clock that was set back since. Its moments say nothing then: a window that began in
    /// the future would not end for as long, and neither would a lock (case 251).
    fn is_of_the_future(&self, now: Micros) -> bool {
        self.updated_at > now.plus_secs(SKEW_SECS)
    }
}

/// Whether an attempt may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It may, if the bucket is left like this.
    Reserve(Tally),
    /// It may not before this moment; `None`: not until the bucket is cleared.
    Refuse(Option<Micros>),
}

fn decide_window(held: Option<Tally>, most: i32, secs: i64, now: Micros) -> Verdict {
    let current = held.filter(|tally| !tally.is_of_the_future(now) && now < tally.window_started_at.plus_secs(secs));
    match current {
        Some(tally) if tally.failures >= most => Verdict::Refuse(Some(tally.window_started_at.plus_secs(secs))),
        Some(tally) => Verdict::Reserve(Tally {
            failures: tally.failures + 1,
            consecutive: tally.consecutive.saturating_add(1),
            updated_at: now,
            ..tally
        }),
        None => Verdict::Reserve(first(now, 1)),
    }
}

fn decide_curve(held: Option<Tally>, now: Micros) -> Verdict {
    let Some(tally) = held else { return Verdict::Reserve(first(now, 1)) };
    if tally.consecutive >= HARD_STOP {
        return Verdict::Refuse(None);
    }
    // What was counted still counts, only the moments do not.
    let locked_until = tally.locked_until.filter(|_| !tally.is_of_the_future(now));
    if let Some(until) = locked_until.filter(|until| now < *until) {
        return Verdict::Refuse(Some(until));
    }
    // Waiting for a lock to end is not quiet: quiet begins where it ends.
    let quiet_since = locked_until.unwrap_or(tally.updated_at);
    let is_quiet = now >= quiet_since.plus_secs(LONGEST_LOCK_SECS);
    let consecutive = tally.consecutive + 1;
    if is_quiet {
        return Verdict::Reserve(first(now, consecutive));
    }
    let failures = tally.failures + 1;
    Verdict::Reserve(Tally { failures, consecutive, locked_until: lock(failures, now), updated_at: now, ..tally })
}

fn first(now: Micros, consecutive: i32) -> Tally {
    Tally { failures: 1, consecutive, window_started_at: now, locked_until: None, updated_at: now }
}

/// Locks for 2^(n-5) seconds at the n-th failure, 15 minutes at most.
fn lock(failures: i32, now: Micros) -> Option<Micros> {
    let beyond = u32::try_from(failures - FREE_FAILURES).ok()?;
    let secs = 1_i64.checked_shl(beyond.min(30)).unwrap_or(LONGEST_LOCK_SECS).min(LONGEST_LOCK_SECS);
    Some(now.plus_secs(secs))
}

#[cfg(test)]
mod tests {
    use super::{Budgets, Limit, Tally, Verdict};
    use crate::domain::clock::Micros;

    const BUDGETS: Budgets = Budgets {
        mails_per_pool_daily: 3,
        sms_per_address_hourly: 30,
        sms_per_country_daily: 500,
        sms_per_pool_daily: 1_000,
        unconfirmed_days: 30,
    };

    fn reserve(held: Option<Tally>, now: Micros) -> Tally {
        match Limit::SignIn.decide(held, now, BUDGETS) {
            Verdict::Reserve(tally) => tally,
            Verdict::Refuse(until) => panic!("refused until {until:?}"),
        }
    }

    #[test]
    fn the_curve_doubles_from_one_second_to_fifteen_minutes() {
        let mut now = Micros(0);
        let mut held = None;
        let mut locks = Vec::new();
        for _ in 1..=20 {
            let tally = reserve(held, now);
            let lock = tally.locked_until.map_or(0, |until| until.since(now) / 1_000_000);
            locks.push(lock);
            if lock > 0 {
                assert_eq!(
                    Limit::SignIn.decide(Some(tally), now.plus_secs(lock - 1), BUDGETS),
                    Verdict::Refuse(tally.locked_until),
                    "nothing counts while it is locked"
                );
            }
            now = now.plus_secs(lock);
            held = Some(tally);
        }
        assert_eq!(locks, [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900, 900, 900]);
    }

    #[test]
    fn fifteen_quiet_minutes_begin_the_curve_anew_but_not_the_hard_stop() {
        let mut now = Micros(0);
        let mut held = None;
        for attempt in 1..=100 {
            let tally = reserve(held, now);
            assert_eq!((tally.failures, tally.consecutive), (1, attempt));
            held = Some(tally);
            now = now.plus_secs(15 * 60);
        }
        assert_eq!(Limit::SignIn.decide(held, now.plus_secs(1_000_000), BUDGETS), Verdict::Refuse(None));
    }

    #[test]
    fn the_hard_stop_is_never_forgotten_and_failures_only_one_by_one() {
        let now = Micros(0);
        let of = |consecutive| {
            let tally = Tally { failures: 1, consecutive, window_started_at: now, locked_until: None, updated_at: now };
            Limit::SignIn.forget_at(&tally, now, BUDGETS)
        };
        assert_eq!(of(1), now.plus_secs(30 * 86_400));
        assert_eq!(of(99), now.plus_secs(99 * 30 * 86_400));
        assert_eq!(of(100), Micros(i64::MAX));
    }

    /// Case 251: a node's clock was an hour ahead and was set right.
    #[test]
    fn a_clock_that_is_set_back_freezes_nothing() {
        let (ahead, right) = (Micros::from_secs(7200), Micros::from_secs(3600));
        let full =
            Tally { failures: 5, consecutive: 5, window_started_at: ahead, locked_until: None, updated_at: ahead };
        let begun = Limit::CodesAskedHourly.decide(Some(full), right, BUDGETS);
        assert!(matches!(begun, Verdict::Reserve(Tally { failures: 1, .. })), "a window of the future is none");
        let near = Tally { window_started_at: right.plus_secs(60), updated_at: right.plus_secs(60), ..full };
        assert!(matches!(Limit::CodesAskedHourly.decide(Some(near), right, BUDGETS), Verdict::Refuse(_)));

        let locked = Tally { failures: 14, consecutive: 20, locked_until: Some(ahead.plus_secs(512)), ..full };
        let tally = reserve(Some(locked), right);
        assert_eq!((tally.failures, tally.consecutive), (15, 21), "what was counted counts on");
        assert_eq!(tally.locked_until, Some(right.plus_secs(900)), "and it locks from now on");
        let stopped = Tally { consecutive: 100, ..locked };
        assert_eq!(Limit::SignIn.decide(Some(stopped), right, BUDGETS), Verdict::Refuse(None));
    }

    #[test]
    fn the_operator_sets_the_mails_of_a_pool() {
        let full = Tally {
            failures: 3,
            consecutive: 3,
            window_started_at: Micros(0),
            locked_until: None,
            updated_at: Micros(0),
        };
        let verdict = Limit::PoolMailsDaily.decide(Some(full), Micros(1), BUDGETS);
        assert_eq!(verdict, Verdict::Refuse(Some(Micros(0).plus_secs(86_400))));
        assert!(matches!(Limit::PoolMailsDaily.decide(Some(full), Micros(1), Budgets::default()), Verdict::Reserve(_)));
    }

    #[test]
    fn a_window_allows_its_number_and_begins_anew() {
        let mut held = None;
        for _ in 0..5 {
            let Verdict::Reserve(tally) = Limit::CodesAskedHourly.decide(held, Micros(0), BUDGETS) else {
                panic!("refused")
            };
            held = Some(tally);
        }
        let end = Micros(0).plus_secs(3600);
        assert_eq!(Limit::CodesAskedHourly.decide(held, end.plus_secs(-1), BUDGETS), Verdict::Refuse(Some(end)));
        assert!(matches!(
            Limit::CodesAskedHourly.decide(held, end, BUDGETS),
            Verdict::Reserve(Tally { failures: 1, .. })
        ));
    }
}
