//! Case 146: ten thousand leaked names with their passwords, each tried once and each from an address of its own, at half
//! of what the cores can hash. It is noticed, and whoever signs in meanwhile does not wait.
//!
//! To be judged on a release build (`--program`).

use std::time::Duration;

use futures_util::future::join;
use serde_json::json;

use super::load::{Figures, at_rate, in_turn, p99};
use crate::Result;
use crate::ledger::Tally;
use crate::options::Options;
use crate::report::{Findings, Report, Row};
use crate::rig::Rig;
use crate::rig::node::Node;
use crate::rig::stored::Stored;
use crate::rig::wire::call;
use crate::rig::world::World;

const PASSWORD: &str = "Correct-Horse-9-Battery";
/// Names that are tried, and accounts among them: the rest leaked elsewhere.
const TRIED: usize = 10_000;
const PEOPLE: usize = 200;
/// Sign-ins a second of those who know their password.
const SIGN_INS_PER_SEC: f64 = 4.0;
/// The calm in which capacity is measured.
const CALM: Duration = Duration::from_secs(10);
/// Part of the capacity that the attack takes.
const ATTACK: f64 = 0.5;
/// Most that 99 of 100 sign-ins may take (security-cases.md §0).
const LONGEST: Duration = Duration::from_secs(1);

/// Stuffs.
pub(super) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let tried = usize::try_from(options.runs(TRIED as u64))?;
    let settings = [("VESTIBULE_TRUSTED_PROXIES", "127.0.0.1/32"), ("VESTIBULE_LIMITS__EXEMPT", "198.51.100.0/24")];
    let rig = Rig::sqlite(&settings).await?;
    let to = rig.nodes.first().map(Node::address).ok_or("no node")?;
    let findings = Findings::default();
    for number in 0..PEOPLE {
        rig.world.add_user(&name(number), PASSWORD).await?;
    }
    let honest = |n: usize| sign_in(&rig.world, &name(n % PEOPLE), PASSWORD, &format!("198.51.100.{}", n % 200));
    let alone = in_turn(to, 8, CALM, &honest).await;
    let per_sec = f64::from(u32::try_from(alone.good.len())?) / CALM.as_secs_f64();
    let length = Duration::from_secs_f64(f64::from(u32::try_from(tried)?) / (per_sec * ATTACK));

    let leaked = |n: usize| sign_in(&rig.world, &leaked(n), "password-from-elsewhere", &address(n));
    let attack = at_rate(to, per_sec * ATTACK, 64, length, &leaked);
    let (attack, during) = join(attack, at_rate(to, SIGN_INS_PER_SEC, 16, length, &honest)).await;

    let mut tally = Tally::default();
    for figures in [&alone, &during] {
        tally.acknowledged += figures.good.len() as u64;
        for why in &figures.broken {
            findings.broken(format!("an honest sign-in: {why}"));
        }
    }
    if !during.shed.is_empty() {
        findings.broken(format!("{} honest sign-ins were told to come later", during.shed.len()));
    }
    if p99(&during.good) > LONGEST {
        findings.broken(format!("99 of 100 honest sign-ins took up to {:.0?}", p99(&during.good)));
    }
    tally.refused = refused(&attack, &findings);
    let stored = Stored::open(&rig.database_url).await?;
    let noticed = stored.count("SELECT COUNT(*) FROM events WHERE name = 'sign_in.stuffing_suspected'").await?;
    if noticed == 0 {
        findings.broken("nobody noticed".to_owned());
    }
    let notes = vec![format!(
        "{per_sec:.0} sign-ins a second alone, p99 {:.1?}; {} names tried in {length:.0?}, {} sent away, told of in {noticed} events; \
         meanwhile {} sign-ins, p99 {:.1?}",
        p99(&alone.good),
        attack.asked(),
        attack.shed.len(),
        during.good.len(),
        p99(&during.good),
    )];
    report.add(Row { name: "Case 146, stuffing".to_owned(), runs: 1, tally, notes, ..Row::default() }, &findings);
    Ok(())
}

/// How many tries were refused as they should be.
fn refused(attack: &Figures, findings: &Findings) -> u64 {
    let (honest, odd): (Vec<_>, Vec<_>) =
        attack.broken.iter().partition(|why| why.starts_with("400") && why.contains("NotAuthorizedException"));
    for why in odd {
        findings.broken(format!("a try: {why}"));
    }
    if !attack.good.is_empty() {
        findings.broken(format!("{} tries succeeded", attack.good.len()));
    }
    (honest.len() + attack.shed.len()) as u64
}

fn sign_in(world: &World, name: &str, password: &str, from: &str) -> Vec<u8> {
    let input = json!({
        "ClientId": world.client, "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": name, "PASSWORD": password },
    });
    let request = call(world.front.host(), "InitiateAuth", &input);
    let end_of_line = request.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let (line, rest) = request.split_at(end_of_line);
    [line, format!("x-forwarded-for: {from}\r\n").as_bytes(), rest].concat()
}

fn name(number: usize) -> String {
    format!("honest-{number}")
}

/// One of fifty has an account here.
fn leaked(number: usize) -> String {
    if number.is_multiple_of(50) { name(number / 50 % PEOPLE) } else { format!("leaked-{number}") }
}

/// An address of its own, in a network of its own.
fn address(number: usize) -> String {
    format!("11.{}.{}.7", number / 256 % 256, number % 256)
}
