//! How a section of the configuration is written down once: keys, types, defaults and reference.

/// One key of the configuration, as the reference page shows it.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// The section, `node` in `[node]`.
    pub section: &'static str,
    /// The key inside the section.
    pub name: &'static str,
    /// What it does, as in the doc comment of the field.
    pub about: &'static [&'static str],
}

/// A section of the configuration file.
pub trait Section {
    /// The name in the file.
    const NAME: &'static str;
    /// What the section is for.
    const ABOUT: &'static [&'static str];
    /// Its keys, in the order of the reference page.
    const KEYS: &'static [Key];
}

/// Declares a section: a struct whose fields have a doc comment, a type and a default.
///
/// The doc comments are the reference page, so they are written for the person who runs a node.
macro_rules! section {
    (
        $(#[doc = $about:literal])+
        pub struct $Name:ident as $name:literal {
            $( $(#[doc = $doc:literal])+ $field:ident : $Type:ty = $default:expr, )+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $Name {
            $( $(#[doc = $doc])+ pub $field: $Type, )+
        }

        impl Default for $Name {
            fn default() -> Self {
                Self { $( $field: $default, )+ }
            }
        }

        impl $crate::config::section::Section for $Name {
            const NAME: &'static str = $name;
            const ABOUT: &'static [&'static str] = &[$($about),+];
            const KEYS: &'static [$crate::config::section::Key] = &[
                $( $crate::config::section::Key {
                    section: $name,
                    name: stringify!($field),
                    about: &[$($doc),+],
                }, )+
            ];
        }
    };
}

pub(crate) use section;
