//! The folder for the e-file system: read and checked by other tools, and by ours without a database.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::Value;
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class, Room};
use weicourt_domain::case_number::CaseSeries;
use weicourt_domain::case_type::CaseTypeCode;
use weicourt_domain::entry::{EntryBody, MessageContent, Outcome, Procedure, StaffName};
use weicourt_domain::form::{BlobRef, FilingForm, FilingKind, PartyForm, PartyKind};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, EntryRef, Origin};
use weicourt_domain::registration::PendingRegistration;
use weicourt_server::archive::{Fault, Options, OriginKeys, check, export};
use weicourt_store::{Append, Expected, NodeKeys, Store, StoreConfig, StoreUrl};

use crate::program::weicourt;

const PLAINTIFF: PersonId = PersonId(0x11_0000_0000_0011);
const JUDGE: PersonId = PersonId(0x11_0000_0000_0021);
const NUMBER: &str = "（2026）浙0203民初1号";
const SECRET: &str = "评议时说的话<script>";

/// A stopped node with one closed case in it.
struct Node {
    dir: tempfile::TempDir,
    case: CaseId,
}

impl Node {
    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    fn folder(&self) -> PathBuf {
        self.dir.path().join("archive")
    }

    async fn open(dir: &Path) -> Store {
        let keys = NodeKeys::load_or_create(&dir.join("data/keys")).expect("keys");
        let config = StoreConfig {
            url: StoreUrl::Sqlite { path: dir.join("data/weicourt.db") },
            blob_dir: dir.join("data/blobs"),
            readers: 1,
        };
        Store::open(config, keys, Arc::new(|| Instant(1_793_581_200_000))).await.expect("store")
    }

    async fn with_case(n_messages: usize) -> Node {
        let dir = tempfile::tempdir().expect("directory");
        let store = Node::open(dir.path()).await;
        let case = store.new_case().await.expect("case");
        tell(&store, case, n_messages).await;
        store.close().await.expect("close");
        Node { dir, case }
    }

    /// Exports through the program.
    fn export(&self, more: &[&str]) -> PathBuf {
        let (data, folder) = (self.data(), self.folder());
        let mut args = vec!["archive", "export", "--case", NUMBER, "--data", data.to_str().expect("path")];
        args.extend(["-o", folder.to_str().expect("path")]);
        args.extend(more);
        let ran = weicourt(&args);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        folder
    }
}

fn draft(who: PersonId, role: Role, class: Class, audience: Audience, body: EntryBody) -> Draft {
    let origin = if role.is_court() { Origin::Court } else { Origin::Front };
    let assurance = if role.is_court() { Assurance::Staff } else { Assurance::RealName };
    Draft {
        body: DraftBody::Ready(body),
        class,
        audience,
        actor: ActorStamp { person: who, role, assurance },
        origin,
    }
}

fn message(content: MessageContent) -> EntryBody {
    EntryBody::MessagePosted {
        content,
        quote: Some(EntryRef { origin: Origin::Front, seq: 1 }),
        mentions: BTreeSet::from([JUDGE]),
    }
}

fn text(words: &str) -> EntryBody {
    message(MessageContent::Text { text: words.to_owned() })
}

async fn blob(store: &Store, case: CaseId, content: &[u8], media_type: &str, name: &str) -> BlobRef {
    let meta = store.put_blob(case, content.to_vec(), media_type, Some(name)).await.expect("blob");
    BlobRef {
        sha256: meta.sha256,
        size_bytes: meta.size_bytes,
        media_type: media_type.to_owned(),
        name: Some(name.to_owned()),
        width: None,
        height: None,
        duration_ms: media_type.starts_with("audio").then_some(2_100),
        pages: None,
    }
}

