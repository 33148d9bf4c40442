//! Hashing: what verifies, what is refused, and how the queue behaves when it is full.

use std::sync::Arc;
use std::task::Poll;

use super::*;
use crate::crypto::ring::{MasterKey, WrappedKey};
use crate::domain::clock::Micros;
use crate::domain::random::SeededRandom;

struct Fixture {
    master: MasterKey,
    rows: Vec<WrappedKey>,
    random: Arc<SeededRandom>,
    ring: Arc<KeyRing>,
}

impl Fixture {
    fn new() -> Self {
        let random = Arc::new(SeededRandom::new(1));
        let master = MasterKey::generate(&*random);
        let rows = vec![KeyRing::create_first(&master, &*random, Micros(0))];
        let ring = Arc::new(KeyRing::open(&master, &rows, random.clone()).unwrap());
        Self { master, rows, random, ring }
    }

    fn hasher(&self, params: HashingParams) -> PasswordHasher {
        PasswordHasher::start(params, self.ring.clone(), self.random.clone()).unwrap()
    }
}

fn weak() -> HashingParams {
    HashingParams::weak_for_tests()
}

fn password() -> Secret {
    Secret::from("correct horse")
}

#[tokio::test]
async fn the_password_verifies_and_no_other_does() {
    let hasher = Fixture::new().hasher(weak());
    let phc = hasher.hash("pool", &password()).await.unwrap();
    assert_eq!(hasher.verify("pool", &password(), &phc).await, Ok(Verified::Yes));
    for wrong in ["Correct horse", "correct horse ", "", "correct hors"] {
        assert_eq!(hasher.verify("pool", &Secret::from(wrong), &phc).await, Ok(Verified::No), "{wrong:?}");
    }
    assert_ne!(hasher.hash("pool", &password()).await.unwrap(), phc, "each hash has a salt of its own");
}

#[tokio::test]
async fn production_stores_argon2id_at_the_floor_with_a_16_byte_salt_and_the_pepper_s_version() {
    let hasher = Fixture::new().hasher(HashingParams::default());
    let phc = hasher.hash("pool", &password()).await.unwrap();
    let rest = phc.strip_prefix("$argon2id$v=19$m=19456,t=2,p=1,keyid=AAAAAQ$").unwrap();
    let (salt, hash) = rest.split_once('$').unwrap();
    assert_eq!((salt.len(), hash.len()), (22, 43));
    assert_eq!(hasher.verify("pool", &password(), &phc).await, Ok(Verified::Yes));
    assert_eq!(hasher.verify("pool", &Secret::from("wrong"), &phc).await, Ok(Verified::No));
}

#[tokio::test]
async fn without_the_pepper_the_hash_does_not_verify() {
    let fixture = Fixture::new();
    let hasher = fixture.hasher(weak());
    let phc = hasher.hash("pool", &password()).await.unwrap();
    let unpeppered = phc.replace(",keyid=AAAAAQ", "");
    assert_ne!(phc, unpeppered);
    assert_eq!(hasher.verify("pool", &password(), &unpeppered).await, Ok(Verified::No));
    let unknown = phc.replace("keyid=AAAAAQ", "keyid=AAAACQ");
    assert_eq!(hasher.verify("pool", &password(), &unknown).await, Err(HashError::UnknownPepper(9)));
}

#[tokio::test]
async fn a_rotated_pepper_still_verifies_and_asks_for_an_upgrade() {
    let mut fixture = Fixture::new();
    let hasher = fixture.hasher(weak());
    let phc = hasher.hash("pool", &password()).await.unwrap();
    let row = KeyRing::create_next(&fixture.master, &fixture.rows, &*fixture.random, Micros(0)).unwrap();
    fixture.rows.push(row);
    fixture.ring.reload(&fixture.master, &fixture.rows).unwrap();
    assert_eq!(hasher.verify("pool", &password(), &phc).await, Ok(Verified::YesUpgrade));
    let upgraded = hasher.hash("pool", &password()).await.unwrap();
    assert!(upgraded.contains("keyid=AAAAAg"));
    assert_eq!(hasher.verify("pool", &password(), &upgraded).await, Ok(Verified::Yes));
}

