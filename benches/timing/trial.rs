//! The trial: two doors, three kinds of names, in turn and at once.

use std::time::Instant;

use futures_util::future::{Either, select, try_join_all};
use reqwest::Client;
use serde_json::{Value, json};
use vestibule::domain::random::{self, SystemRandom};

use crate::Result;
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
enum Door {
    Login,
    ForgotPassword,
}

/// The kinds of names. All but the first have no account; two of them are the control, and used for nothing else, so that
/// no name is used more often than another.
#[derive(Clone, Copy)]
enum Kind {
    Known,
    Unknown,
    Control,
    OtherControl,
}

impl Door {
    const ALL: [Self; 2] = [Self::Login, Self::ForgotPassword];

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
pub(crate) async fn run(users: usize) -> Result<Report> {
    let folder = tempfile::tempdir()?;
    let bed = Bed::create(folder.path(), users).await?;
    let mut report = Report { holds: true };
    print("| what | names | medians ms | AUC | p | verdict |\n|---|---|---|---|---|---|");
    for door in Door::ALL {
        for number in 0..users.min(50) {
            bed.ask(door, &format!("warm-up-{number}")).await?;
        }
        let control = bed.in_turn(door, (Kind::Control, Kind::OtherControl), users).await?;
        report.of_times(door, "control: none / none", &control);
        let found = bed.in_turn(door, (Kind::Known, Kind::Unknown), users).await?;
        report.of_times(door, "account / none", &found);
        let (first, of) = bed.at_once(door, (Kind::Control, Kind::OtherControl), users).await?;
        report.of_order(door, "control", first, of);
        let (first, of) = bed.at_once(door, (Kind::Known, Kind::Unknown), users).await?;
        report.of_order(door, "account / none", first, of);
    }
    Ok(report)
}

struct Times {
    first: Vec<f64>,
    second: Vec<f64>,
}

impl Report {
    fn of_times(&mut self, door: Door, names: &str, times: &Times) {
        let comparison: Comparison = compare(&times.first, &times.second);
        let (first, second) = (median(&times.first), median(&times.second));
        let is_alike = comparison.is_alike();
        self.holds &= is_alike;
        let Comparison { auc, p } = comparison;
        let verdict = if is_alike { "alike" } else { "TOLD APART" };
        let (door, pairs) = (door.name(), times.first.len());
        print(&format!(
            "| {door}, {pairs} in turn | {names} | {first:.3} / {second:.3} | {auc:.4} | {p:.4} | {verdict} |"
        ));
    }

    fn of_order(&mut self, door: Door, names: &str, first: usize, of: usize) {
        let (share, p) = (count(first) / count(of), of_tosses(first, of));
        let is_alike = (share - 0.5).abs() <= 0.02 || p >= 1e-3;
        self.holds &= is_alike;
        let verdict = if is_alike { "alike" } else { "TOLD APART" };
        let (door, percent) = (door.name(), share * 100.0);
        print(&format!("| {door}, {of} at once | {names} | first in {percent:.1} % | | {p:.4} | {verdict} |"));
    }
}

impl Bed {
    async fn create(folder: &std::path::Path, users: usize) -> Result<Self> {
        let server = Server::start(folder).await?;
        let (http, url) = (&server.http, server.url.as_str());
        let made = call(http, url, "CreateUserPool", &json!({ "PoolName": "timing" })).await?;
        let pool = text(&made, "/UserPool/Id")?;
        let client =
            json!({ "UserPoolId": pool, "ClientName": "timing", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"] });
        let made = call(http, url, "CreateUserPoolClient", &client).await?;
        let client_id = text(&made, "/UserPoolClient/ClientId")?;
        let numbers: Vec<usize> = (0..users).collect();
        for chunk in numbers.chunks(8) {
            try_join_all(chunk.iter().map(|number| add_user(http, url, &pool, name(Kind::Known, *number)))).await?;
        }
        Ok(Self { server, client_id })
    }

    /// Asks for each pair of names twice, one after the other, in random order.
    async fn in_turn(&self, door: Door, kinds: (Kind, Kind), users: usize) -> Result<Times> {
        let mut times = Times { first: Vec::new(), second: Vec::new() };
        for number in (0..users).chain(0..users) {
            let (one, other) = (name(kinds.0, number), name(kinds.1, number));
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

    /// Asks for each pair of names twice, both at once, begun in random order; answers in how many the first kind was
    /// answered first.
    async fn at_once(&self, door: Door, kinds: (Kind, Kind), users: usize) -> Result<(usize, usize)> {
        let mut first = 0;
        for number in (0..users).chain(0..users) {
            let names = (name(kinds.0, number), name(kinds.1, number));
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
        Ok((first, 2 * users))
    }

    /// Types a name at a door; answers how many milliseconds that took.
    async fn ask(&self, door: Door, name: &str) -> Result<f64> {
        let (operation, expected, input) = match door {
            Door::Login => (
                "InitiateAuth",
                400,
                json!({ "ClientId": self.client_id, "AuthFlow": "USER_PASSWORD_AUTH",
                    "AuthParameters": { "USERNAME": name, "PASSWORD": "not-the-password" } }),
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

/// All of one length, so that requests are.
fn name(kind: Kind, number: usize) -> String {
    let kind = match kind {
        Kind::Known => "known",
        Kind::Unknown => "other",
        Kind::Control => "third",
        Kind::OtherControl => "forth",
    };
    format!("{kind}-{number:05}")
}

async fn add_user(http: &Client, url: &str, pool: &str, name: String) -> Result<()> {
    let attributes = json!([
        { "Name": "email", "Value": format!("{name}@example.com") },
        { "Name": "email_verified", "Value": "true" },
    ]);
    let new =
        json!({ "UserPoolId": pool, "Username": name, "MessageAction": "SUPPRESS", "UserAttributes": attributes });
    call(http, url, "AdminCreateUser", &new).await?;
    let password = json!({ "UserPoolId": pool, "Username": name, "Password": "Correct-Horse-9", "Permanent": true });
    call(http, url, "AdminSetUserPassword", &password).await.map(drop)
}

fn text(value: &Value, pointer: &str) -> Result<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    Ok(found.ok_or_else(|| format!("no {pointer} in {value}"))?.to_owned())
}
