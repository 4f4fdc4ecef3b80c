//! The order of the floor: mutes, the closed floor, quiet hours.

use insta::assert_snapshot;
use weicourt_domain::command::{
    ClearQuietHours, CloseFloor, Command, MuteMember, OpenFloor, PostMessage, SetQuietHours, UnmuteMember,
};
use weicourt_domain::entry::{MessageContent, Outcome};
use weicourt_domain::permission::{Act, actions};

use super::given::*;
use super::people::Who;
use super::{check, check_at, decided, instant, who_may};

fn mutes(who: Who, until: Option<&str>, reason: &str) -> Command {
    let (person, until, reason) = (who.person(), until.map(instant), reason.to_owned());
    Command::MuteMember(MuteMember { person, until, reason })
}

fn unmutes(who: Who) -> Command {
    Command::UnmuteMember(UnmuteMember { person: who.person() })
}

fn closes_the_floor() -> Command {
    Command::CloseFloor(CloseFloor { reason: "合议".to_owned() })
}

fn quiet_from(from: &str, to: &str) -> Command {
    Command::SetQuietHours(SetQuietHours { from: from.to_owned(), to: to.to_owned() })
}

fn says() -> Command {
    let content = MessageContent::Text { text: "您好".to_owned() };
    let (quote, mentions) = (None, [].into());
    Command::PostMessage(PostMessage { content, quote, mentions, bench_only: false })
}

/// Why `who` may not speak at `now`, with the moment at which it ends; empty when they may.
fn silence(given: &[Told], who: Who, now: &str) -> String {
    decided(given, &who.actor(), &says(), now)
        .map_or_else(|refusal| format!("{refusal:?}"), |_| String::new())
}