#[tokio::test]
async fn weaker_parameters_ask_for_an_upgrade_and_stronger_ones_do_not() {
    let fixture = Fixture::new();
    let phc = fixture.hasher(weak()).hash("pool", &password()).await.unwrap();
    let more_memory = HashingParams { memory_kib: 128, ..weak() };
    let more_passes = HashingParams { iterations: 2, ..weak() };
    for stronger in [more_memory, more_passes] {
        let verified = fixture.hasher(stronger).verify("pool", &password(), &phc).await;
        assert_eq!(verified, Ok(Verified::YesUpgrade));
    }
    let weaker = HashingParams { memory_kib: 32, ..weak() };
    assert_eq!(fixture.hasher(weaker).verify("pool", &password(), &phc).await, Ok(Verified::Yes));
}

/// Vectors of the reference implementation's own test program: other software's hashes verify, and are to be replaced.
#[tokio::test]
async fn hashes_made_elsewhere_verify_and_ask_for_an_upgrade() {
    let hasher = Fixture::new().hasher(weak());
    let password = Secret::from("password");
    let made_elsewhere = [
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA",
        "$argon2i$m=65536,t=2,p=1$c29tZXNhbHQ$9sTbSlTio3Biev89thdrlKKiCaYsjjYVJxGAL3swxpQ",
    ];
    for phc in made_elsewhere {
        assert_eq!(hasher.verify("pool", &password, phc).await, Ok(Verified::YesUpgrade), "{phc}");
        assert_eq!(hasher.verify("pool", &Secret::from("differentpassword"), phc).await, Ok(Verified::No), "{phc}");
    }
}

#[tokio::test]
async fn imported_hashes_are_sealed_verify_and_ask_for_an_upgrade() {
    let fixture = Fixture::new();
    let hasher = fixture.hasher(weak());
    let password = Secret::from(imported::vectors::PASSWORD);
    for (how, text) in imported::vectors::MADE_ELSEWHERE {
        let sealed = hasher.import(text).unwrap_or_else(|problem| panic!("{how}: {problem}"));
        assert!(sealed.text.starts_with(IMPORTED) && !sealed.text.contains(&text[text.len() - 12..]), "{how}");
        assert_eq!(hasher.verify("pool", &password, &sealed.text).await, Ok(Verified::YesUpgrade), "{how}");
        let wrong = Secret::from("another password");
        assert_eq!(hasher.verify("pool", &wrong, &sealed.text).await, Ok(Verified::No), "{how}");
        let elsewhere = Fixture { random: Arc::new(SeededRandom::new(2)), ..Fixture::new() };
        let master = MasterKey::generate(&*elsewhere.random);
        let rows = [KeyRing::create_first(&master, &*elsewhere.random, Micros(0))];
        let ring = KeyRing::open(&master, &rows, elsewhere.random.clone()).unwrap();
        assert!(is_unopened(&sealed.text, &ring) && !is_unopened(&sealed.text, &fixture.ring), "{how}");
    }
}

#[tokio::test]
async fn our_own_hashes_cannot_be_imported() {
    let hasher = Fixture::new().hasher(weak());
    let own = hasher.hash("pool", &password()).await.unwrap();
    let sealed = hasher.import("{SHA}oZs9z4/ADA4i1c5cT3/+gkGC+HM=").unwrap();
    for text in [own, sealed.text] {
        assert_eq!(hasher.import(&text).map(|hash| hash.text), Err(ImportedHashProblem::Ours));
    }
    let greedy = "$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assert!(matches!(hasher.import(greedy).map(|hash| hash.text), Err(ImportedHashProblem::TooCostly(_))));
}

