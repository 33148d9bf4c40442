//! Running sign-ins: handles are used up once.

use vestibule::domain::sign_in::{Factor, Proof, SignIn};
use vestibule::storage::StoredSignIn;

use super::sample::{NOW, client_id, pool_id, settle, user_id, uuid, winners_of_twenty, write};
use crate::support::database::each;

fn sign_in() -> StoredSignIn {
    let begun = SignIn::begin(pool_id(), client_id(), (user_id(1), 0), NOW);
    StoredSignIn {
        id: uuid(3),
        handle_hash: "handle".to_owned(),
        sign_in: begun.with(Proof::Factor(Factor::Password), NOW),
        client: client_id(),
        binding_hash: String::new(),
        attempts: 0,
        created_at: NOW,
        expires_at: NOW.plus_secs(180),
        consumed_at: None,
        code_hash: None,
    }
}

#[tokio::test]
async fn a_handle_is_used_up_once_and_a_wrong_answer_only_counts() {
    each(async |storage| {
        settle(&storage).await;
        write(&storage, async |tx| tx.sign_ins().add(&sign_in()).await).await;
        assert_eq!(storage.read().sign_ins().find_by_handle("handle").await.unwrap(), Some(sign_in()));
        assert_eq!(storage.read().sign_ins().find_by_handle("other").await.unwrap(), None);
        let id = uuid(3);
        let tried = winners_of_twenty(&storage, async |tx| tx.sign_ins().reserve_attempt(id, 3, NOW).await).await;
        assert_eq!(tried, 3);
        let late = NOW.plus_secs(180);
        assert!(!write(&storage, async |tx| tx.sign_ins().consume(id, late).await).await);
        let used = winners_of_twenty(&storage, async |tx| tx.sign_ins().consume(id, NOW).await).await;
        assert_eq!(used, 1);
        assert!(!write(&storage, async |tx| tx.sign_ins().reserve_attempt(id, 9, NOW).await).await, "it is over");
        write(&storage, async |tx| tx.sign_ins().remove_all_of(&pool_id(), user_id(1)).await).await;
        assert_eq!(storage.read().sign_ins().find_by_handle("handle").await.unwrap(), None);
    })
    .await;
}
