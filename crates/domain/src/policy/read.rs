//! Reading a policy file, with errors that name the line.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::category::is_type;
use super::{CaseFlag, Category, DECIDABLE, Policy, Retention, Rule, Sharing};
use crate::audience::Class;
use crate::case_type::CaseTypeCode;
use crate::facts::Facts;

/// What is wrong with a policy file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct PolicyError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub problem: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    category: Vec<Spanned<CategoryTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryTable {
    name: Spanned<String>,
    title: String,
    #[serde(default)]
    flags: BTreeSet<CaseFlag>,
    #[serde(default)]
    case_types: Vec<String>,
    #[serde(default)]
    causes: Vec<String>,
    #[serde(default)]
    cause_words: Vec<String>,
    source: String,
    because: String,
    classes: Spanned<Classes>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Classes {
    register: Option<Spanned<RuleTable>>,
    party: Option<Spanned<RuleTable>>,
    material: Option<Spanned<RuleTable>>,
    conversation: Option<Spanned<RuleTable>>,
    hearing: Option<Spanned<RuleTable>>,
    deliberation: Option<Spanned<RuleTable>>,
    secret: Option<Spanned<RuleTable>>,
}

impl Classes {
    fn of(&self, class: Class) -> Option<&Spanned<RuleTable>> {
        match class {
            Class::Register => self.register.as_ref(),
            Class::Party => self.party.as_ref(),
            Class::Material => self.material.as_ref(),
            Class::Conversation => self.conversation.as_ref(),
            Class::Hearing => self.hearing.as_ref(),
            Class::Deliberation => self.deliberation.as_ref(),
            Class::Secret => self.secret.as_ref(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleTable {
    sharing: Sharing,
    keep: Option<String>,
    because: Option<String>,
}

/// The name of a class in the file.
pub(super) fn name(class: Class) -> &'static str {
    match class {
        Class::Register => "register",
        Class::Party => "party",
        Class::Material => "material",
        Class::Conversation => "conversation",
        Class::Hearing => "hearing",
        Class::Deliberation => "deliberation",
        Class::Secret => "secret",
    }
}

pub(super) fn policy(text: &str) -> Result<Policy, PolicyError> {
    // Editors of other systems put a byte order mark in front.
    let text = text.trim_start_matches('\u{feff}');
    let file: File = toml::from_str(text).map_err(|error| PolicyError {
        line: error.span().map_or(1, |span| line_at(text, span.start)),
        problem: error.message().to_owned(),
    })?;
    let (mut categories, mut ordinary): (Vec<Category>, Option<Category>) = (Vec::new(), None);
    for table in file.category {
        let category = category(text, &table)?;
        let wrong = |problem: String| Err(PolicyError { line: category.line, problem });
        if categories.iter().chain(&ordinary).any(|known| known.name == category.name) {
            return wrong(format!("the category {} stands there twice", category.name));
        }
        if category.is_for_the_rest() {
            if let Some(first) = &ordinary {
                return wrong(format!(
                    "both {} and {} have no flags, case_types, causes or cause_words; one category alone is for every other case",
                    first.name, category.name
                ));
            }
            ordinary = Some(category);
        } else {
            categories.push(category);
        }
    }
    let ordinary = ordinary.ok_or_else(|| PolicyError {
        line: text.lines().count().max(1),
        problem: "no category without flags, case_types, causes and cause_words, so that most cases would have no rule"
            .to_owned(),
    })?;
    Ok(Policy { categories, ordinary })
}

fn category(text: &str, table: &Spanned<CategoryTable>) -> Result<Category, PolicyError> {
    let CategoryTable {
        name: named,
        title,
        flags,
        case_types,
        causes,
        cause_words,
        source,
        because,
        classes,
    } = table.get_ref();
    let line = line_at(text, named.span().start);
    let category_name = named.get_ref();
    let wrong = |problem: String| PolicyError { line, problem };
    for (field, value) in
        [("name", category_name), ("title", title), ("source", source), ("because", because)]
    {
        if value.trim().is_empty() {
            return Err(wrong(format!("{field} is empty")));
        }
    }
    // An empty beginning or word would fit every case.
    let conditions = case_types.iter().chain(causes).chain(cause_words);
    if conditions
        .map(|condition| condition.trim_end_matches('*'))
        .any(|condition| condition.trim().is_empty())
    {
        return Err(wrong("a case type, cause or word is empty".to_owned()));
    }
    for class in [Class::Deliberation, Class::Secret] {
        let open = classes.get_ref().of(class).filter(|rule| rule.get_ref().sharing != Sharing::Withhold);
        if let Some(rule) = open {
            let problem =
                format!("{} never leaves the court's network and can only be withheld", name(class));
            return Err(PolicyError { line: line_at(text, rule.span().start), problem });
        }
    }
    let rule = |class: Class| -> Result<(Class, Rule), PolicyError> {
        let spanned = classes.get_ref().of(class).ok_or_else(|| PolicyError {
            line: line_at(text, classes.span().start),
            problem: format!("{category_name} says nothing of the class {}", name(class)),
        })?;
        let line = line_at(text, spanned.span().start);
        let wrong = |problem: String| PolicyError { line, problem };
        let RuleTable { sharing, keep, because: of_class } = spanned.get_ref();
        if flags.contains(&CaseFlag::StateSecret) && *sharing != Sharing::Withhold {
            let problem = "nothing of a case that touches state secrets leaves the court's network";
            return Err(wrong(format!("{problem}: {} can only be withheld", name(class))));
        }
        let retention = match (sharing, keep.as_deref()) {
            (Sharing::Withhold, None) => Retention::UntilAcknowledged,
            (Sharing::Withhold, Some(_)) => {
                return Err(wrong(format!("{} is withheld, so there is nothing to keep", name(class))));
            }
            (Sharing::Share | Sharing::Mask, None) => {
                return Err(wrong(format!("{} leaves, but `keep` does not say until when", name(class))));
            }
            (Sharing::Share | Sharing::Mask, Some(keep)) => {
                keep.parse().map_err(|error| wrong(format!("keep: {error}")))?
            }
        };
        let because = of_class.as_ref().unwrap_or(because).clone();
        let (source, category) = (source.clone(), category_name.clone());
        Ok((class, Rule { sharing: *sharing, retention, because, source, category, line }))
    };
    let [register, party, material, conversation, hearing] = DECIDABLE;
    Ok(Category {
        rules: [rule(register)?, rule(party)?, rule(material)?, rule(conversation)?, rule(hearing)?],
        name: category_name.clone(),
        title: title.clone(),
        flags: flags.clone(),
        case_types: case_types.clone(),
        causes: causes.clone(),
        cause_words: cause_words.clone(),
        source: source.clone(),
        line,
    })
}

/// The line of a place in the text, counted from 1.
fn line_at(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

impl Policy {
    /// Checks that the case types and causes a policy names exist, so that a slip of the pen does not
    /// leave a category without cases.
    ///
    /// # Errors
    ///
    /// [`PolicyError`] names the first that does not exist and the line of its category.
    pub fn check_facts(&self, facts: &Facts) -> Result<(), PolicyError> {
        for category in self.categories() {
            let wrong = |problem: String| Err(PolicyError { line: category.line, problem });
            for pattern in &category.case_types {
                let known = |code: &CaseTypeCode| is_type(pattern, code.as_str());
                if !facts.case_types.iter().any(|case_type| known(&case_type.code)) {
                    return wrong(format!("{}: no case type is {pattern:?}", category.name));
                }
            }
            let unknown = category.causes.iter().find(|code| facts.causes.get(code).is_none());
            if let Some(code) = unknown {
                return wrong(format!("{}: there is no cause of action {code:?}", category.name));
            }
        }
        Ok(())
    }
}
