//! Names, numbers and words of people never reach a log, whatever is printed.

use weicourt_domain::command::{
    CloseCase, CloseFloor, Command, FlagCase, JoinSpace, MuteMember, OfferMediation, PostMessage,
    RejectFiling, RequestCorrection, SubmitFiling,
};
use weicourt_domain::entry::{MessageContent, Outcome};
use weicourt_domain::form::FilingKind;
use weicourt_domain::membership::seats;
use weicourt_domain::policy::CaseFlag;

use super::decided;
use super::given::*;
use super::people::Who;

/// Every text that a person wrote or that names one; the sample words all begin so.
const CANARIES: [&str; 7] = ["样例", "扰乱", "154000", "不属于", "是否愿意", "已经", "请写明"];

fn assert_hushed(printed: &str) {
    for canary in CANARIES {
        assert!(!printed.contains(canary), "{canary} in {printed}");
    }
    // Words as numbers of bytes are words.
    assert!(!printed.contains("123, 34, 116, 121, 112, 101"), "the bytes of a body in {printed}");
}

fn eventful() -> Vec<Told> {
    let mut given =
        vec![civil(), returned("2026-11-30"), resubmitted(court(1)), mediation_offered(), rejected()];
    given.extend(open_space().into_iter().skip(1));
    given.extend([said(Who::Defendant, "样例之言"), muted(Who::Defendant, None), closed(Outcome::Mediated)]);
    given
}

#[test]
fn a_state_prints_nobody() {
    let state = fold(&eventful());
    let printed = format!("{state:?} {:?}", seats(&state));
    assert!(printed.contains("Mediated"), "there is something to hush");
    assert_hushed(&printed);
}

#[test]
fn an_entry_prints_nobody() {
    assert_hushed(&format!("{:?}", log(&eventful())));
}

#[test]
fn documents_and_service_print_nobody() {
    let given = space_with(super::serving::given::one_of_each(6, 3));
    let printed = format!("{:?} {:?}", fold(&given), log(&given));
    assert!(printed.contains("NotReadByRecipient"), "there is something to hush");
    assert_hushed(&printed);
    assert!(!printed.contains("sample@example.com") && !printed.contains("sample-code"));
}

#[test]
fn a_command_prints_nobody() {
    let words = || "样例之言".to_owned();
    let filer = || Who::Plaintiff.known();
    let commands = [
        Command::SubmitFiling(SubmitFiling { form: form(FilingKind::Enforcement), filer: filer() }),
        Command::RequestCorrection(RequestCorrection {
            defects: vec![defect()],
            until: "2026-11-30".parse().expect("a date"),
        }),
        Command::RejectFiling(RejectFiling { reason: words(), article: words() }),
        Command::OfferMediation(OfferMediation { note: words() }),
        Command::JoinSpace(JoinSpace { party: 1, agent: None, known: filer() }),
        Command::PostMessage(PostMessage {
            content: MessageContent::Text { text: words() },
            quote: None,
            mentions: [].into(),
            bench_only: false,
        }),
        Command::MuteMember(MuteMember { person: Who::Defendant.person(), until: None, reason: words() }),
        Command::CloseFloor(CloseFloor { reason: words() }),
        Command::CloseCase(CloseCase { outcome: Outcome::Judgment, note: words() }),
        Command::FlagCase(FlagCase { flags: [CaseFlag::Minors].into(), reason: words() }),
    ];
    assert_hushed(&format!("{commands:?}"));
    let form = form(FilingKind::Enforcement);
    assert_hushed(&format!("{form:?} {:?} {:?}", form.enforcement, form.claimants));
}

#[test]
fn a_refusal_prints_nobody() {
    let mut form = form(FilingKind::CivilFirstInstance);
    form.respondents[0].phone = Some("154000".to_owned());
    let command = Command::SubmitFiling(SubmitFiling { form, filer: Who::Plaintiff.known() });
    let refusal = decided(&[], &Who::Plaintiff.actor(), &command, super::NOW).expect_err("a wrong phone");
    assert_hushed(&format!("{refusal:?} {refusal}"));
}
