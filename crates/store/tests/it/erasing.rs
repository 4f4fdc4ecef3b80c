//! A case that is erased leaves nothing: no word, no name, no number, no file, not even its id.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::task::{Context, Poll};
use std::time::Duration;

use sea_orm::ConnectionTrait as _;
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::CaseId;
use weicourt_domain::log::Position;
use weicourt_store::{
    Append, Needles, NewInvitation, NewNotice, NewUpload, Place, Residue, Row, Store, StoreError, StoreUrl,
};

use crate::court::{
    Court, DEFENDANT, PLAINTIFF, bench, closing, filing, form, on_every_database, open_at, party,
    registration, says,
};

/// What is said, handed in and named in the erased case, each in a place of its own.
pub(crate) const CANARIES: [&str; 12] = [
    "金丝雀的话语一二",
    "金丝雀原告某某",
    "金丝雀被告某某",
    "金丝雀事实与理由",
    "金丝雀住所地址",
    "金丝雀受邀人某",
    "金丝雀文件名称",
    "金丝雀草稿内容",
    "canary-phone-number",
    "canary-notice-link",
    "canary-photo-bytes",
    "canary-upload-bytes",
];

/// Read marks are written two seconds behind.
const WRITTEN_BEHIND: Duration = Duration::from_millis(2_500);

/// A case with something in every table and directory; gives its number as well.
pub(crate) async fn full_case(court: &Court) -> (CaseId, String) {
    let store = &court.store;
    let case = store.new_case().await.expect("case");
    let mut form = form();
    form.claimants = vec![party(CANARIES[1])];
    form.respondents = vec![party(CANARIES[2])];
    form.respondents[0].phone = Some(CANARIES[8].to_owned());
    form.respondents[0].domicile = Some(CANARIES[4].to_owned());
    form.respondents[0].id_digest = Some(store.keyed_digest("id", case.to_string().as_bytes()));
    form.facts_and_reasons = CANARIES[3].to_owned();
    let notice = NewNotice::new("invitation", Some(case), &CANARIES[9], court.now()).expect("notice");
    let invitation = NewInvitation {
        token_digest: Digest::of(case.to_string().as_bytes()),
        party: 1,
        agent: None,
        name: CANARIES[5].to_owned(),
        expires_at: court.now().plus_ms(1000),
    };
    let filed = Append {
        with: vec![Row::Notice(notice), Row::Invitation(invitation)],
        ..court.append_of(case, vec![filing(form.clone()), registration(), bench()])
    };
    let registered = store.append(filed).await.expect("append");
    let EntryBody::CaseRegistered { case_number, .. } = &registered.entries[1].body else {
        panic!("registered");
    };
    let number = case_number.to_string();
    form.facts_and_reasons = CANARIES[7].to_owned();
    store.create_draft(case, PLAINTIFF, &form).await.expect("draft");
    for _ in 0..20 {
        court.append(case, vec![says(CANARIES[0])]).await;
    }
    let photo = CANARIES[10].repeat(10_000).into_bytes();
    store.put_blob(case, photo, "image/jpeg", Some(CANARIES[6])).await.expect("blob");
    let chunk = CANARIES[11].repeat(100).into_bytes();
    let upload = NewUpload {
        case,
        person: PLAINTIFF,
        size_bytes: 2 * chunk.len() as u64,
        media_type: "image/jpeg".to_owned(),
        name: Some(CANARIES[6].to_owned()),
    };
    let upload = store.begin_upload(upload).await.expect("begin");
    store.write_chunk(upload, 0, chunk).await.expect("chunk");
    store.set_read_mark(case, DEFENDANT, Position { front: 3, court: 1 });
    (case, number)
}

fn needles(case: CaseId, number: &str) -> Needles {
    let mut needles = Needles::new();
    CANARIES.iter().for_each(|canary| needles.text(canary));
    needles.text(number);
    needles.case(case);
    needles
}

