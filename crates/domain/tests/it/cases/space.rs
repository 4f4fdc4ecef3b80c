//! Talking in the space.

use std::collections::BTreeSet;

use insta::assert_snapshot;
use weicourt_domain::command::{CallMember, Command, PostMessage, WithdrawMessage};
use weicourt_domain::entry::{MessageContent, Outcome};
use weicourt_domain::form::BlobRef;
use weicourt_domain::log::EntryRef;
use weicourt_domain::permission::{Act, entry_actions, may_read_blob};

use super::given::*;
use super::people::Who;
use super::{check, check_at, instant, who_may};

fn post(content: MessageContent) -> PostMessage {
    PostMessage { content, quote: None, mentions: BTreeSet::new(), bench_only: false }
}

fn text(text: &str) -> MessageContent {
    MessageContent::Text { text: text.to_owned() }
}

fn says(words: &str) -> Command {
    Command::PostMessage(post(text(words)))
}

fn sends(content: MessageContent) -> Command {
    Command::PostMessage(post(content))
}

fn tells_the_bench(words: &str) -> Command {
    Command::PostMessage(PostMessage { bench_only: true, ..post(text(words)) })
}

fn quotes(quote: EntryRef, bench_only: bool) -> Command {
    Command::PostMessage(PostMessage { quote: Some(quote), bench_only, ..post(text("同意")) })
}

fn mentions(whom: &[Who], bench_only: bool) -> Command {
    let mentions = whom.iter().map(|who| who.person()).collect();
    Command::PostMessage(PostMessage { mentions, bench_only, ..post(text("请看")) })
}

fn takes_back(message: EntryRef) -> Command {
    Command::WithdrawMessage(WithdrawMessage { message })
}

fn calls(whom: Who) -> Command {
    Command::CallMember(CallMember { person: whom.person() })
}

fn voice(duration_ms: Option<u32>) -> MessageContent {
    MessageContent::Voice { blob: BlobRef { duration_ms, ..photo("语音") } }
}

fn place(latitude_e7: i32, longitude_e7: i32, name: &str) -> MessageContent {
    MessageContent::Location { latitude_e7, longitude_e7, name: name.to_owned(), address: String::new() }
}

