//! One reader per fact file.

use std::collections::BTreeSet;

use super::read::{FactsError, Row, read_rows};
use crate::calendar::{BeijingDate, DayKind, Holidays};
use crate::case_type::{CaseType, CaseTypeCode, CaseTypeTable};
use crate::cause::{Cause, CauseTable};
use crate::court::{Court, CourtLevel, CourtTable};
use crate::deadline::{DeadlineRule, DeadlineTable};
use crate::exact::Exact;
use crate::fee::{Band, Tariff, TariffAmount};
use crate::interest::{Lpr, LprTable};
use crate::money::Fen;
use crate::parameter::{Parameter, Parameters};
use crate::small_claims::{SmallClaimsLimit, SmallClaimsTable};

/// Refuses a second line with the same key.
#[derive(Default)]
pub(super) struct Once(BTreeSet<String>);

impl Once {
    pub(super) fn check(&mut self, row: &Row<'_>, key: &str) -> Result<(), FactsError> {
        if self.0.insert(key.to_owned()) {
            Ok(())
        } else {
            Err(row.problem(format!("{key} stands in the file twice")))
        }
    }
}

pub(super) fn parameters(text: &str) -> Result<Parameters, FactsError> {
    let mut parameters = Vec::new();
    let mut once = Once::default();
    read_rows("parameters.csv", text, &["name", "value", "unit", "source"], |row| {
        let name = row.required("name")?;
        once.check(row, name)?;
        parameters.push(Parameter {
            name: name.to_owned(),
            value: row.required("value")?.to_owned(),
            source: row.required("source")?.to_owned(),
        });
        Ok(())
    })?;
    Parameters::new(parameters).map_err(|problem| FactsError { file: "parameters.csv", line: 1, problem })
}

pub(super) fn courts(text: &str, parameters: &Parameters) -> Result<CourtTable, FactsError> {
    let mut courts: Vec<Court> = Vec::new();
    let mut once = Once::default();
    let columns = ["code", "name", "level", "parent_code", "city", "address", "phone", "source"];
    read_rows("courts.csv", text, &columns, |row| {
        once.check(row, row.required("code")?)?;
        let court = Court {
            code: row.value("code")?,
            name: row.required("name")?.to_owned(),
            level: match row.required("level")? {
                "supreme" => CourtLevel::Supreme,
                "high" => CourtLevel::High,
                "intermediate" => CourtLevel::Intermediate,
                "basic" => CourtLevel::Basic,
                other => return Err(row.problem(format!("level: '{other}' is not a level of court"))),
            },
            parent: row.optional("parent_code")?,
            city: row.text("city").to_owned(),
            address: row.optional("address")?,
            phone: row.optional("phone")?.or_else(|| Some(parameters.courts_hotline.clone())),
        };
        if court.code.level() != court.level {
            return Err(row.problem(format!("the code {} is not that of a court of this level", court.code)));
        }
        if let Some(parent) = &court.parent
            && !courts.iter().any(|known| known.code == *parent)
        {
            return Err(row.problem(format!("the parent {parent} must stand in an earlier line")));
        }
        courts.push(court);
        Ok(())
    })?;
    Ok(CourtTable::new(courts))
}

pub(super) fn case_types(text: &str) -> Result<CaseTypeTable, FactsError> {
    let mut types = Vec::new();
    let mut once = Once::default();
    read_rows("case_types.csv", text, &["code", "name", "category", "source"], |row| {
        let code = row.required("code")?;
        once.check(row, code)?;
        types.push(CaseType {
            code: CaseTypeCode::new(code),
            name: row.required("name")?.to_owned(),
            category: row.required("category")?.to_owned(),
        });
        Ok(())
    })?;
    Ok(CaseTypeTable::new(types))
}

pub(super) fn causes(text: &str) -> Result<CauseTable, FactsError> {
    let mut causes: Vec<Cause> = Vec::new();
    let mut once = Once::default();
    read_rows("causes.csv", text, &["code", "name", "parent", "source"], |row| {
        let code = row.required("code")?;
        once.check(row, code)?;
        let parent: Option<String> = row.optional("parent")?;
        if let Some(parent) = &parent
            && !once.0.contains(parent)
        {
            return Err(row.problem(format!("the parent {parent} must stand in an earlier line")));
        }
        causes.push(Cause {
            code: code.to_owned(),
            name: row.required("name")?.to_owned(),
            level: (code.matches('-').count() + 1) as u8,
            parent,
        });
        Ok(())
    })?;
    Ok(CauseTable::new(causes))
}

