//! As many sample people as a benchmark needs.
//!
//! None of them exists. The area code 330299 has never been the code of a county and the years of birth
//! are 1900 to 1905, as in `testdata/people.toml`; the numbers in sequence begin at 100, where those of
//! that file end. The phones begin with 1541: no carrier has given 154 to subscribers. The check digit is
//! right, because the node checks it.

use super::people::Person;

/// Weights of GB 11643-1999, from the left.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK: &[u8; 11] = b"10X98765432";
/// People of one day of birth: sequences 100 to 999.
const PER_DAY: u32 = 900;
/// Days of birth: the first 28 days of each month of six years.
const DAYS: u32 = 6 * 12 * 28;

/// Most people there can be.
pub const MOST: u32 = DAYS * PER_DAY;

/// The sample person with this number, always the same one; numbers from [`MOST`] on begin again.
#[must_use]
pub fn person(number: u32) -> Person {
    let number = number % MOST;
    let (day, sequence) = (number / PER_DAY, 100 + number % PER_DAY);
    let (year, month, day) = (1900 + day / (12 * 28), 1 + day / 28 % 12, 1 + day % 28);
    let body = format!("330299{year}{month:02}{day:02}{sequence}");
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = char::from(CHECK[(sum % 11) as usize]);
    Person {
        name: format!("样例群众{number}"),
        id_number: format!("{body}{check}"),
        phone: format!("1541{number:07}"),
        about: "one of a crowd, for measuring".to_owned(),
    }
}

/// The first `n_people` of them.
#[must_use]
pub fn people(n_people: u32) -> Vec<Person> {
    (0..n_people).map(person).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use weicourt_domain::identifier::phone::check_mobile;
    use weicourt_domain::personal_data::IdNumber;

    use super::*;

    #[test]
    fn everybody_in_the_crowd_passes_the_checks_and_is_somebody_else() {
        let today = "2026-01-05".parse().expect("a date");
        let mut numbers = HashSet::new();
        for number in (0..MOST).step_by(997) {
            let person = person(number);
            assert!(IdNumber::parse(&person.id_number, today).is_ok(), "number {number}");
            assert!(check_mobile(&person.phone).is_ok(), "number {number}");
            assert!(numbers.insert(person.id_number) && numbers.insert(person.phone), "number {number}");
        }
    }
}