async fn tell(store: &Store, case: CaseId, n_messages: usize) {
    let party =
        |name: &str| PartyForm { name: name.to_owned(), ..PartyForm::empty(PartyKind::NaturalPerson) };
    let mut form = FilingForm::empty(FilingKind::CivilFirstInstance);
    form.claimants = vec![party("样例甲")];
    form.respondents = vec![party("样例乙 <b>&")];
    form.claims = vec!["归还借款".to_owned(), "承担诉讼费用".to_owned()];
    form.claim_amount_fen = Some(weicourt_domain::money::Fen(1_234_500));
    let pending = PendingRegistration {
        filing: EntryRef { origin: Origin::Front, seq: 1 },
        series: CaseSeries {
            year: 2026,
            court: "浙0203".parse().expect("court code"),
            special: None,
            case_type: CaseTypeCode::new("民初"),
        },
        court_name: "样例人民法院".to_owned(),
        cause_code: "9104".to_owned(),
        cause_name: "民间借贷纠纷".to_owned(),
        procedure: Procedure::Simplified,
        filed_on: "2026-11-02".parse().expect("date"),
        title: "样例甲诉样例乙民间借贷纠纷".to_owned(),
    };
    let bench = EntryBody::BenchAssigned {
        handling_judge: StaffName { person: JUDGE, name: "样例法官".to_owned() },
        clerk: StaffName { person: PersonId(22), name: "样例书记员".to_owned() },
        judge_assistant: None,
        panel: Vec::new(),
    };
    let photo = blob(store, case, b"\x89PNG photo", "image/png", "借条.png").await;
    let voice = blob(store, case, &vec![7; 3 << 20], "audio/mp4", "录音.m4a").await;
    let notes = blob(store, case, b"notes of the bench", "text/plain", "评议.txt").await;
    let everyone = Audience::Everyone;
    let said = |body| draft(PLAINTIFF, Role::Plaintiff, Class::Conversation, everyone.clone(), body);
    let apart = |body| {
        let room = Audience::Room { room: Room::Deliberation };
        draft(JUDGE, Role::HandlingJudge, Class::Deliberation, room, body)
    };
    let registration = Draft {
        body: DraftBody::AwaitsNumber(Box::new(pending)),
        ..draft(JUDGE, Role::FilingOfficer, Class::Register, everyone.clone(), EntryBody::FloorOpened {})
    };
    let mut drafts = vec![
        draft(
            PLAINTIFF,
            Role::Plaintiff,
            Class::Material,
            everyone.clone(),
            EntryBody::FilingSubmitted { form },
        ),
        registration,
        draft(JUDGE, Role::FilingOfficer, Class::Register, everyone.clone(), bench),
        said(message(MessageContent::Photo { blob: photo, preview: None })),
        said(message(MessageContent::Voice { blob: voice })),
        said(message(MessageContent::Location {
            latitude_e7: 298_700_000,
            longitude_e7: 1_215_500_000,
            name: "样例路口".to_owned(),
            address: "样例路1号".to_owned(),
        })),
        apart(text(SECRET)),
        apart(message(MessageContent::File { blob: notes })),
    ];
    drafts.extend((0..n_messages).map(|index| said(text(&format!("第{index}句话")))));
    drafts.push(draft(
        JUDGE,
        Role::HandlingJudge,
        Class::Register,
        everyone,
        EntryBody::CaseClosed {
            outcome: Outcome::Mediated,
            note: "调解结案".to_owned(),
            closed_on: "2026-11-30".parse().expect("date"),
        },
    ));
    let append = Append {
        case,
        drafts,
        command: CommandId([7; 16]),
        proof: None,
        expected: Expected::Any,
        with: Vec::new(),
    };
    store.append(append).await.expect("append");
}

fn run(folder: &Path, program: &str, args: &[&str]) -> bool {
    let ran = Command::new(program).args(args).current_dir(folder).output().expect("the tool is installed");
    ran.status.success()
}

fn verify(folder: &Path) -> (Option<i32>, Value) {
    let ran = weicourt(&["archive", "verify", folder.to_str().expect("path"), "--json"]);
    (ran.code, serde_json::from_str(&ran.out).expect("JSON"))
}

