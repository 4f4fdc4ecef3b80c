//! Every bundle that a court node produced is opened with the front's own keys.

use serde_json::json;
use weicourt_domain::audience::Class;
use weicourt_exchange::{Item, Opener, SentEntry};
use weicourt_server::links::own_keys;
use weicourt_store::NodeKeys;

use super::{Link, Zones};
use crate::court::papers::says;
use crate::story::{SAID, WORDS};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_bench_says_among_itself_is_in_no_bundle() {
    let zones = Zones::start(Link::Drop, "warn").await;
    let space = zones.gather(&WORDS).await;
    let judge = &space.judge.client;
    for number in 0..5 {
        let mut bench = says(&format!("{}{number}", SAID[11]));
        bench["audience"] = json!("bench");
        judge.act(&space.at("messages"), &bench).await;
        judge.say(&space.case, SAID[10]).await;
        space.talk(&[SAID[2]], WORDS.notes).await;
    }
    space.meets().await;
    assert!(!json!(space.all_entries(&space.plaintiff).await).to_string().contains(SAID[11]));

    let keys = |node: &super::node::Node| {
        let keys = NodeKeys::load_or_create(&node.data().join("keys")).expect("keys");
        own_keys(&keys).expect("keys")
    };
    let mut opener = Opener::new(&keys(&zones.front), &keys(&zones.court).public());
    let (mut n_shared, mut n_withheld, mut heard) = (0, 0, Vec::new());
    for path in zones.bundles_of_court() {
        let bytes = std::fs::read(&path).expect("a bundle");
        // The form of the file: eight first bytes, the size, a digest.
        let (header, bytes) = bytes.split_at(8 + 4 + 32);
        assert!(header.starts_with(b"WCDROP1\n"), "{}", path.display());
        let (_, bundle) = opener.open(bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for item in bundle.items {
            let entries = match item {
                Item::Entries { entries, .. } => entries,
                Item::Control { payload, .. } => {
                    heard.extend(payload);
                    continue;
                }
                Item::Chunk { bytes, .. } => {
                    heard.extend(bytes);
                    continue;
                }
            };
            for entry in entries {
                match &entry {
                    SentEntry::Withheld { .. } => n_withheld += 1,
                    SentEntry::Whole { envelope, body, .. } => {
                        let class = envelope.class;
                        assert!(!matches!(class, Class::Deliberation | Class::Secret), "{envelope:?}");
                        heard.extend(body);
                        n_shared += 1;
                    }
                    SentEntry::Masked { envelope, body, .. } => {
                        let class = envelope.class;
                        assert!(!matches!(class, Class::Deliberation | Class::Secret), "{envelope:?}");
                        heard.extend(body.iter().flatten());
                        n_shared += 1;
                    }
                }
            }
        }
    }
    assert!(n_withheld >= 5 && n_shared >= 5, "{n_withheld} withheld, {n_shared} shared");
    let holds = |word: &str| heard.windows(word.len()).any(|window| window == word.as_bytes());
    assert!(holds(SAID[10]), "the bundles were opened");
    assert!(!holds(SAID[11]), "words of the bench");
}
