//! A case turns out to touch a state secret: what stands outside is taken back.

use serde_json::json;

use super::{Link, on_every_database, until};
use crate::court::people::text;
use crate::story::{SAID, WORDS};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_case_that_may_not_be_outside_any_more_is_withdrawn_and_erased_there() {
    on_every_database(Link::Drop, async |zones| {
        let space = zones.gather(&WORDS).await;
        space.talk(&[SAID[2], SAID[3]], WORDS.notes).await;
        space.judge.client.say(&space.case, SAID[10]).await;
        space.meets().await;
        let seen = json!(space.all_entries(&space.defendant).await).to_string();
        for word in [SAID[2], SAID[3], SAID[10]] {
            assert!(seen.contains(word), "{word}");
        }
        let photo = space.all_entries(&space.defendant).await.into_iter();
        let mut photo = photo.filter(|entry| entry["body"]["content"]["type"] == "photo");
        let photo = text(&photo.next().expect("a photo")["body"]["content"]["blob"]["sha256"]);
        let photo = space.at(&format!("blobs/{photo}"));
        assert_eq!(space.defendant.get(&photo).await.status, 200);

        let flags = json!({ "flags": ["state_secret"], "reason": SAID[8] });
        space.judge.client.act(&space.at("flags"), &flags).await;
        let certificate = until("a certificate", async || {
            space.certificates("withdrawn").await.into_iter().find(|one| one["n_entries"] != 0)
        })
        .await;
        assert_eq!(certificate["scope"], "withdrawn", "{certificate}");
        assert_eq!(certificate["searched"]["n_hits"], 0, "{certificate}");
        for count in ["n_needles", "n_places", "n_bytes"] {
            assert!(certificate["searched"][count].as_u64() > Some(0), "{certificate}");
        }
        assert!(certificate["n_blobs"].as_u64() > Some(0), "{certificate}");

        for party in [&space.plaintiff, &space.defendant] {
            for path in
                [space.at("entries?limit=500"), format!("/api/cases/{}", space.case), "/api/cases".to_owned()]
            {
                let said = String::from_utf8_lossy(&party.get(&path).await.bytes).into_owned();
                for word in SAID.iter().chain([&WORDS.claim, &WORDS.facts, &WORDS.address]) {
                    assert!(!said.contains(word), "{word} in {path}");
                }
            }
            assert_ne!(party.get(&photo).await.status, 200, "the photo is gone outside");
        }
        super::erasure::nothing_in_clear(&zones, &space, &[]).await;
        let kept = json!(space.all_entries(&space.judge.client).await).to_string();
        assert!(kept.contains(SAID[2]) && kept.contains(SAID[3]), "the court keeps everything");
        assert_eq!(space.judge.client.get(&photo).await.status, 200);
        zones.court.verify();
        zones.front.verify();
    })
    .await;
}