#[tokio::test]
async fn the_folder_is_read_and_checked_by_common_tools() {
    let node = Node::with_case(3).await;
    let folder = node.export(&[]);
    assert!(run(&folder, "sha256sum", &["--strict", "-c", "checksums.sha256"]));
    let signed = ["pkeyutl", "-verify", "-pubin", "-inkey", "keys/archive.pem", "-rawin"];
    let list = ["-in", "checksums.sha256", "-sigfile", "checksums.sig"];
    assert!(run(&folder, "openssl", &[&signed[..], &list[..]].concat()));

    // One line of the log as the README says.
    let log = fs::read_to_string(folder.join("log/court.jsonl")).expect("log");
    let mut previous = "0".repeat(64);
    let hex = |text: &Value| data_encoding::HEXLOWER.decode(text.as_str().expect("text").as_bytes());
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        let envelope = hex(&line["envelope_bytes"]).expect("hexadecimal");
        assert_eq!(weicourt_domain::digest::Digest::of(&envelope).to_string(), line["hash"]);
        assert_eq!(line["envelope"]["previous"], previous);
        previous = line["hash"].as_str().expect("hash").to_owned();
        if line["body"]["state"] == "here" {
            let mut salted = hex(&line["body"]["salt"]).expect("hexadecimal");
            salted.extend(line["body"]["text"].as_str().expect("text").as_bytes());
            let digest = weicourt_domain::digest::Digest::of(&salted).to_string();
            assert_eq!(line["envelope"]["body_digest"], digest);
        }
    }
    let line: Value = serde_json::from_str(log.lines().next().expect("a line")).expect("JSON");
    fs::write(node.dir.path().join("bytes"), hex(&line["receipt_bytes"]).expect("hex")).expect("file");
    let signature = data_encoding::BASE64.decode(line["signature"].as_str().expect("text").as_bytes());
    fs::write(node.dir.path().join("signature"), signature.expect("base64")).expect("file");
    let signed = ["pkeyutl", "-verify", "-pubin", "-inkey", "keys/court.pem", "-rawin"];
    assert!(run(
        &folder,
        "openssl",
        &[&signed[..], &["-in", "../bytes", "-sigfile", "../signature"]].concat()
    ));

    let (code, checked) = verify(&folder);
    assert_eq!((code, &checked["valid"]), (Some(0), &Value::Bool(true)), "{checked}");
    assert_eq!((&checked["n_entries"], &checked["n_blobs"]), (&12.into(), &3.into()));
    assert_eq!((&checked["n_internal"], &checked["case_number"]), (&2.into(), &NUMBER.into()));
}

#[tokio::test]
async fn the_page_shows_everything_but_what_the_bench_deliberates() {
    let node = Node::with_case(3).await;
    let folder = node.export(&[]);
    let page = fs::read_to_string(folder.join("index.html")).expect("page");
    for words in [
        NUMBER,
        "样例甲诉样例乙民间借贷纠纷",
        "样例乙 &lt;b&gt;&amp;",
        "12345.00 元",
        "归还借款",
        "第2句话",
        "样例路口",
        "样例法官",
        "简易程序",
        "调解结案",
        "各方可见",
        "2026-11-30",
        "（内容在副卷）",
        "借条.png",
        "2.1 秒",
        "href=\"#front-1\"",
    ] {
        let words = words.replace("2.1 秒", "3 秒");
        assert!(page.contains(&words), "{words}");
    }
    assert!(page.contains("<img src=\"blobs/"));
    let is_foreign = |word: &str| page.contains(word);
    assert!(!["<script", "http://", "https://", "评议时说的话", "评议.txt"].into_iter().any(is_foreign));
    let internal = fs::read_to_string(folder.join("internal/index.html")).expect("internal page");
    assert!(internal.contains("评议时说的话&lt;script&gt;") && internal.contains("../internal/blobs/"));
    for log in ["log/front.jsonl", "log/court.jsonl"] {
        assert!(!fs::read_to_string(folder.join(log)).expect("log").contains("评议时说的话"));
    }
    // Every link leads to a file of the folder.
    let mut n_links = 0;
    for (page, base) in [(&page, folder.clone()), (&internal, folder.join("internal"))] {
        for link in page.split(['"']).filter(|part| part.contains("blobs/")) {
            assert!(base.join(link).is_file(), "{link}");
            n_links += 1;
        }
    }
    assert!(n_links >= 4, "{n_links}");
}

