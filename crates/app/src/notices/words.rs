//! Words of what is sent, in Chinese.

use weicourt_domain::case::CaseState;
use weicourt_domain::facts::Facts;
use weicourt_domain::notice::NoticeGroup;
use weicourt_domain::serving::Sending;

/// Name of the court of a case, and its number once it has one.
pub(super) fn court_and_number(state: &CaseState, facts: &Facts) -> (String, Option<String>) {
    if let Some(registration) = &state.decided.registration {
        return (registration.court_name.clone(), Some(registration.case_number.to_string()));
    }
    let code = state.court_code();
    let name = code.map(|code| facts.courts.get(code).map_or(code.as_str(), |court| court.name.as_str()));
    (name.unwrap_or_default().to_owned(), None)
}

/// How much of what was gathered, such as `举证质证2项`; the most of one group first.
pub(super) fn counted(groups: impl Iterator<Item = NoticeGroup>) -> Vec<String> {
    let mut counts = std::collections::BTreeMap::new();
    for group in groups {
        *counts.entry(group).or_insert(0_usize) += 1;
    }
    let mut counts: Vec<(NoticeGroup, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(group, n)| (std::cmp::Reverse(*n), *group));
    counts.into_iter().map(|(group, n)| format!("{}{n}项", group.name())).collect()
}

/// Subject and words of papers that go by e-mail.
pub(super) fn papers_by_mail(
    state: &CaseState,
    facts: &Facts,
    sending: &Sending,
    link: &str,
) -> (String, String) {
    let (court, number) = court_and_number(state, facts);
    let number = number.unwrap_or_default();
    let mut text = format!("{}：\n\n", sending.sent.name);
    text += &format!("{court}就{number}案件，向您电子送达下列文书，全文见附件：\n\n");
    for (i, paper) in sending.sent.papers.iter().enumerate() {
        text += &format!("  {}. 《{}》\n", i + 1, paper.title);
    }
    text += "\n";
    text += "您主动提供或者确认的电子地址，自本邮件到达您的邮箱之时起即为送达，有关期限从送达之日起计算。\n";
    text += "需要纸质文书的，请在案件空间“送达”中点击“申请纸质文书”，或者联系承办法官、书记员，法院将另行提供。\n";
    text += &format!("您也可以在案件空间查阅、签收：{link}\n\n");
    text += "本邮件由系统自动发出，请勿直接回复。\n\n";
    text += &format!("{court}\n");
    (format!("{court}电子送达：{number}"), text)
}
