//! Who sits on the bench, who is invited, who comes in.

use insta::assert_snapshot;
use weicourt_domain::actor::Assurance;
use weicourt_domain::audience::{Audience, Class};
use weicourt_domain::command::{AssignBench, Command, InviteMember, JoinSpace, KnownPerson};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::{EntryBody, Outcome, PartyNumber};
use weicourt_domain::form::{FilingKind, PartyKind};

use super::given::*;
use super::people::Who;
use super::{NOW, check, check_actor, who_may};

fn bench_of(panel: &[Who]) -> Command {
    Command::AssignBench(AssignBench {
        handling_judge: Who::Handling.staff(),
        clerk: Who::Clerk.staff(),
        judge_assistant: None,
        panel: panel.iter().map(|who| who.staff()).collect(),
    })
}

fn invites(party: PartyNumber, agent: Option<u16>) -> Command {
    Command::InviteMember(InviteMember { party, agent })
}

fn joins(party: PartyNumber, agent: Option<u16>, known: KnownPerson) -> Command {
    Command::JoinSpace(JoinSpace { party, agent, known })
}

/// Filed, with a bench; nobody but the plaintiff is in.
fn waiting() -> Vec<Told> {
    filed().into_iter().chain([bench()]).collect()
}

#[test]
fn a_bench_is_one_judge_or_an_odd_number_of_them() {
    assert_snapshot!(check(&filed(), Who::DivisionHead, bench_of(&[])), @r#"Court, DivisionHead to everyone, Register: bench_assigned {"clerk":{"name":"样例书记员","person":"000000000000P"},"handling_judge":{"name":"样例法官一","person":"000000000000E"},"panel":[]}"#);
    assert_snapshot!(check(&filed(), Who::DivisionHead, bench_of(&[Who::Panel])), @"refused: a panel has an odd number of members");
    assert_snapshot!(check(&filed(), Who::DivisionHead, bench_of(&[Who::Panel, Who::SecondPanel])), @r#"Court, DivisionHead to everyone, Register: bench_assigned {"clerk":{"name":"样例书记员","person":"000000000000P"},"handling_judge":{"name":"样例法官一","person":"000000000000E"},"panel":[{"name":"样例法官二","person":"000000000000G"},{"name":"样例法官三","person":"000000000000J"}]}"#);
}

#[test]
fn one_person_holds_one_place_on_the_bench() {
    for panel in [[Who::Panel, Who::Panel], [Who::Handling, Who::Panel], [Who::Clerk, Who::Panel]] {
        assert_eq!(
            check(&filed(), Who::DivisionHead, bench_of(&panel)),
            "refused: one person cannot hold two places on the bench"
        );
    }
}

#[test]
fn the_filing_desk_and_the_heads_of_the_court_name_the_bench() {
    assert_snapshot!(who_may(&filed(), |_| bench_of(&[])), @r"
    allowed: FilingOfficer, DivisionHead, President
    refused, not a member of this case: PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger, Handling, Panel, SecondPanel, Assistant, Clerk, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, Clock
    ");
}

#[test]
fn a_bench_can_be_changed_until_the_case_is_closed() {
    assert!(check(&open_space(), Who::DivisionHead, bench_of(&[])).starts_with("Court"));
    let over = space_with([closed(Outcome::Mediated)]);
    assert_snapshot!(check(&over, Who::DivisionHead, bench_of(&[])), @"refused: the case is closed");
    assert_snapshot!(check(&[civil()], Who::DivisionHead, bench_of(&[])), @"refused: not possible while the case is Submitted");
}

#[test]
fn a_judge_who_left_the_bench_is_a_stranger() {
    let other_bench = Told::new(
        Who::DivisionHead,
        EntryBody::BenchAssigned {
            handling_judge: Who::OtherJudge.staff(),
            clerk: Who::Clerk.staff(),
            judge_assistant: None,
            panel: vec![],
        },
        Class::Register,
        Audience::Everyone,
    );
    let state = fold(&space_with([other_bench]));
    assert_eq!(state.membership(&Who::Handling.actor()), None);
    assert_eq!(state.membership(&Who::Assistant.actor()), None);
    assert!(state.membership(&Who::OtherJudge.actor()).is_some());
}

#[test]
fn the_bench_and_the_filing_desk_invite() {
    assert_snapshot!(who_may(&waiting(), |_| invites(1, None)), @r"
    allowed: Handling, Assistant, Clerk, FilingOfficer
    refused, not a member of this case: PlaintiffsLawyer, Defendant, DefendantsRelative, ThirdParty, Stranger, OtherJudge, ForeignOfficer
    refused, the role does not allow this act: Plaintiff, Panel, SecondPanel, DivisionHead, President, Clock
    ");
}

#[test]
fn a_seat_is_invited_as_often_as_needed_until_somebody_sits_there() {
    let given: Vec<Told> = waiting().into_iter().chain([invited(Who::Defendant)]).collect();
    assert_snapshot!(check(&given, Who::Clerk, invites(1, None)), @r#"Court, Clerk to everyone, Party: member_invited {"name":"样例乙","party":1,"role":"defendant"}"#);
    assert_snapshot!(check(&open_space(), Who::Clerk, invites(1, None)), @"refused: already in the space");
    assert_snapshot!(check(&waiting(), Who::Clerk, invites(0, None)), @"refused: already in the space");
}

#[test]
fn nobody_invites_to_a_seat_that_does_not_exist() {
    for (party, agent) in [(3, None), (0, Some(1)), (2, Some(0)), (u16::MAX, Some(u16::MAX))] {
        let answer = check(&waiting(), Who::Clerk, invites(party, agent));
        assert_eq!(answer, "refused: the case has no such party or agent");
    }
}

#[test]
fn a_case_that_is_not_filed_or_is_over_invites_nobody() {
    assert_snapshot!(check(&[civil()], Who::FilingOfficer, invites(1, None)), @"refused: not possible while the case is Submitted");
    let over: Vec<Told> = waiting().into_iter().chain([closed(Outcome::Withdrawn)]).collect();
    assert_snapshot!(check(&over, Who::Clerk, invites(1, None)), @"refused: the case is closed");
}

#[test]
fn a_defendant_known_by_name_comes_in_with_the_phone_that_was_invited() {
    assert_snapshot!(check(&waiting(), Who::Defendant, joins(1, None, Who::Defendant.known())), @r#"Front, Defendant to everyone, Party: member_joined {"name":"样例乙","party":1,"person":"0000000000006","role":"defendant"}"#);
}

#[test]
fn the_name_alone_does_not_open_the_door() {
    let namesake = KnownPerson { holds_invited_phone: false, ..Who::Defendant.known() };
    assert_snapshot!(check(&waiting(), Who::Stranger, joins(1, None, namesake)), @"refused: not the person who is named in the case");
    let finder = KnownPerson { holds_invited_phone: true, ..Who::Stranger.known() };
    assert_snapshot!(check(&waiting(), Who::Stranger, joins(1, None, finder)), @"refused: not the person who is named in the case");
}

#[test]
fn whoever_is_named_by_identity_number_needs_no_phone() {
    let known = KnownPerson { holds_invited_phone: false, ..Who::ThirdParty.known() };
    assert_snapshot!(check(&waiting(), Who::ThirdParty, joins(2, None, known)), @r#"Front, ThirdParty to everyone, Party: member_joined {"name":"样例丙","party":2,"person":"000000000000A","role":"third_party"}"#);
}

#[test]
fn a_namesake_with_the_invited_phone_is_not_the_person_whose_number_is_named() {
    let namesake = KnownPerson { id_digest: Digest::of(b"namesake"), ..Who::ThirdParty.known() };
    assert_snapshot!(check(&waiting(), Who::Stranger, joins(2, None, namesake)), @"refused: not the person who is named in the case");
}

#[test]
fn an_agent_comes_in_on_the_side_of_the_client() {
    let command = joins(1, Some(0), Who::DefendantsRelative.known());
    assert_snapshot!(check(&waiting(), Who::DefendantsRelative, command), @r#"Front, LitigationAgent to everyone, Party: member_joined {"agent":0,"name":"样例戊","party":1,"person":"0000000000008","role":"litigation_agent"}"#);
    let state = fold(&open_space());
    let membership = state.membership(&Who::DefendantsRelative.actor()).expect("a member");
    assert_snapshot!(format!("{membership:?}"), @"Membership { role: LitigationAgent, side: Some(Respondent), party: Some(1) }");
}

#[test]
fn a_company_comes_in_through_its_legal_representative() {
    let mut form = form(FilingKind::CivilFirstInstance);
    let company = &mut form.respondents[0];
    company.kind = PartyKind::Organisation;
    company.name = "样例商贸有限公司".to_owned();
    company.legal_representative = Some(Who::Defendant.name().to_owned());
    // The digest of a person cannot be that of a company.
    company.id_digest = Some(Digest::of(b"no person"));
    let given = [submitted(form), filed()[1].clone()];
    assert!(check(&given, Who::Defendant, joins(1, None, Who::Defendant.known())).starts_with("Front"));
    assert_snapshot!(check(&given, Who::Stranger, joins(1, None, Who::Stranger.known())), @"refused: not the person who is named in the case");
}

#[test]
fn a_seat_is_taken_once_and_a_person_sits_once() {
    let given: Vec<Told> = waiting().into_iter().chain([joined(Who::Defendant)]).collect();
    assert_snapshot!(check(&given, Who::Defendant, joins(1, None, Who::Defendant.known())), @"refused: already in the space");
    let second = joins(1, None, Who::Defendant.known());
    assert_snapshot!(check(&given, Who::Stranger, second), @"refused: already in the space");
    assert_snapshot!(check(&waiting(), Who::Plaintiff, joins(1, None, Who::Plaintiff.known())), @"refused: already in the space");
}

#[test]
fn a_stranger_is_not_told_which_seats_are_taken() {
    let at = |party| check(&open_space(), Who::Stranger, joins(party, None, Who::Stranger.known()));
    assert_eq!(at(1), at(2));
    let free = check(&waiting(), Who::Stranger, joins(1, None, Who::Stranger.known()));
    assert_eq!(at(1), free);
}

#[test]
fn a_phone_number_alone_does_not_come_in() {
    let actor = Who::Defendant.only(Assurance::Phone);
    assert_snapshot!(check_actor(&waiting(), &actor, joins(1, None, Who::Defendant.known()), NOW), @"refused: identity is not sure enough for this act");
}

#[test]
fn the_court_does_not_come_in_as_a_party() {
    let answer = who_may(&waiting(), |who| joins(1, None, who.known()));
    assert_snapshot!(answer, @r"
    allowed: Defendant
    refused, already in the space: Plaintiff
    refused, not a member of this case: Handling, Panel, SecondPanel, Assistant, Clerk, FilingOfficer, DivisionHead, President, OtherJudge, ForeignOfficer, Clock
    refused, not the person who is named in the case: PlaintiffsLawyer, DefendantsRelative, ThirdParty, Stranger
    ");
}

#[test]
fn nobody_comes_in_before_the_case_is_filed_or_after_it_is_over() {
    let defendant = || joins(1, None, Who::Defendant.known());
    for given in [vec![], vec![civil()], vec![civil(), returned("2026-11-30")], vec![civil(), rejected()]] {
        assert_eq!(check(&given, Who::Defendant, defendant()), "refused: not a member of this case");
    }
    let over: Vec<Told> = waiting().into_iter().chain([closed(Outcome::Withdrawn)]).collect();
    assert_snapshot!(check(&over, Who::Defendant, defendant()), @"refused: the case is closed");
}