#[tokio::test]
async fn without_the_internal_file_the_folder_is_whole_and_says_so() {
    let node = Node::with_case(1).await;
    let folder = node.export(&["--without-internal"]);
    assert!(!folder.join("internal").exists());
    let (code, checked) = verify(&folder);
    assert_eq!(code, Some(0), "{checked}");
    assert_eq!((&checked["n_internal"], &checked["internal_included"]), (&2.into(), &false.into()));
    assert!(fs::read_to_string(folder.join("index.html")).expect("page").contains("未随附"));
    // What is there already is not written over.
    let (data, out) = (node.data(), folder.to_str().expect("path").to_owned());
    let again = ["archive", "export", "--case", NUMBER, "--data", data.to_str().expect("path"), "-o", &out];
    assert_eq!(weicourt(&again).code, Some(3));
    let (code, _) = verify(&folder);
    assert_eq!(code, Some(0));
    let unknown = ["archive", "export", "--case", "（2026）浙0203民初99号", "--data"];
    let other = node.dir.path().join("other");
    let unknown =
        [&unknown[..], &[data.to_str().expect("path"), "-o", other.to_str().expect("path")]].concat();
    assert_eq!(weicourt(&unknown).code, Some(1));
    assert!(!other.exists());
}

/// Copies a folder so that one thing may be spoiled.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder") {
        let entry = entry.expect("entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), target).expect("copy");
        }
    }
}

#[tokio::test]
async fn the_first_thing_that_is_wrong_is_named() {
    let node = Node::with_case(2).await;
    let store = Node::open(node.dir.path()).await;
    let keys = OriginKeys::both(store.keys().verifying_key());
    let folder = node.folder();
    let now = Instant(1_793_581_300_000);
    export(&store, node.case, &keys, &Options::default(), now, &folder).await.expect("export");
    let whole = check(&folder, &[]).expect("whole");
    assert_eq!((whole.n_entries, whole.n_blobs, whole.n_erased), (11, 3, 0));
    let fingerprint = whole.keys["court"].to_string();
    check(&folder, std::slice::from_ref(&fingerprint)).expect("a key that is trusted");
    assert!(matches!(check(&folder, &["00".repeat(32)]), Err(Fault::Untrusted { .. })));

    let photo = fs::read_dir(folder.join("blobs")).expect("blobs").next().expect("one").expect("entry");
    let photo = format!("blobs/{}", photo.file_name().to_string_lossy());
    let edit = |name: &'static str, from: &'static str, to: &'static str| {
        move |dir: &Path| {
            let text = fs::read_to_string(dir.join(name)).expect("text");
            assert!(text.contains(from), "{from} in {name}");
            fs::write(dir.join(name), text.replacen(from, to, 1)).expect("write");
        }
    };
    /// Lists and signs again, as somebody would who has the archive's key but not the chains'.
    fn relist(store: &Store, dir: &Path) {
        let list = fs::read_to_string(dir.join("checksums.sha256")).expect("list");
        let list: String = list
            .lines()
            .filter_map(|line| line.split_once("  "))
            .filter(|(_, name)| dir.join(name).exists())
            .map(|(_, name)| {
                let content = fs::read(dir.join(name)).expect("file");
                format!("{}  {name}\n", weicourt_domain::digest::Digest::of(&content))
            })
            .collect();
        fs::write(dir.join("checksums.sha256"), &list).expect("list");
        fs::write(dir.join("checksums.sig"), store.keys().sign_archive(list.as_bytes())).expect("signature");
    }
    type Spoil<'a> = Box<dyn Fn(&Path) + 'a>;
    let cases: Vec<(&str, bool, Spoil<'_>)> = vec![
        ("log/front.jsonl was changed", false, Box::new(edit("log/front.jsonl", "第1句话", "第9句话"))),
        ("body does not fit its digest", true, Box::new(edit("log/front.jsonl", "第1句话", "第9句话"))),
        ("contradict each other", true, Box::new(edit("log/court.jsonl", "\"n\":2", "\"n\":3"))),
        ("index.html was changed", false, Box::new(edit("index.html", "归还借款", "赠与"))),
        (
            "body does not fit its digest",
            true,
            Box::new(edit("internal/log/court.jsonl", "评议时", "没有时")),
        ),
        (
            "entry 3 should stand here",
            true,
            Box::new(edit("internal/log/court.jsonl", "\"seq\":3", "\"seq\":2")),
        ),
        ("is missing", false, Box::new(|dir| fs::remove_file(dir.join(&photo)).expect("remove"))),
        ("is missing", true, Box::new(|dir| fs::remove_file(dir.join(&photo)).expect("remove"))),
        (
            "extra.txt is not part",
            false,
            Box::new(|dir| fs::write(dir.join("log/extra.txt"), "x").expect("write")),
        ),
        ("was changed", false, Box::new(|dir| fs::write(dir.join(&photo), "x").expect("write"))),
        ("was changed", true, Box::new(|dir| fs::write(dir.join(&photo), "x").expect("write"))),
        ("not signed", false, Box::new(|dir| fs::write(dir.join("checksums.sig"), [7; 64]).expect("write"))),
        (
            "expected number 1",
            true,
            Box::new(|dir| {
                let log = fs::read_to_string(dir.join("log/front.jsonl")).expect("log");
                let (_, rest) = log.split_once('\n').expect("lines");
                fs::write(dir.join("log/front.jsonl"), rest).expect("write");
            }),
        ),
        (
            "the front chain ends at",
            true,
            Box::new(|dir| {
                let log = fs::read_to_string(dir.join("log/front.jsonl")).expect("log");
                let (rest, _) = log.trim_end().rsplit_once('\n').expect("lines");
                fs::write(dir.join("log/front.jsonl"), format!("{rest}\n")).expect("write");
            }),
        ),
        ("version 9", true, Box::new(edit("manifest.json", "\"version\": 1", "\"version\": 9"))),
        (
            "manifest.json cannot be understood",
            true,
            Box::new(edit("manifest.json", "weicourt-archive", "another")),
        ),
        (
            "leaves the folder",
            false,
            Box::new(|dir| {
                let list = fs::read_to_string(dir.join("checksums.sha256")).expect("list");
                let list = format!("{list}{}  ../data/weicourt.db\n", "0".repeat(64));
                fs::write(dir.join("checksums.sha256"), list).expect("list");
            }),
        ),
    ];
    for (index, (expected, relisted, spoil)) in cases.into_iter().enumerate() {
        let spoilt = node.dir.path().join(format!("spoilt-{index}"));
        copy(&folder, &spoilt);
        spoil(&spoilt);
        if relisted {
            relist(&store, &spoilt);
        }
        let fault = check(&spoilt, &[]).expect_err(expected).to_string();
        assert!(fault.contains(expected), "{index}: {fault}");
    }
    let (code, answer) = verify(&node.dir.path().join("spoilt-0"));
    assert_eq!((code, &answer["valid"]), (Some(1), &Value::Bool(false)));

    // A chain that is damaged in the store is not hidden in an archive.
    let other = OriginKeys {
        front: NodeKeys::load_or_create(&node.dir.path().join("others")).expect("keys").verifying_key(),
        ..keys
    };
    let refused = node.dir.path().join("refused");
    export(&store, node.case, &other, &Options::default(), now, &refused)
        .await
        .expect_err("another node's key");
    assert!(!refused.exists());
    store.close().await.expect("close");
}

