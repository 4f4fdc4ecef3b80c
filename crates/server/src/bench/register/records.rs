//! Records of a register as a province has it: the same ones for the same seed.
//!
//! Nobody in them exists. Names begin with 样例 (sample); the area code 330299 of the identity numbers has
//! never been that of a county and the years of birth are 1900 to 1909; phones begin with 154, which no
//! carrier has given out. The check digits are right, because an import refuses others.

use weicourt_domain::facts::Facts;
use weicourt_domain::register::{AgentInput, PartyInput, RegisterInput, StaffInput};

/// Weights of GB 11643-1999, from the left.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: &[u8; 11] = b"10X98765432";
/// People of one day of birth: sequences 100 to 999.
const PER_DAY: u64 = 900;
/// The first 28 days of each month of ten years.
const DAYS: u64 = 10 * 12 * 28;
/// People who are named.
pub(super) const N_PEOPLE: u64 = DAYS * PER_DAY;
/// Lawyers among them: the first ones.
const N_LAWYERS: u64 = 20_000;
/// Judges of each court.
const N_JUDGES: u64 = 32;
/// Years of filing, the last one still going on.
const YEARS: [u64; 10] = [2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026];
/// Of 27 cases two are open.
const OPEN: (u64, u64) = (2, 27);

const SURNAMES: &[char] =
    &['王', '李', '张', '刘', '陈', '杨', '黄', '赵', '周', '吴', '徐', '孙', '胡', '朱', '高', '林'];
const GIVEN: &[char] =
    &['伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明'];
const TRADES: &[&str] = &["贸易", "制造", "建设", "物业", "科技", "餐饮", "运输", "小额贷款"];
/// Types with their share of 20, and what such a case is about.
const TYPES: &[(&str, u64, &str)] = &[
    ("民初", 7, "4-10-108-3"),
    ("民初", 3, "4-10-88"),
    ("民初", 2, "2-2-14"),
    ("执", 5, ""),
    ("执恢", 1, ""),
    ("行初", 1, ""),
    ("民特", 1, ""),
];

/// A sequence of numbers that look like chance (SplitMix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }
}

/// Makes records.
#[derive(Debug)]
pub(super) struct Records {
    seed: u64,
    n_records: u64,
    courts: Vec<String>,
}

impl Records {
    /// `n_records` records of the basic courts that the facts know.
    pub(super) fn new(seed: u64, n_records: u64) -> Records {
        let facts = Facts::embedded();
        let basic = facts.courts.iter().map(|court| court.code.as_str().to_owned());
        let courts = basic.filter(|code| code.bytes().filter(u8::is_ascii_digit).count() == 4).collect();
        Records { seed, n_records, courts }
    }

    /// The identity of a judge in the directory.
    pub(super) fn judge_id(&self, court: usize, judge: u64) -> String {
        format!("{}-judge-{judge}", self.courts[court % self.courts.len()])
    }

    /// How many judges there are.
    pub(super) fn n_judges(&self) -> u64 {
        self.courts.len() as u64 * N_JUDGES
    }

    /// The case number of the record.
    pub(super) fn case_number(&self, number: u64) -> String {
        let (court, serial, year) = self.place(number);
        let (case_type, _) = kind(self.chance(number).below(20));
        format!("（{year}）{}{case_type}{serial}号", self.courts[court])
    }

    /// Court, serial number there, and year: later records are filed later.
    fn place(&self, number: u64) -> (usize, u64, u64) {
        let n_courts = self.courts.len() as u64;
        let year = YEARS[(number * YEARS.len() as u64 / self.n_records.max(1)) as usize];
        ((number % n_courts) as usize, 1 + number / n_courts, year)
    }

