//! The case: given these entries, when somebody commands, then new entries or a refusal.

mod agenda;
mod answers;
mod applications;
mod applications_front;
mod applications_page;
mod chains;
mod checklist;
mod closing;
mod documents;
mod dossier;
mod erasure;
mod evidence;
mod filing;
mod flagging;
mod floor;
mod generated;
mod given;
mod hushed;
mod interleavings;
mod kept_for_ever;
mod masking;
mod membership;
mod people;
mod policy;
mod policy_file;
mod register;
mod registration;
mod seeing;
mod serving;
mod space;
mod telling;

use std::sync::LazyLock;

use weicourt_domain::actor::Actor;
use weicourt_domain::command::{Command, Refusal, Setting, Zone, decide};
use weicourt_domain::facts::Facts;
use weicourt_domain::instant::Instant;
use weicourt_domain::log::Draft;

use given::{Told, fold};
use people::Who;

static FACTS: LazyLock<Facts> = LazyLock::new(Facts::embedded);

/// The moment at which commands are given: a Monday morning in Beijing.
const NOW: &str = "2026-11-23T10:00:00+08:00";

fn instant(text: &str) -> Instant {
    serde_json::from_value(text.into()).expect("a moment")
}

fn decided(given: &[Told], actor: &Actor, command: &Command, now: &str) -> Result<Vec<Draft>, Refusal> {
    let setting = Setting { now: instant(now), facts: &FACTS, zone: Zone::All };
    decide(&fold(given), actor, command, setting)
}

/// Given entries, when `who` commands on the Monday morning: the new entries, one a line, or the refusal.
fn check(given: &[Told], who: Who, command: Command) -> String {
    check_at(given, who, command, NOW)
}

fn check_at(given: &[Told], who: Who, command: Command, now: &str) -> String {
    check_actor(given, &who.actor(), command, now)
}

fn check_actor(given: &[Told], actor: &Actor, command: Command, now: &str) -> String {
    match decided(given, actor, &command, now) {
        Ok(drafts) => drafts.into_iter().map(telling::draft).collect::<Vec<_>>().join("\n"),
        Err(refusal) => format!("refused: {refusal}"),
    }
}

/// Who may give a command: everybody there is, by what they are told.
fn who_may(given: &[Told], command: impl Fn(Who) -> Command) -> String {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for who in Who::ALL {
        let answer = match decided(given, &who.actor(), &command(who), NOW) {
            Ok(_) => "allowed".to_owned(),
            Err(refusal) => format!("refused, {refusal}"),
        };
        match told.iter_mut().find(|(known, _)| *known == answer) {
            Some((_, people)) => people.push(format!("{who:?}")),
            None => told.push((answer, vec![format!("{who:?}")])),
        }
    }
    told.sort();
    let lines = told.into_iter().map(|(answer, people)| format!("{answer}: {}", people.join(", ")));
    lines.collect::<Vec<_>>().join("\n")
}
