//! Two writers, one case: in whatever order their chains meet, everybody sees the same state.

use proptest::prelude::*;
use weicourt_domain::case::CaseState;
use weicourt_domain::command::{
    AnswerMediationOffer, AssignBench, CallMember, ClearQuietHours, CloseCase, CloseFloor, Command,
    DeclinePromotion, FileAnswer, FlagCase, InviteMember, JoinSpace, LookAtFile, MuteMember, OfferMediation,
    OpenFloor, PostMessage, ProposePromotion, RegisterCase, RejectFiling, ReopenCase, RequestCorrection,
    ResubmitFiling, SetQuietHours, Setting, SubmitFiling, UnmuteMember, WithdrawApplication, WithdrawMessage,
    Zone, decide,
};
use weicourt_domain::entry::{
    ApplicationKind, ApplicationOutcome, EntryBody, EntryKind, FileLook, MessageContent, Outcome, Procedure,
    ReopenCause,
};
use weicourt_domain::evidence::{agreement, lateness};
use weicourt_domain::form::FilingKind;
use weicourt_domain::log::{DraftBody, Entry, EntryRef, Heads, Origin};
use weicourt_domain::policy::CaseFlag;
use weicourt_domain::serving::items;

use super::evidence::random;
use super::given::*;
use super::people::Who;
use super::serving;
use super::{FACTS, NOW, instant};

const CIVIL: FilingKind = FilingKind::CivilFirstInstance;

/// A command out of three numbers; most of them make sense somewhere in a case.
fn command(what: u8, whom: u8, which: u8) -> Command {
    // Half of a life is about evidence, service, periods and to-dos.
    if what >= 236 {
        return super::agenda::command(whom, which);
    }
    if what >= 196 {
        return serving::random::command(what - 196, whom, which);
    }
    if what >= 128 {
        return random::command(what - 128, whom, which);
    }
    let person = [Who::Defendant, Who::Plaintiff, Who::ThirdParty][usize::from(whom) % 3];
    let entry = EntryRef {
        origin: if whom.is_multiple_of(2) { Origin::Front } else { Origin::Court },
        seq: u64::from(which % 24) + 1,
    };
    let text = || MessageContent::Text { text: format!("第{which}句") };
    let picture = || MessageContent::Photo { blob: photo(&format!("照片{}", which % 3)), preview: None };
    let (handling_judge, clerk) = (Who::Handling.staff(), Who::Clerk.staff());
    let panel =
        if which.is_multiple_of(2) { vec![] } else { vec![Who::Panel.staff(), Who::SecondPanel.staff()] };
    let bench = AssignBench { handling_judge, clerk, judge_assistant: None, panel };
    let (party, agent) = (u16::from(whom % 3), (which % 2 == 1).then_some(0));
    let post = |content, quote, bench_only| {
        let mentions = [].into();
        Command::PostMessage(PostMessage { content, quote, mentions, bench_only })
    };
    match what % 33 {
        0 => Command::RequestCorrection(RequestCorrection {
            defects: vec![defect()],
            until: "2026-11-30".parse().expect("a date"),
        }),
        1 | 2 => Command::ResubmitFiling(ResubmitFiling { form: form(CIVIL), filer: Who::Plaintiff.known() }),
        3 if which < 64 => Command::RejectFiling(RejectFiling {
            reason: "不予立案".to_owned(),
            article: "§122".to_owned(),
        }),
        3 | 4 => Command::OfferMediation(OfferMediation { note: String::new() }),
        5 => Command::AnswerMediationOffer(AnswerMediationOffer { accepted: which.is_multiple_of(2) }),
        6..=8 => {
            Command::RegisterCase(RegisterCase { cause_code: None, procedure: Procedure::Ordinary, bench })
        }
        9 => Command::AssignBench(bench),
        10 => Command::InviteMember(InviteMember { party, agent }),
        11..=13 => Command::JoinSpace(JoinSpace { party, agent, known: person.known() }),
        14 | 15 => post(text(), None, false),
        16 => post(text(), Some(entry), false),
        17 => post(picture(), None, which.is_multiple_of(4)),
        18 => Command::WithdrawMessage(WithdrawMessage { message: entry }),
        19 => Command::CallMember(CallMember { person: person.person() }),
        20 => {
            let until = which.is_multiple_of(2).then(|| instant("2026-11-23T12:00:00+08:00"));
            Command::MuteMember(MuteMember {
                person: person.person(), until, reason: "扰乱秩序".to_owned()
            })
        }
        21 => Command::UnmuteMember(UnmuteMember { person: person.person() }),
        22 => Command::CloseFloor(CloseFloor { reason: "合议".to_owned() }),
        23 => Command::OpenFloor(OpenFloor),
        24 if which.is_multiple_of(2) => {
            Command::SetQuietHours(SetQuietHours { from: "22:00".to_owned(), to: "07:00".to_owned() })
        }
        24 => Command::ClearQuietHours(ClearQuietHours),
        25 if which.is_multiple_of(3) => {
            Command::ReopenCase(ReopenCase { cause: ReopenCause::Retrial, note: "再审".to_owned() })
        }
        25 if which < 32 => {
            Command::CloseCase(CloseCase { outcome: Outcome::Judgment, note: "结案".to_owned() })
        }
        25 => post(text(), None, true),
        27 | 28 => {
            let kind = ApplicationKind::ALL[usize::from(which) % ApplicationKind::ALL.len()];
            super::applications::files(application_form(kind))
        }
        29 => Command::WithdrawApplication(WithdrawApplication { application: entry, reason: String::new() }),
        30 => {
            let outcome = if whom < 128 { ApplicationOutcome::Granted } else { ApplicationOutcome::Refused };
            super::applications::decides(entry, outcome)
        }
        31 => Command::FileAnswer(FileAnswer { answer: answer_form() }),
        32 => Command::LookAtFile(LookAtFile { look: FileLook::Opened, internal: which.is_multiple_of(8) }),
        _ => Command::FlagCase(FlagCase {
            flags: CaseFlag::ALL.into_iter().take(usize::from(which % 4)).collect(),
            reason: "标记".to_owned(),
        }),
    }
}

