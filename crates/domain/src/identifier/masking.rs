//! How names and numbers are shown to people who need not see all of them.

/// Keeps the first `head` and last `tail` characters of a text that is at least `at_least` long and
/// stars the rest; a shorter text is starred altogether, since its ends would be most of it.
#[must_use]
pub fn keep_ends(text: &str, head: usize, tail: usize, at_least: usize) -> String {
    let n = text.chars().count();
    if n < at_least || n <= head + tail {
        return "*".repeat(n);
    }
    text.chars().enumerate().map(|(i, c)| if i < head || i >= n - tail { c } else { '*' }).collect()
}

/// A name as notices and push messages show it: the surname, then `*` (`张*`).
///
/// Compound surnames of two characters are kept whole.
#[must_use]
pub fn mask_name(name: &str) -> String {
    const COMPOUND: [&str; 16] = [
        "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒",
        "端木", "长孙", "宇文", "南宫",
    ];
    let name = name.trim();
    let n = name.chars().count();
    if n <= 1 {
        return "*".repeat(n);
    }
    let surname = if n > 2 && COMPOUND.iter().any(|compound| name.starts_with(compound)) { 2 } else { 1 };
    name.chars().take(surname).chain(['*']).collect()
}

/// An address down to its district: everything after the first 区, 县, 市 of county rank or 旗 becomes
/// `****`; an address without any of them is hidden whole.
#[must_use]
pub fn mask_address(address: &str) -> String {
    // The first 市 is usually the prefecture (宁波市海曙区), so a 区/县/旗 within reach goes first.
    let characters: Vec<char> = address.chars().collect();
    let district = characters.iter().position(|c| matches!(c, '区' | '县' | '旗'));
    let city = characters.iter().rposition(|c| *c == '市');
    match district.filter(|end| *end <= 15).or(city) {
        Some(end) => characters[..=end].iter().chain(&['*'; 4]).collect(),
        None => "****".to_owned(),
    }
}

/// An e-mail address with the first character of its name and its domain: `z***@example.com`.
pub fn mask_email(address: &str) -> String {
    match address.split_once('@') {
        Some((local, domain)) => {
            let first: String = local.chars().take(1).collect();
            format!("{first}***@{domain}")
        }
        None => String::new(),
    }
}
