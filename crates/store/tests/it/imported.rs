//! The register of imported cases: written once, found by the people it names, resumable, unreadable.

use std::collections::BTreeSet;
use std::sync::Arc;

use sea_orm::{ConnectionTrait as _, Statement};
use tokio::task::JoinSet;
use weicourt_domain::digest::Digest;
use weicourt_domain::facts::Facts;
use weicourt_domain::id::PersonId;
use weicourt_domain::register::{PartyInput, RegisterInput, RegisterRecord, RegisterRules, StaffInput};
use weicourt_store::{
    ImportProgress, Imported, IndexTime, Page, PreparedRecord, RegisterCondition, Store, Upserted,
};

use crate::court::{Court, on_every_database};

const ALL: Page = Page { offset: 0, limit: 100 };

fn input(number: u32) -> RegisterInput {
    let party = |role: &str, name: &str, id_number: &str| PartyInput {
        role: role.to_owned(),
        name: name.to_owned(),
        id_number: id_number.to_owned(),
        ..PartyInput::default()
    };
    RegisterInput {
        source_id: format!("AJ-{number}"),
        case_number: format!("（2026）浙0203民初{number}号"),
        cause_name: "民间借贷纠纷".to_owned(),
        handling_judge: Some(StaffInput { name: "样例法官".to_owned(), staff_id: "j1".to_owned() }),
        filed_on: "2026-03-02".to_owned(),
        due_on: format!("2026-09-{:02}", 1 + number % 28),
        parties: vec![
            party("plaintiff", "样例甲", "330299190001010024"),
            party("defendant", "样例乙", "330299190102020010"),
        ],
        ..RegisterInput::default()
    }
}

fn checked(store: &Store, input: &RegisterInput) -> RegisterRecord {
    let rules = RegisterRules::new(&Facts::embedded(), "2026-11-02".parse().expect("date"));
    let sealer = store.record_sealer();
    rules.check(input, |id| sealer.id_digest(id)).expect("a good record")
}

fn prepared(store: &Store, numbers: impl Iterator<Item = u32>) -> Vec<PreparedRecord> {
    let rules = RegisterRules::new(&Facts::embedded(), "2026-11-02".parse().expect("date"));
    let sealer = store.record_sealer();
    let record = |number| rules.check(&input(number), |id| sealer.id_digest(id)).expect("a good record");
    numbers.map(|number| sealer.prepare(record(number)).expect("sealed")).collect()
}

async fn load(store: &Store, numbers: std::ops::Range<u32>, time: IndexTime) -> Vec<Imported> {
    let file = Digest::of(format!("{numbers:?} {time:?}").as_bytes());
    let mut import = store.begin_import(file, false, time, |_| {}).await.expect("begin");
    let batch = import.look(prepared(store, numbers)).await.expect("look");
    let outcomes = batch.outcomes().to_vec();
    let progress = ImportProgress { n_lines: 7, ..ImportProgress::default() };
    assert!(batch.commit(&progress).await.expect("commit"));
    import.finish(&progress, |_| {}).await.expect("finish");
    outcomes
}

#[tokio::test]
async fn a_record_comes_back_as_it_was_written() {
    on_every_database(|court| async move {
        let store = &court.store;
        let record = checked(store, &input(1));
        let created = store.upsert_imported(&record, &RegisterCondition::New).await.expect("upsert");
        let Upserted::Created { case, etag } = created else { panic!("not new: {created:?}") };
        let found = store.imported_by_source("AJ-1").await.expect("read").expect("there");
        assert_eq!((found.case, found.version, found.etag(), &found.record), (case, 1, etag, &record));
        let by_number = store.imported_by_number("（2026）浙0203民初1号").await.expect("read");
        assert_eq!(by_number.expect("there"), found);
        // Written down again and handed in again, it is the same record.
        let again = checked(store, &RegisterInput::from(&found.record));
        let same = store.upsert_imported(&again, &RegisterCondition::Any).await.expect("upsert");
        assert!(matches!(same, Upserted::Unchanged { .. }), "{same:?}");
    })
    .await;
}

