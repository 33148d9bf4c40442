//! Point lookups in a pool of a thousand users and in one of many more: what grows with the pool, and what does not.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};

use crate::Result;
use crate::load::{CONCURRENCY, measure, median};
use crate::options::Options;
use crate::report::Report;
use crate::scenarios::World;
use crate::scenarios::code_flow::{Tokens, ask, tokens};
use crate::scenarios::password::initiate;
use crate::sdk::call;

/// Users of the smaller size.
const FEW: usize = 1_000;
/// Coprime to both sizes: steps of it visit users all over the pool.
const STRIDE: usize = 7_919;

/// Families of tokens among which is refreshed, and whose claims are read.
const SIGNED_IN: usize = 64;
/// Pages that are turned before the deep one.
const PAGES: usize = 1_000;
/// Users on a page that is turned.
const PAGE: usize = 60;

/// What is looked up, and how much more it may cost among many.
const LOOKUPS: [(&str, f64); 7] = [
    ("user by name (the lookup of a sign-in)", 1.4),
    ("InitiateAuth by password", 1.4),
    ("refresh with rotation, ES256", 1.4),
    ("userInfo", 1.4),
    ("user by e-mail filter", 1.4),
    ("first page of 50 users", 1.5),
    ("a deep page of 50 users", 1.5),
];

/// Measures lookups at both sizes and adds them to the report.
pub(crate) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let few = measured(options, FEW).await?;
    let many = measured(options, options.users).await?;
    for (((name, most), few), many) in LOOKUPS.iter().zip(few).zip(many) {
        report.note(format!("{name}: {few:.0} per CPU-second with {FEW} users, {many:.0} with {}", options.users));
        report.bound(format!("{name}: cost among {} users", options.users), few / many, "times", *most);
    }
    Ok(())
}

/// What the lookups need.
struct Prepared {
    world: World,
    users: usize,
    next: AtomicUsize,
    chains: Vec<Mutex<Tokens>>,
    deep: String,
}

async fn measured(options: &Options, users: usize) -> Result<Vec<f64>> {
    let folder = tempfile::tempdir()?;
    let world = World::create(folder.path()).await?;
    fill(folder.path(), users).await?;
    let prepared = Prepared::new(world, users).await?;
    let mut rates = vec![Vec::new(); LOOKUPS.len()];
    for _ in 0..options.rounds {
        for (lookup, rates) in rates.iter_mut().enumerate() {
            let step = async |task| prepared.step(lookup, task).await;
            rates.push(measure(&prepared.world.subject(), options.time, step).await?.per_cpu_sec);
        }
    }
    Ok(rates.into_iter().map(median).collect())
}

impl Prepared {
    async fn new(world: World, users: usize) -> Result<Self> {
        let mut chains = Vec::new();
        for number in 0..SIGNED_IN {
            let name = format!("user-{}", number * STRIDE % users);
            chains.push(Mutex::new(tokens(&world, &world.es256_rotating, &name).await?));
        }
        let mut deep = String::new();
        for _ in 0..PAGES.min(users / PAGE / 2) {
            let input = page(&world, PAGE, &deep);
            let answer = call(&world.http, &world.url(), "ListUsers", &input).await?;
            answer.get("PaginationToken").and_then(Value::as_str).ok_or("no next page")?.clone_into(&mut deep);
        }
        Ok(Self { world, users, next: AtomicUsize::new(0), chains, deep })
    }

    async fn step(&self, lookup: usize, task: usize) -> Result<()> {
        let world = &self.world;
        let turn = self.next.fetch_add(1, Ordering::Relaxed);
        let name = format!("user-{}", turn.wrapping_mul(STRIDE) % self.users);
        match lookup {
            0 => self.find("AdminGetUser", &json!({ "UserPoolId": world.pool, "Username": name })).await,
            1 => initiate(world, &name).await,
            2 => self.refresh(task, turn).await,
            3 => self.user_info(turn).await,
            4 => {
                let filter = format!("email = \"{name}@example.com\"");
                self.find("ListUsers", &json!({ "UserPoolId": world.pool, "Filter": filter })).await
            }
            5 => self.find("ListUsers", &page(world, 50, "")).await,
            _ => self.find("ListUsers", &page(world, 50, &self.deep)).await,
        }
    }

    async fn find(&self, operation: &str, input: &Value) -> Result<()> {
        let answer = call(&self.world.http, &self.world.url(), operation, input).await?;
        let found = answer.get("Username").is_some() || answer.pointer("/Users/0").is_some();
        if found { Ok(()) } else { Err(format!("nobody found: {input}").into()) }
    }

    /// Refreshes one of the chains of this task, which no other task touches.
    async fn refresh(&self, task: usize, turn: usize) -> Result<()> {
        let at = task + CONCURRENCY * (turn % (SIGNED_IN / CONCURRENCY));
        let chain = self.chains.get(at).ok_or("no such chain")?;
        let token = chain.lock().unwrap_or_else(PoisonError::into_inner).refresh.clone();
        let fields = [("grant_type", "refresh_token"), ("refresh_token", token.as_str())];
        let next = ask(&self.world, &self.world.es256_rotating, &fields).await?;
        *chain.lock().unwrap_or_else(PoisonError::into_inner) = next;
        Ok(())
    }

    async fn user_info(&self, turn: usize) -> Result<()> {
        let world = &self.world;
        let chain = self.chains.get(turn % SIGNED_IN).ok_or("no such chain")?;
        let token = chain.lock().unwrap_or_else(PoisonError::into_inner).access.clone();
        let url = format!("{}/{}/oauth2/userInfo", world.url(), world.pool);
        world.http.get(url).bearer_auth(token).send().await?.error_for_status()?.bytes().await?;
        Ok(())
    }
}

fn page(world: &World, limit: usize, token: &str) -> Value {
    let mut input = json!({ "UserPoolId": world.pool, "Limit": limit });
    if !token.is_empty() {
        input["PaginationToken"] = json!(token);
    }
    input
}

/// Copies a user until the pool has `users` more: by SQL, since signing up a million would take hours of hashing.
async fn fill(folder: &Path, users: usize) -> Result<()> {
    let database = Database::connect(format!("sqlite://{}", folder.join("bench.db").display())).await?;
    let number = "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?)"
        .replace('?', &users.to_string());
    let id = "printf('%08x-0000-4000-8000-%012x', n, n)";
    let named = |column: &str| format!("replace({column}, 'bench-0', 'user-' || n)");
    for statement in [
        format!(
            "{number} INSERT INTO users (pool_id, id, username, status, enabled, attributes, password, \
             temporary_until, signed_out_at, version, created_at, updated_at) SELECT pool_id, {id}, {}, status, \
             enabled, {}, password, temporary_until, signed_out_at, version, created_at, updated_at \
             FROM users, numbers WHERE username = 'bench-0'",
            named("username"),
            named("attributes"),
        ),
        format!(
            "{number} INSERT INTO identifiers (pool_id, value, kind, user_id) SELECT i.pool_id, {}, i.kind, {id} \
             FROM identifiers i JOIN users u ON u.id = i.user_id, numbers WHERE u.username = 'bench-0'",
            named("i.value"),
        ),
        format!(
            "{number} INSERT INTO user_search (pool_id, name, value, user_id) SELECT s.pool_id, s.name, {}, {id} \
             FROM user_search s JOIN users u ON u.id = s.user_id, numbers \
             WHERE u.username = 'bench-0' AND s.value LIKE '%bench-0%'",
            named("s.value"),
        ),
        "ANALYZE".to_owned(),
    ] {
        database.execute_unprepared(&statement).await?;
    }
    Ok(database.close().await?)
}
