//! Numbers as courts write them: sums, capital sums, days.

use jiff::civil::{Date, DateTime};

const DIGITS: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const PLAIN_DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// A sum in figures: `4300元`, `4300.5元` is never written, but `4300.50元`.
///
/// `fen` may be negative. No thousands are marked off: judgments do not.
#[must_use]
pub fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let (whole, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    if rest == 0 { format!("{sign}{whole}元") } else { format!("{sign}{whole}.{rest:02}元") }
}

/// A sum in capital characters (大写金额): `肆仟叁佰元整`; a negative one begins with `负`.
///
/// Zero is `零元整`. One 零 stands for any run of zeros inside the yuan, and one between yuan and fen
/// when there is no jiao.
///
/// # Example
///
/// ```
/// use weicourt_documents::typeset::words::capital_yuan;
///
/// assert_eq!(capital_yuan(276_914), "贰仟柒佰陆拾玖元壹角肆分");
/// assert_eq!(capital_yuan(10_000_100), "壹拾万零壹元整");
/// ```
#[must_use]
pub fn capital_yuan(fen: i64) -> String {
    let (whole, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let (jiao, fen_digit) = (rest / 10, rest % 10);
    let mut words = String::from(if fen < 0 { "负" } else { "" });
    if whole > 0 || rest == 0 {
        words.push_str(&capital_number(whole));
        words.push('元');
    }
    if jiao > 0 {
        words.push(digit(jiao));
        words.push('角');
    } else if fen_digit > 0 && whole > 0 {
        words.push('零');
    }
    if fen_digit > 0 {
        words.push(digit(fen_digit));
        words.push('分');
    } else {
        words.push('整');
    }
    words
}

fn digit(number: u64) -> char {
    usize::try_from(number % 10).ok().and_then(|number| DIGITS.get(number)).copied().unwrap_or('零')
}

/// A whole number in capital characters; 万 and 亿 nest, so that every `u64` has one.
fn capital_number(number: u64) -> String {
    if number == 0 {
        return "零".into();
    }
    for (size, name) in [(100_000_000, '亿'), (10_000, '万')] {
        if number >= size {
            let (high, low) = (number / size, number % size);
            let mut words = capital_number(high);
            words.push(name);
            if low > 0 {
                if low < size / 10 {
                    words.push('零');
                }
                words.push_str(&capital_number(low));
            }
            return words;
        }
    }
    let mut words = String::new();
    let mut zero = false;
    for (size, name) in [(1000, Some('仟')), (100, Some('佰')), (10, Some('拾')), (1, None)] {
        let figure = number / size % 10;
        if figure == 0 {
            zero = !words.is_empty();
            continue;
        }
        if zero {
            words.push('零');
            zero = false;
        }
        words.push(digit(figure));
        words.extend(name);
    }
    words
}

/// A day in Chinese numerals, as judgments are dated: `二〇二六年十一月二十三日`.
#[must_use]
pub fn chinese_day(day: Date) -> String {
    let year: String = day.year().to_string().chars().filter_map(|c| c.to_digit(10)).map(plain).collect();
    format!("{year}年{}月{}日", small(day.month()), small(day.day()))
}

fn plain(number: u32) -> char {
    usize::try_from(number % 10).ok().and_then(|number| PLAIN_DIGITS.get(number)).copied().unwrap_or('〇')
}

/// 1 to 99 as spoken: 十, 十一, 二十, 三十一.
fn small(number: i8) -> String {
    let number = u32::from(number.unsigned_abs());
    let (tens, ones) = (number / 10, number % 10);
    let mut words = String::new();
    if tens > 1 {
        words.push(plain(tens));
    }
    if tens > 0 {
        words.push('十');
    }
    if ones > 0 || tens == 0 {
        words.push(plain(ones));
    }
    words
}

/// A day in figures: `2026年11月23日`.
#[must_use]
pub fn arabic_day(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A time of the day: `09时30分`, with seconds only when there are some.
#[must_use]
pub fn time_of_day(at: DateTime) -> String {
    let seconds = if at.second() == 0 { String::new() } else { format!("{:02}秒", at.second()) };
    format!("{:02}时{:02}分{seconds}", at.hour(), at.minute())
}