#[tokio::test]
async fn people_and_judges_find_their_cases_and_nobody_elses() {
    on_every_database(|court| async move {
        let store = &court.store;
        load(store, 1..60, IndexTime::Afterwards).await;
        let digest = |number: &str| store.keyed_digest("id", number.as_bytes());
        let of = |number: &'static str| store.imported_of_person(PersonId(11), digest(number), ALL);
        assert_eq!(of("330299190001010024").await.expect("mine").len(), 59);
        assert_eq!(of("33029919020303004X").await.expect("mine").len(), 0);
        let list = store.imported_of_judge("j1", ALL).await.expect("list");
        assert_eq!(list.len(), 59);
        let due: Vec<_> = list.iter().map(|case| case.record.due_on).collect();
        assert!(due.is_sorted(), "the first to end stands first: {due:?}");
        assert_eq!(store.imported_of_judge("j2", ALL).await.expect("list").len(), 0);
        // Somebody who is named no more is not found any more, and a closed case leaves the list.
        let mut changed = input(7);
        changed.parties.remove(0);
        changed.parties.push(PartyInput { role: "plaintiff".to_owned(), ..input(7).parties[1].clone() });
        changed.closed_on = "2026-10-01".to_owned();
        store.upsert_imported(&checked(store, &changed), &RegisterCondition::Known).await.expect("upsert");
        assert_eq!(of("330299190001010024").await.expect("mine").len(), 58);
        assert_eq!(of("330299190102020010").await.expect("mine").len(), 59);
        assert_eq!(store.imported_of_judge("j1", ALL).await.expect("list").len(), 58);
    })
    .await;
}

#[tokio::test]
async fn an_import_says_what_is_new_changed_the_same_and_taken() {
    on_every_database(|court| async move {
        let store = &court.store;
        court.registered_case().await;
        // The court filed （2026）浙0203民初1号 itself.
        let outcomes = load(store, 1..1000, IndexTime::Automatic).await;
        assert_eq!(outcomes[0], Imported::FiledHere);
        assert!(outcomes[1..].iter().all(|outcome| *outcome == Imported::Created));
        assert_eq!(store.n_imported().await.expect("count"), 998);
        let again = load(store, 1..1001, IndexTime::Automatic).await;
        assert_eq!(again.iter().filter(|outcome| **outcome == Imported::Unchanged).count(), 998);
        assert_eq!((again[0], again[999]), (Imported::FiledHere, Imported::Created));

        let mut other = input(5);
        other.source_id = "AJ-other".to_owned();
        let taken = store.upsert_imported(&checked(store, &other), &RegisterCondition::Any).await;
        assert_eq!(taken.expect("upsert"), Upserted::NumberTaken);
        let here = store.upsert_imported(&checked(store, &input(1)), &RegisterCondition::Any).await;
        assert_eq!(here.expect("upsert"), Upserted::FiledHere);
        // The court goes on counting after the numbers that came from outside.
        let filed = court.registered_case().await;
        let row = store.case_row(filed).await.expect("row").expect("there");
        assert_eq!(row.case_number.expect("registered").to_string(), "（2026）浙0203民初1001号");
    })
    .await;
}

