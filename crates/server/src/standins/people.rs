//! The sample people that the stand-ins know.

use serde::Deserialize;

/// Everybody in `testdata/people.toml`.
#[derive(Debug, Clone, Deserialize)]
pub struct People {
    /// People who go to court.
    pub people: Vec<Person>,
    /// People who work there.
    pub staff: Vec<Staff>,
}

/// A sample person, as the identity register knows them.
#[derive(Debug, Clone, Deserialize)]
pub struct Person {
    /// A name that says it is a sample.
    pub name: String,
    /// A number that belongs to nobody.
    pub id_number: String,
    /// A phone that no carrier has given out.
    pub phone: String,
    /// What part they play in the demo.
    pub about: String,
}

/// A sample member of staff, as the court's sign-on knows them.
#[derive(Debug, Clone, Deserialize)]
pub struct Staff {
    /// Id at the provider.
    pub subject: String,
    /// A name that says it is a sample.
    pub name: String,
    /// What they may be asked to do: `judge`, `clerk`, ….
    pub duties: Vec<String>,
    /// What stands under their name.
    pub title: String,
    /// Code of their court.
    pub court_code: String,
}

impl People {
    /// The sample people built into the program.
    ///
    /// # Panics
    ///
    /// If the built-in file cannot be read, which a test would show.
    #[must_use]
    pub fn sample() -> Self {
        toml::from_str(include_str!("../../../../testdata/people.toml"))
            .expect("the built-in sample people can be read")
    }
}
