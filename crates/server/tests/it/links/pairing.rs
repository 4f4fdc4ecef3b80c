//! `weicourt exchange`: two nodes come to know each other.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use weicourt_domain::id::PersonId;
use weicourt_server::config::{Config, Source, load};
use weicourt_server::links::{own_keys, peer_keys};
use weicourt_store::{NodeKeys, Person};

use crate::program::{Ran, weicourt};

/// A node with a configuration file in a directory of its own.
struct Sample {
    dir: PathBuf,
}

impl Sample {
    fn new(parent: &Path, role: &str) -> Self {
        let dir = parent.join(role);
        for name in ["out", "in"] {
            std::fs::create_dir_all(dir.join(name)).expect("directory");
        }
        let node = Self { dir };
        node.configure(role, "");
        node
    }

    fn configure(&self, role: &str, more: &str) {
        let dir = self.dir.display();
        let file = format!(
            "[node]\nname = \"sample {role}\"\nrole = \"{role}\"\ndata_dir = \"{dir}/data\"\n\
             [exchange]\nlink = \"drop\"\ndrop_out = \"{dir}/out\"\ndrop_in = \"{dir}/in\"\n{more}"
        );
        std::fs::write(self.dir.join("node.toml"), file).expect("writes");
    }

    fn path(&self, name: &str) -> String {
        self.dir.join(name).to_str().expect("UTF-8").to_owned()
    }

    fn run(&self, args: &[&str]) -> Ran {
        weicourt(&[args, &["--config", &self.path("node.toml")]].concat())
    }

    fn check(&self) -> Ran {
        weicourt(&["check-config", &self.path("node.toml")])
    }

    fn config(&self) -> Config {
        let file = std::fs::read_to_string(self.path("node.toml")).expect("reads");
        load(&Source { file: &file, variables: Vec::new() }).expect("right")
    }

    fn keys(&self) -> NodeKeys {
        NodeKeys::load_or_create(&self.config().keys_dir()).expect("keys")
    }
}

#[test]
fn two_nodes_that_were_paired_know_each_other_and_the_same_people() {
    let dir = tempfile::tempdir().expect("directory");
    let (court, front) = (Sample::new(dir.path(), "court"), Sample::new(dir.path(), "front"));
    let unpaired = court.check();
    assert_eq!(unpaired.code, Some(1));
    assert!(unpaired.out.contains("exchange.peer_keys: there is no"), "{}", unpaired.out);

    let file = court.path("pair.toml");
    let made = court.run(&["exchange", "pair-file", &file]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert_eq!(std::fs::metadata(&file).expect("file").permissions().mode() & 0o777, 0o600);
    assert_eq!(court.run(&["exchange", "pair-file", &file]).code, Some(1), "it is never written over");

    let taken = front.run(&["exchange", "import", &file, "--json"]);
    assert_eq!(taken.code, Some(0), "{}", taken.err);
    let taken: serde_json::Value = serde_json::from_str(&taken.out).expect("one JSON object");
    assert_eq!(taken["court"], "sample court");
    let text = taken["keys"].as_str().expect("keys");
    assert_eq!(front.run(&["exchange", "keys"]).out.trim(), text);
    court.configure("court", &format!("peer_keys = \"{text}\"\n"));

    for node in [&court, &front] {
        let checked = node.check();
        assert_eq!(checked.code, Some(0), "{}", checked.out);
    }
    let public = |node: &Sample| own_keys(&node.keys()).expect("keys").public();
    assert_eq!(peer_keys(&court.config()).expect("knows it"), public(&front));
    assert_eq!(peer_keys(&front.config()).expect("knows it"), public(&court));
    for label in ["id", "phone"] {
        let digest = |node: &Sample| node.keys().keyed_digest(label, b"sample");
        assert_eq!(digest(&court), digest(&front));
    }
    assert_eq!(front.run(&["exchange", "import", &file]).code, Some(0), "the same file once more");
}

#[test]
fn a_pairing_file_is_taken_only_where_it_belongs_and_whole() {
    let dir = tempfile::tempdir().expect("directory");
    let (court, front) = (Sample::new(dir.path(), "court"), Sample::new(dir.path(), "front"));
    let file = court.path("pair.toml");
    assert_eq!(front.run(&["exchange", "pair-file", &front.path("x.toml")]).code, Some(1));
    assert_eq!(court.run(&["exchange", "pair-file", &file]).code, Some(0));
    assert_eq!(court.run(&["exchange", "import", &file]).code, Some(1));

    let text = std::fs::read_to_string(&file).expect("reads");
    let pepper = text.split("pepper = \"").nth(1).expect("a pepper")[..64].to_owned();
    let half = front.path("half.toml");
    std::fs::write(&half, &text[..text.len() - 8]).expect("writes");
    std::fs::set_permissions(&half, std::fs::Permissions::from_mode(0o600)).expect("mode");
    let refused = front.run(&["exchange", "import", &half]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("no whole pairing file"), "{}", refused.err);
    assert!(!refused.err.contains(&pepper[..8]), "the secret is not printed");

    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).expect("mode");
    let refused = front.run(&["exchange", "import", &file]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("chmod 600"), "{}", refused.err);
    assert!(matches!(peer_keys(&front.config()), Err(error) if error.to_string().contains("pair the nodes")));
}

#[tokio::test]
async fn a_node_that_knows_people_keeps_its_own_pepper() {
    let dir = tempfile::tempdir().expect("directory");
    let (court, front) = (Sample::new(dir.path(), "court"), Sample::new(dir.path(), "front"));
    let file = court.path("pair.toml");
    assert_eq!(court.run(&["exchange", "pair-file", &file]).code, Some(0));
    let store = weicourt_server::node::open_store(&front.config()).await.expect("opens");
    let person = Person {
        person: PersonId(1),
        name: "样例".to_owned(),
        id_masked: "3302**********000X".to_owned(),
        phone: "sample phone".to_owned(),
        id_digest: store.keyed_digest("id", b"sample"),
        phone_digest: store.keyed_digest("phone", b"sample"),
    };
    store.insert_person(&person).await.expect("insert");
    store.close().await.expect("closes");
    let before = front.keys().keyed_digest("id", b"sample");
    let refused = front.run(&["exchange", "import", &file]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("an empty data directory"), "{}", refused.err);
    assert_eq!(front.keys().keyed_digest("id", b"sample"), before);
}

#[test]
fn renewed_keys_are_others_and_bad_keys_are_said() {
    let dir = tempfile::tempdir().expect("directory");
    let court = Sample::new(dir.path(), "court");
    let printed = |args: &[&str]| court.run(args).out.trim().to_owned();
    let first = printed(&["exchange", "keys"]);
    assert_eq!(first, printed(&["exchange", "keys"]));
    let second = printed(&["exchange", "keys", "--renew"]);
    assert_ne!(first, second);
    assert_eq!(second, printed(&["exchange", "keys"]));
    let mut mistyped = first.clone();
    mistyped.replace_range(20..21, if &first[20..21] == "0" { "1" } else { "0" });
    court.configure("court", &format!("peer_keys = \"{mistyped}\"\n"));
    let checked = court.check();
    assert_eq!(checked.code, Some(1));
    assert!(checked.out.contains("mistyped"), "{}", checked.out);
    assert!(checked.out.contains("copy the line that `weicourt exchange keys` prints"), "{}", checked.out);
}
