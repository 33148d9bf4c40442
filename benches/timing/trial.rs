//! The trial: two doors, names with an account in each of its states against names without one, in turn and at once.

use std::path::Path;
use std::str::FromStr;
use std::time::Instant;

use futures_util::future::{Either, select};
use serde_json::{Value, json};
use vestibule::domain::random::{self, SystemRandom};

use crate::Result;
use crate::people::{self, Pair, WRONG};
use crate::sdk::call;
use crate::server::Server;
use crate::statistics::{Comparison, compare, count, median, of_tosses};

/// What came out; its lines are printed as they come, as Markdown.
pub(crate) struct Report {
    /// Whether nothing can be told apart, on a machine quiet enough to say so.
    pub(crate) holds: bool,
}

/// The doors at which a name is typed.
#[derive(Clone, Copy)]
pub(crate) enum Door {
    /// `InitiateAuth` with a password that is wrong.
    Login,
    /// `ForgotPassword`.
    ForgotPassword,
}

impl FromStr for Door {
    type Err = String;

    fn from_str(word: &str) -> std::result::Result<Self, String> {
        match word {
            "login" => Ok(Self::Login),
            "forgot" => Ok(Self::ForgotPassword),
            other => Err(format!("there is no door {other}")),
        }
    }
}

impl Door {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Login, Self::ForgotPassword];

    fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::ForgotPassword => "forgot password",
        }
    }
}

struct Bed {
    server: Server,
    client_id: String,
}

/// Runs all of it.
pub(crate) async fn run(program: &Path, users: usize, doors: &[Door], pairs: &[Pair]) -> Result<Report> {
    let folder = tempfile::tempdir()?;
    let bed = Bed::create(program, folder.path(), pairs, users).await?;
    let mut report = Report { holds: true };
    print("| what | names | medians ms | AUC | p | verdict |\n|---|---|---|---|---|---|");
    for &door in doors {
        for number in 0..users.min(50) {
            bed.ask(door, &people::name("early", number)).await?;
        }
        for &pair in pairs {
            if pair.is_locked() {
                people::lock(pair, users, async |name| bed.ask(Door::Login, &name).await).await?;
            }
            let times = bed.in_turn(door, pair, users).await?;
            report.of_times(door, pair, &times);
            let (first, of) = bed.at_once(door, pair, users).await?;
            report.of_order(door, pair, first, of);
        }
    }
    Ok(report)
}

struct Times {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Report {
    fn of_times(&mut self, door: Door, pair: Pair, times: &Times) {
        let comparison: Comparison = compare(&times.first, &times.second);
        let (first, second) = (median(&times.first), median(&times.second));
        let is_alike = comparison.is_alike();
        self.holds &= is_alike;
        let Comparison { auc, p } = comparison;
        let verdict = if is_alike { "alike" } else { "TOLD APART" };
        let (door, names, pairs) = (door.name(), pair.what, times.first.len());
        print(&format!(
            "| {door}, {pairs} in turn | {names} / none | {first:.3} / {second:.3} | {auc:.4} | {p:.4} | {verdict} |"
        ));
    }

