//! Text messages: codes that go to a number, who is sent none, and what they may cost ([`budgets`]).

mod budgets;
mod flows;
mod settings;

use serde_json::{Value, json};
use vestibule::domain::pool::{Contact, PoolSettings, RecoveryMechanism};

pub(crate) use self::budgets::{
    exceed_address_hourly, exceed_block_hourly, exceed_country_daily, exceed_number_daily, exceed_number_hourly,
    exceed_pool_daily,
};
pub(crate) use self::settings::{a_pool_names_the_role_of_its_text_messages, text_messages_speak_the_pools_own_words};
use crate::support::TestApp;

/// A number in Germany, which the tests' server sends to.
pub(crate) const NUMBER: &str = "+4915112345678";

/// People sign in with their number, which is proven by a text message, and so is the way back.
fn by_number(pool: &mut PoolSettings) {
    pool.sign_in_names.username_attributes = [Contact::PhoneNumber].into();
    pool.auto_verified = [Contact::PhoneNumber].into();
    pool.recovery = vec![RecoveryMechanism::VerifiedPhoneNumber];
}

/// Numbers and addresses are aliases; both are proven; the number comes first.
fn by_both(pool: &mut PoolSettings) {
    pool.auto_verified = [Contact::PhoneNumber, Contact::Email].into();
    pool.recovery = vec![RecoveryMechanism::VerifiedPhoneNumber, RecoveryMechanism::VerifiedEmail];
}

/// The text messages to a number so far, after what is due was sent.
pub(crate) async fn texts_to(app: &TestApp, number: &str) -> Vec<String> {
    app.node().run_jobs().await;
    let texts = app.node().mailbox().texts();
    texts.into_iter().filter(|text| text.to == number).map(|text| text.text.as_str().to_owned()).collect()
}

/// The code in the newest text message to a number.
pub(crate) async fn texted_code(app: &TestApp, number: &str) -> String {
    let texts = texts_to(app, number).await;
    let newest = texts.last().unwrap_or_else(|| panic!("no text message to {number}"));
    newest.split(|letter: char| !letter.is_ascii_digit()).find(|word| word.len() == 6).unwrap().to_owned()
}

fn sent_to(destination: &str) -> Value {
    json!({"Destination": destination, "DeliveryMedium": "SMS", "AttributeName": "phone_number"})
}
