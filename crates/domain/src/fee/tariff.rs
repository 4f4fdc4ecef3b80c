//! Bands and amounts of court fees, as the data files give them.

use std::collections::BTreeMap;

use super::{Bill, FeeRefusal};
use crate::exact::Exact;
use crate::money::Fen;

/// One band of a schedule: from just above `above` up to and including the next band's `above`.
#[derive(Debug, Clone)]
pub struct Band {
    /// Where the band begins.
    pub above: Fen,
    /// A flat amount for the first band.
    pub flat: Fen,
    /// The rate on the part inside the band, in percent.
    pub rate_percent: Exact,
    /// Where it stands.
    pub source: String,
}

/// A fixed amount, or the range within which a province sets it.
#[derive(Debug, Clone)]
pub struct TariffAmount {
    /// What it is for.
    pub name: String,
    /// The province it holds in; everywhere when empty.
    pub province: Option<String>,
    /// The amount, where it is fixed.
    pub amount: Option<Fen>,
    /// The range, where it is not.
    pub range: Option<(Fen, Fen)>,
    /// Where it stands.
    pub source: String,
}

/// All bands and amounts.
#[derive(Debug, Clone, Default)]
pub struct Tariff {
    schedules: BTreeMap<String, Vec<Band>>,
    amounts: Vec<TariffAmount>,
}

impl Tariff {
    /// Adds a band at the upper end of a schedule.
    pub fn add_band(&mut self, schedule: &str, band: Band) {
        self.schedules.entry(schedule.to_owned()).or_default().push(band);
    }

    /// Adds an amount.
    pub fn add_amount(&mut self, amount: TariffAmount) {
        self.amounts.push(amount);
    }

    /// The bands of a schedule from the lowest; empty when there is no such schedule.
    #[must_use]
    pub fn bands(&self, schedule: &str) -> &[Band] {
        self.schedules.get(schedule).map_or(&[], Vec::as_slice)
    }

    /// The sum over the bands of `schedule` for `amount`, in yuan.
    pub(super) fn over_bands(
        &self,
        schedule: &str,
        amount: Fen,
        bill: &mut Bill,
    ) -> Result<Exact, FeeRefusal> {
        let bands = self.bands(schedule);
        if bands.is_empty() {
            return Err(FeeRefusal::NotInTariff { name: schedule.to_owned() });
        }
        let mut sum = Exact::ZERO;
        for (i, band) in bands.iter().enumerate() {
            let upper = bands.get(i + 1).map(|next| next.above);
            if band.flat != Fen::ZERO {
                let flat = Exact::yuan(band.flat);
                sum = sum + flat;
                let upper =
                    upper.map_or_else(String::new, |upper| format!("不超过{}元部分，", Exact::yuan(upper)));
                bill.step(format!("{upper}每件{flat}元"), &band.source);
            }
            if band.rate_percent == Exact::ZERO || amount <= band.above {
                continue;
            }
            let top = upper.map_or(amount, |upper| upper.min(amount));
            let part = Exact::yuan(top) - Exact::yuan(band.above);
            let fee = part * band.rate_percent.percent();
            sum = sum + fee;
            let until = upper.map_or_else(String::new, |upper| format!("至{}元", Exact::yuan(upper)));
            bill.step(
                format!(
                    "超过{}元{until}部分：{part} × {}% = {fee}元",
                    Exact::yuan(band.above),
                    band.rate_percent
                ),
                &band.source,
            );
        }
        Ok(sum)
    }

    /// The amount `name` in `province`, or the nation-wide one.
    pub(super) fn fixed(
        &self,
        name: &str,
        province: Option<&str>,
        bill: &mut Bill,
    ) -> Result<Exact, FeeRefusal> {
        let of = |wanted: Option<&str>| {
            self.amounts.iter().find(|amount| amount.name == name && amount.province.as_deref() == wanted)
        };
        let national = of(None);
        let entry = province
            .and_then(|province| of(Some(province)))
            .or(national)
            .ok_or_else(|| FeeRefusal::NotInTariff { name: name.to_owned() })?;
        match (entry.amount, entry.range) {
            (Some(amount), _) => {
                let fee = Exact::yuan(amount);
                let place =
                    entry.province.as_ref().map_or_else(String::new, |province| format!("（{province}）"));
                // The range the province chose from belongs to the reasons.
                if let Some(national) = national {
                    bill.cite(&national.source);
                }
                bill.step(format!("每件{fee}元{place}"), &entry.source);
                Ok(fee)
            }
            (None, range) => {
                let (least, most) = range.unwrap_or_default();
                Err(match province {
                    Some(province) => {
                        FeeRefusal::NotConfigured { province: province.to_owned(), least, most }
                    }
                    None => FeeRefusal::ProvinceNeeded { least, most },
                })
            }
        }
    }

    /// The ends of the range within which a court sets the amount `name`.
    pub(super) fn range(&self, name: &str) -> Result<(Fen, Fen, &str), FeeRefusal> {
        self.amounts
            .iter()
            .find_map(|amount| {
                let (least, most) = amount.range.filter(|_| amount.name == name)?;
                Some((least, most, amount.source.as_str()))
            })
            .ok_or_else(|| FeeRefusal::NotInTariff { name: name.to_owned() })
    }

    /// The cap `name`.
    pub(super) fn cap(&self, name: &str, fee: Exact, bill: &mut Bill) -> Result<Exact, FeeRefusal> {
        let entry = self.amounts.iter().find(|amount| amount.name == name);
        let (cap, source) = entry
            .and_then(|entry| Some((Exact::yuan(entry.amount?), &entry.source)))
            .ok_or_else(|| FeeRefusal::NotInTariff { name: name.to_owned() })?;
        if fee <= cap {
            return Ok(fee);
        }
        bill.step(format!("最多不超过{cap}元"), source);
        Ok(cap)
    }
}
