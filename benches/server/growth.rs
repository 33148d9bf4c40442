//! Point lookups in a pool of a thousand users and in one of many more: what grows with the pool, and what does not.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sea_orm::{ConnectionTrait as _, Database};
use serde_json::{Value, json};

use crate::Result;
use crate::load::{measure, median};
use crate::options::Options;
use crate::report::Report;
use crate::scenarios::World;
use crate::sdk::call;

/// Users of the smaller size.
const FEW: usize = 1_000;
/// Coprime to both sizes: steps of it visit users all over the pool.
const STRIDE: usize = 7_919;

/// What is looked up.
const LOOKUPS: [&str; 3] = ["user by name", "user by e-mail filter", "page of 50 users"];

/// Measures lookups at both sizes and adds them to the report.
pub(crate) async fn run(options: &Options, report: &mut Report) -> Result<()> {
    let few = measured(options, FEW).await?;
    let many = measured(options, options.users).await?;
    for ((name, few), many) in LOOKUPS.iter().zip(few).zip(many) {
        report.note(format!(
            "{name}: {few:.0} per CPU-second with {FEW} users, {many:.0} with {}: {:.2} times the cost",
            options.users,
            few / many
        ));
    }
    Ok(())
}

async fn measured(options: &Options, users: usize) -> Result<Vec<f64>> {
    let folder = tempfile::tempdir()?;
    let world = World::create(folder.path()).await?;
    fill(folder.path(), users).await?;
    let next = AtomicUsize::new(0);
    let mut rates = vec![Vec::new(); LOOKUPS.len()];
    for _ in 0..options.rounds {
        for (lookup, rates) in rates.iter_mut().enumerate() {
            let number = || next.fetch_add(1, Ordering::Relaxed).wrapping_mul(STRIDE) % users;
            rates.push(rate(&world, options.time, lookup, number).await?);
        }
    }
    Ok(rates.into_iter().map(median).collect())
}

async fn rate(world: &World, time: Duration, lookup: usize, number: impl Fn() -> usize) -> Result<f64> {
    let step = async |_| {
        let (operation, input) = request(world, lookup, number());
        let answer = call(&world.http, &world.url(), operation, &input).await?;
        let found = answer.get("Username").is_some() || answer.pointer("/Users/0").is_some();
        if found { Ok(()) } else { Err(format!("nobody found: {input}").into()) }
    };
    Ok(measure(world.pid(), time, step).await?.per_cpu_sec)
}

fn request(world: &World, lookup: usize, number: usize) -> (&'static str, Value) {
    let pool = &world.pool;
    match lookup {
        0 => ("AdminGetUser", json!({ "UserPoolId": pool, "Username": format!("user-{number}") })),
        1 => {
            let filter = format!("email = \"user-{number}@example.com\"");
            ("ListUsers", json!({ "UserPoolId": pool, "Filter": filter }))
        }
        _ => ("ListUsers", json!({ "UserPoolId": pool, "Limit": 50 })),
    }
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
