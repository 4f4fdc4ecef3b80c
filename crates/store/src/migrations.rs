//! Plain SQL migrations, forward only, in pairs with the same name for both databases.

use sea_orm::{ConnectionTrait as _, DbBackend};
use weicourt_domain::instant::Instant;

use crate::database::{Database, at, text};
use crate::error::StoreError;

struct Migration {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

const MIGRATIONS: &[Migration] = migrations![
    "20261101_0900_log",
    "20261101_0910_projections",
    "20261101_0920_people",
    "20261101_0930_work_in_progress",
];

/// Names of all migrations this build knows, oldest first.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|migration| migration.name)
}

/// Brings the database to the shape this build needs, in one transaction, and says how many
/// migrations ran.
///
/// # Errors
///
/// [`StoreError::Refused`] if the database was migrated by a later build.
pub(crate) async fn run(database: &Database, now: Instant) -> Result<usize, StoreError> {
    let transaction = database.begin().await?;
    if database.backend == DbBackend::Postgres {
        // Several nodes may start at once on one PostgreSQL; the number is arbitrary but fixed.
        transaction.execute_unprepared("select pg_advisory_xact_lock(7361034550112)").await?;
    }
    transaction
        .execute_unprepared(
            "create table if not exists migration (name text not null primary key, applied_at bigint not null)",
        )
        .await?;
    let applied = transaction
        .query_all_raw(database.statement("select name from migration order by name", vec![]))
        .await?
        .iter()
        .map(|row| row.try_get_by_index::<String>(0))
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(unknown) = applied.iter().find(|name| !names().any(|known| known == *name)) {
        return Err(StoreError::Refused(format!("database has migration {unknown} of a later version")));
    }
    let mut n_applied = 0;
    for migration in MIGRATIONS.iter().filter(|migration| !applied.iter().any(|name| name == migration.name))
    {
        let sql = match database.backend {
            DbBackend::Postgres => migration.postgres,
            _ => migration.sqlite,
        };
        transaction.execute_unprepared(sql).await?;
        let record = database.statement(
            "insert into migration (name, applied_at) values ($1, $2)",
            vec![text(migration.name), at(now)],
        );
        transaction.execute_raw(record).await?;
        n_applied += 1;
    }
    transaction.commit().await?;
    Ok(n_applied)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_migration_stands_in_both_folders_and_in_the_list() {
        let listed: BTreeSet<String> = super::names().map(|name| format!("{name}.sql")).collect();
        for database in ["sqlite", "postgres"] {
            let folder = format!("{}/migrations/{database}", env!("CARGO_MANIFEST_DIR"));
            let files: BTreeSet<String> = std::fs::read_dir(folder)
                .expect("folder")
                .map(|file| file.expect("file").file_name().into_string().expect("name"))
                .collect();
            assert_eq!(files, listed, "{database}");
        }
    }
}
