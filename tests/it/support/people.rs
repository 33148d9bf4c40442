//! People who use the application, and how they come to be there.

use vestibule::domain::pool::Pool;
use vestibule::domain::secret::Secret;
use vestibule::domain::user::{User, UserId, UserStatus};
use vestibule::flows::manage::users::{self, CreateOutcome, Invitation, NewUser, PasswordChange};
use vestibule::storage::{Tx, UserWrite};

use super::app::TestApp;

/// The password of everybody who was not given another.
pub(crate) const PASSWORD: &str = "correct horse 7 battery";

/// Somebody with an account.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    /// What they type.
    pub(crate) username: String,
    /// Their id.
    pub(crate) id: UserId,
}

impl TestApp {
    /// Somebody with a confirmed account in the pool to begin with: `username@example.test`, proven.
    pub(crate) async fn person(&self, username: &str) -> Person {
        self.person_in(&self.pool, username).await
    }

    /// Somebody with a confirmed account in `pool`. Made by the flows behind `AdminCreateUser` and
    /// `AdminSetUserPassword`, which have suites of their own.
    pub(crate) async fn person_in(&self, pool: &Pool, username: &str) -> Person {
        let email = format!("{username}@example.test");
        let attributes = [("email", email.as_str()), ("email_verified", "true"), ("name", "Ada Example")];
        let new = NewUser {
            username: username.to_owned(),
            attributes: attributes.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            temporary_password: None,
            invitation: Invitation::Suppress,
            media: Vec::new(),
            takes_over: false,
        };
        let CreateOutcome::Done(user) = users::create(&self.deps(), pool, new).await.unwrap() else {
            panic!("{username} could not be made")
        };
        let person = Person { username: username.to_owned(), id: user.id };
        self.set_password(pool, &person, PASSWORD).await;
        // Nobody is there at the very instant of their making.
        self.advance_secs(1);
        person
    }

    /// An admin gives somebody a password for good.
    pub(crate) async fn set_password(&self, pool: &Pool, person: &Person, password: &str) {
        let password = Secret::from(password);
        let changed = users::set_password(&self.deps(), pool, &person.username, &password, true).await.unwrap();
        assert_eq!(changed, PasswordChange::Done);
    }

    /// Makes somebody one who comes from a provider only, as whoever came from one for the first time is.
    pub(crate) async fn comes_from_elsewhere(&self, pool: &Pool, person: &Person) {
        let deps = self.deps();
        let found = deps.storage.read().users().find(&pool.id, person.id).await.unwrap().unwrap();
        let user = User { status: UserStatus::ExternalProvider, password: None, ..found.clone() };
        let save = async |tx: &Tx| -> Result<UserWrite, vestibule::flows::Error> {
            Ok(tx.users().save(&user, found.version, &pool.settings).await?)
        };
        assert_eq!(deps.storage.unit(save).await.unwrap(), UserWrite::Done);
    }

    /// An admin opens or closes an account.
    pub(crate) async fn set_enabled(&self, person: &Person, enabled: bool) {
        assert!(users::set_enabled(&self.deps(), &self.pool, &person.username, enabled).await.unwrap());
    }

    /// An admin deletes an account.
    pub(crate) async fn delete(&self, person: &Person) {
        assert!(users::delete(&self.deps(), &self.pool, &person.username).await.unwrap());
    }

    /// The six digits of the newest mail to an address.
    pub(crate) fn mailed_code(&self, address: &str) -> String {
        self.mailed_digits(address, 6)
    }

    /// So many digits of the newest mail to an address.
    pub(crate) fn mailed_digits(&self, address: &str, count: usize) -> String {
        let mails = self.node().mailbox().all();
        let mail = mails.iter().rfind(|mail| mail.to == address).unwrap_or_else(|| panic!("no mail to {address}"));
        let mut words = mail.mail.text.split(|c: char| !c.is_ascii_digit());
        words.find(|word| word.len() == count).unwrap_or_else(|| panic!("no code: {}", mail.mail.text)).to_owned()
    }
}