/// Somebody who may well give the command.
fn natural(command: &Command, who: u8) -> Who {
    if let Some(who) = random::natural(command, who) {
        return who;
    }
    match command {
        Command::RequestCorrection(_)
        | Command::RejectFiling(_)
        | Command::OfferMediation(_)
        | Command::RegisterCase(_)
        | Command::AssignBench(_) => Who::FilingOfficer,
        Command::SubmitFiling(_) | Command::ResubmitFiling(_) | Command::AnswerMediationOffer(_) => {
            Who::Plaintiff
        }
        Command::JoinSpace(join) => match (join.party, join.agent) {
            (0, _) => Who::PlaintiffsLawyer,
            (1, None) => Who::Defendant,
            (1, Some(_)) => Who::DefendantsRelative,
            _ => Who::ThirdParty,
        },
        Command::InviteMember(_)
        | Command::MuteMember(_)
        | Command::UnmuteMember(_)
        | Command::CloseFloor(_)
        | Command::OpenFloor(_)
        | Command::SetQuietHours(_)
        | Command::ClearQuietHours(_)
        | Command::CloseCase(_)
        | Command::FlagCase(_)
        | Command::StartPeriod(_)
        | Command::MovePeriod(_)
        | Command::AddTodo(_)
        | Command::AssignTodo(_)
        | Command::FinishTodo(_)
        | Command::ReopenCase(_) => Who::Handling,
        Command::FileApplication(_) | Command::WithdrawApplication(_) => {
            [Who::Plaintiff, Who::Defendant][usize::from(who / 4) % 2]
        }
        Command::DecideApplication(_) => [Who::Handling, Who::President][usize::from(who / 4) % 2],
        Command::FileAnswer(_) => Who::Defendant,
        Command::NoteDeadlines(_) => Who::Clock,
        _ => [Who::Plaintiff, Who::Defendant, Who::Handling, Who::Clerk][usize::from(who / 4) % 4],
    }
}

