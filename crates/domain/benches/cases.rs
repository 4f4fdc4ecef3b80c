//! How long a case takes: folding its log, deciding a message, sealing and verifying an entry.

use std::collections::BTreeSet;

use divan::{Bencher, black_box};
use ed25519_dalek::SigningKey;
use weicourt_domain::actor::{Actor, Assurance, Role, Side, Standing};
use weicourt_domain::agenda;
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::case::CaseState;
use weicourt_domain::case_number::CaseSeries;
use weicourt_domain::case_type::CaseTypeCode;
use weicourt_domain::command::{Command, PostMessage, Setting, Zone, decide};
use weicourt_domain::entry::{
    EntryBody, ExhibitForm, ExhibitKind, MessageContent, OpinionForm, OriginalHolder, PointOpinion,
    Procedure, Stance,
};
use weicourt_domain::evidence;
use weicourt_domain::facts::Facts;
use weicourt_domain::form::{FilingForm, FilingKind, PartyForm, PartyKind};
use weicourt_domain::id::{CaseId, CommandId, PersonId};
use weicourt_domain::instant::Instant;
use weicourt_domain::log::{
    ActorStamp, ChainVerifier, Draft, DraftBody, Entry, EntryRef, Heads, Origin, Place, StoredEntry, seal,
};

const CASE: CaseId = CaseId(77);
const PLAINTIFF: PersonId = PersonId(1);
const NOW: Instant = Instant(1_795_400_000_000);
const N_MESSAGES: u64 = 10_000;

fn main() {
    divan::main();
}

fn key() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

fn place(n: u64) -> Place {
    let mut command = [0; 16];
    command[..8].copy_from_slice(&n.to_be_bytes());
    let command = CommandId(command);
    Place { case: CASE, at: NOW, command, command_index: 0, salt: command.0, proof: None }
}

fn draft(origin: Origin, audience: Audience, body: EntryBody) -> Draft {
    let actor = ActorStamp { person: PLAINTIFF, role: Role::Plaintiff, assurance: Assurance::RealName };
    Draft { body: DraftBody::Ready(body), class: Class::Conversation, audience, actor, origin }
}

fn message(n: u64) -> EntryBody {
    let text = format!("第{n}句：被告至今没有归还借款，请法院依法处理。");
    EntryBody::MessagePosted {
        content: MessageContent::Text { text },
        quote: None,
        mentions: BTreeSet::new(),
    }
}

/// A case under way with `n_messages` messages.
fn log(n_messages: u64) -> Vec<Entry> {
    sealed((0..n_messages).map(message))
}

/// A case under way in which the parties did this.
fn sealed(more: impl IntoIterator<Item = EntryBody>) -> Vec<Entry> {
    let kind = FilingKind::CivilFirstInstance;
    let mut form = FilingForm::empty(kind);
    form.claimants =
        vec![PartyForm { name: "样例甲".to_owned(), ..PartyForm::empty(PartyKind::NaturalPerson) }];
    form.respondents =
        vec![PartyForm { name: "样例乙".to_owned(), ..PartyForm::empty(PartyKind::NaturalPerson) }];
    let court_code: weicourt_domain::court::CourtCode = "浙0203".parse().expect("a court");
    let case_type = CaseTypeCode::new(kind.case_type_code());
    let series =
        CaseSeries { year: 2026, court: court_code.clone(), special: None, case_type: case_type.clone() };
    let registered = EntryBody::CaseRegistered {
        filing: EntryRef { origin: Origin::Front, seq: 1 },
        case_number: series.number(7),
        court_code,
        court_name: "样例法院".to_owned(),
        case_type,
        cause_code: "4-10-108-3".to_owned(),
        cause_name: "民间借贷纠纷".to_owned(),
        procedure: Procedure::Ordinary,
        filed_on: NOW.beijing_date(),
        title: "样例甲诉样例乙民间借贷纠纷".to_owned(),
    };
    let side = Audience::Side { side: Side::Claimant };
    let mut drafts = vec![
        draft(Origin::Front, side, EntryBody::FilingSubmitted { form }),
        draft(Origin::Court, Audience::Everyone, registered),
    ];
    drafts.extend(more.into_iter().map(|body| draft(Origin::Front, Audience::Everyone, body)));
    let (key, mut heads, mut entries) = (key(), Heads::EMPTY, Vec::new());
    for (n, draft) in (0..).zip(drafts) {
        let DraftBody::Ready(body) = draft.body.clone() else { continue };
        let entry = seal(&heads, &draft, body, place(n), &key).expect("sealed");
        heads.advance(&entry.envelope, entry.hash);
        entries.push(entry);
    }
    entries
}

