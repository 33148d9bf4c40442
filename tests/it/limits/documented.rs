//! The lists of limits and rates, each with its test and its line in the documentation. One that is new does not compile
//! here until it has a test that exceeds it.

use vestibule::limits::{BURST_MINUTES, Budgets, Limit, Rate, Rates, Thresholds};

use super::{accounts, mail, rates};
use crate::{mfa, sms};

const REFERENCE: &str = include_str!("../../../docs/reference/limits.md");

/// L11, and every limit that the documentation names.
#[actix_web::test]
async fn t_every_documented_limit_is_enforced() {
    // Boxed, because all of them in one frame would not fit a stack.
    for limit in Limit::ALL {
        match limit {
            Limit::SignIn => Box::pin(accounts::exceed_sign_in()).await,
            Limit::SecondFactor => Box::pin(mfa::exceed_second_factor()).await,
            Limit::CodeGuesses => Box::pin(accounts::exceed_code_guesses()).await,
            Limit::ConfirmSignUp => Box::pin(accounts::exceed_confirm_sign_up()).await,
            Limit::ConfirmForgotPassword => Box::pin(accounts::exceed_confirm_forgot_password()).await,
            Limit::CodesAskedHourly => Box::pin(accounts::exceed_codes_asked_hourly()).await,
            Limit::CodesAskedDaily => Box::pin(accounts::exceed_codes_asked_daily()).await,
            Limit::SignInCodesHourly => Box::pin(mfa::exceed_sign_in_codes_hourly()).await,
            Limit::SignInCodesDaily => Box::pin(mfa::exceed_sign_in_codes_daily()).await,
            Limit::MailboxHourly => Box::pin(mail::exceed_mailbox_hourly()).await,
            Limit::MailboxDaily => Box::pin(mail::exceed_mailbox_daily()).await,
            Limit::PoolMailsDaily => Box::pin(mail::exceed_pool_mails_daily()).await,
            Limit::SmsNumberHourly => Box::pin(sms::exceed_number_hourly()).await,
            Limit::SmsNumberDaily => Box::pin(sms::exceed_number_daily()).await,
            Limit::SmsBlockHourly => Box::pin(sms::exceed_block_hourly()).await,
            Limit::SmsAddressHourly => Box::pin(sms::exceed_address_hourly()).await,
            Limit::SmsSignInHourly => Box::pin(mfa::exceed_sms_sign_in_hourly()).await,
            Limit::SmsSignInDaily => Box::pin(mfa::exceed_sms_sign_in_daily()).await,
            Limit::SmsCountryDaily => Box::pin(sms::exceed_country_daily()).await,
            Limit::SmsPoolDaily => Box::pin(sms::exceed_pool_daily()).await,
        }
    }
    for rate in Rate::ALL {
        Box::pin(rates::exceed_by_address(rate)).await;
        match rate {
            Rate::SignIn | Rate::SignUp | Rate::Codes | Rate::Guesses | Rate::ClientSecrets => {
                Box::pin(rates::exceed_at_pool(rate)).await;
            }
            // Whose call it is, is not known when it is let in.
            Rate::Calls => {}
        }
    }
}

#[test]
fn every_limit_is_documented_with_its_number() {
    let row = |name: &str| {
        let is_row = |line: &&str| line.starts_with(&format!("| `{name}` |"));
        let rows: Vec<&str> = REFERENCE.lines().filter(is_row).collect();
        assert!(!rows.is_empty(), "docs/reference/limits.md has no row for {name}");
        rows.join("\n")
    };
    let numbers = [
        (Limit::SignIn, "100"),
        (Limit::SecondFactor, "100"),
        (Limit::CodeGuesses, "50 "),
        (Limit::ConfirmSignUp, "15 "),
        (Limit::ConfirmForgotPassword, "15 "),
        (Limit::CodesAskedHourly, "5 "),
        (Limit::CodesAskedDaily, "10 "),
        (Limit::SignInCodesHourly, "10 "),
        (Limit::SignInCodesDaily, "30 "),
        (Limit::MailboxHourly, "5 "),
        (Limit::MailboxDaily, "10 "),
        (Limit::SmsNumberHourly, "3 "),
        (Limit::SmsNumberDaily, "6 "),
        (Limit::SmsBlockHourly, "30 "),
        (Limit::SmsSignInHourly, "6 "),
        (Limit::SmsSignInDaily, "20 "),
    ];
    let budgets = Budgets::default();
    let of_operator = [
        (Limit::PoolMailsDaily, budgets.mails_per_pool_daily),
        (Limit::SmsAddressHourly, budgets.sms_per_address_hourly),
        (Limit::SmsCountryDaily, budgets.sms_per_country_daily),
        (Limit::SmsPoolDaily, budgets.sms_per_pool_daily),
    ];
    for limit in Limit::ALL {
        let fixed = numbers.iter().find(|(of, _)| *of == limit).map(|(_, number)| (*number).to_owned());
        let set = of_operator.iter().find(|(of, _)| *of == limit).map(|(_, number)| format!("{number} "));
        let number = fixed.or(set).unwrap();
        assert!(row(limit.as_str()).contains(&number), "{limit:?}: {number}");
    }
    for rate in Rate::ALL {
        let allowance = Rates::default().of(rate);
        assert!(row(rate.as_str()).contains(&format!("| {} |", allowance.per_address)), "{rate:?}");
        if rate != Rate::Calls {
            assert!(row(rate.as_str()).contains(&format!("| {} |", allowance.per_pool)), "{rate:?}");
        }
    }
    let Thresholds { people_per_address, people_per_pool, window_secs } = Thresholds::default();
    for sentence in [
        format!("{BURST_MINUTES} minutes' worth"),
        format!("{people_per_address} different people"),
        format!("{people_per_pool} at one pool"),
        format!("{} minutes", window_secs / 60),
    ] {
        assert!(REFERENCE.contains(&sentence), "{sentence}");
    }
}