    fn chance(&self, number: u64) -> Chance {
        Chance(self.seed ^ number.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// The record with this number, from 0.
    pub(super) fn record(&self, number: u64) -> RegisterInput {
        let mut chance = self.chance(number);
        let (court, _, year) = self.place(number);
        let (case_type, cause) = kind(chance.below(20));
        // The open ones are the latest, as in a court.
        let open = number >= self.n_records - self.n_records * OPEN.0 / OPEN.1;
        let day = |chance: &mut Chance| (1 + chance.below(28), 1 + chance.below(9));
        let (filed_day, filed_month) = day(&mut chance);
        let filed_on = format!("{year}-{filed_month:02}-{filed_day:02}");
        let judge = chance.below(N_JUDGES);
        let staff =
            |role: &str, id: String| Some(StaffInput { name: format!("样例{role}{judge}"), staff_id: id });
        let enforcement = case_type.starts_with('执');
        let (claims, answers) = if enforcement {
            ("enforcement_applicant", "judgment_debtor")
        } else {
            ("plaintiff", "defendant")
        };
        let n_parties = 2 + [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5][chance.below(12) as usize];
        let parties = (0..n_parties).map(|n| {
            let role = match n {
                0 => claims,
                1 => answers,
                _ if chance.below(8) == 0 => "third_party",
                _ if chance.below(2) == 0 => claims,
                _ => answers,
            };
            party(role, &mut chance)
        });
        let parties: Vec<PartyInput> = parties.collect();
        let month = |months: u64| {
            let month = filed_month + months;
            format!("{}-{:02}-{filed_day:02}", year + (month - 1) / 12, 1 + (month - 1) % 12)
        };
        RegisterInput {
            source_id: format!("ZJ{number:010}"),
            case_number: self.case_number(number),
            procedure: if enforcement {
                "enforcement"
            } else {
                ["simplified", "ordinary"][chance.below(2) as usize]
            }
            .to_owned(),
            cause_code: cause.to_owned(),
            handling_judge: staff("法官", self.judge_id(court, judge)),
            clerk: staff("书记员", format!("{}-clerk-{judge}", self.courts[court])),
            hearing_on: if enforcement { String::new() } else { month(1) },
            // The last ones of a year are closed in the same year: no case ends after today.
            closed_on: if open {
                String::new()
            } else {
                format!("{year}-{:02}-28", (filed_month + 1).min(11))
            },
            due_on: month(6),
            filed_on,
            parties,
            ..RegisterInput::default()
        }
    }
}

fn kind(mut share: u64) -> (&'static str, &'static str) {
    for (case_type, of_twenty, cause) in TYPES {
        if share < *of_twenty {
            return (case_type, cause);
        }
        share -= of_twenty;
    }
    ("民初", "4-10-108-3")
}

fn party(role: &str, chance: &mut Chance) -> PartyInput {
    let mut party = PartyInput { role: role.to_owned(), ..PartyInput::default() };
    if chance.below(5) == 0 {
        party.kind = "organisation".to_owned();
        party.name = format!("样例{}{}有限公司", chance.below(100_000), TRADES[chance.below(8) as usize]);
        party.legal_representative = name(chance.next());
    } else {
        let person = N_LAWYERS + chance.below(N_PEOPLE - N_LAWYERS);
        party.name = name(person);
        party.id_number = id_number(person);
        if chance.below(3) > 0 {
            party.phone = format!("154{person:08}");
        }
    }
    if chance.below(6) == 0 {
        let lawyer = chance.below(N_LAWYERS);
        party.agents.push(AgentInput {
            name: name(lawyer),
            id_number: id_number(lawyer),
            phone: format!("154{lawyer:08}"),
            firm: format!("样例第{}律师事务所", lawyer % 500),
            ..AgentInput::default()
        });
    }
    party
}

fn name(number: u64) -> String {
    let pick = |list: &[char], number: u64| list[(number % list.len() as u64) as usize];
    let (surname, given) = (pick(SURNAMES, number), pick(GIVEN, number / 16));
    let second = pick(GIVEN, number / 256);
    format!("样例{surname}{given}{second}")
}

/// The identity number of a sample person.
pub(super) fn id_number(number: u64) -> String {
    let number = number % N_PEOPLE;
    let (day, sequence) = (number / PER_DAY, 100 + number % PER_DAY);
    let (year, month, day) = (1900 + day / (12 * 28), 1 + day / 28 % 12, 1 + day % 28);
    let body = format!("330299{year}{month:02}{day:02}{sequence}");
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{body}{}", char::from(CHECK[(sum % 11) as usize]))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use weicourt_domain::digest::Digest;
    use weicourt_domain::register::RegisterRules;

    use super::*;

    #[test]
    fn every_record_is_one_that_a_court_could_hand_in() {
        let rules = RegisterRules::new(&Facts::embedded(), "2026-11-24".parse().expect("date"));
        let records = Records::new(7, 2_700_000);
        let (mut numbers, mut n_parties, mut n_open) = (HashSet::new(), 0, 0);
        for number in (0..2_700_000).step_by(1361) {
            let input = records.record(number);
            let record = rules.check(&input, |id| Digest::of(id.expose().as_bytes()));
            let record = record.unwrap_or_else(|defects| panic!("{defects:?}"));
            assert!(numbers.insert(record.case_number.to_string()), "{number}");
            n_parties += record.parties.len();
            n_open += usize::from(record.closed_on.is_none());
        }
        let n = numbers.len();
        assert!((3 * n..5 * n).contains(&n_parties), "about four parties each: {n_parties} of {n}");
        assert!(
            (n * 6 / 100..n * 9 / 100).contains(&n_open),
            "about 200 000 of 2 700 000 are open: {n_open}"
        );
    }

    #[test]
    fn the_same_seed_gives_the_same_records() {
        let (one, two) = (Records::new(7, 1000), Records::new(7, 1000));
        assert!((0..1000).all(|number| one.record(number) == two.record(number)));
        assert!(Records::new(8, 1000).record(5) != one.record(5));
    }
}