/// Chance alone hardly ever names a message of a party, and then its very author to decline.
fn of_a_proposal(state: &CaseState, who: Who, command: Command) -> (Who, Command) {
    match command {
        Command::ProposePromotion(propose) => {
            let message = state.messages.keys().next_back().copied().unwrap_or(propose.message);
            (who, Command::ProposePromotion(ProposePromotion { message, ..propose }))
        }
        Command::DeclinePromotion(decline) => {
            let made = state.decided.proposals.values().next_back();
            let author = made.and_then(|made| Who::ALL.into_iter().find(|who| who.person() == made.author));
            let proposal = made.map_or(decline.proposal, |made| made.entry);
            (author.unwrap_or(who), Command::DeclinePromotion(DeclinePromotion { proposal, ..decline }))
        }
        command => (who, command),
    }
}

/// A life of a case: whatever of these commands was allowed, as it was written down.
fn life(commands: &[(u8, u8, u8, u8)]) -> Vec<Entry> {
    let mut state = CaseState::empty(CASE);
    let (mut heads, mut entries) = (Heads::EMPTY, Vec::new());
    let setting = Setting { now: instant(NOW), facts: &FACTS, zone: Zone::All };
    let begin = Command::SubmitFiling(SubmitFiling { form: form(CIVIL), filer: Who::Plaintiff.known() });
    let rest = commands.iter().map(|&(who, what, whom, which)| (who, command(what, whom, which)));
    for (who, command) in std::iter::once((0, begin)).chain(rest) {
        // Most commands come from somebody who may well give them.
        let command = serving::random::aimed(&state, command, who);
        let who = if who % 4 == 0 {
            Who::ALL[usize::from(who / 4) % Who::ALL.len()]
        } else {
            serving::random::natural(&state, &command).unwrap_or_else(|| natural(&command, who))
        };
        let command = match command {
            Command::JoinSpace(join) => Command::JoinSpace(JoinSpace { known: who.known(), ..join }),
            command => command,
        };
        let (who, command) = of_a_proposal(&state, who, command);
        let Ok(drafts) = decide(&state, &who.actor(), &command, setting) else { continue };
        for draft in drafts {
            let body = match draft.body.clone() {
                DraftBody::Ready(body) => body,
                DraftBody::AwaitsNumber(registration) => registration.numbered(7),
            };
            let entry = sealed(&mut heads, &draft, body, NOW);
            state.evolve(&entry);
            entries.push(entry);
        }
    }
    entries
}

/// Entries of the other chain that must be known before this one makes sense.
fn rests_on<'a>(entry: &'a Entry, log: &'a [Entry]) -> impl Iterator<Item = EntryRef> + 'a {
    let named = match &entry.body {
        EntryBody::FilingResubmitted { answers: named, .. }
        | EntryBody::CorrectionRequested { filing: named, .. }
        | EntryBody::FilingRejected { filing: named, .. }
        | EntryBody::MediationOffered { filing: named, .. }
        | EntryBody::MediationAnswered { offer: named, .. }
        | EntryBody::CaseRegistered { filing: named, .. }
        | EntryBody::MessageWithdrawn { message: named }
        | EntryBody::ApplicationWithdrawn { application: named, .. }
        | EntryBody::ApplicationDecided { application: named, .. }
        | EntryBody::EvidenceReceived { exhibit: named, .. }
        | EntryBody::EvidenceRestricted { exhibit: named, .. }
        | EntryBody::EvidenceLooked { exhibit: named }
        | EntryBody::EvidenceRuled { exhibit: named, .. }
        | EntryBody::CourtQuestionAnswered { question: named, .. }
        | EntryBody::ComparisonAppointed { exhibit: named, .. }
        | EntryBody::ComparisonRecorded { exhibit: named, .. }
        | EntryBody::PromotionProposed { message: named, .. }
        | EntryBody::PromotionDeclined { proposal: named, .. } => Some(*named),
        EntryBody::ServedOpened(opened) => Some(opened.sent),
        EntryBody::ServiceAcknowledged(signed_for) => Some(signed_for.sent),
        EntryBody::PaperRequested(wish) => Some(wish.paper),
        EntryBody::ServiceRebutted(rebutted) => Some(rebutted.sent),
        EntryBody::RebuttalRuled(ruled) => Some(ruled.rebuttal),
        EntryBody::MessagePosted { quote, .. } => *quote,
        _ => None,
    };
    let invitations = log.iter().filter(move |earlier| match (&entry.body, &earlier.body) {
        (
            EntryBody::MemberJoined { party, agent, .. },
            EntryBody::MemberInvited { party: of, agent: and, .. },
        ) => party == of && agent == and && earlier.envelope.n < entry.envelope.n,
        _ => false,
    });
    named.into_iter().chain(invitations.map(|invitation| invitation.envelope.entry_ref()))
}

