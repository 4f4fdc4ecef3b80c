//! The policy as a page for people: category by class.

use std::fmt::Write as _;

use super::read::name;
use super::{Category, DECIDABLE, Policy, Sharing};
use crate::audience::Class;

/// What a class is, in the court's words.
fn class_in_chinese(class: Class) -> &'static str {
    match class {
        Class::Register => "登记信息",
        Class::Party => "当事人信息",
        Class::Material => "诉讼材料",
        Class::Conversation => "沟通记录",
        Class::Hearing => "庭审记录",
        Class::Deliberation => "合议",
        Class::Secret => "涉密",
    }
}

fn sharing_in_chinese(sharing: Sharing) -> &'static str {
    match sharing {
        Sharing::Share => "出网",
        Sharing::Mask => "脱敏出网",
        Sharing::Withhold => "不出网",
    }
}

/// The page of a policy (Markdown): a table of category and class, then which cases are meant and why.
#[must_use]
pub fn page(policy: &Policy) -> String {
    let mut page = "# What leaves the court's network (出网策略)\n\n\
        <!-- Made by `weicourt policy table`; a test of the domain keeps it fresh: `make generated`. -->\n\n\
        A case belongs to every category that fits it; class by class the strictest sharing and the shortest \
        stay count. A case that fits no other category is of the last one.\n\n\
        - **出网** share: the whole entry leaves, with its files\n\
        - **脱敏出网** mask: it leaves without names, numbers, addresses, words and files of people\n\
        - **不出网** withhold: nothing leaves but a hash that keeps the chain whole\n\n"
        .to_owned();
    let columns = DECIDABLE.into_iter().chain([Class::Deliberation, Class::Secret]);
    let heads: Vec<String> =
        columns.map(|class| format!("{} `{}`", class_in_chinese(class), name(class))).collect();
    page += &format!("| 案件类别 | {} |\n| --- |{}\n", heads.join(" | "), " --- |".repeat(heads.len()));
    for category in policy.categories() {
        let cells: Vec<String> = DECIDABLE.map(|class| cell(category, class)).into();
        // No category has a say in these two.
        let _ = writeln!(
            page,
            "| {} `{}` | {} | 不出网 | 不出网 |",
            category.title,
            category.name,
            cells.join(" | ")
        );
    }
    page += "\n## Which cases, and why (适用范围和依据)\n\n";
    for category in policy.categories() {
        let _ = writeln!(
            page,
            "### {} `{}`\n\n{}\n\n依据：{}\n",
            category.title,
            category.name,
            which(category),
            category.source
        );
        for class in DECIDABLE {
            if let Some(rule) = category.rule(class) {
                let _ = writeln!(page, "- {}：{}", class_in_chinese(class), rule.because);
            }
        }
        page.push('\n');
    }
    page += "## What no policy can change (任何策略都不能改变)\n\n\
        - 合议和涉密内容不出网。\n\
        - 法院标记为涉及国家秘密的案件，任何内容不出网。\n\
        - 法院内部记载的标记理由不出网。\n";
    page
}

fn cell(category: &Category, class: Class) -> String {
    let Some(rule) = category.rule(class) else { return "不出网".to_owned() };
    match rule.sharing {
        Sharing::Withhold => sharing_in_chinese(rule.sharing).to_owned(),
        Sharing::Share | Sharing::Mask => {
            format!("{}，{}", sharing_in_chinese(rule.sharing), rule.retention.in_chinese())
        }
    }
}

fn which(category: &Category) -> String {
    let mut parts = Vec::new();
    let flags: Vec<&str> = category.flags.iter().map(|flag| flag.in_chinese()).collect();
    for (what, names) in [
        ("法院标记", flags.join("、")),
        ("案件类型", category.case_types.join("、")),
        ("案由", category.causes.join("、")),
        ("案由名称含", category.cause_words.join("、")),
    ] {
        if !names.is_empty() {
            parts.push(format!("{what}：{names}"));
        }
    }
    if parts.is_empty() { "其他所有案件。".to_owned() } else { format!("{}。", parts.join("；")) }
}
