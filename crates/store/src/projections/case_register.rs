//! The case register (收案登记): one row per case, with the fields of its detail page.

use sea_orm::{ConnectionTrait as _, DatabaseTransaction, Value};
use weicourt_domain::case::CaseStatus;
use weicourt_domain::entry::EntryBody;
use weicourt_domain::form::{FilingForm, FilingKind};
use weicourt_domain::log::Entry;

use crate::case_keys::CaseKey;
use crate::database::{Database, at, bytes, case, digest, name_of, person, text};
use crate::error::StoreError;
use crate::keys::NodeKeys;
use crate::sealing::about;

/// What binds a sealed title to its row.
pub(crate) fn about_title(case: weicourt_domain::id::CaseId) -> Vec<u8> {
    about("title", case.0)
}

/// Label of the keyed digest that finds a case by its number.
pub(crate) const NUMBER_DIGEST: &str = "case number";

/// What binds a sealed number to its row.
pub(crate) fn about_number(case: weicourt_domain::id::CaseId) -> Vec<u8> {
    about("case number", case.0)
}

/// 案号 as it is stored: outside the court's network nobody may read from a database whose case it holds.
pub(crate) fn seal_number(
    key: &CaseKey,
    case: weicourt_domain::id::CaseId,
    number: &str,
) -> Result<Vec<u8>, StoreError> {
    key.sealer.seal(&about_number(case), number.as_bytes())
}

/// Follows one entry.
pub(crate) async fn apply(
    database: &Database,
    keys: &NodeKeys,
    transaction: &DatabaseTransaction,
    entry: &Entry,
    key: &CaseKey,
) -> Result<(), StoreError> {
    let envelope = &entry.envelope;
    let seal_title = |title: &str| key.sealer.seal(&about_title(envelope.case), title.as_bytes()).map(bytes);
    let (sql, mut values): (&str, Vec<Value>) = match &entry.body {
        EntryBody::FilingSubmitted { form } => (
            "insert into case_register
             (case_id, court_code, kind, case_type, cause_code, status, title, submitted_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)",
            filed(form, seal_title(&form.title(""))?, envelope.at)?,
        ),
        EntryBody::FilingResubmitted { form, .. } => (
            "update case_register set court_code = $2, kind = $3, case_type = $4, cause_code = $5,
             status = $6, title = $7, submitted_at = $8 where case_id = $1",
            filed(form, seal_title(&form.title(""))?, envelope.at)?,
        ),
        EntryBody::CorrectionRequested { .. } => now(CaseStatus::Correction)?,
        EntryBody::FilingRejected { .. } => now(CaseStatus::NotAccepted)?,
        EntryBody::CaseRegistered {
            case_number,
            court_code,
            case_type,
            cause_code,
            procedure,
            filed_on,
            title,
            ..
        } => (
            "update case_register set number = $2, court_code = $3, case_type = $4, cause_code = $5,
             procedure = $6, filed_on = $7, title = $8, status = $9, number_digest = $10 where case_id = $1",
            vec![
                bytes(seal_number(key, envelope.case, &case_number.to_string())?),
                text(court_code.as_str()),
                text(case_type.as_str()),
                text(cause_code.as_str()),
                text(name_of(procedure)?),
                text(filed_on.to_string()),
                seal_title(title)?,
                text(name_of(&CaseStatus::Filed)?),
                digest(keys.keyed_digest(NUMBER_DIGEST, case_number.to_string().as_bytes())),
            ],
        ),
        EntryBody::BenchAssigned { handling_judge, clerk, .. } => (
            "update case_register set judge = $2, clerk = $3, status = $4 where case_id = $1",
            vec![person(handling_judge.person), person(clerk.person), text(name_of(&CaseStatus::Preparing)?)],
        ),
        EntryBody::CaseImported {
            case_number,
            court_code,
            case_type,
            cause_code,
            procedure,
            filed_on,
            title,
            ..
        } => (
            "insert into case_register (case_id, number, court_code, case_type, cause_code, procedure,
             filed_on, title, status, number_digest, kind, submitted_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
             on conflict (case_id) do update set number = excluded.number, court_code = excluded.court_code,
             case_type = excluded.case_type, cause_code = excluded.cause_code, procedure = excluded.procedure,
             filed_on = excluded.filed_on, title = excluded.title, number_digest = excluded.number_digest,
             kind = excluded.kind",
            vec![
                bytes(seal_number(key, envelope.case, &case_number.to_string())?),
                text(court_code.as_str()),
                text(case_type.as_str()),
                text(cause_code.as_str()),
                text(name_of(procedure)?),
                text(filed_on.to_string()),
                seal_title(title)?,
                text(name_of(&CaseStatus::Filed)?),
                digest(keys.keyed_digest(NUMBER_DIGEST, case_number.to_string().as_bytes())),
                text(name_of(&FilingKind::of_case_type(case_type))?),
                at(envelope.at),
            ],
        ),
        EntryBody::CaseReopened { .. } => (
            "update case_register set closed_on = null, status = $2 where case_id = $1",
            vec![text(name_of(&CaseStatus::Preparing)?)],
        ),
        EntryBody::CaseClosed { closed_on, .. } => (
            "update case_register set closed_on = $2, status = $3 where case_id = $1",
            vec![text(closed_on.to_string()), text(name_of(&CaseStatus::Closed)?)],
        ),
        _ => return Ok(()),
    };
    values.insert(0, case(envelope.case));
    transaction.execute_raw(database.statement(sql, values)).await?;
    Ok(())
}

fn now(status: CaseStatus) -> Result<(&'static str, Vec<Value>), StoreError> {
    Ok(("update case_register set status = $2 where case_id = $1", vec![text(name_of(&status)?)]))
}

fn filed(
    form: &FilingForm,
    title: Value,
    submitted_at: weicourt_domain::instant::Instant,
) -> Result<Vec<Value>, StoreError> {
    Ok(vec![
        Value::String(form.court_code.as_ref().map(ToString::to_string)),
        text(name_of(&form.kind)?),
        text(form.kind.case_type_code().to_string()),
        Value::String(form.cause_code.as_ref().map(ToString::to_string)),
        text(name_of(&CaseStatus::Submitted)?),
        title,
        at(submitted_at),
    ])
}