#[test]
fn the_handling_judge_and_the_office_keep_order() {
    let orders = [
        (open_space(), mutes(Who::Defendant, None, "扰乱秩序")),
        (space_with([muted(Who::Defendant, None)]), unmutes(Who::Defendant)),
        (open_space(), closes_the_floor()),
        (space_with([floor_closed()]), Command::OpenFloor(OpenFloor)),
        (open_space(), quiet_from("22:00", "07:00")),
        (space_with([quiet("22:00", "07:00")]), Command::ClearQuietHours(ClearQuietHours)),
    ];
    assert_snapshot!(who_may(&orders[0].0, |_| orders[0].1.clone()), @r"
    allowed: Handling, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Panel, SecondPanel, FilingOfficer, DivisionHead, President, Clock
    ");
    for (given, order) in &orders {
        let expected = who_may(&orders[0].0, |_| orders[0].1.clone());
        assert_eq!(who_may(given, |_| order.clone()), expected, "{order:?}");
    }
}

#[test]
fn orders_are_told_to_everybody() {
    let until = Some("2026-11-23T12:00:00+08:00");
    assert_snapshot!(check(&open_space(), Who::Handling, mutes(Who::Defendant, until, "扰乱秩序")), @r#"Court, HandlingJudge to everyone, Conversation: member_muted {"name":"样例乙","person":"0000000000006","reason":"扰乱秩序","until":"2026-11-23T12:00:00.000+08:00"}"#);
    let given = space_with([muted(Who::Defendant, None)]);
    assert_snapshot!(check(&given, Who::Clerk, unmutes(Who::Defendant)), @r#"Court, Clerk to everyone, Conversation: member_unmuted {"name":"样例乙","person":"0000000000006"}"#);
    assert_snapshot!(check(&open_space(), Who::Handling, closes_the_floor()), @r#"Court, HandlingJudge to everyone, Conversation: floor_closed {"reason":"合议"}"#);
    assert_snapshot!(check(&space_with([floor_closed()]), Who::Handling, Command::OpenFloor(OpenFloor)), @"Court, HandlingJudge to everyone, Conversation: floor_opened {}");
    assert_snapshot!(check(&open_space(), Who::Assistant, quiet_from("22:00", "07:00")), @r#"Court, JudgeAssistant to everyone, Conversation: quiet_hours_set {"from":"22:00","to":"07:00"}"#);
}

#[test]
fn a_mute_owes_its_reason_and_ends_in_the_future() {
    assert_snapshot!(check(&open_space(), Who::Handling, mutes(Who::Defendant, None, " ")), @"refused: a reason is needed");
    let now = Some(super::NOW);
    assert_snapshot!(check(&open_space(), Who::Handling, mutes(Who::Defendant, now, "扰乱秩序")), @"refused: the end lies in the past");
    let soon = Some("2026-11-23T10:00:00.001+08:00");
    assert!(
        check(&open_space(), Who::Handling, mutes(Who::Defendant, soon, "扰乱秩序")).starts_with("Court")
    );
}

#[test]
fn only_members_of_the_public_lose_the_word() {
    for who in [Who::Handling, Who::Panel, Who::Clerk, Who::Assistant] {
        let answer = check(&open_space(), Who::Handling, mutes(who, None, "扰乱秩序"));
        assert_eq!(answer, "refused: a member of the court cannot be muted", "{who:?}");
    }
    for who in [Who::Stranger, Who::FilingOfficer, Who::OtherJudge] {
        let answer = check(&open_space(), Who::Handling, mutes(who, None, "扰乱秩序"));
        assert_eq!(answer, "refused: no such member", "{who:?}");
    }
}

#[test]
fn a_mute_holds_to_the_millisecond_before_its_end() {
    let given = space_with([muted(Who::Defendant, Some("2026-11-23T12:00:00+08:00"))]);
    assert_snapshot!(silence(&given, Who::Defendant, "2026-11-23T11:59:59.999+08:00"), @"Permission(Muted { until: Some(2026-11-23T12:00:00.000+08:00) })");
    assert_eq!(silence(&given, Who::Defendant, "2026-11-23T12:00:00+08:00"), "");
    assert_eq!(silence(&given, Who::Plaintiff, super::NOW), "");
    assert_eq!(silence(&given, Who::DefendantsRelative, super::NOW), "", "the agent keeps the word");
}

#[test]
fn a_mute_without_an_end_holds_until_it_is_undone() {
    let given = space_with([muted(Who::Defendant, None)]);
    assert_snapshot!(silence(&given, Who::Defendant, "2036-11-23T12:00:00+08:00"), @"Permission(Muted { until: None })");
    let given = space_with([muted(Who::Defendant, None), unmuted(Who::Defendant)]);
    assert_eq!(silence(&given, Who::Defendant, super::NOW), "");
}

#[test]
fn the_last_mute_counts() {
    let given =
        space_with([muted(Who::Defendant, None), muted(Who::Defendant, Some("2026-11-23T10:00:01+08:00"))]);
    assert_eq!(silence(&given, Who::Defendant, "2026-11-23T10:00:01+08:00"), "");
}

#[test]
fn nobody_gets_back_what_was_not_taken() {
    assert_snapshot!(check(&open_space(), Who::Handling, unmutes(Who::Defendant)), @"refused: the member is not muted");
    let over = space_with([muted(Who::Defendant, Some("2026-11-23T10:00:00+08:00"))]);
    assert_snapshot!(check(&over, Who::Handling, unmutes(Who::Defendant)), @"refused: the member is not muted");
}

#[test]
fn on_a_closed_floor_only_the_court_speaks() {
    let given = space_with([floor_closed()]);
    assert_snapshot!(who_may(&given, |_| says()), @r"
    allowed: Handling, Panel, SecondPanel, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the floor is closed: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
    let given = space_with([floor_closed(), floor_opened()]);
    assert_eq!(silence(&given, Who::Defendant, super::NOW), "");
}

#[test]
fn the_floor_is_closed_once_and_opened_once() {
    assert_snapshot!(check(&space_with([floor_closed()]), Who::Handling, closes_the_floor()), @"refused: the floor is already closed");
    assert_snapshot!(check(&open_space(), Who::Handling, Command::OpenFloor(OpenFloor)), @"refused: the floor is already open");
}

#[test]
fn quiet_hours_over_midnight_end_in_the_morning() {
    let given = space_with([quiet("22:00", "07:30")]);
    let at = |now| silence(&given, Who::Defendant, now);
    assert_eq!(at("2026-11-23T21:59:59.999+08:00"), "");
    assert_snapshot!(at("2026-11-23T22:00:00+08:00"), @"Permission(QuietHours { until: 2026-11-24T07:30:00.000+08:00 })");
    assert_snapshot!(at("2026-11-23T23:59:59.999+08:00"), @"Permission(QuietHours { until: 2026-11-24T07:30:00.000+08:00 })");
    assert_snapshot!(at("2026-11-24T00:00:00+08:00"), @"Permission(QuietHours { until: 2026-11-24T07:30:00.000+08:00 })");
    assert_snapshot!(at("2026-11-24T07:29:59.999+08:00"), @"Permission(QuietHours { until: 2026-11-24T07:30:00.000+08:00 })");
    assert_eq!(at("2026-11-24T07:30:00+08:00"), "");
    assert_snapshot!(at("2026-12-31T23:30:00+08:00"), @"Permission(QuietHours { until: 2027-01-01T07:30:00.000+08:00 })");
}

#[test]
fn quiet_hours_within_a_day_end_the_same_day() {
    let given = space_with([quiet("12:00", "14:00")]);
    let at = |now| silence(&given, Who::Defendant, now);
    assert_eq!(at("2026-11-23T11:59:59.999+08:00"), "");
    assert_snapshot!(at("2026-11-23T12:34:56.789+08:00"), @"Permission(QuietHours { until: 2026-11-23T14:00:00.000+08:00 })");
    assert_eq!(at("2026-11-23T14:00:00+08:00"), "");
    assert_eq!(at("2026-11-23T00:00:00+08:00"), "");
}

#[test]
fn quiet_hours_are_those_of_beijing_wherever_the_phone_is() {
    let given = space_with([quiet("22:00", "07:00")]);
    assert!(silence(&given, Who::Defendant, "2026-11-23T14:00:00Z").contains("2026-11-24T07:00:00"));
    assert!(silence(&given, Who::Defendant, "2026-11-23T22:00:00Z").contains("QuietHours"));
    assert_eq!(silence(&given, Who::Defendant, "2026-11-23T23:00:00Z"), "");
}

#[test]
fn quiet_hours_do_not_bind_the_court_and_end_when_they_are_cleared() {
    let night = "2026-11-23T23:00:00+08:00";
    let given = space_with([quiet("22:00", "07:00")]);
    assert_eq!(silence(&given, Who::Handling, night), "");
    assert_eq!(silence(&given, Who::Clerk, night), "");
    let given = space_with([quiet("22:00", "07:00"), no_quiet_hours()]);
    assert_eq!(silence(&given, Who::Defendant, night), "");
}

#[test]
fn the_last_quiet_hours_count() {
    let given = space_with([quiet("22:00", "07:00"), quiet("00:00", "00:01")]);
    assert_eq!(silence(&given, Who::Defendant, "2026-11-23T23:00:00+08:00"), "");
    assert!(silence(&given, Who::Defendant, "2026-11-24T00:00:59.999+08:00").contains("T00:01:00.000"));
}

#[test]
fn quiet_hours_are_two_times_of_day() {
    for (from, to) in [
        ("22:00", "22:00"),
        ("24:00", "07:00"),
        ("22:60", "07:00"),
        ("22", "07:00"),
        ("2:00", "07:00"),
        ("+2:00", "07:00"),
        ("", ""),
        ("22:00:00", "07:00"),
        ("２２:00", "07:00"),
    ] {
        let answer = check(&open_space(), Who::Handling, quiet_from(from, to));
        assert_eq!(answer, "refused: not two different times of day as HH:MM", "{from} {to}");
    }
    assert!(check(&open_space(), Who::Handling, quiet_from("23:59", "00:00")).starts_with("Court"));
    assert_snapshot!(check(&open_space(), Who::Handling, Command::ClearQuietHours(ClearQuietHours)), @"refused: there are no quiet hours");
}

#[test]
fn there_is_no_order_to_keep_before_filing_and_after_the_end() {
    let over = space_with([closed(Outcome::Withdrawn)]);
    for order in [closes_the_floor(), mutes(Who::Defendant, None, "扰乱秩序"), quiet_from("22:00", "07:00")]
    {
        assert_eq!(check_at(&over, Who::Handling, order, super::NOW), "refused: the case is closed");
    }
}

#[test]
fn a_muted_member_is_told_why_a_button_is_grey() {
    let given = space_with([muted(Who::Defendant, None)]);
    let offered = actions(&fold(&given), &Who::Defendant.actor(), instant(super::NOW));
    let told: Vec<String> =
        offered.iter().map(|action| format!("{:?} {:?}", action.act, action.refused)).collect();
    assert_snapshot!(told.join("\n"), @"
    PostMessage Some(Muted { until: None })
    MentionMember Some(Muted { until: None })
    CallMember Some(Muted { until: None })
    SubmitEvidence None
    FileApplication None
    FileAnswer None
    LookAtFile None
    ConfirmServiceAddress None
    DeclareConsent None
    ");
}

#[test]
fn the_judge_is_offered_what_makes_sense_now() {
    let acts = |given: &[Told]| -> Vec<Act> {
        let offered = actions(&fold(given), &Who::Handling.actor(), instant(super::NOW));
        offered.into_iter().filter(|action| action.refused.is_none()).map(|action| action.act).collect()
    };
    assert_snapshot!(format!("{:?}", acts(&open_space())), @"[InviteMember, PostMessage, PostToBench, MentionMember, CallMember, MuteMember, CloseFloor, SetQuietHours, CloseCase, FlagCase, SetEvidencePeriod, OpenOpinionRound, AskCourtQuestion, StartPeriod, AddTodo, LookAtFile, DraftDocument, RecordServiceAddress, SendPapers, RecordPaperService]");
    assert_snapshot!(format!("{:?}", acts(&space_with([floor_closed(), quiet("22:00", "07:00")]))), @"[InviteMember, PostMessage, PostToBench, MentionMember, CallMember, MuteMember, OpenFloor, SetQuietHours, ClearQuietHours, CloseCase, FlagCase, SetEvidencePeriod, OpenOpinionRound, AskCourtQuestion, StartPeriod, AddTodo, LookAtFile, DraftDocument, RecordServiceAddress, SendPapers, RecordPaperService]");
    assert_eq!(
        acts(&space_with([closed(Outcome::Withdrawn)])),
        [
            Act::ReopenCase,
            Act::LookAtFile,
            Act::DraftDocument,
            Act::RecordServiceAddress,
            Act::SendPapers,
            Act::RecordPaperService,
        ]
    );
}

#[test]
fn the_filer_is_offered_a_correction_only_while_there_is_time() {
    let acts = |given: &[Told], who: Who| -> Vec<Act> {
        actions(&fold(given), &who.actor(), instant(super::NOW))
            .into_iter()
            .map(|action| action.act)
            .collect()
    };
    let open = [civil(), returned("2026-11-23")];
    let lapsed = [civil(), returned("2026-11-22")];
    assert_eq!(acts(&open, Who::Plaintiff), [Act::ResubmitFiling]);
    assert_eq!(acts(&open, Who::FilingOfficer), [Act::FlagCase]);
    assert_eq!(acts(&lapsed, Who::Plaintiff), []);
    assert_eq!(acts(&lapsed, Who::FilingOfficer), [Act::RejectFiling, Act::FlagCase]);
}
