//! Whoever holds the front's keys and writes what they like.

use std::time::Duration;

use ed25519_dalek::SigningKey;
use serde_json::{Value, json};
use weicourt_app::acts::{SignedAct, SoftKey, statement};
use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::entry::{EntryBody, MessageContent};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{self, ActorStamp, Draft, DraftBody, Entry, Heads, Origin, Place};
use weicourt_exchange::{Answer, Bundle, Item, Opener, Sealer, Seed, SentEntry};

use super::journey::{Scene, scene};
use super::{heads, link_keys, link_seed};
use crate::court::command;

pub(super) struct Intruder {
    pub(super) scene: Scene,
    pub(super) signing: SigningKey,
    sealer: Sealer,
    opener: Opener,
    next: u64,
}

/// An entry in the making: what an honest front would write, to be changed.
#[derive(Clone)]
pub(super) struct Forgery {
    pub(super) body: EntryBody,
    pub(super) class: Class,
    pub(super) audience: Audience,
    pub(super) actor: ActorStamp,
    pub(super) command: CommandId,
    pub(super) signed: Option<SignedAct>,
    pub(super) origin: Origin,
    pub(super) at: Instant,
}

impl Intruder {
    /// The front of a running case was honest until now.
    pub(super) async fn new() -> Intruder {
        let scene = scene().await;
        scene.zones.front.abort();
        let (own, court) = (link_keys(&scene.zones.away), link_keys(&scene.zones.home).public());
        let signing = SigningKey::from_bytes(link_seed(&scene.zones.away).first_chunk().expect("half"));
        let sealer = Sealer::new(&own, &court, &Seed::random().expect("chance")).expect("a sealer");
        Intruder { signing, sealer, opener: Opener::new(&own, &court), next: 1, scene }
    }

    pub(super) fn key(&self) -> SoftKey {
        self.scene.zones.away.key_of(&self.scene.plaintiff)
    }

    /// Words of the plaintiff, rightly signed.
    pub(super) fn words(&self, text: &str) -> Forgery {
        let person = self.scene.plaintiff.person;
        let content = MessageContent::Text { text: text.to_owned() };
        let path = format!("/api/cases/{}/messages", self.scene.case);
        let request = json!({ "content": content });
        let command = command();
        Forgery {
            body: EntryBody::MessagePosted { content, quote: None, mentions: Default::default() },
            class: Class::Conversation,
            audience: Audience::Everyone,
            actor: ActorStamp { person, role: Role::Plaintiff, assurance: Assurance::RealName },
            command,
            signed: Some(sign(&self.key(), &path, command, person, &request)),
            origin: Origin::Front,
            at: self.scene.zones.home.court.now(),
        }
    }

    pub(super) fn seal(&self, heads: &Heads, forgery: &Forgery) -> Entry {
        let draft = Draft {
            body: DraftBody::Ready(forgery.body.clone()),
            class: forgery.class,
            audience: forgery.audience.clone(),
            actor: forgery.actor,
            origin: forgery.origin,
        };
        let place = Place {
            case: self.scene.case,
            at: forgery.at,
            command: forgery.command,
            command_index: 0,
            salt: [7; 16],
            proof: forgery.signed.as_ref().map(SignedAct::proof),
        };
        log::seal(heads, &draft, forgery.body.clone(), place, &self.signing).expect("sealed")
    }

    pub(super) fn item(&self, entries: &[(&Entry, &Forgery)]) -> Item {
        let whole = |(entry, forgery): &(&Entry, &Forgery)| SentEntry::Whole {
            envelope: Box::new(entry.envelope.clone()),
            hash: entry.hash,
            signature: entry.signature,
            salt: entry.salt,
            body: entry.body_bytes.clone(),
            statement: forgery.signed.as_ref().map(|act| act.statement().to_vec()),
        };
        let origin = entries[0].1.origin;
        Item::Entries { case: self.scene.case, origin, entries: entries.iter().map(whole).collect() }
    }

    /// Appends a forgery to the chain as the court has it, and sends it.
    pub(super) async fn try_on(&mut self, forgery: &Forgery) -> Vec<Answer> {
        let heads = heads(&self.scene.zones.home, self.scene.case).await;
        let entry = self.seal(&heads, forgery);
        let item = self.item(&[(&entry, forgery)]);
        self.send(vec![item]).await
    }

    pub(super) async fn tell(&mut self, item: Value) -> Vec<Answer> {
        let head = self.scene.zones.home.court.store().control_head().await.expect("a head");
        let payload = item.to_string().into_bytes();
        self.send(vec![Item::Control { seq: head.applied + 1, payload }]).await
    }

    /// Sends a bundle and waits for what the court answers to it.
    pub(super) async fn send(&mut self, items: Vec<Item>) -> Vec<Answer> {
        let number = self.next;
        self.next += 1;
        let bytes = self.sealer.seal(number, &Bundle { items, ..Bundle::default() }).expect("sealed");
        self.send_bytes(bytes, number).await
    }

    async fn send_bytes(&mut self, bytes: Vec<u8>, number: u64) -> Vec<Answer> {
        let pipe = self.scene.zones.pipe.clone();
        pipe.out.send(bytes).expect("the court listens");
        let mut come = pipe.come.lock().await;
        for _ in 0..1_000 {
            self.scene.zones.home.pass_ms(10);
            let Ok(Some(bytes)) = tokio::time::timeout(Duration::from_millis(10), come.recv()).await else {
                continue;
            };
            // What was under way to the honest front is for another run.
            let Ok((_, bundle)) = self.opener.open(&bytes) else { continue };
            for feedback in bundle.feedback.iter().filter(|found| found.epoch == self.sealer.epoch()) {
                let notes: Vec<Answer> = feedback
                    .notes
                    .iter()
                    .filter(|note| note.number == number)
                    .map(|note| note.answer.clone())
                    .collect();
                let done = feedback.acknowledged.iter().any(|(from, to)| (*from..=*to).contains(&number));
                if done || !notes.is_empty() {
                    return notes;
                }
            }
        }
        panic!("the court does not answer");
    }
}

pub(super) fn sign(
    key: &SoftKey,
    path: &str,
    command: CommandId,
    person: PersonId,
    request: &Value,
) -> SignedAct {
    let statement = statement("POST", path, command, person, request.to_string().as_bytes());
    let signature = key.sign(&statement).expect("a signature");
    let signature = data_encoding::BASE64.decode(signature.as_bytes()).expect("base64");
    SignedAct::verify(key.public(), statement, &signature).expect("it verifies")
}

/// The case as the court has it, and what it noted.
pub(super) async fn noted(intruder: &Intruder, kind: &str) -> usize {
    let store = intruder.scene.zones.home.court.store();
    let events = store.exchange_events(Instant(0), 1_000).await.expect("events");
    events.iter().filter(|event| event.kind == kind).count()
}

pub(super) async fn at_court(intruder: &Intruder) -> Heads {
    heads(&intruder.scene.zones.home, intruder.scene.case).await
}

pub(super) fn case_of(intruder: &Intruder) -> CaseId {
    intruder.scene.case
}
