//! Commands on evidence out of numbers, for lives of a case that nobody has thought of.

use weicourt_domain::command::{
    AppointComparison, AskCourtQuestion, Command, DeclinePromotion, OpenOpinionRound, ProposePromotion,
    ReceiveEvidence, RecordComparison, RequestComparison, RequestRestriction, RestrictEvidence,
    RuleOnEvidence, SetEvidencePeriod,
};
use weicourt_domain::entry::{ComparisonWay, EvidenceRuling, ExhibitForm, Stance};
use weicourt_domain::log::EntryRef;

use super::super::given::{court, front};
use super::super::instant;
use super::super::people::Who;
use super::given::*;

/// A command out of three numbers; most of them make sense somewhere in a case.
pub(crate) fn command(what: u8, whom: u8, which: u8) -> Command {
    let exhibit: EntryRef = front(u64::from(which % 16) + 1);
    let of_court: EntryRef = court(u64::from(which % 24) + 1);
    let words = || "样例".to_owned();
    let (party, even) = (u16::from(whom % 3), which.is_multiple_of(2));
    match what % 24 {
        0..=2 if whom.is_multiple_of(5) => {
            submits(ExhibitForm { restriction: Some(wish()), ..exhibit_form("账册") })
        }
        0 | 1 => submits(exhibit_form(&format!("证据{}", which % 5))),
        2 => lists(exhibit_form(&format!("照片{}", which % 3)), exhibit, None),
        3 => withdraws(exhibit),
        4 => Command::ReceiveEvidence(ReceiveEvidence { exhibit, accepted: even, note: words() }),
        5 => Command::SetEvidencePeriod(SetEvidencePeriod {
            party: even.then_some(party),
            until: "2026-12-10".parse().expect("a date"),
            exchange: until_day("2026-12-14"),
            agreed: true,
        }),
        6 => Command::RequestRestriction(RequestRestriction { exhibit, wish: wish() }),
        7 | 8 => {
            let restriction = (!whom.is_multiple_of(4)).then(|| circle(&[Who::Defendant]));
            Command::RestrictEvidence(RestrictEvidence { exhibit, restriction, reason: words() })
        }
        9 => looks_at(exhibit),
        10 | 11 => gives(exhibit, says(if even { Stance::Agree } else { Stance::Dispute })),
        12 => Command::OpenOpinionRound(OpenOpinionRound {
            exhibits: if even { [].into() } else { [exhibit].into() },
            until: "2026-12-10".parse().expect("a date"),
            note: String::new(),
        }),
        13 => {
            let ruling = if even { EvidenceRuling::NotAdopted } else { EvidenceRuling::Adopted };
            Command::RuleOnEvidence(RuleOnEvidence { exhibit, ruling, reason: words(), late: None })
        }
        14 => {
            let (exhibit, question) = (even.then_some(exhibit), words());
            Command::AskCourtQuestion(AskCourtQuestion { exhibit, party, question, until: None })
        }
        15 => answers(of_court),
        16 => Command::RequestComparison(RequestComparison { exhibit, reason: words() }),
        17 => Command::AppointComparison(AppointComparison {
            exhibit,
            at: instant("2026-11-25T10:00:00+08:00"),
            place: words(),
        }),
        18 => Command::RecordComparison(RecordComparison {
            exhibit,
            at: instant("2026-11-20T10:00:00+08:00"),
            way: ComparisonWay::ByVideo,
            present: words(),
            equal: true,
            note: String::new(),
            photos: vec![],
        }),
        19 | 21 => Command::ProposePromotion(ProposePromotion { message: exhibit, target: target() }),
        _ => Command::DeclinePromotion(DeclinePromotion { proposal: of_court, reason: String::new() }),
    }
}

/// Somebody who may well give the command; none for those of other areas.
pub(crate) fn natural(command: &Command, who: u8) -> Option<Who> {
    let somebody = [Who::Plaintiff, Who::Defendant, Who::ThirdParty][usize::from(who / 4) % 3];
    match command {
        Command::SubmitEvidence(_)
        | Command::WithdrawEvidence(_)
        | Command::RequestRestriction(_)
        | Command::GiveOpinion(_)
        | Command::AnswerCourtQuestion(_)
        | Command::RequestComparison(_)
        | Command::DeclinePromotion(_) => Some(somebody),
        Command::LookAtEvidence(_) => {
            Some([Who::Handling, Who::Defendant, Who::Clerk][usize::from(who / 4) % 3])
        }
        Command::ReceiveEvidence(_)
        | Command::SetEvidencePeriod(_)
        | Command::RestrictEvidence(_)
        | Command::OpenOpinionRound(_)
        | Command::RuleOnEvidence(_)
        | Command::AskCourtQuestion(_)
        | Command::AppointComparison(_)
        | Command::RecordComparison(_)
        | Command::ProposePromotion(_) => Some(Who::Handling),
        _ => None,
    }
}
