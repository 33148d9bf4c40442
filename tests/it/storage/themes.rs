//! Looks of pools, found by their content.

use vestibule::storage::StoredTheme;

use super::sample::{NOW, pool_id, settle, write};
use crate::support::database::each;

#[tokio::test]
async fn a_look_is_found_by_its_content() {
    each(async |storage| {
        settle(&storage).await;
        let plain = StoredTheme {
            pool: pool_id(),
            document: "{}".to_owned(),
            css_hash: "c1".to_owned(),
            css: ":root{}".to_owned(),
            logo: None,
            logo_media_type: String::new(),
            logo_hash: String::new(),
            updated_at: NOW,
        };
        write(&storage, async |tx| tx.themes().put(&plain).await).await;
        let themes = storage.read().themes();
        assert_eq!(themes.find(&pool_id()).await.unwrap(), Some(plain.clone()));
        assert_eq!(themes.find_by_css_hash("c1").await.unwrap(), Some(plain.clone()));
        assert_eq!(themes.find_by_logo_hash("").await.unwrap(), None, "no logo has no address");
        assert_eq!(themes.find_by_css_hash("c1\0").await.unwrap(), None);
        let rich = StoredTheme {
            css_hash: "c2".to_owned(),
            logo: Some(vec![0, 159, 146, 150]),
            logo_media_type: "image/png".to_owned(),
            logo_hash: "l1".to_owned(),
            ..plain
        };
        write(&storage, async |tx| tx.themes().put(&rich).await).await;
        assert_eq!(themes.find_by_css_hash("c1").await.unwrap(), None);
        assert_eq!(themes.find_by_logo_hash("l1").await.unwrap(), Some(rich));
        assert!(write(&storage, async |tx| tx.themes().remove(&pool_id()).await).await);
        assert!(!write(&storage, async |tx| tx.themes().remove(&pool_id()).await).await);
    })
    .await;
}
