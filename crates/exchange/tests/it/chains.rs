//! Chains of real entries, sealed once and grown by every simulation.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use weicourt_domain::actor::{Assurance, Role};
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, MessageContent};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{ActorStamp, Draft, DraftBody, Heads, Origin, Place, StoredEntry, seal};
use weicourt_exchange::{LinkKeys, SentEntry};

pub(crate) const CASES: [CaseId; 4] = [CaseId(7001), CaseId(7002), CaseId(7003), CaseId(7004)];
pub(crate) const CHAIN_LENGTH: u64 = 24;

type Chain = Vec<StoredEntry>;

fn chain(case: CaseId, origin: Origin) -> Chain {
    let keys = ed25519_key(origin);
    let mut heads = Heads::EMPTY;
    let mut chain = Vec::new();
    for number in 1..=CHAIN_LENGTH {
        let text = format!("第{number}句：被告至今没有归还借款。");
        let body = EntryBody::MessagePosted {
            content: MessageContent::Text { text },
            quote: None,
            mentions: BTreeSet::new(),
        };
        let actor = ActorStamp { person: PersonId(1), role: Role::Plaintiff, assurance: Assurance::RealName };
        let draft = Draft {
            body: DraftBody::Ready(body.clone()),
            class: Class::Conversation,
            audience: Audience::Everyone,
            actor,
            origin,
        };
        let mut command = [origin as u8; 16];
        command[..8].copy_from_slice(&(case.0 + number).to_be_bytes());
        let at = Instant(1_795_400_000_000).plus_ms(number as i64);
        let place = Place {
            case,
            at,
            command: CommandId(command),
            command_index: 0,
            salt: Digest::of(&command).0[..16].try_into().expect("16 bytes"),
            proof: None,
        };
        let entry = seal(&heads, &draft, body, place, &keys).expect("sealed");
        heads.advance(&entry.envelope, entry.hash);
        chain.push(StoredEntry {
            envelope: entry.envelope,
            hash: entry.hash,
            signature: entry.signature,
            body: Some((entry.salt, entry.body_bytes)),
        });
    }
    chain
}

pub(crate) fn ed25519_key(origin: Origin) -> ed25519_dalek::SigningKey {
    ed25519_dalek::SigningKey::from_bytes(&[origin as u8; 32])
}

/// The whole chain of a case as its writer has it.
pub(crate) fn log(case: CaseId, origin: Origin) -> &'static [StoredEntry] {
    static LOGS: OnceLock<Vec<[Chain; 2]>> = OnceLock::new();
    let logs = LOGS.get_or_init(|| {
        CASES.iter().map(|case| [chain(*case, Origin::Front), chain(*case, Origin::Court)]).collect()
    });
    let index = CASES.iter().position(|known| *known == case).expect("a known case");
    &logs[index][origin as usize - 1]
}

/// Entry number `seq` as it leaves its node: of the court's, some stay at home and some are masked.
pub(crate) fn sent(case: CaseId, origin: Origin, seq: u64) -> &'static SentEntry {
    static SENT: OnceLock<Vec<Vec<SentEntry>>> = OnceLock::new();
    let sent = SENT.get_or_init(|| {
        let chains = CASES.iter().flat_map(|case| [(*case, Origin::Front), (*case, Origin::Court)]);
        chains
            .map(|(case, origin)| {
                let out = |entry: &StoredEntry| match (origin, entry.envelope.seq) {
                    (Origin::Court, seq) if seq % 5 == 3 => SentEntry::withhold(entry),
                    (Origin::Court, seq) if seq % 7 == 4 => {
                        SentEntry::mask(entry.clone(), br#"{"masked":true}"#.to_vec())
                    }
                    (Origin::Court, 9) => SentEntry::share(StoredEntry { body: None, ..entry.clone() }),
                    _ => SentEntry::share(entry.clone()),
                };
                log(case, origin).iter().map(out).collect()
            })
            .collect()
    });
    let index = CASES.iter().position(|known| *known == case).expect("a known case");
    &sent[2 * index + origin as usize - 1][seq as usize - 1]
}

/// The keys of the court's end and of the front's end.
pub(crate) fn keys() -> (LinkKeys, LinkKeys) {
    (LinkKeys::from_seed(&[11; 64]), LinkKeys::from_seed(&[22; 64]))
}
