use std::collections::BTreeSet;
use std::path::Path;

use weicourt_domain::actor::{Assurance, Duty};
use weicourt_domain::digest::Digest;
use weicourt_store::{
    Append, Device, DeviceState, NewInvitation, NewNotice, NewPhoneCode, NewUpload, Person, Row, Session,
    Staff,
};

use crate::court::{Court, DEFENDANT, JUDGE, PLAINTIFF, bench, filing, form, party, registration, says};

/// Words that must not be found on the disk, one for each place they are handed in.
const CANARIES: [&str; 18] = [
    "金丝雀话语",
    "金丝雀手机",
    "金丝雀签名的话",
    "金丝雀原告",
    "金丝雀被告",
    "金丝雀事实",
    "金丝雀住所",
    "金丝雀受邀人",
    "金丝雀法官",
    "金丝雀文件名",
    "金丝雀草稿",
    "canary-phone-number",
    "canary-identity-number",
    "canary-masked-identity",
    "canary-notice-link",
    "canary-photo-bytes",
    "canary-session-token",
    "canary-upload-bytes",
];

#[tokio::test]
async fn no_word_name_or_number_of_a_case_is_on_the_disk() {
    let court = Court::sqlite().await;
    let store = &court.store;
    store
        .insert_person(&Person {
            person: PLAINTIFF,
            name: "金丝雀原告".to_owned(),
            id_masked: "canary-masked-identity".to_owned(),
            phone: "canary-phone-number".to_owned(),
            id_digest: store.keyed_digest("id", b"canary-identity-number"),
            phone_digest: store.keyed_digest("phone", b"canary-phone-number"),
        })
        .await
        .expect("person");
    store
        .upsert_staff(&Staff {
            person: JUDGE,
            subject: "j1".to_owned(),
            name: "金丝雀法官".to_owned(),
            court_code: "浙0203".parse().expect("court code"),
            duties: BTreeSet::from([Duty::Judge]),
            title: "审判员".to_owned(),
        })
        .await
        .expect("staff");
    store
        .create_session(&Session {
            token_digest: Digest::of(b"canary-session-token"),
            person: PLAINTIFF,
            assurance: Assurance::RealName,
            is_staff: false,
            device: None,
            created_at: court.now(),
            expires_at: court.now().plus_ms(1000),
            last_seen_at: court.now(),
        })
        .await
        .expect("session");
    store
        .put_phone_code(&NewPhoneCode {
            phone_digest: store.keyed_digest("phone", b"canary-phone-number"),
            purpose: "sign_in".to_owned(),
            code_digest: store.keyed_digest("code", b"canary-phone-number 123456"),
            expires_at: court.now().plus_ms(1000),
            tries: 5,
        })
        .await
        .expect("code");

    let case = store.new_case().await.expect("case");
    let mut form = form();
    form.claimants = vec![party("金丝雀原告")];
    form.respondents = vec![party("金丝雀被告")];
    form.respondents[0].phone = Some("canary-phone-number".to_owned());
    form.respondents[0].domicile = Some("金丝雀住所".to_owned());
    form.respondents[0].id_masked = Some("canary-masked-identity".to_owned());
    form.respondents[0].id_digest = Some(store.keyed_digest("id", b"canary-identity-number"));
    form.facts_and_reasons = "金丝雀事实".to_owned();
    let draft_case = store.new_case().await.expect("case");
    let mut draft_form = form.clone();
    draft_form.facts_and_reasons = "金丝雀草稿".to_owned();
    store.create_draft(draft_case, PLAINTIFF, &draft_form).await.expect("draft");

    let notice =
        NewNotice::new("invitation", Some(case), &"canary-notice-link", court.now()).expect("notice");
    let invitation = NewInvitation {
        token_digest: Digest::of(b"canary-notice-link"),
        party: 1,
        agent: None,
        name: "金丝雀受邀人".to_owned(),
        expires_at: court.now().plus_ms(1000),
    };
    let filed = Append {
        with: vec![Row::Notice(notice), Row::Invitation(invitation)],
        ..court.append_of(case, vec![filing(form), registration(), bench()])
    };
    store.append(filed).await.expect("append");
    let device = Device {
        person: PLAINTIFF,
        key: Digest::of(b"key"),
        spki: b"key".to_vec(),
        label: "金丝雀手机".to_owned(),
        state: DeviceState::Active,
        added_at: court.now(),
        revoked_at: None,
    };
    assert!(store.insert_device(&device).await.expect("device"));
    let signed = Append {
        with: vec![Row::Act { statement: "金丝雀签名的话".as_bytes().to_vec() }],
        ..court.append_of(case, vec![says("金丝雀话语")])
    };
    store.append(signed).await.expect("append");
    for _ in 0..20 {
        court.append(case, vec![says("金丝雀话语")]).await;
    }
    store.set_read_mark(case, DEFENDANT, store.heads(case).await.expect("heads").position());
    let photo = "canary-photo-bytes".repeat(10_000).into_bytes();
    store.put_blob(case, photo, "image/jpeg", Some("金丝雀文件名")).await.expect("blob");
    let chunk = "canary-upload-bytes".repeat(100).into_bytes();
    let upload = NewUpload {
        case,
        person: PLAINTIFF,
        size_bytes: 2 * chunk.len() as u64,
        media_type: "image/jpeg".to_owned(),
        name: Some("金丝雀文件名".to_owned()),
    };
    let upload = store.begin_upload(upload).await.expect("begin");
    store.write_chunk(upload, 0, chunk).await.expect("chunk");

    // While the node runs, the write-ahead log and its index are there too.
    let mut n_files = 0;
    search(&court.data(), &mut n_files);
    assert!(n_files >= 5, "database, its log and index, a file and an upload: {n_files}");
    // The search can find: the case number and the court are public and in clear.
    let database = std::fs::read(court.data().join("weicourt.db-wal")).expect("write-ahead log");
    assert!(holds(&database, "浙0203民初".as_bytes()));
    court.close().await;
    search(&court.data(), &mut n_files);
}

fn search(dir: &Path, n_files: &mut usize) {
    for entry in std::fs::read_dir(dir).expect("directory") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            search(&path, n_files);
            continue;
        }
        *n_files += 1;
        let bytes = std::fs::read(&path).expect("file");
        for canary in CANARIES {
            assert!(!holds(&bytes, canary.as_bytes()), "{canary} in {}", path.display());
            let name = path.to_string_lossy();
            assert!(!name.contains(canary), "{canary} in the name {name}");
        }
    }
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}