#[test]
fn parties_speak_on_the_front_chain_and_the_court_on_its_own() {
    assert_snapshot!(check(&open_space(), Who::Defendant, says("我已经还了")), @r#"Front, Defendant to everyone, Conversation: message_posted {"content":{"text":"我已经还了","type":"text"}}"#);
    assert_snapshot!(check(&open_space(), Who::Handling, says("请提交证据")), @r#"Court, HandlingJudge to everyone, Conversation: message_posted {"content":{"text":"请提交证据","type":"text"}}"#);
}

#[test]
fn everybody_in_the_space_speaks_and_those_who_look_on_do_not() {
    assert_snapshot!(who_may(&open_space(), |_| says("您好")), @r"
    allowed: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn a_filed_case_without_a_bench_has_a_space_for_its_parties() {
    assert_snapshot!(who_may(&filed(), |_| says("您好")), @r"
    allowed: Plaintiff
    refused, not a member of this case: PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger, Handling, Panel, SecondPanel, Assistant, Clerk, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn there_is_no_space_before_the_case_is_filed() {
    for given in [vec![civil()], vec![civil(), returned("2026-11-30")], vec![civil(), rejected()]] {
        let answer = check(&given, Who::Plaintiff, says("您好"));
        assert!(answer.starts_with("refused: not possible while the case is"), "{answer}");
        assert!(check(&given, Who::FilingOfficer, says("您好")).contains("role does not allow"));
    }
}

#[test]
fn a_closed_case_is_silent_for_everybody() {
    let over = space_with([said(Who::Defendant, "好的"), closed(Outcome::Mediated)]);
    assert_snapshot!(who_may(&over, |_| says("您好")), @r"
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the case is closed: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
    assert_snapshot!(check(&over, Who::Defendant, takes_back(front(6))), @"refused: the case is closed");
    assert_snapshot!(check(&over, Who::Handling, calls(Who::Defendant)), @"refused: the case is closed");
}

#[test]
fn the_judges_and_the_clerk_deliberate() {
    assert_snapshot!(check(&open_space(), Who::Panel, tells_the_bench("我认为应当支持")), @r#"Court, Judge to Deliberation, Deliberation: message_posted {"content":{"text":"我认为应当支持","type":"text"}}"#);
    assert_snapshot!(who_may(&open_space(), |_| tells_the_bench("我认为应当支持")), @r"
    allowed: Handling, Panel, SecondPanel, Clerk
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Assistant, FilingOfficer, DivisionHead, President, Clock
    ");
}

#[test]
fn an_empty_message_is_no_message() {
    assert_snapshot!(check(&open_space(), Who::Plaintiff, says(" \n ")), @"refused: the message is empty");
    assert_snapshot!(check(&open_space(), Who::Plaintiff, sends(voice(None))), @"refused: the message is empty");
    assert_snapshot!(check(&open_space(), Who::Plaintiff, sends(voice(Some(0)))), @"refused: the message is empty");
    assert_snapshot!(check(&open_space(), Who::Plaintiff, sends(place(0, 0, " "))), @"refused: the message is empty");
}

#[test]
fn messages_are_bounded_at_their_last_character_and_millisecond() {
    let said = |n: usize| check(&open_space(), Who::Plaintiff, says(&"字".repeat(n)));
    assert!(said(4000).starts_with("Front"));
    assert_snapshot!(said(4001), @"refused: the message is longer than 4000 characters");
    let spoken = |ms| check(&open_space(), Who::Plaintiff, sends(voice(Some(ms))));
    assert!(spoken(120_000).starts_with("Front"));
    assert_snapshot!(spoken(120_001), @"refused: the voice note is longer than 120000 ms");
    let named = |n: usize| check(&open_space(), Who::Plaintiff, sends(place(1, 1, &"名".repeat(n))));
    assert!(named(4000).starts_with("Front"));
    assert_snapshot!(named(4001), @"refused: the message is longer than 4000 characters");
}

#[test]
fn a_place_lies_on_earth() {
    let at =
        |latitude, longitude| check(&open_space(), Who::Plaintiff, sends(place(latitude, longitude, "法院")));
    for (latitude, longitude) in [(900_000_000, 1_800_000_000), (-900_000_000, -1_800_000_000)] {
        assert!(at(latitude, longitude).starts_with("Front"));
    }
    for (latitude, longitude) in
        [(900_000_001, 0), (-900_000_001, 0), (0, 1_800_000_001), (i32::MIN, i32::MIN)]
    {
        assert_eq!(at(latitude, longitude), "refused: not a place on earth");
    }
}

#[test]
fn nobody_says_that_a_message_was_taken_back_without_taking_one_back() {
    assert_snapshot!(check(&open_space(), Who::Plaintiff, sends(MessageContent::Withdrawn)), @"refused: not content that can be sent");
}

#[test]
fn a_message_answers_another() {
    let given = space_with([said(Who::Defendant, "还了")]);
    assert_snapshot!(check(&given, Who::Plaintiff, quotes(front(6), false)), @r#"Front, Plaintiff to everyone, Conversation: message_posted {"content":{"text":"同意","type":"text"},"quote":{"origin":"front","seq":6}}"#);
}

#[test]
fn only_messages_are_quoted() {
    let given = space_with([said(Who::Defendant, "还了")]);
    for nothing in [front(0), front(1), front(7), court(1), court(2), court(3)] {
        assert_eq!(check(&given, Who::Plaintiff, quotes(nothing, false)), "refused: no such message");
    }
}

#[test]
fn words_that_were_taken_back_can_still_be_answered() {
    // Whoever was writing an answer without a network must not lose it.
    let given = space_with([said(Who::Defendant, "还了"), taken_back(Who::Defendant, front(6))]);
    assert!(check(&given, Who::Plaintiff, quotes(front(6), false)).starts_with("Front"));
}

#[test]
fn the_words_of_the_bench_stay_with_the_bench() {
    let given = space_with([deliberated(Who::Panel, "应当支持")]);
    assert!(check(&given, Who::Handling, quotes(court(3), true)).starts_with("Court"));
    assert_eq!(check(&given, Who::Handling, quotes(court(3), false)), "refused: no such message");
    for outsider in [Who::Plaintiff, Who::Defendant, Who::Assistant] {
        assert_eq!(check(&given, outsider, quotes(court(3), false)), "refused: no such message");
        assert_eq!(check(&given, outsider, takes_back(court(3))), "refused: no such message");
    }
}

#[test]
fn the_bench_may_speak_among_itself_of_what_a_party_said() {
    let given = space_with([said(Who::Defendant, "还了")]);
    assert_snapshot!(check(&given, Who::Panel, quotes(front(6), true)), @r#"Court, Judge to Deliberation, Deliberation: message_posted {"content":{"text":"同意","type":"text"},"quote":{"origin":"front","seq":6}}"#);
}

#[test]
fn members_are_mentioned_and_strangers_are_not() {
    let given = open_space();
    let everybody = [Who::Plaintiff, Who::Defendant, Who::Handling, Who::Clerk, Who::Assistant];
    assert_snapshot!(check(&given, Who::Plaintiff, mentions(&everybody, false)), @r#"Front, Plaintiff to everyone, Conversation: message_posted {"content":{"text":"请看","type":"text"},"mentions":["0000000000002","0000000000006","000000000000E","000000000000M","000000000000P"]}"#);
    for nobody in [Who::Stranger, Who::OtherJudge, Who::FilingOfficer, Who::DivisionHead, Who::Clock] {
        let answer = check(&given, Who::Plaintiff, mentions(&[Who::Defendant, nobody], false));
        assert_eq!(answer, "refused: no such member", "{nobody:?}");
    }
}

#[test]
fn whoever_does_not_sit_in_the_room_is_not_called_from_it() {
    let given = open_space();
    assert!(check(&given, Who::Handling, mentions(&[Who::Panel, Who::Clerk], true)).starts_with("Court"));
    for outside in [Who::Plaintiff, Who::DefendantsRelative, Who::Assistant] {
        let answer = check(&given, Who::Handling, mentions(&[Who::Panel, outside], true));
        assert_eq!(answer, "refused: no such member", "{outside:?}");
    }
}

#[test]
fn a_message_is_taken_back_within_two_minutes() {
    let given = space_with([said(Who::Defendant, "口误").at("2026-11-23T10:00:00.500+08:00")]);
    let at = |now| check_at(&given, Who::Defendant, takes_back(front(6)), now);
    assert_snapshot!(at("2026-11-23T10:02:00.500+08:00"), @r#"Front, Defendant to everyone, Conversation: message_withdrawn {"message":{"origin":"front","seq":6}}"#);
    assert_snapshot!(at("2026-11-23T10:02:00.501+08:00"), @"refused: too late to take the message back");
    assert_snapshot!(at("2027-11-23T10:02:00.501+08:00"), @"refused: too late to take the message back");
}

#[test]
fn only_the_author_takes_a_message_back_and_only_once() {
    let spoken = said(Who::Defendant, "口误").at(super::NOW);
    let given = space_with([spoken.clone()]);
    assert_snapshot!(who_may(&given, |_| takes_back(front(6))), @r"
    allowed: Defendant
    refused, not a member of this case: Stranger, OtherJudge, ForeignOfficer
    refused, only the author can take a message back: Plaintiff, PlaintiffsLawyer, DefendantsRelative, ThirdParty, Handling, Panel, SecondPanel, Assistant, Clerk
    refused, the role does not allow this act: FilingOfficer, DivisionHead, President, Clock
    ");
    let again = space_with([spoken, taken_back(Who::Defendant, front(6))]);
    assert_snapshot!(check(&again, Who::Defendant, takes_back(front(6))), @"refused: already taken back");
    assert_snapshot!(check(&given, Who::Defendant, takes_back(front(5))), @"refused: no such message");
}

#[test]
fn the_bench_takes_its_words_back_inside_its_room() {
    let given = space_with([deliberated(Who::Panel, "口误").at(super::NOW)]);
    assert_snapshot!(check(&given, Who::Panel, takes_back(court(3))), @r#"Court, Judge to Deliberation, Deliberation: message_withdrawn {"message":{"origin":"court","seq":3}}"#);
}

#[test]
fn whoever_lost_the_word_may_still_take_words_back() {
    let given = space_with([
        said(Who::Defendant, "口误").at(super::NOW),
        muted(Who::Defendant, None),
        floor_closed(),
    ]);
    assert!(check(&given, Who::Defendant, takes_back(front(6))).starts_with("Front"));
}

#[test]
fn a_photo_that_was_taken_back_is_read_by_nobody() {
    let photo_by = |who| shown(who, MessageContent::Photo { blob: photo("还款凭证"), preview: None });
    let reads = |given: &[Told], who: Who| {
        may_read_blob(&fold(given), &who.actor(), photo("还款凭证").sha256, instant(super::NOW))
    };
    let given = space_with([photo_by(Who::Defendant)]);
    let gone = space_with([photo_by(Who::Defendant), taken_back(Who::Defendant, front(6))]);
    for who in [Who::Plaintiff, Who::Defendant, Who::Handling, Who::Clerk] {
        assert!(reads(&given, who), "{who:?}");
        assert!(!reads(&gone, who), "{who:?}");
    }
    for who in [Who::Stranger, Who::FilingOfficer, Who::DivisionHead] {
        assert!(!reads(&given, who), "{who:?}");
    }
    let shown_twice = space_with([
        photo_by(Who::Defendant),
        taken_back(Who::Defendant, front(6)),
        photo_by(Who::Plaintiff),
    ]);
    assert!(reads(&shown_twice, Who::Handling), "the other message still shows it");
}

#[test]
fn the_papers_of_the_filing_are_not_for_the_other_side() {
    let reads = |who: Who| {
        may_read_blob(&fold(&open_space()), &who.actor(), photo("身份证明").sha256, instant(super::NOW))
    };
    assert!(reads(Who::Plaintiff) && reads(Who::PlaintiffsLawyer) && reads(Who::Handling));
    assert!(!reads(Who::Defendant) && !reads(Who::ThirdParty) && !reads(Who::Stranger));
}

#[test]
fn members_call_each_other_without_a_number() {
    assert_snapshot!(check(&open_space(), Who::Handling, calls(Who::Defendant)), @r#"Court, HandlingJudge to everyone, Conversation: member_called {"name":"样例乙","person":"0000000000006"}"#);
    assert_snapshot!(check(&open_space(), Who::Plaintiff, calls(Who::Clerk)), @r#"Front, Plaintiff to everyone, Conversation: member_called {"name":"样例书记员","person":"000000000000P"}"#);
    assert_snapshot!(check(&open_space(), Who::Plaintiff, calls(Who::Plaintiff)), @"refused: one cannot call oneself");
    assert_snapshot!(check(&open_space(), Who::Plaintiff, calls(Who::Stranger)), @"refused: no such member");
    assert_snapshot!(check(&space_with([muted(Who::Plaintiff, None)]), Who::Plaintiff, calls(Who::Clerk)), @"refused: muted by the court");
}

#[test]
fn a_bubble_offers_what_its_viewer_may_do() {
    let given = space_with([said(Who::Defendant, "口误").at(super::NOW)]);
    let offered = |given: &[Told], who: Who, index: usize, now: &str| {
        let envelope = log(given).swap_remove(index).envelope;
        entry_actions(&fold(given), &who.actor(), &envelope, instant(now))
    };
    let last = given.len() - 1;
    assert_eq!(offered(&given, Who::Defendant, last, super::NOW), [Act::QuoteMessage, Act::WithdrawMessage]);
    assert_eq!(offered(&given, Who::Defendant, last, "2026-11-23T10:02:00.001+08:00"), [Act::QuoteMessage]);
    assert_eq!(offered(&given, Who::Plaintiff, last, super::NOW), [Act::QuoteMessage]);
    assert_eq!(offered(&given, Who::DivisionHead, last, super::NOW), []);
    assert_eq!(offered(&given, Who::Defendant, 0, super::NOW), [], "a filing is no message");
    let gone =
        space_with([said(Who::Defendant, "口误").at(super::NOW), taken_back(Who::Defendant, front(6))]);
    assert_eq!(offered(&gone, Who::Defendant, last, super::NOW), []);
}
