//! Which cases name the holder of an identity number: how a defendant who enrols finds the case.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction};
use weicourt_domain::digest::Digest;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::log::Entry;

use crate::case_keys::CaseKey;
use crate::database::{Database, bytes, case, digest, maybe_int};
use crate::error::StoreError;
use crate::sealing::about;

/// Follows one entry.
pub(crate) async fn apply(
    database: &Database,
    transaction: &DatabaseTransaction,
    entry: &Entry,
    key: &CaseKey,
) -> Result<(), StoreError> {
    let case_id = entry.envelope.case;
    let form = match &entry.body {
        EntryBody::FilingSubmitted { form }
        | EntryBody::FilingResubmitted { form, .. }
        | EntryBody::PartiesImported { form } => form,
        _ => return Ok(()),
    };
    let sql = "delete from party_digest where case_id = $1";
    transaction.execute_raw(database.statement(sql, vec![case(case_id)])).await?;
    let mut named: Vec<(Digest, u16, Option<u16>, &str)> = Vec::new();
    for (number, (_, party)) in form.parties().enumerate() {
        let number = number as u16;
        named.extend(party.id_digest.map(|digest| (digest, number, None, party.name.as_str())));
        for (index, agent) in party.agents.iter().enumerate() {
            let index = Some(index as u16);
            named.extend(agent.id_digest.map(|digest| (digest, number, index, agent.name.as_str())));
        }
    }
    for (id_digest, party, agent, name) in named {
        let name = key.sealer.seal(&about("party name", case_id.0), name.as_bytes())?;
        let sql =
            "insert into party_digest (case_id, digest, party, agent, name) values ($1, $2, $3, $4, $5)";
        let values =
            vec![case(case_id), digest(id_digest), maybe_int(Some(party)), maybe_int(agent), bytes(name)];
        transaction.execute_raw(database.statement(sql, values)).await?;
    }
    Ok(())
}