/// Tables with rows of `case`.
pub(crate) async fn tables_with(court: &Court, case: CaseId) -> BTreeSet<String> {
    let intruder = court.intruder().await;
    let sql = match &court.config.url {
        StoreUrl::Sqlite { .. } => {
            "select m.name from sqlite_master m join pragma_table_info(m.name) c on c.name = 'case_id'
             where m.type = 'table'"
        }
        StoreUrl::Postgres { .. } => {
            "select cast(table_name as text) from information_schema.columns
             where table_schema = current_schema() and column_name = 'case_id'"
        }
    };
    let backend = intruder.get_database_backend();
    let query = |sql: String| sea_orm::Statement::from_string(backend, sql);
    let mut tables = BTreeSet::new();
    for row in intruder.query_all_raw(query(sql.to_owned())).await.expect("schema") {
        let table: String = row.try_get_by_index(0).expect("name");
        let count = format!("select count(*) from {table} where case_id = {}", case.0);
        let row = intruder.query_one_raw(query(count)).await.expect("count").expect("a row");
        if row.try_get_by_index::<i64>(0).expect("count") > 0 {
            tables.insert(table);
        }
    }
    intruder.close().await.expect("close");
    tables
}

pub(crate) fn n_files(dir: &Path) -> usize {
    let entries = std::fs::read_dir(dir).expect("directory");
    entries
        .map(|entry| entry.expect("entry").path())
        .map(|path| if path.is_dir() { n_files(&path) } else { 1 })
        .sum()
}

#[tokio::test]
async fn an_erased_case_is_gone_from_every_table_and_every_byte_of_the_directory() {
    on_every_database(|court| async move {
        let store = &court.store;
        let stays = court.registered_case().await;
        store.put_blob(stays, b"the photo of another case".to_vec(), "image/jpeg", None).await.expect("blob");
        let (case, number) = full_case(&court).await;
        tokio::time::sleep(WRITTEN_BEHIND).await;
        let tables = tables_with(&court, case).await;
        assert!(tables.len() >= 12, "the story has something in every table: {tables:?}");
        let before = store.residue(needles(case, &number), &[]).await.expect("search");
        let found: BTreeSet<usize> = before.hits.iter().map(|hit| hit.needle).collect();
        assert_eq!(
            found,
            BTreeSet::from([CANARIES.len() + 1]),
            "only the id stands in clear, not even the number"
        );
        let (heads, files) = (store.heads(case).await.expect("heads"), n_files(&court.config.blob_dir));

        store.set_read_mark(case, DEFENDANT, Position { front: 4, court: 1 });
        let erased = store.erase_case(case).await.expect("erase");
        assert_eq!((erased.case, erased.heads), (case, heads));
        assert_eq!((erased.n_entries, erased.n_blobs), (23, 1));
        assert_eq!(erased.key_destroyed_at, court.now());

        assert_eq!(tables_with(&court, case).await, BTreeSet::new());
        assert_eq!(n_files(&court.config.blob_dir), files - 2, "the photo and the upload are gone");
        let after = store.residue(needles(case, &number), &[]).await.expect("search");
        assert!(after.n_places > 3 && after.n_bytes > 2_000, "{after:?}");
        assert_eq!(after.hits, []);
        assert_eq!(after.n_hits, 0);

        // The other case is as it was, and acts go on.
        assert_eq!(court.verify(stays).await, Ok(store.heads(stays).await.expect("heads").position()));
        court.append(stays, vec![says("还在")]).await;
        assert!(matches!(
            store.append(court.append_of(case, vec![says("迟到的话")])).await,
            Err(StoreError::NoCaseKey(_))
        ));
        store.set_read_mark(case, DEFENDANT, Position { front: 9, court: 9 });
        tokio::time::sleep(WRITTEN_BEHIND).await;
        let late = NewNotice::new("invitation", Some(case), &"late", court.now()).expect("notice");
        store.add_notice(&late).await.expect("nothing is written");
        assert_eq!(tables_with(&court, case).await, BTreeSet::new());

        // Until its certificate is written the node remembers what it erased, and says the same again.
        assert_eq!(store.erased().await.expect("marks"), [erased]);
        assert_eq!(store.erase_case(case).await.expect("again"), erased);
        store.forget_erased(&[case]).await.expect("forget");
        assert_eq!(store.erased().await.expect("marks"), []);
        let nothing = store.erase_case(case).await.expect("a case that is not here");
        assert_eq!((nothing.n_entries, nothing.heads.n), (0, 0));
        store.forget_erased(&[case]).await.expect("forget");
    })
    .await;
}

