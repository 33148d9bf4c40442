//! The rows beside a user: what they can sign in with, and by what they are listed. Only the difference is written.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseExecutor, EntityTrait, IntoActiveModel, QueryFilter};

use super::super::StorageError;
use super::super::entities::{identifiers, user_search};
use crate::domain::identifier::{IdentifierKind, fold};
use crate::domain::pool::PoolSettings;
use crate::domain::user::{SEARCHABLE, User};

/// What has to change in `identifiers` for a user.
pub(super) struct Difference {
    missing: BTreeMap<String, IdentifierKind>,
    surplus: Vec<String>,
    /// An identifier that another user has already.
    pub(super) taken: Option<IdentifierKind>,
}

impl Difference {
    /// Compares what is stored with what the user should have, in one statement.
    pub(super) async fn find(
        db: &DatabaseExecutor<'_>,
        user: &User,
        settings: &PoolSettings,
    ) -> Result<Self, StorageError> {
        // Ordered, so that two transactions which want the same names ask for them in the same order. One value can
        // serve in two roles (a username that is the e-mail address): the first role is kept.
        let mut missing = BTreeMap::new();
        for identifier in user.identifiers(settings) {
            missing.entry(identifier.value).or_insert(identifier.kind);
        }
        let own_or_wanted = Condition::any()
            .add(identifiers::Column::UserId.eq(user.id.to_string()))
            .add(identifiers::Column::Value.is_in(missing.keys().map(String::as_str)));
        let stored = identifiers::Entity::find()
            .filter(identifiers::Column::PoolId.eq(user.pool.as_str()))
            .filter(own_or_wanted)
            .all(db)
            .await?;
        let mut difference = Self { missing, surplus: Vec::new(), taken: None };
        for row in stored {
            let wanted = difference.missing.get(&row.value).copied();
            if row.user_id != user.id.to_string() {
                difference.taken = difference.taken.or(wanted);
            } else if wanted.is_some_and(|kind| kind.as_str() == row.kind) {
                difference.missing.remove(&row.value);
            } else {
                difference.surplus.push(row.value);
            }
        }
        Ok(difference)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.surplus.is_empty()
    }

    /// Writes the difference; `Some`: another user was faster with this one, and the writes must be undone.
    pub(super) async fn write(
        &self,
        db: &DatabaseExecutor<'_>,
        user: &User,
    ) -> Result<Option<IdentifierKind>, StorageError> {
        if !self.surplus.is_empty() {
            let surplus = identifiers::Entity::delete_many()
                .filter(identifiers::Column::PoolId.eq(user.pool.as_str()))
                .filter(identifiers::Column::UserId.eq(user.id.to_string()))
                .filter(identifiers::Column::Value.is_in(self.surplus.iter().map(String::as_str)));
            surplus.exec(db).await?;
        }
        for (value, kind) in &self.missing {
            let row = identifiers::Model {
                pool_id: user.pool.to_string(),
                value: value.clone(),
                kind: kind.as_str().to_owned(),
                user_id: user.id.to_string(),
            };
            // Not an error but a row count: a failed statement would end the whole transaction on PostgreSQL.
            let insert = identifiers::Entity::insert(row.into_active_model())
                .on_conflict_do_nothing_on([identifiers::Column::PoolId, identifiers::Column::Value]);
            if !matches!(insert.exec_without_returning(db).await?, sea_orm::TryInsertResult::Inserted(1)) {
                return Ok(Some(*kind));
            }
        }
        Ok(None)
    }
}

/// Brings `user_search` up to date with the user's attributes.
pub(super) async fn write_search(db: &DatabaseExecutor<'_>, user: &User, is_new: bool) -> Result<(), StorageError> {
    let value = |name: &'static str| Some((name.to_owned(), fold(user.attribute(name)?, false)));
    let wanted: BTreeSet<(String, String)> = SEARCHABLE.into_iter().filter_map(value).collect();
    let of_user = Condition::all()
        .add(user_search::Column::PoolId.eq(user.pool.as_str()))
        .add(user_search::Column::UserId.eq(user.id.to_string()));
    let stored: BTreeSet<(String, String)> = if is_new {
        BTreeSet::new()
    } else {
        let rows = user_search::Entity::find().filter(of_user.clone()).all(db).await?;
        rows.into_iter().map(|row| (row.name, row.value)).collect()
    };
    let pair =
        |(name, value): &(String, String)| Expr::tuple([Expr::value(name.as_str()), Expr::value(value.as_str())]);
    let surplus: Vec<Expr> = stored.difference(&wanted).map(pair).collect();
    if !surplus.is_empty() {
        let columns = Expr::tuple([Expr::col(user_search::Column::Name), Expr::col(user_search::Column::Value)]);
        user_search::Entity::delete_many().filter(of_user).filter(columns.is_in(surplus)).exec(db).await?;
    }
    let missing = wanted.difference(&stored).map(|(name, value)| {
        let row = user_search::Model {
            pool_id: user.pool.to_string(),
            name: name.clone(),
            value: value.clone(),
            user_id: user.id.to_string(),
        };
        row.into_active_model()
    });
    let missing: Vec<user_search::ActiveModel> = missing.collect();
    if !missing.is_empty() {
        user_search::Entity::insert_many(missing).exec_without_returning(db).await?;
    }
    Ok(())
}