    fn of_order(&mut self, door: Door, pair: Pair, first: usize, of: usize) {
        let (share, p) = (count(first) / count(of), of_tosses(first, of));
        let is_alike = (share - 0.5).abs() <= 0.02 || p >= 1e-3;
        self.holds &= is_alike;
        let verdict = if is_alike { "alike" } else { "TOLD APART" };
        let (door, names, percent) = (door.name(), pair.what, share * 100.0);
        print(&format!("| {door}, {of} at once | {names} / none | first in {percent:.1} % | | {p:.4} | {verdict} |"));
    }
}

impl Bed {
    async fn create(program: &Path, folder: &Path, pairs: &[Pair], users: usize) -> Result<Self> {
        let server = Server::start(program, folder).await?;
        let (http, url) = (&server.http, server.url.as_str());
        let made = call(http, url, "CreateUserPool", &json!({ "PoolName": "timing" })).await?;
        let pool = text(&made, "/UserPool/Id")?;
        let client =
            json!({ "UserPoolId": pool, "ClientName": "timing", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"] });
        let made = call(http, url, "CreateUserPoolClient", &client).await?;
        let client_id = text(&made, "/UserPoolClient/ClientId")?;
        people::make(&server, folder, (&pool, &client_id), pairs, users).await?;
        Ok(Self { server, client_id })
    }

    /// The pairs of names to ask for: each twice, which together with the other trial is as often as nothing locks. Names that are
    /// locked are not counted at the login, and are asked for as often as the others are together.
    fn numbers(door: Door, pair: Pair, users: usize) -> impl Iterator<Item = usize> {
        let is_uncounted = pair.is_locked() && matches!(door, Door::Login);
        let count = pair.count(users);
        let rounds = if is_uncounted { 2 * users / count.max(1) } else { 2 };
        (0..rounds).flat_map(move |_| 0..count)
    }

    /// Asks for pairs of names, one after the other, in random order.
    async fn in_turn(&self, door: Door, pair: Pair, users: usize) -> Result<Times> {
        let mut times = Times { first: Vec::new(), second: Vec::new() };
        for number in Self::numbers(door, pair, users) {
            let (one, other) = pair.names(number);
            let (first, second) = if toss() {
                let first = self.ask(door, &one).await?;
                (first, self.ask(door, &other).await?)
            } else {
                let second = self.ask(door, &other).await?;
                (self.ask(door, &one).await?, second)
            };
            times.first.push(first);
            times.second.push(second);
        }
        Ok(times)
    }

    /// Asks for pairs of names, both at once, begun in random order; answers in how many the first kind was
    /// answered first.
    async fn at_once(&self, door: Door, pair: Pair, users: usize) -> Result<(usize, usize)> {
        let (mut first, mut of) = (0, 0);
        for number in Self::numbers(door, pair, users) {
            of += 1;
            let names = pair.names(number);
            let is_swapped: bool = toss();
            let (left, right) = if is_swapped { (&names.1, &names.0) } else { (&names.0, &names.1) };
            let (left, right) = (Box::pin(self.ask(door, left)), Box::pin(self.ask(door, right)));
            let left_won = match select(left, right).await {
                Either::Left((done, rest)) => {
                    done?;
                    rest.await?;
                    true
                }
                Either::Right((done, rest)) => {
                    done?;
                    rest.await?;
                    false
                }
            };
            first += usize::from(left_won != is_swapped);
        }
        Ok((first, of))
    }

    /// Types a name at a door; answers how many milliseconds that took.
    async fn ask(&self, door: Door, name: &str) -> Result<f64> {
        let (operation, expected, input) = match door {
            Door::Login => (
                "InitiateAuth",
                400,
                json!({ "ClientId": self.client_id, "AuthFlow": "USER_PASSWORD_AUTH",
                    "AuthParameters": { "USERNAME": name, "PASSWORD": WRONG } }),
            ),
            Door::ForgotPassword => ("ForgotPassword", 200, json!({ "ClientId": self.client_id, "Username": name })),
        };
        let body = input.to_string();
        let request = self
            .server
            .http
            .post(format!("{}/", self.server.url))
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{operation}"))
            .body(body);
        let begun = Instant::now();
        let answer = request.send().await?;
        let status = answer.status();
        let body = answer.text().await?;
        let took = begun.elapsed().as_secs_f64() * 1000.0;
        if status.as_u16() != expected {
            return Err(format!("{operation} of {name}: {status}: {body}").into());
        }
        Ok(took)
    }
}

fn toss() -> bool {
    let [byte] = random::bytes::<1>(&SystemRandom);
    byte & 1 == 1
}

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
fn print(line: &str) {
    println!("{line}");
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    Ok(found.ok_or_else(|| format!("no {pointer} in {value}"))?.to_owned())
}