#[tokio::test]
async fn of_sixty_four_that_write_at_once_one_is_first() {
    on_every_database(|court| async move {
        let store = court.store.clone();
        let write = |condition: RegisterCondition, clerk: String| {
            let store = store.clone();
            async move {
                let mut input = input(9);
                input.clerk = Some(StaffInput { name: clerk, staff_id: String::new() });
                store.upsert_imported(&checked(&store, &input), &condition).await.expect("upsert")
            }
        };
        let mut writers = JoinSet::new();
        for n in 0..64 {
            writers.spawn(write(RegisterCondition::New, format!("样例书记员{n}")));
        }
        let first = writers.join_all().await;
        assert_eq!(first.iter().filter(|done| matches!(done, Upserted::Created { .. })).count(), 1);
        assert_eq!(first.iter().filter(|done| matches!(done, Upserted::Otherwise { .. })).count(), 63);

        let etag = store.imported_by_source("AJ-9").await.expect("read").expect("there").etag();
        let mut writers = JoinSet::new();
        for n in 100..164 {
            writers.spawn(write(RegisterCondition::Is(vec![etag.clone()]), format!("样例书记员{n}")));
        }
        let second = writers.join_all().await;
        assert_eq!(second.iter().filter(|done| matches!(done, Upserted::Updated { .. })).count(), 1);
        assert_eq!(second.iter().filter(|done| matches!(done, Upserted::Otherwise { .. })).count(), 63);

        let mut writers = JoinSet::new();
        for n in 200..264 {
            writers.spawn(write(RegisterCondition::Any, format!("样例书记员{n}")));
        }
        let third = writers.join_all().await;
        assert!(third.iter().all(|done| matches!(done, Upserted::Updated { .. })));
        let tags: BTreeSet<String> = third
            .into_iter()
            .map(|done| match done {
                Upserted::Updated { etag, .. } => etag,
                other => panic!("not written: {other:?}"),
            })
            .collect();
        assert_eq!(tags.len(), 64, "every version has an entity tag of its own");
        let last = store.imported_by_source("AJ-9").await.expect("read").expect("there");
        assert_eq!(last.version, 66);
        let mine =
            store.imported_of_person(PersonId(1), store.keyed_digest("id", b"330299190001010024"), ALL);
        assert_eq!(mine.await.expect("mine").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_register_that_lost_its_indexes_takes_no_single_record_and_is_mended() {
    on_every_database(|court| async move {
        let store = &court.store;
        let file = Digest::of(b"a file");
        let mut import = store.begin_import(file, false, IndexTime::Afterwards, |_| {}).await.expect("begin");
        assert!(import.is_blind());
        let batch = import.look(prepared(store, 1..10)).await.expect("look");
        assert!(batch.commit(&ImportProgress { read_bytes: 5, ..Default::default() }).await.expect("commit"));
        // Killed here: the indexes are missing.
        drop(import);
        let refused = store.upsert_imported(&checked(store, &input(50)), &RegisterCondition::Any).await;
        assert!(refused.is_err());
        assert_eq!(store.import_progress(file).await.expect("progress").expect("begun").read_bytes, 5);
        // Another import makes them first and finds what is there.
        let made = Arc::new(std::sync::Mutex::new(Vec::new()));
        let names = made.clone();
        let other = Digest::of(b"another file");
        let begun = store.begin_import(other, false, IndexTime::Afterwards, move |name| {
            names.lock().expect("lock").push(name);
        });
        let mut import = begun.await.expect("begin");
        assert!(!import.is_blind());
        assert_eq!(made.lock().expect("lock").len(), 6, "five indexes and the count");
        let batch = import.look(prepared(store, 5..15)).await.expect("look");
        let unchanged = batch.outcomes().iter().filter(|outcome| **outcome == Imported::Unchanged).count();
        assert_eq!(unchanged, 5);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_a_person_is_on_the_disk() {
    let court = Court::sqlite().await;
    let store = &court.store;
    load(store, 1..40, IndexTime::RowByRow).await;
    let mut input = input(100);
    input.parties[0].phone = "15400000001".to_owned();
    store.upsert_imported(&checked(store, &input), &RegisterCondition::Any).await.expect("upsert");
    court.close().await;
    let canaries =
        ["样例甲", "样例乙", "样例法官", "330299190001010024", "330299190102020010", "15400000001"];
    // A digest without the key would be found by hashing every number there is.
    let digests: Vec<Vec<u8>> = ["330299190001010024", "330299190102020010"]
        .iter()
        .flat_map(|number| {
            let digest = Digest::of(number.as_bytes()).0;
            [digest[..8].to_vec(), digest.to_vec()]
        })
        .collect();
    let mut n_files = 0;
    for file in std::fs::read_dir(court.data()).expect("data") {
        let path = file.expect("file").path();
        if path.is_file() {
            n_files += 1;
            let bytes = std::fs::read(&path).expect("read");
            let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
            assert!(canaries.iter().all(|canary| !holds(canary.as_bytes())), "{}", path.display());
            assert!(digests.iter().all(|digest| !holds(digest)), "{}", path.display());
        }
    }
    assert!(n_files > 0);
}

#[tokio::test]
async fn an_erased_case_is_gone_from_the_register_too() {
    on_every_database(|court| async move {
        let store = &court.store;
        load(store, 1..4, IndexTime::RowByRow).await;
        let imported = store.imported_by_source("AJ-2").await.expect("read").expect("there");
        store.create_case_key(imported.case).await.expect("key");
        store.erase_case(imported.case).await.expect("erase");
        assert_eq!(store.imported_by_source("AJ-2").await.expect("read"), None);
        let digest = store.keyed_digest("id", b"330299190001010024");
        assert_eq!(store.imported_of_person(PersonId(11), digest, ALL).await.expect("mine").len(), 2);
        let intruder = court.intruder().await;
        let sql = format!("select 1 from register_party where case_id = {}", imported.case.0);
        let look = Statement::from_string(intruder.get_database_backend(), sql);
        assert!(intruder.query_all_raw(look).await.expect("look").is_empty());
        intruder.close().await.expect("close");
    })
    .await;
}
