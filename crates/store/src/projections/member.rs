//! Who has a part in which case: the filer, the bench, and parties and agents who joined.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::actor::Role;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::id::PersonId;
use weicourt_domain::log::Entry;

use crate::database::{Database, case, maybe_int, name_of, person, text};
use crate::error::StoreError;

/// Roles that one assignment of the bench replaces.
const BENCH: [Role; 5] =
    [Role::HandlingJudge, Role::PresidingJudge, Role::Judge, Role::JudgeAssistant, Role::Clerk];

/// Follows one entry.
pub(crate) async fn apply(
    database: &Database,
    transaction: &DatabaseTransaction,
    entry: &Entry,
) -> Result<(), StoreError> {
    let envelope = &entry.envelope;
    let mut members: Vec<(PersonId, Role, Option<u16>, Option<u16>)> = Vec::new();
    match &entry.body {
        EntryBody::FilingSubmitted { form } | EntryBody::FilingResubmitted { form, .. } => {
            let filer = &form.filed_by;
            members.push((envelope.actor.person, envelope.actor.role, Some(filer.claimant), filer.agent));
        }
        EntryBody::BenchAssigned { handling_judge, clerk, judge_assistant, panel } => {
            let roles: Vec<String> = BENCH
                .iter()
                .map(|role| Ok(format!("'{}'", name_of(role)?)))
                .collect::<Result<_, StoreError>>()?;
            let sql = format!("delete from member where case_id = $1 and role in ({})", roles.join(","));
            transaction.execute_raw(database.statement(sql, vec![case(envelope.case)])).await?;
            members.push((handling_judge.person, Role::HandlingJudge, None, None));
            members.push((clerk.person, Role::Clerk, None, None));
            members.extend(judge_assistant.iter().map(|who| (who.person, Role::JudgeAssistant, None, None)));
            members.extend(panel.iter().map(|who| (who.person, Role::Judge, None, None)));
        }
        EntryBody::MemberJoined { person, role, party, agent, .. } => {
            members.push((*person, *role, Some(*party), *agent));
        }
        _ => {}
    }
    for (who, role, party, agent) in members {
        let sql = "insert into member (case_id, person, role, party, agent) values ($1, $2, $3, $4, $5)
                   on conflict (case_id, person, role) do update set party = excluded.party, agent = excluded.agent";
        let values =
            vec![case(envelope.case), person(who), text(name_of(&role)?), maybe_int(party), maybe_int(agent)];
        transaction.execute_raw(database.statement(sql, values)).await?;
    }
    Ok(())
}
