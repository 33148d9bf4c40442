//! Rows that are read by the place of each column instead of its name. A statement that joins three tables has forty
//! columns; looking each of them up by its name takes longer than finding the row.

use sea_orm::{DbErr, QueryResult, TryGetable};

use super::super::entities::{grants, groups, users};

/// The columns of one row, from the first to the last.
#[derive(Debug)]
pub(super) struct Cells<'r> {
    row: &'r QueryResult,
    next: usize,
}

/// A model whose columns stand in a statement in the order of its fields, as an entity's do.
pub(super) trait InOrder: Sized {
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];

    /// Reads as many columns as there are.
    fn read(cells: &mut Cells<'_>) -> Result<Self, DbErr>;
}

impl<'r> Cells<'r> {
    /// The columns of this row.
    pub(super) fn of(row: &'r QueryResult) -> Self {
        Self { row, next: 0 }
    }

    /// The next model; `None` where the joined table had no row for it: its first column, a part of its key, is NULL.
    pub(super) fn model<M: InOrder>(&mut self) -> Result<Option<M>, DbErr> {
        if self.row.try_get_by_index::<Option<String>>(self.next)?.is_none() {
            self.skip::<M>();
            return Ok(None);
        }
        M::read(self).map(Some)
    }

    /// Leaves the next model out.
    pub(super) fn skip<M: InOrder>(&mut self) -> &mut Self {
        self.next += M::COLUMNS.len();
        self
    }

    /// The next column.
    fn cell<T: TryGetable>(&mut self) -> Result<T, DbErr> {
        self.next += 1;
        self.row.try_get_by_index(self.next - 1)
    }
}

macro_rules! in_order {
    ($model:ty { $($column:ident),+ $(,)? }) => {
        impl InOrder for $model {
            const COLUMNS: &'static [&'static str] = &[$(stringify!($column)),+];

            fn read(cells: &mut Cells<'_>) -> Result<Self, DbErr> {
                Ok(Self { $($column: cells.cell()?),+ })
            }
        }
    };
}

in_order!(grants::Model {
    id,
    pool_id,
    client_id,
    user_id,
    session_id,
    scope,
    nonce,
    auth_time,
    amr,
    code_hash,
    code_expires_at,
    redirect_uri,
    code_challenge,
    code_consumed_at,
    generation,
    rotated_at,
    created_at,
    expires_at,
    revoked_at,
    epoch,
});

in_order!(users::Model {
    pool_id,
    id,
    username,
    status,
    enabled,
    attributes,
    password,
    temporary_until,
    signed_out_at,
    second_factors,
    epoch,
    version,
    created_at,
    updated_at,
});

in_order!(groups::Model { pool_id, name, description, role_arn, precedence, created_at, updated_at });

#[cfg(test)]
mod tests {
    use sea_orm::{EntityTrait, IdenStatic as _, Iterable as _};

    use super::*;

    fn columns_of<E: EntityTrait>() -> Vec<&'static str> {
        E::Column::iter().map(|column| column.as_str()).collect()
    }

    #[test]
    fn a_statement_names_the_columns_in_the_order_in_which_they_are_read() {
        assert_eq!(grants::Model::COLUMNS, columns_of::<grants::Entity>());
        assert_eq!(users::Model::COLUMNS, columns_of::<users::Entity>());
        assert_eq!(groups::Model::COLUMNS, columns_of::<groups::Entity>());
    }
}