/// The software that made the hash took the password byte for byte.
#[tokio::test]
async fn an_imported_hash_is_of_the_password_as_it_was_typed() {
    let hasher = Fixture::new().hasher(weak());
    // Python 3.11: base64(hashlib.sha1("e\u0301".encode()).digest())
    let decomposed = hasher.import("{SHA}fj+88bamkiHNju90Qu87UaJTu0k=").unwrap();
    let typed = Secret::from("e\u{301}");
    assert_eq!(hasher.verify("pool", &typed, &decomposed.text).await, Ok(Verified::YesUpgrade));
    assert_eq!(hasher.verify("pool", &Secret::from("\u{e9}"), &decomposed.text).await, Ok(Verified::No));
}

/// Were a cheap hash answered at once, that would tell its user from nobody (case 131).
#[tokio::test]
async fn a_cheap_imported_hash_takes_no_less_than_nobody_s() {
    let params = HashingParams { memory_kib: 8192, iterations: 2, ..weak() };
    let hasher = Fixture::new().hasher(params);
    let cheap = [
        hasher.import("{SHA}oZs9z4/ADA4i1c5cT3/+gkGC+HM=").unwrap().text,
        hasher
            .import(imported::vectors::MADE_ELSEWHERE.iter().find(|(_, text)| text.starts_with("$argon2id")).unwrap().1)
            .unwrap()
            .text,
    ];
    let fastest = async |hash: Option<&str>| {
        let mut fastest = Duration::MAX;
        for _ in 0..5 {
            let begun = worker::begun();
            match hash {
                Some(hash) => assert_eq!(hasher.verify("pool", &password(), hash).await, Ok(Verified::No)),
                None => hasher.verify_nothing("pool", &password()).await.unwrap(),
            }
            fastest = fastest.min(begun.elapsed());
        }
        fastest
    };
    let nobody = fastest(None).await;
    for hash in cheap {
        let took = fastest(Some(&hash)).await;
        assert!(took > nobody / 2, "{took:?} against {nobody:?}");
    }
}

#[tokio::test]
async fn unreadable_and_unaffordable_hashes_are_refused_before_they_cost_anything() {
    let hasher = Fixture::new().hasher(weak());
    let tail = "c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    let unusable = [
        String::new(),
        "plain".to_owned(),
        // Of other software, and not sealed: nothing but an import puts one into a row.
        "$2b$12$abcdefghijklmnopqrstuuUQd0cvK5rXqSNCXy7AHR8K2l8b9cJxy".to_owned(),
        format!("{IMPORTED}AAAA"),
        format!("$argon2id$v=19$m=4194304,t=1,p=1${tail}"),
        format!("$argon2id$v=19$m=65536,t=1000000,p=1${tail}"),
        format!("$argon2id$v=18$m=64,t=1,p=1${tail}"),
        format!("$argon2id$v=19$m=64,t=1,p=1,keyid=AAAA${tail}"),
        "$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ".to_owned(),
        format!("$argon2id$v=19$m=64,t=1,p=1${}", "A".repeat(600)),
    ];
    for phc in unusable {
        assert_eq!(hasher.verify("pool", &password(), &phc).await, Err(HashError::BadStoredHash), "{phc}");
    }
}

#[tokio::test]
async fn nobody_costs_what_a_real_user_costs() {
    let fixture = Fixture::new();
    let hasher = fixture.hasher(weak());
    let phc = hasher.hash("pool", &password()).await.unwrap();
    let stored = |phc: &str| phc.rsplitn(3, '$').last().unwrap().to_owned();
    let nobody = phc::of_nobody(&weak(), fixture.ring.newest_version(), &*fixture.random);
    assert_eq!(stored(&nobody), stored(&phc), "same algorithm, parameters and pepper");
    assert_eq!(nobody.len(), phc.len());
    assert_eq!(hasher.verify_nothing("pool", &password()).await, Ok(()));
    let huge = Secret::from("a".repeat(2_000));
    assert_eq!(hasher.verify_nothing("pool", &huge).await, Err(HashError::TooLong));
    assert_eq!(hasher.verify("pool", &huge, &phc).await, Err(HashError::TooLong));
    assert_eq!(hasher.hash("pool", &huge).await, Err(HashError::TooLong));
}

