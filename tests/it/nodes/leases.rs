//! Jobs that one node at a time runs.

use vestibule::domain::clock::Micros;
use vestibule::storage::{Storage, StorageError, Tx};

use crate::support::TestApp;
use crate::support::database::each;

const NOW: Micros = Micros::from_secs(1_800_000_000);

async fn claim(storage: &Storage, holder: &str, now: Micros, ended_by: Micros) -> bool {
    let times = (now, now.plus_secs(60));
    let claim = async |tx: &Tx| tx.job_leases().claim("job", holder, times, ended_by).await;
    storage.unit::<_, StorageError>(claim).await.unwrap()
}

#[tokio::test]
async fn a_job_is_one_nodes_until_its_lease_runs_out_and_then_anothers() {
    each(async |storage| {
        let renew = async |holder: &'static str, now: Micros| {
            let renew = async |tx: &Tx| tx.job_leases().renew("job", holder, now, now.plus_secs(60)).await;
            storage.unit::<_, StorageError>(renew).await.unwrap()
        };
        assert!(claim(&storage, "a", NOW, NOW).await);
        assert!(!claim(&storage, "b", NOW.plus_secs(59), NOW.plus_secs(59)).await, "it is a's");
        assert!(renew("a", NOW.plus_secs(59)).await);
        assert!(!claim(&storage, "b", NOW.plus_secs(60), NOW.plus_secs(60)).await, "renewed");
        // a was killed; nobody gave the job back
        let later = NOW.plus_secs(119);
        assert!(claim(&storage, "b", later, later).await);
        assert!(!renew("a", later).await, "a came back to life too late");
        let release = async |tx: &Tx| tx.job_leases().release("job", "a", later).await;
        storage.unit::<_, StorageError>(release).await.unwrap();
        assert!(renew("b", later).await, "what is not one's own cannot be given back");
    })
    .await;
}

#[tokio::test]
async fn a_job_that_ended_rests_over_all_nodes() {
    each(async |storage| {
        assert!(claim(&storage, "a", NOW, NOW).await);
        let release = async |tx: &Tx| tx.job_leases().release("job", "a", NOW).await;
        storage.unit::<_, StorageError>(release).await.unwrap();
        assert!(!claim(&storage, "b", NOW.plus_secs(9), NOW.plus_secs(-1)).await);
        assert!(claim(&storage, "b", NOW.plus_secs(10), NOW).await);
    })
    .await;
}

#[tokio::test]
async fn of_many_claims_at_once_one_succeeds() {
    each(async |storage| {
        for round in 0..5 {
            let now = NOW.plus_secs(round * 100);
            let names = ["a", "b", "c", "d", "e", "f"];
            let claims = names.map(|name| claim(&storage, name, now, now));
            let won = futures_util::future::join_all(claims).await;
            assert_eq!(won.iter().filter(|won| **won).count(), 1, "round {round}: {won:?}");
        }
    })
    .await;
}

#[actix_web::test]
async fn two_workers_at_once_deliver_each_message_once() {
    let app = TestApp::start().await;
    let other = app.second_node().await;
    for number in 0..8 {
        let name = format!("user{number}");
        app.person(&name).await;
        let asked = serde_json::json!({ "ClientId": app.client.id.as_str(), "Username": name });
        assert_eq!(app.anonymous().call("ForgotPassword", &asked).await.code(), 200);
    }
    let node = app.node();
    futures_util::future::join(node.run_jobs(), other.run_jobs()).await;
    let mut recipients: Vec<String> =
        node.mailbox().all().into_iter().chain(other.mailbox().all()).map(|mail| mail.to).collect();
    recipients.sort();
    let everybody: Vec<String> = (0..8).map(|number| format!("user{number}@example.test")).collect();
    assert_eq!(recipients, everybody);
}
