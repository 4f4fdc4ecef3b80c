//! A case of which both nodes know, and the people in it.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Zones, until};
use crate::court::client::{Ask, Client};
use crate::court::papers::{VOICE, Words, photo};
use crate::court::people::{Officer, person, text};
use crate::story::{DEFENDANT, PLAINTIFF};

/// Parties outside, the court inside.
pub(super) struct Space {
    pub(super) case: String,
    pub(super) number: String,
    pub(super) plaintiff: Client,
    pub(super) defendant: Client,
    pub(super) judge: Officer,
}

/// The front's answer once it is a good one.
pub(super) async fn read_when_there(client: &Client, path: &str) -> Value {
    until(path, async || {
        let answer = client.get(path).await;
        (answer.status == 200).then(|| answer.json())
    })
    .await
}

/// The registration of a filing by the filing desk.
pub(super) fn registration(case: &str) -> Ask {
    let body = json!({ "procedure": "simplified" });
    Ask::new(Method::POST, &format!("/api/filings/{case}/registration"), Some(&body))
}

impl Zones {
    /// The court's people sign on, so that cases can be given to them.
    pub(super) async fn officer(&self) -> Client {
        let door = self.court_door();
        for subject in ["judge-1", "judge-2", "judge-3", "head-1", "clerk-1"] {
            door.staff(subject).await;
        }
        door.staff("filing-1").await.client
    }

    /// The token of the newest link that was sent to the defendant.
    pub(super) async fn invitation(&self) -> String {
        let phone = person(DEFENDANT).phone;
        until("an invitation", async || {
            self.court_door().messages(&phone).await.into_iter().find_map(|message| {
                let (_, link) = message.split_once("/j/")?;
                let is_token = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
                Some(link.chars().take_while(is_token).collect::<String>())
            })
        })
        .await
    }

    /// Filed outside, accepted inside, joined outside.
    pub(super) async fn gather(&self, words: &Words) -> Space {
        let officer = self.officer().await;
        let plaintiff = self.front_door().enrol(PLAINTIFF).await;
        let case = plaintiff.file(DEFENDANT, words).await;
        read_when_there(&officer, &format!("/api/filings/{case}")).await;
        officer.ask(registration(&case)).await.done("accept the filing");
        let number = self.number_outside(&plaintiff, &case).await;
        let token = self.invitation().await;
        read_when_there(&self.front.stranger(), &format!("/api/invitations/{token}")).await;
        let defendant = self.front_door().enrol(DEFENDANT).await;
        defendant.accept(&token).await.done("joining");
        let judge = self.court_door().judge_of(&case).await;
        Space { case, number, plaintiff, defendant, judge }
    }

    /// The number of the case, when the party sees it.
    pub(super) async fn number_outside(&self, plaintiff: &Client, case: &str) -> String {
        until("the case number", async || {
            let filing = plaintiff.read(&format!("/api/filings/{case}")).await;
            filing["case_number"].as_str().map(str::to_owned)
        })
        .await
    }
}

impl Space {
    pub(super) fn at(&self, rest: &str) -> String {
        format!("/api/cases/{}/{rest}", self.case)
    }

    /// A recording, a photo and words from each side.
    pub(super) async fn talk(&self, words: &[&str], notes: &str) {
        for (index, party) in [&self.plaintiff, &self.defendant].into_iter().enumerate() {
            for word in words {
                party.say(&self.case, word).await;
            }
            let voice = party.upload(&self.case, "audio/webm", "voice.webm", VOICE).await;
            let voice = json!({ "content": { "type": "voice", "blob": voice["blob"] } });
            party.act(&self.at("messages"), &voice).await;
            let picture = photo(3 + index as u8, notes);
            let sent = party.upload(&self.case, "image/jpeg", "photo.jpg", &picture).await;
            let sent =
                json!({ "content": { "type": "photo", "blob": sent["blob"], "preview": sent["preview"] } });
            party.act(&self.at("messages"), &sent).await;
        }
    }

    /// Where both chains stand, as `client` sees it.
    pub(super) async fn heads(&self, client: &Client) -> Value {
        client.read(&format!("/api/cases/{}", self.case)).await["heads"].clone()
    }

    /// Waits until both nodes have the same of the case.
    pub(super) async fn meets(&self) -> Value {
        until("the same heads", async || {
            let (inside, outside) = (self.heads(&self.judge.client).await, self.heads(&self.plaintiff).await);
            (inside == outside).then_some(inside)
        })
        .await
    }

    /// Everything of the case that `client` may read.
    pub(super) async fn all_entries(&self, client: &Client) -> Vec<Value> {
        let (mut entries, mut front, mut court) = (Vec::new(), json!(0), json!(0));
        loop {
            let path = self.at(&format!("entries?limit=500&after_front={front}&after_court={court}"));
            let page = client.read(&path).await;
            entries.extend(page["entries"].as_array().expect("a list").iter().cloned());
            if page["more"] != true {
                return entries;
            }
            (front, court) = (page["upto"]["front"].clone(), page["upto"]["court"].clone());
        }
    }

    /// The events of one kind about this case, as the page of the link shows them.
    pub(super) async fn certificates(&self, kind: &str) -> Vec<Value> {
        let page = self.judge.client.read("/api/exchange").await;
        let events = page["events"].as_array().expect("a list").iter();
        events
            .filter(|event| event["kind"] == kind && event["case"] == self.case.as_str())
            .map(|event| event["detail"].clone())
            .collect()
    }

    /// A person as their own session names them.
    pub(super) async fn me(client: &Client) -> String {
        text(&client.read("/api/session").await["person"])
    }
}