#[tokio::test]
async fn one_password_in_two_unicode_forms_is_one_password() {
    let hasher = Fixture::new().hasher(weak());
    let phc = hasher.hash("pool", &Secret::from("cafe\u{301}")).await.unwrap();
    assert_eq!(hasher.verify("pool", &Secret::from("café"), &phc).await, Ok(Verified::Yes));
    assert_eq!(hasher.verify("pool", &Secret::from("cafe"), &phc).await, Ok(Verified::No));
}

/// A hasher whose workers never start: what is queued stays queued.
fn stalled(fixture: &Fixture, params: HashingParams) -> PasswordHasher {
    PasswordHasher {
        shared: Arc::new(Shared::new(&params)),
        ring: fixture.ring.clone(),
        random: fixture.random.clone(),
        params,
    }
}

#[tokio::test]
async fn a_full_queue_refuses_at_once_and_says_when_to_come_back() {
    let fixture = Fixture::new();
    // At the first guess of 32 µs per hash, the one worker gets 10 of them done in 320 µs.
    let hasher = stalled(&fixture, weak().with_max_wait(Duration::from_micros(321)));
    let password = password();
    let mut callers: Vec<_> = (0..20).map(|_| Box::pin(hasher.hash("noisy", &password))).collect();
    let mut refused = 0;
    for caller in &mut callers {
        match futures_util::poll!(caller) {
            Poll::Pending => {}
            Poll::Ready(answer) => {
                assert_eq!(answer, Err(HashError::Busy { retry_after_secs: 1 }));
                refused += 1;
            }
        }
    }
    assert_eq!((hasher.waiting(), refused), (8, 12));
    let mut other = Box::pin(hasher.verify_nothing("quiet", &password));
    assert!(futures_util::poll!(&mut other).is_pending(), "another pool still has room");
}

/// F31: by order of completion, not by time.
#[tokio::test]
async fn a_storm_at_one_pool_leaves_another_its_turns() {
    use futures_util::StreamExt as _;
    let fixture = Fixture::new();
    let hasher = stalled(&fixture, weak());
    let password = password();
    let named = |pool: &'static str| {
        let (hasher, password) = (&hasher, &password);
        async move { (pool, hasher.hash(pool, password).await.is_ok()) }
    };
    let pools = std::iter::repeat_n("storm", 60).chain(std::iter::repeat_n("quiet", 5));
    let mut waiting: futures_util::stream::FuturesUnordered<_> = pools.map(named).collect();
    assert!(futures_util::poll!(waiting.next()).is_pending());
    assert_eq!(hasher.waiting(), 65, "the storm came first and waits whole");
    worker::spawn_all(&hasher.shared).unwrap();
    let order: Vec<_> = waiting.collect().await;
    assert!(order.iter().all(|(_, is_ok)| *is_ok));
    let quiet: Vec<usize> = (0..order.len()).filter(|at| order[*at].0 == "quiet").collect();
    assert_eq!(quiet, [1, 3, 5, 7, 9], "every other turn");
}

#[tokio::test]
async fn the_slower_a_hash_the_fewer_may_wait() {
    let fixture = Fixture::new();
    for (millis, waiting) in [(10, 160), (100, 16), (1_000, 2), (5_000, 1)] {
        let hasher = stalled(&fixture, weak());
        hasher.shared.set_mean(Duration::from_millis(millis));
        let password = password();
        let mut callers: Vec<_> = (0..300).map(|_| Box::pin(hasher.hash("pool", &password))).collect();
        let mut refused = 0;
        for caller in &mut callers {
            refused += usize::from(matches!(futures_util::poll!(caller), Poll::Ready(Err(HashError::Busy { .. }))));
        }
        assert_eq!((hasher.waiting(), refused), (waiting, 300 - waiting), "{millis} ms");
    }
}

