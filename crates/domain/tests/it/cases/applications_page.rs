//! The page of applications, made from the table and from what the rules answer.

use std::fmt::Write as _;

use weicourt_domain::application::{ApplicationRule, Window};
use weicourt_domain::entry::{ApplicationForm, ApplicationKind, ApplicationOutcome};
use weicourt_domain::form::{FilingKind, SpecialItem};

use super::applications::{decides, files};
use super::generated::{MADE, assert_fresh};
use super::given::*;
use super::people::Who;
use super::{FACTS, NOW, decided};

const APPLICANTS: [(&str, Who); 4] = [
    ("原告", Who::Plaintiff),
    ("被告", Who::Defendant),
    ("第三人", Who::ThirdParty),
    ("一般授权代理人", Who::PlaintiffsLawyer),
];

const DECIDERS: [(&str, Who); 6] = [
    ("承办法官", Who::Handling),
    ("审判员", Who::Panel),
    ("书记员", Who::Clerk),
    ("庭长", Who::DivisionHead),
    ("院长", Who::President),
    ("钟", Who::Clock),
];

/// A civil case in which everything can be asked for: a period for evidence runs, and every party was
/// refused the recusal of the clerk a while ago. The front chain stands at 8.
fn given(by_special_agent: bool) -> Vec<Told> {
    let mut given = open_space();
    if by_special_agent {
        let mut form = form(FilingKind::CivilFirstInstance);
        let items =
            [SpecialItem::ChangeClaims, SpecialItem::Waive, SpecialItem::Counterclaim, SpecialItem::Withdraw];
        form.claimants[0].agents[0].special = items.to_vec();
        form.respondents[0].agents[0].special = items.to_vec();
        given[0] = submitted(form);
    }
    given.push(evidence_period("2026-12-10"));
    for (seq, who) in (6..).zip([Who::Plaintiff, Who::Defendant, Who::ThirdParty]) {
        given.push(application_filed(who, recusal_of(Who::Clerk)));
        let refused = ApplicationOutcome::Refused;
        let decision = application_decided(Who::Handling, front(seq), ApplicationKind::Recusal, refused);
        given.push(decision.at("2026-11-22T10:00:00+08:00"));
    }
    given
}

fn form_of(kind: ApplicationKind) -> ApplicationForm {
    let about_a_judge = kind == ApplicationKind::Recusal;
    let form = application_form(kind);
    if about_a_judge { ApplicationForm { person: Some(Who::Panel.person()), ..form } } else { form }
}

fn mark(yes: bool) -> &'static str {
    if yes { "✓" } else { "·" }
}

fn may_file(given: &[Told], who: Who, kind: ApplicationKind) -> bool {
    decided(given, &who.actor(), &files(form_of(kind)), NOW).is_ok()
}

fn who_files(rule: &ApplicationRule) -> String {
    let plain = given(false);
    let mut cells: Vec<&str> =
        APPLICANTS.iter().map(|(_, who)| mark(may_file(&plain, *who, rule.kind))).collect();
    let special = given(true);
    let agents = [Who::PlaintiffsLawyer, Who::DefendantsRelative];
    cells.push(mark(agents.iter().any(|who| may_file(&special, *who, rule.kind))));
    cells.join(" | ")
}

/// The application by whoever may file it, as the decider finds it.
fn who_decides(rule: &ApplicationRule, form: &ApplicationForm) -> String {
    let mut given = given(false);
    let applicant =
        [Who::Plaintiff, Who::Defendant].into_iter().find(|who| may_file(&given, *who, rule.kind));
    given.push(application_filed(applicant.expect("an applicant"), form.clone()));
    let command = decides(front(9), ApplicationOutcome::Granted);
    let cells = DECIDERS.map(|(_, who)| mark(decided(&given, &who.actor(), &command, NOW).is_ok()));
    cells.join(" | ")
}

fn window(rule: &ApplicationRule) -> String {
    let name = |rule: &str| FACTS.deadlines.get(rule).map(|rule| rule.name.clone()).unwrap_or_default();
    match &rule.window {
        Window::Anytime => "随时".to_owned(),
        Window::EvidencePeriod => "举证期限届满前".to_owned(),
        Window::AnswerPeriod => "答辩期内".to_owned(),
        Window::AfterDecision { rule } | Window::AfterDay { rule, .. } => name(rule),
    }
}

fn page() -> String {
    let mut page = format!("# Applications (程序性申请)\n\n{MADE}\n");
    page += "What can be applied for, by whom and who decides, as the rules answer for a civil case of the first \
             instance. An agent with a general power of attorney may not do what needs a special item.\n\n\
             ## Who may apply (谁可以申请)\n\n| 申请 |";
    for (title, _) in APPLICANTS {
        write!(page, " {title} |").expect("a string");
    }
    page += " 特别授权代理人 | 特别授权事项 | 提出时间 | 决定期限 | 依据 |\n| --- |";
    page += &" --- |".repeat(APPLICANTS.len() + 5);
    page.push('\n');
    for rule in FACTS.applications.iter() {
        let item = rule.special_item.map(weicourt_domain::application::special_item_name).unwrap_or("·");
        let within = rule.decide_within.as_deref().and_then(|rule| FACTS.deadlines.get(rule));
        let within = within.and_then(|rule| rule.period).map_or("·".to_owned(), |period| period.to_string());
        writeln!(
            page,
            "| {} `{:?}` | {} | {item} | {} | {within} | {} |",
            rule.name,
            rule.kind,
            who_files(rule),
            window(rule),
            rule.source.join("；")
        )
        .expect("a string");
    }
    page += "\n## Who decides, and what it does (谁决定、有何效力)\n\n| 申请 |";
    for (title, _) in DECIDERS {
        write!(page, " {title} |").expect("a string");
    }
    page += " 效力 | 知悉范围 | 决定依据 |\n| --- |";
    page += &" --- |".repeat(DECIDERS.len() + 3);
    page.push('\n');
    for rule in FACTS.applications.iter() {
        let mut rows = vec![(rule.name.clone(), form_of(rule.kind))];
        if rule.kind == ApplicationKind::Recusal {
            rows = vec![
                (format!("{}（审判员）", rule.name), recusal_of(Who::Panel)),
                (format!("{}（承办法官）", rule.name), recusal_of(Who::Handling)),
                (format!("{}（书记员）", rule.name), recusal_of(Who::Clerk)),
            ];
        }
        for (name, form) in rows {
            let others = if rule.for_own_side { "仅本方与法院" } else { "各方知悉" };
            let decides = who_decides(rule, &form);
            let words = &rule.effect_words;
            writeln!(page, "| {name} | {decides} | {words} | {others} | {} |", rule.article)
                .expect("a string");
        }
    }
    page
}

#[test]
fn the_page_of_applications_is_fresh() {
    assert_fresh("applications.md", &page());
}
