//! The people whose names are typed: accounts in every state that an account can be in, and for each of them names without an
//! account, used as often as theirs and for nothing else.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use futures_util::future::try_join_all;
use serde_json::{Value, json};

use crate::Result;
use crate::sdk::{call, call_unsigned};
use crate::server::Server;

/// What no account has.
pub(crate) const WRONG: &str = "not-the-password";
const PASSWORD: &str = "Correct-Horse-9";
/// What another system left of somebody's password (bcrypt, cost 10).
const IMPORTED: &str = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
/// The secret of everybody's authenticator app.
const APP: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
/// Calls that are under way at once while people are made.
const AT_ONCE: usize = 8;
/// Names that are locked on each side. They can be asked for often: what is refused for a lock is not counted.
const LOCKED: usize = 100;
/// Failures after which an account is locked for four minutes, which is longer than a trial takes; after each from the fifth on
/// there is a wait, twice as long as the one before (`docs/reference/limits.md`).
const FAILURES: u32 = 13;

/// Two kinds of names that must look alike: names begin with five letters, so that requests are of one length.
#[derive(Clone, Copy)]
pub(crate) struct Pair {
    /// What the first are.
    pub(crate) what: &'static str,
    first: &'static str,
    second: &'static str,
    state: State,
}

/// What has become of the first of a pair.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// They have no account, like the second: the control.
    None,
    Confirmed,
    Unconfirmed,
    Closed,
    WithApp,
    Imported,
    /// Both are, the names without an account too.
    Locked,
}

impl Pair {
    /// The control first: where it fails, nothing is proven.
    pub(crate) const ALL: [Self; 7] = [
        Self::of("control: none", ("third", "forth"), State::None),
        Self::of("account", ("known", "none1"), State::Confirmed),
        Self::of("unconfirmed", ("await", "none2"), State::Unconfirmed),
        Self::of("closed", ("close", "none3"), State::Closed),
        Self::of("with an app", ("owner", "none4"), State::WithApp),
        Self::of("imported hash", ("moved", "none5"), State::Imported),
        Self::of("locked", ("block", "none6"), State::Locked),
    ];

    const fn of(what: &'static str, (first, second): (&'static str, &'static str), state: State) -> Self {
        Self { what, first, second, state }
    }

    /// The names of the pair with this number.
    pub(crate) fn names(self, number: usize) -> (String, String) {
        (name(self.first, number), name(self.second, number))
    }

    /// How many there are of it.
    pub(crate) fn count(self, users: usize) -> usize {
        if self.state == State::Locked { users.min(LOCKED) } else { users }
    }

    /// Whether neither has an account.
    pub(crate) fn is_control(self) -> bool {
        self.state == State::None
    }

    /// Whether an attempt at one of it is refused before it is counted.
    pub(crate) fn is_locked(self) -> bool {
        self.state == State::Locked
    }
}

/// A name that nobody has and nothing is measured of.
pub(crate) fn name(kind: &str, number: usize) -> String {
    format!("{kind}-{number:05}")
}

/// Makes the people of these pairs in `pool`, and nobody else: a pool with imported hashes tells a wrong password later.
pub(crate) async fn make(
    server: &Server,
    folder: &Path,
    (pool, client): (&str, &str),
    pairs: &[Pair],
    users: usize,
) -> Result<()> {
    let offered = json!({ "UserPoolId": pool, "MfaConfiguration": "OPTIONAL",
        "SoftwareTokenMfaConfiguration": { "Enabled": true } });
    call(&server.http, &server.url, "SetUserPoolMfaConfig", &offered).await?;
    import(server, folder, pool, pairs, users)?;
    for &pair in pairs {
        let numbers: Vec<usize> = (0..pair.count(users)).collect();
        for chunk in numbers.chunks(AT_ONCE) {
            try_join_all(chunk.iter().map(|number| one(server, (pool, client), pair, *number))).await?;
        }
    }
    Ok(())
}

/// Somebody of a pair, as far as the import did not make them.
async fn one(server: &Server, (pool, client): (&str, &str), pair: Pair, number: usize) -> Result<()> {
    let username = pair.names(number).0;
    let admin = async |operation: &str, more: Value| {
        let mut input = json!({ "UserPoolId": pool, "Username": username });
        for (member, value) in more.as_object().into_iter().flatten() {
            input[member] = value.clone();
        }
        call(&server.http, &server.url, operation, &input).await
    };
    let password = json!({ "Password": PASSWORD, "Permanent": true });
    match pair.state {
        State::None | State::Imported => {}
        State::Unconfirmed => {
            let attributes = json!([{ "Name": "email", "Value": address(&username) }]);
            let new = json!({ "ClientId": client, "Username": username, "Password": PASSWORD,
                "UserAttributes": attributes });
            call_unsigned(&server.http, &server.url, "SignUp", &new).await?;
        }
        State::WithApp => drop(admin("AdminSetUserPassword", password).await?),
        State::Confirmed | State::Closed | State::Locked => {
            let attributes = json!([
                { "Name": "email", "Value": address(&username) },
                { "Name": "email_verified", "Value": "true" },
            ]);
            admin("AdminCreateUser", json!({ "MessageAction": "SUPPRESS", "UserAttributes": attributes })).await?;
            admin("AdminSetUserPassword", password).await?;
            if pair.state == State::Closed {
                admin("AdminDisableUser", json!({})).await?;
            }
        }
    }
    Ok(())
}

/// Those whom another system leaves behind, and those with an app, who are given a password of ours afterwards.
fn import(server: &Server, folder: &Path, pool: &str, pairs: &[Pair], users: usize) -> Result<()> {
    let path = folder.join("people.jsonl");
    let mut file = std::fs::File::create(&path)?;
    for pair in pairs {
        for number in 0..pair.count(users) {
            let username = pair.names(number).0;
            let attributes = json!({ "email": address(&username), "email_verified": true });
            let row = json!({ "username": username, "attributes": attributes, "password_hash": IMPORTED });
            match pair.state {
                State::Imported => writeln!(file, "{row}")?,
                State::WithApp => {
                    let mut row = row;
                    row["totp_secret"] = json!(APP);
                    writeln!(file, "{row}")?;
                }
                State::None | State::Confirmed | State::Unconfirmed | State::Closed | State::Locked => {}
            }
        }
    }
    drop(file);
    let status = server.command(&["users", "import", "--pool", pool, &path.display().to_string()])?.status()?;
    if status.success() { Ok(()) } else { Err("people could not be imported; see people.jsonl.report.jsonl".into()) }
}

/// Locks the names of a pair, those with an account and those without one, by wrong passwords: for four minutes.
pub(crate) async fn lock(pair: Pair, users: usize, fail: impl AsyncFn(String) -> Result<f64>) -> Result<()> {
    let names: Vec<String> =
        (0..pair.count(users)).flat_map(|number| <[String; 2]>::from(pair.names(number))).collect();
    for failure in 1..=FAILURES {
        for chunk in names.chunks(AT_ONCE) {
            try_join_all(chunk.iter().map(|name| fail(name.clone()))).await?;
        }
        if (5..FAILURES).contains(&failure) {
            tokio::time::sleep(Duration::from_secs(1 << (failure - 5))).await;
        }
    }
    Ok(())
}

fn address(username: &str) -> String {
    format!("{username}@example.com")
}