const N_EXHIBITS: u64 = 200;

/// An exhibit of the plaintiff, and what the defendant says to it.
fn exhibit(n: u64) -> [EntryBody; 2] {
    let point = || PointOpinion { stance: Stance::Agree, reason: String::new() };
    let submitted = EntryBody::EvidenceSubmitted {
        party: 0,
        exhibit: ExhibitForm {
            name: format!("证据{n}"),
            kind: ExhibitKind::Document,
            purpose: "证明借款已经交付".to_owned(),
            source: "原告自行保存".to_owned(),
            original: OriginalHolder::Submitter,
            made_on: None,
            pages: Vec::new(),
            restriction: None,
            late_reason: None,
        },
        message: None,
        proposal: None,
    };
    // After the filing, in pairs.
    let exhibit = EntryRef { origin: Origin::Front, seq: 2 + 2 * n };
    let opinion = OpinionForm {
        authenticity: point(),
        legality: point(),
        relevance: point(),
        force: point(),
        note: String::new(),
        counter_evidence: BTreeSet::new(),
    };
    [submitted, EntryBody::OpinionGiven { party: 1, exhibit, opinion, round: 1 }]
}

/// A case with 200 exhibits of one side, all answered.
fn with_evidence() -> Vec<Entry> {
    sealed((0..N_EXHIBITS).flat_map(exhibit))
}

#[divan::bench]
fn fold_200_exhibits_and_opinions(bencher: Bencher<'_, '_>) {
    let entries = with_evidence();
    bencher.bench_local(|| fold(black_box(&entries)));
}

#[divan::bench]
fn tally_of_200_exhibits(bencher: Bencher<'_, '_>) {
    let state = fold(&with_evidence());
    bencher.bench_local(|| evidence::tally(black_box(&state), state.exhibits()));
}

#[divan::bench]
fn deadlines_of_a_case_with_200_exhibits(bencher: Bencher<'_, '_>) {
    let (state, facts) = (fold(&with_evidence()), Facts::embedded());
    bencher.bench_local(|| agenda::deadlines(black_box(&state), &facts));
}

#[divan::bench]
fn todos_of_a_case_with_200_exhibits(bencher: Bencher<'_, '_>) {
    let (state, facts) = (fold(&with_evidence()), Facts::embedded());
    bencher.bench_local(|| agenda::todos(black_box(&state), &facts, NOW));
}

fn fold(entries: &[Entry]) -> CaseState {
    let mut state = CaseState::empty(CASE);
    entries.iter().for_each(|entry| state.evolve(entry));
    state
}

#[divan::bench]
fn fold_a_log_of_10_000_messages(bencher: Bencher<'_, '_>) {
    let entries = log(N_MESSAGES);
    bencher.bench_local(|| fold(black_box(&entries)));
}

#[divan::bench(args = [0, 10_000])]
fn decide_a_message_in_a_space_with(bencher: Bencher<'_, '_>, n_messages: u64) {
    let (state, facts) = (fold(&log(n_messages)), Facts::embedded());
    let actor = Actor { person: PLAINTIFF, standing: Standing::Public, assurance: Assurance::RealName };
    let content = MessageContent::Text { text: "第一句：被告至今没有归还借款。".to_owned() };
    let command = Command::PostMessage(PostMessage {
        content,
        quote: None,
        mentions: BTreeSet::new(),
        bench_only: false,
    });
    let setting = Setting { now: NOW, facts: &facts, zone: Zone::All };
    bencher.bench_local(|| decide(black_box(&state), &actor, &command, setting).expect("allowed"));
}

#[divan::bench]
fn seal_a_message(bencher: Bencher<'_, '_>) {
    let (key, draft) = (key(), draft(Origin::Front, Audience::Everyone, message(1)));
    bencher
        .with_inputs(|| message(1))
        .bench_local_values(|body| seal(&Heads::EMPTY, black_box(&draft), body, place(1), &key));
}

#[divan::bench]
fn verify_an_entry(bencher: Bencher<'_, '_>) {
    let entry = log(0).swap_remove(0);
    let stored = StoredEntry {
        envelope: entry.envelope,
        hash: entry.hash,
        signature: entry.signature,
        body: Some((entry.salt, entry.body_bytes)),
    };
    let key = key().verifying_key();
    bencher.bench_local(|| ChainVerifier::new(CASE, Origin::Front, &key).check(black_box(&stored)));
}