#[tokio::test]
async fn a_kept_place_is_refused_to_others_and_free_again_when_given_up() {
    let fixture = Fixture::new();
    let hasher = stalled(&fixture, weak().with_max_wait(Duration::from_micros(1)));
    let place = hasher.keep_place("pool").unwrap();
    assert_eq!(hasher.keep_place("other").err(), Some(HashError::Busy { retry_after_secs: 1 }));
    drop(place);
    worker::spawn_all(&hasher.shared).unwrap();
    assert!(hasher.hash("other", &password()).await.is_ok());
}

/// What was let in is not refused any more, and takes the room of one.
#[tokio::test]
async fn a_kept_place_becomes_the_place_of_its_task() {
    let fixture = Fixture::new();
    let hasher = stalled(&fixture, weak().with_max_wait(Duration::from_micros(1)));
    let (place, password) = (hasher.keep_place("pool").unwrap(), password());
    let mut hash = Box::pin(hasher.hash(place, &password));
    assert!(futures_util::poll!(&mut hash).is_pending());
    assert_eq!((hasher.waiting(), hasher.shared.taken()), (1, 1));
    assert!(hasher.keep_place("other").is_err());
    worker::spawn_all(&hasher.shared).unwrap();
    assert!(hash.await.is_ok());
    assert_eq!(hasher.shared.taken(), 0);
}

#[tokio::test]
async fn a_caller_who_goes_away_gives_up_its_place() {
    let fixture = Fixture::new();
    let hasher = stalled(&fixture, weak());
    let password = password();
    let mut one = Box::pin(hasher.hash("pool", &password));
    let mut two = Box::pin(hasher.hash("pool", &password));
    assert!(futures_util::poll!(&mut one).is_pending() && futures_util::poll!(&mut two).is_pending());
    assert_eq!(hasher.waiting(), 2);
    drop(one);
    assert_eq!(hasher.waiting(), 1);
    worker::spawn_all(&hasher.shared).unwrap();
    assert!(two.await.is_ok(), "the one behind it is served");
}

#[tokio::test]
async fn stopping_answers_everyone_who_waits() {
    let fixture = Fixture::new();
    let hasher = stalled(&fixture, weak());
    let password = password();
    let mut waiting = Box::pin(hasher.hash("pool", &password));
    assert!(futures_util::poll!(&mut waiting).is_pending());
    hasher.shared.stop();
    assert_eq!(waiting.await, Err(HashError::Stopped));
    assert_eq!(hasher.hash("pool", &password).await, Err(HashError::Stopped));
}

#[tokio::test]
async fn many_callers_on_several_workers_each_get_their_own_answer() {
    let fixture = Fixture::new();
    let hasher = fixture.hasher(weak().with_workers(3).unwrap());
    let passwords: Vec<_> = (0..50).map(|number| Secret::from(format!("password {number}"))).collect();
    let answers = futures_util::future::join_all(passwords.iter().map(|password| hasher.hash("pool", password))).await;
    for (index, phc) in answers.into_iter().map(Result::unwrap).enumerate() {
        assert_eq!(hasher.verify("pool", &passwords[index], &phc).await, Ok(Verified::Yes));
        assert_eq!(hasher.verify("pool", &passwords[(index + 1) % 50], &phc).await, Ok(Verified::No));
    }
}

#[cfg(target_os = "linux")]
#[test]
#[expect(clippy::disallowed_methods, reason = "a thread that may step back")]
fn a_worker_steps_back_and_nobody_else_does() {
    let niceness = || rustix::process::getpriority_process(None).unwrap();
    let before = niceness();
    let of_worker = std::thread::spawn(move || {
        worker::yield_to_others();
        niceness()
    });
    assert_eq!(of_worker.join().unwrap(), (before + 10).min(19));
    assert_eq!(niceness(), before);
}