pub(super) fn holidays(text: &str) -> Result<Holidays, FactsError> {
    let mut days = Vec::new();
    let mut once = Once::default();
    read_rows("holidays.csv", text, &["date", "kind", "name", "source"], |row| {
        let on: BeijingDate = row.value("date")?;
        once.check(row, row.text("date"))?;
        let kind = match row.required("kind")? {
            "holiday" => DayKind::Holiday,
            "workday" if on.is_weekend() => DayKind::Workday,
            "workday" => return Err(row.problem(format!("{on} is a working day already"))),
            other => return Err(row.problem(format!("kind: '{other}' is neither holiday nor workday"))),
        };
        days.push((on, kind, row.required("name")?.to_owned()));
        Ok(())
    })?;
    Ok(Holidays::new(days))
}

pub(super) fn lpr(text: &str) -> Result<LprTable, FactsError> {
    let mut rates: Vec<Lpr> = Vec::new();
    read_rows("lpr.csv", text, &["effective_from", "lpr_1y_percent", "lpr_5y_percent", "source"], |row| {
        let rate = Lpr {
            effective_from: row.value("effective_from")?,
            one_year_percent: row.value("lpr_1y_percent")?,
            five_year_percent: row.value("lpr_5y_percent")?,
        };
        if rates.last().is_some_and(|last| last.effective_from >= rate.effective_from) {
            return Err(row.problem("the dates must go up"));
        }
        rates.push(rate);
        Ok(())
    })?;
    Ok(LprTable::new(rates))
}

pub(super) fn tariff(bands: &str, amounts: &str) -> Result<Tariff, FactsError> {
    let mut tariff = Tariff::default();
    let columns = ["schedule", "above_yuan", "flat_yuan", "rate_percent", "source"];
    read_rows("fee_bands.csv", bands, &columns, |row| {
        let band = Band {
            above: row.value("above_yuan")?,
            flat: row.optional("flat_yuan")?.unwrap_or(Fen::ZERO),
            rate_percent: row.value::<Exact>("rate_percent")?,
            source: row.required("source")?.to_owned(),
        };
        let last = tariff.bands(row.text("schedule")).last().map(|last| last.above);
        match last {
            None if band.above != Fen::ZERO => return Err(row.problem("a schedule must begin at 0")),
            Some(last) if last >= band.above => return Err(row.problem("the bands must go up")),
            _ => tariff.add_band(row.required("schedule")?, band),
        }
        Ok(())
    })?;
    let columns = ["name", "province", "amount_yuan", "least_yuan", "most_yuan", "source"];
    let mut once = Once::default();
    read_rows("fee_amounts.csv", amounts, &columns, |row| {
        once.check(row, &format!("{} {}", row.required("name")?, row.text("province")))?;
        let amount = TariffAmount {
            name: row.text("name").to_owned(),
            province: row.optional("province")?,
            amount: row.optional("amount_yuan")?,
            range: row.optional("least_yuan")?.zip(row.optional("most_yuan")?),
            source: row.required("source")?.to_owned(),
        };
        if amount.amount.is_some() == amount.range.is_some() {
            return Err(row.problem("give either amount_yuan or both least_yuan and most_yuan"));
        }
        tariff.add_amount(amount);
        Ok(())
    })?;
    Ok(tariff)
}

pub(super) fn deadlines(text: &str) -> Result<DeadlineTable, FactsError> {
    let mut rules = Vec::new();
    let mut once = Once::default();
    let columns =
        ["rule", "name", "period", "least", "most", "direction", "moved_on_holiday", "starts_from", "source"];
    read_rows("deadlines.csv", text, &columns, |row| {
        let rule = row.required("rule")?;
        once.check(row, rule)?;
        let yes = |column: &str, yes: &str, no: &str| match row.required(column)? {
            text if text == yes => Ok(true),
            text if text == no => Ok(false),
            other => Err(row.problem(format!("{column}: '{other}' is neither {yes} nor {no}"))),
        };
        rules.push(DeadlineRule {
            rule: rule.to_owned(),
            name: row.required("name")?.to_owned(),
            period: row.optional("period")?,
            least: row.optional("least")?,
            most: row.optional("most")?,
            counts_back: yes("direction", "before", "after")?,
            moved_on_holiday: yes("moved_on_holiday", "yes", "no")?,
            starts_from: row.required("starts_from")?.to_owned(),
            source: row.required("source")?.split("; ").map(str::to_owned).collect(),
        });
        Ok(())
    })?;
    Ok(DeadlineTable::new(rules))
}

pub(super) fn small_claims(text: &str) -> Result<SmallClaimsTable, FactsError> {
    let mut limits = Vec::new();
    let columns = ["province", "effective_from", "mandatory_up_to_yuan", "by_agreement_up_to_yuan", "source"];
    read_rows("small_claims.csv", text, &columns, |row| {
        limits.push(SmallClaimsLimit {
            province: row.required("province")?.to_owned(),
            effective_from: row.value("effective_from")?,
            mandatory_up_to: row.value("mandatory_up_to_yuan")?,
            by_agreement_up_to: row.value("by_agreement_up_to_yuan")?,
        });
        Ok(())
    })?;
    Ok(SmallClaimsTable::new(limits))
}
