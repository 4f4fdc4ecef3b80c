//! Plain SQL migrations, forward only, in pairs with the same name for both databases.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, DbBackend};
use weicourt_domain::instant::Instant;

use crate::case_keys::CaseKeys;
use crate::database::{Columns, Database, at, bytes, case, digest, text};
use crate::error::StoreError;
use crate::keys::NodeKeys;
use crate::projections::case_register::{NUMBER_DIGEST, seal_number};

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
    "20261124_0900_erasure",
    "20261124_0920_register",
    "20261124_0930_devices",
    "20261124_0950_passkeys",
    "20261124_0940_exchange",
    "20261124_1000_policy_in_force",
    "20261129_0900_uploaders",
    "20261129_0900_agenda",
    "20261129_0910_file_marks",
    "20261129_0920_issued_codes",
    "20261129_0940_notices",
    "20261129_2200_service",
];

/// The migration after which case numbers do not stand in clear any more.
const NUMBERS_ARE_SEALED: &str = "20261124_0900_erasure";

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
pub(crate) async fn run(database: &Database, keys: &NodeKeys, now: Instant) -> Result<usize, StoreError> {
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
        if migration.name == NUMBERS_ARE_SEALED {
            seal_numbers(database, &transaction, keys).await?;
        }
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

/// Seals the case numbers that stand in clear and drops their column. SQL alone cannot: it has no keys.
async fn seal_numbers(
    database: &Database,
    transaction: &DatabaseTransaction,
    keys: &NodeKeys,
) -> Result<(), StoreError> {
    let wrapping = CaseKeys::new(keys);
    let sql = "select r.case_id, r.case_number, k.wrapped from case_register r
               join case_key k on k.case_id = r.case_id
               where r.case_number is not null and k.wrapped is not null";
    for row in transaction.query_all_raw(database.statement(sql, vec![])).await? {
        let mut columns = Columns::of(&row);
        let case_id = columns.case()?;
        let number: String = columns.take()?;
        let wrapped: Vec<u8> = columns.take()?;
        let key = wrapping.unwrap(case_id, &wrapped)?;
        let sql = "update case_register set number = $2, number_digest = $3 where case_id = $1";
        let values = vec![
            case(case_id),
            bytes(seal_number(&key, case_id, &number)?),
            digest(keys.keyed_digest(NUMBER_DIGEST, number.as_bytes())),
        ];
        transaction.execute_raw(database.statement(sql, values)).await?;
    }
    transaction.execute_unprepared("alter table case_register drop column case_number").await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use sea_orm::ConnectionTrait as _;
    use weicourt_domain::case_number::CaseNumber;
    use weicourt_domain::id::CaseId;
    use weicourt_domain::instant::Instant;

    use super::{MIGRATIONS, NUMBERS_ARE_SEALED};
    use crate::case_keys::CaseKeys;
    use crate::database::{Database, bytes, case, text};
    use crate::projections::case_register::about_title;
    use crate::{Needles, NodeKeys, Store, StoreConfig, StoreUrl};

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

    /// A database of the version before numbers were sealed, as it stood on a disk.
    async fn database_with_clear_number(
        path: &std::path::Path,
        keys: &NodeKeys,
        number: &str,
    ) -> (Database, CaseId) {
        let url = StoreUrl::Sqlite { path: path.to_owned() };
        let database = Database::open(&url, 1).await.expect("database");
        let sql = "create table migration (name text not null primary key, applied_at bigint not null)";
        database.writer.execute_unprepared(sql).await.expect("table");
        for migration in MIGRATIONS.iter().take_while(|migration| migration.name != NUMBERS_ARE_SEALED) {
            database.writer.execute_unprepared(migration.sqlite).await.expect("migration");
            let sql = "insert into migration (name, applied_at) values ($1, 0)";
            database.execute(sql, vec![text(migration.name)]).await.expect("record");
        }
        let case_id = CaseId(77);
        let case_keys = CaseKeys::new(keys);
        let wrapped = case_keys.wrap(case_id, &[7; 32]).expect("wrapped");
        let sql = "insert into case_key (case_id, wrapped, created_at) values ($1, $2, 0)";
        database.execute(sql, vec![case(case_id), bytes(wrapped.clone())]).await.expect("key");
        let key = case_keys.unwrap(case_id, &wrapped).expect("key");
        let title = key.sealer.seal(&about_title(case_id), "样例".as_bytes()).expect("title");
        let sql =
            "insert into case_register (case_id, case_number, kind, case_type, status, title, submitted_at)
                   values ($1, $2, 'civil_first_instance', '民初', 'filed', $3, 0)";
        database.execute(sql, vec![case(case_id), text(number), bytes(title)]).await.expect("row");
        let sql = "insert into head (case_id, front_seq, front_hash, court_seq, court_hash, n, last_at)
                   values ($1, 0, zeroblob(32), 0, zeroblob(32), 0, 0)";
        database.execute(sql, vec![case(case_id)]).await.expect("head");
        (database, case_id)
    }

    #[tokio::test]
    async fn numbers_that_stood_in_clear_are_sealed_and_still_found() {
        let dir = tempfile::tempdir().expect("directory");
        let keys = NodeKeys::load_or_create(&dir.path().join("keys")).expect("keys");
        let path = dir.path().join("data/weicourt.db");
        std::fs::create_dir_all(dir.path().join("data")).expect("directory");
        let number = "（2026）浙0203民初1号";
        let (database, case_id) = database_with_clear_number(&path, &keys, number).await;
        database.close().await.expect("close");

        let config = StoreConfig {
            url: StoreUrl::Sqlite { path },
            blob_dir: dir.path().join("data/blobs"),
            readers: 1,
        };
        let store = Store::open(config, keys, Arc::new(|| Instant(0))).await.expect("store");
        let parsed = CaseNumber::parse(number).expect("number");
        let row = store.case_by_number(&parsed).await.expect("row").expect("found");
        assert_eq!((row.case, row.case_number), (case_id, Some(parsed)));
        // What an earlier version left in its write-ahead log goes with the first emptying of it.
        store.erase_case(CaseId(1)).await.expect("nothing");
        let mut needles = Needles::new();
        needles.text(number);
        assert_eq!(store.residue(needles, &[]).await.expect("search").hits, []);
        store.close().await.expect("close");
    }
}