#[tokio::test]
async fn certificates_come_along_and_an_erased_case_is_refused() {
    let node = Node::with_case(0).await;
    let store = Node::open(node.dir.path()).await;
    let keys = OriginKeys::both(store.keys().verifying_key());
    let heads = store.heads(node.case).await.expect("heads");
    let now = Instant(1_793_581_300_000);
    let receipt = store.keys().sign_return(node.case, heads, 9, 3, now);
    let json = serde_json::to_vec_pretty(&receipt).expect("JSON");
    let options = Options { certificates: vec![("return.json".to_owned(), json)], ..Options::default() };
    let exported = export(&store, node.case, &keys, &options, now, &node.folder()).await.expect("export");
    assert_eq!((exported.n_entries, exported.n_blobs), (9, 3));
    assert_eq!(check(&node.folder(), &[]).expect("whole").digest, exported.digest);
    assert!(node.folder().join("certificates/return.json").is_file());

    store.erase_case(node.case).await.expect("erase");
    let gone = node.dir.path().join("gone");
    export(&store, node.case, &keys, &options, now, &gone).await.expect_err("nothing is left to archive");
    assert!(!gone.exists());
    let left: Vec<String> = fs::read_dir(node.dir.path())
        .expect("directory")
        .map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".part"))
        .collect();
    assert_eq!(left, [""; 0]);
    store.close().await.expect("close");
}