#[tokio::test]
async fn an_erased_case_may_begin_again_under_a_new_key() {
    on_every_database(|court| async move {
        let store = &court.store;
        let (case, _) = full_case(&court).await;
        store.erase_case(case).await.expect("erase");
        store.create_case_key(case).await.expect("a new key");
        court.append(case, vec![filing(form()), registration(), bench(), closing()]).await;
        assert_eq!(court.verify(case).await, Ok(Position { front: 1, court: 3 }));
        store.set_read_mark(case, DEFENDANT, Position { front: 1, court: 1 });
        assert_eq!(store.read_marks_of_case(case).await.expect("marks").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn many_cases_go_at_once_and_the_others_stay() {
    on_every_database(|court| async move {
        let store = &court.store;
        let mut cases = Vec::new();
        for _ in 0..70 {
            cases.push(court.registered_case().await);
        }
        // Ids made in one millisecond are in no order.
        cases.sort_unstable();
        let (gone, stay) = cases.split_at(66);
        let erased = store.erase_cases(gone).await.expect("erase");
        assert_eq!(erased.iter().map(|erased| erased.case).collect::<Vec<_>>(), gone);
        assert!(erased.iter().all(|erased| erased.n_entries == 3));
        let mut needles = Needles::new();
        gone.iter().for_each(|case| needles.case(*case));
        assert_eq!(store.residue(needles, &[]).await.expect("search").hits, []);
        for case in stay {
            court.verify(*case).await.expect("whole");
            assert!(store.case_row(*case).await.expect("row").is_some());
        }
        assert_eq!(store.all_cases(None, 100).await.expect("cases"), stay);
    })
    .await;
}

/// Opens a node, lets it work until it was polled `polls` times and ends it there; what it had given to other
/// threads is done when this returns.
pub(crate) async fn cut_off<T: Send + 'static, F: Future<Output = T>>(
    court: &Court,
    polls: usize,
    work: impl FnOnce(Store) -> F + Send + 'static,
) -> Option<T> {
    let (config, dir, clock) = (court.config.clone(), court.dir.path().to_owned(), court.clock());
    let node = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
        runtime.block_on(async {
            let node = open_at(&config, &dir, &clock).await;
            let done = drop_after(polls, work(node.clone())).await;
            node.close().await.expect("close");
            done
        })
    });
    node.await.expect("node")
}

/// Polls `work` until it is done or was polled `polls` times; then it is dropped where it stands.
async fn drop_after<T>(polls: usize, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut polled = 0;
    std::future::poll_fn(|context: &mut Context<'_>| {
        polled += 1;
        match work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if polled >= polls => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

#[tokio::test]
async fn an_erasure_that_is_cut_off_anywhere_is_finished_by_the_next_node() {
    on_every_database(|court| async move {
        let mut n_unfinished = 0;
        for polls in 1.. {
            let (case, number) = full_case(&court).await;
            let done = cut_off(&court, polls, async move |node: Store| node.erase_case(case).await).await;
            let next = court.second_node().await;
            let erased = next.erased().await.expect("marks");
            if erased.is_empty() {
                // It was cut off before anything was destroyed: all is as it was.
                assert!(done.is_none());
                assert!(next.case_row(case).await.expect("row").is_some());
                court.verify(case).await.expect("whole");
                next.erase_case(case).await.expect("erase");
            } else {
                assert_eq!(erased.len(), 1);
                assert_eq!((erased[0].case, erased[0].n_entries, erased[0].n_blobs), (case, 23, 1));
                n_unfinished += usize::from(done.is_none());
            }
            next.forget_erased(&[case]).await.expect("forget");
            let left = next.residue(needles(case, &number), &[]).await.expect("search");
            assert_eq!(left.hits, [], "cut off after {polls} polls");
            assert_eq!(tables_with(&court, case).await, BTreeSet::new());
            next.close().await.expect("close");
            if done.is_some() {
                break;
            }
        }
        assert!(n_unfinished > 5, "it was cut off in the middle {n_unfinished} times");
    })
    .await;
}

#[tokio::test]
async fn the_search_finds_every_shape_of_what_it_looks_for() {
    let dir = tempfile::tempdir().expect("directory");
    let case = CaseId(0x0c5a_1234_5678_9abc);
    let mut needles = Needles::new();
    needles.text("样例人张三");
    needles.text("15400000001");
    needles.case(case);
    needles.bytes(b"\x00\x01\xfe\xffphoto");
    needles.text("短");
    let utf16: Vec<u8> = "样例人张三".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let shapes: [(&[u8], usize); 10] = [
        ("样例人张三".as_bytes(), 0),
        (&utf16, 0),
        (br"\u6837\u4f8b\u4eba\u5f20\u4e09", 0),
        (br"\u6837\u4F8B\u4EBA\u5F20\u4E09", 0),
        (b"%E6%A0%B7%E4%BE%8B%E4%BA%BA%E5%BC%A0%E4%B8%89", 0),
        (b"3135343030303030303031", 1),
        (case.to_string().as_bytes(), 2),
        (&case.0.to_be_bytes(), 2),
        (b"890043892357438140", 2),
        (b"\x00\x01\xfe\xffphoto", 3),
    ]
    .map(|(shape, needle)| (&*shape.to_vec().leak(), needle));
    // Across the border between two pieces, at the end, and alone.
    for (number, (shape, needle)) in shapes.iter().enumerate() {
        for place in [0, 3, (1 << 20) - 3, (1 << 20) - shape.len(), 1 << 20, (1 << 21) - 1] {
            let mut bytes = vec![b'.'; place];
            bytes.extend_from_slice(shape);
            bytes.extend_from_slice(b"..");
            std::fs::write(dir.path().join("file"), bytes).expect("file");
            let found = needles.search(&[dir.path().to_owned()]).expect("search");
            assert_eq!(found.n_hits, 1, "shape {number} at {place}");
            assert_eq!(found.hits[0].needle, *needle);
            let at = Place::File { path: dir.path().join("file"), offset: place as u64 };
            assert_eq!(found.hits[0].place, at);
        }
    }
    std::fs::remove_file(dir.path().join("file")).expect("remove");
    std::fs::write(dir.path().join("样例人张三.txt"), "").expect("file");
    let found = needles.search(&[dir.path().to_owned(), dir.path().to_owned()]).expect("search");
    assert!(matches!(found.hits.as_slice(), [hit] if matches!(hit.place, Place::Name { .. })));
    assert_eq!((found.n_places, found.n_needles), (1, 5));
}

/// What lies under `dir` of a PostgreSQL server, by the part of its directory: tables, write-ahead log, the rest.
fn hits_by_part(found: &Residue, dir: &Path) -> BTreeMap<String, u64> {
    let mut hits = BTreeMap::new();
    for hit in &found.hits {
        if let Place::File { path, .. } = &hit.place {
            let part = path.strip_prefix(dir).expect("below").iter().next().expect("a part");
            *hits.entry(part.to_string_lossy().into_owned()).or_default() += 1;
        }
    }
    hits
}

/// Where the disk of the server can be read, its files are searched as well.
#[tokio::test]
async fn on_the_disk_of_a_database_server_no_word_was_ever_and_no_key_stays_in_its_tables() {
    on_every_database(|court| async move {
        let StoreUrl::Postgres { .. } = &court.config.url else { return };
        let intruder = court.intruder().await;
        let query = |sql: &str| sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, sql);
        let row = intruder.query_one_raw(query("show data_directory")).await.expect("query").expect("row");
        let dir = PathBuf::from(row.try_get_by_index::<String>(0).expect("path"));
        if std::fs::read_dir(dir.join("base")).is_err() {
            return intruder.close().await.expect("close");
        }
        let (case, number) = full_case(&court).await;
        let sql = format!("select wrapped from case_key where case_id = {}", case.0);
        let row = intruder.query_one_raw(query(&sql)).await.expect("query").expect("row");
        let wrapped: Vec<u8> = row.try_get_by_index(0).expect("key");
        let words = || {
            let mut needles = Needles::new();
            CANARIES.iter().for_each(|canary| needles.text(canary));
            needles.text(&number);
            needles
        };
        intruder.execute_unprepared("checkpoint").await.expect("checkpoint");
        assert_eq!(words().search(std::slice::from_ref(&dir)).expect("search").hits, [], "during the case");
        let mut traces = Needles::new();
        traces.bytes(&wrapped);
        let before = traces.search(std::slice::from_ref(&dir)).expect("search");
        assert!(hits_by_part(&before, &dir).contains_key("base"), "the search can find the key: {before:?}");

        court.store.erase_case(case).await.expect("erase");
        court.store.forget_erased(&[case]).await.expect("forget");
        court.store.compact().await.expect("compact");
        intruder.execute_unprepared("checkpoint").await.expect("checkpoint");
        let after = words().search(std::slice::from_ref(&dir)).expect("search");
        assert_eq!(after.hits, []);
        assert!(after.n_bytes > 20_000_000, "tables, catalogue and write-ahead log: {} bytes", after.n_bytes);
        // The server's write-ahead log keeps ids and sealed bytes until the server writes over it; its
        // tables do not.
        traces.case(case);
        let left = hits_by_part(&traces.search(std::slice::from_ref(&dir)).expect("search"), &dir);
        assert!(left.keys().all(|part| part == "pg_wal"), "{left:?}");
        intruder.close().await.expect("close");
    })
    .await;
}