/// Another order of the same log: each chain in its order, and, if `causal`, nothing before what it
/// rests on. `choices` says from which chain the next entry comes.
fn interleaved<'a>(log: &'a [Entry], choices: &[bool], causal: bool) -> Vec<&'a Entry> {
    let of = |origin| log.iter().filter(move |entry| entry.envelope.origin == origin);
    let mut chains = [of(Origin::Front).peekable(), of(Origin::Court).peekable()];
    let mut order: Vec<&Entry> = Vec::new();
    let mut choices = choices.iter().cycle();
    while order.len() < log.len() {
        let first = usize::from(*choices.next().expect("choices go round"));
        let next = [first, 1 - first].into_iter().find_map(|chain| {
            let known = |named: EntryRef| order.iter().any(|entry| entry.envelope.entry_ref() == named);
            chains[chain].next_if(|entry| !causal || rests_on(entry, log).all(known))
        });
        order.push(next.expect("the order of the log itself is causal"));
    }
    order
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_state_is_the_same_for_every_order_in_which_the_chains_meet(
        commands in prop::collection::vec(any::<(u8, u8, u8, u8)>(), 0..80),
        choices in prop::collection::vec(any::<bool>(), 1..120),
    ) {
        let log = life(&commands);
        let state = state_of(&log);
        for causal in [true, false] {
            let other = state_of(interleaved(&log, &choices, causal));
            prop_assert_eq!(&state, &other, "causal: {}", causal);
            prop_assert_eq!(state.status(), other.status());
            for exhibit in state.exhibits() {
                prop_assert_eq!(lateness(&state, exhibit), lateness(&other, exhibit));
                prop_assert_eq!(agreement(&state, exhibit), agreement(&other, exhibit));
            }
            for who in Who::ALL {
                prop_assert_eq!(state.membership(&who.actor()), other.membership(&who.actor()));
            }
            let today = instant(NOW).beijing_date();
            prop_assert_eq!(items(&state, &FACTS, today), items(&other, &FACTS, today));
        }
    }
}

#[test]
fn the_lives_that_are_tried_are_full_ones() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let lives = prop::collection::vec(any::<(u8, u8, u8, u8)>(), 200);
    let (mut kinds, mut n_mixed) = (std::collections::BTreeSet::new(), 0);
    for _ in 0..600 {
        let commands = lives.new_tree(&mut runner).expect("a tree").current();
        let log = life(&commands);
        kinds.extend(log.iter().map(|entry| entry.envelope.kind));
        let natural: Vec<_> = log.iter().map(|entry| entry.envelope.entry_ref()).collect();
        let other = interleaved(&log, &[true, true, false], true);
        n_mixed +=
            usize::from(natural != other.iter().map(|entry| entry.envelope.entry_ref()).collect::<Vec<_>>());
    }
    // Written by the nodes themselves, not by a command.
    let of_nodes = [
        EntryKind::ActRequested,
        EntryKind::ActRefused,
        EntryKind::DeviceAdded,
        EntryKind::CaseImported,
        EntryKind::PartiesImported,
        EntryKind::OutsideErased,
        // These need another day than the one on which these lives are lived.
        EntryKind::DeadlineReminded,
        EntryKind::DeadlineElapsed,
    ];
    assert_eq!(kinds.len() + of_nodes.len(), EntryKind::ALL.len(), "{kinds:?}");
    assert!(n_mixed > 40, "only {n_mixed} lives had another order");
}
