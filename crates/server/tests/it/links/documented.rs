//! `docs/operate/exchange.md`: its configurations are right, and its commands do what it says.

use std::path::Path;
use std::process::Command;

use super::credentials::of_a_stranger;
use crate::program::weicourt;

fn page() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/operate/exchange.md");
    std::fs::read_to_string(path).expect("the page is there")
}

/// The blocks of `kind`, without the indent of a list.
fn blocks(page: &str, kind: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut inside: Option<String> = None;
    for line in page.lines().map(str::trim) {
        match (&mut inside, line) {
            (None, line) if line == format!("```{kind}") => inside = Some(String::new()),
            (Some(_), "```") => found.extend(inside.take()),
            (Some(block), line) => {
                block.push_str(line);
                block.push('\n');
            }
            (None, _) => {}
        }
    }
    found
}

/// A machine: what the page calls `/etc/weicourt` and `/var/lib/weicourt` lies in a directory of its own.
struct Machine<'a> {
    dir: &'a Path,
    role: &'static str,
}

impl Machine<'_> {
    fn here(&self, text: &str) -> String {
        let dir = self.dir.join(self.role);
        let dir = dir.to_str().expect("UTF-8");
        text.replace("/etc/weicourt/", &format!("{dir}/")).replace("/var/lib/weicourt/", &format!("{dir}/"))
    }

    fn configure(&self, exchange: &str) {
        let node = format!("[node]\nrole = \"{}\"\ndata_dir = \"/var/lib/weicourt/data\"\n", self.role);
        std::fs::write(self.here("/etc/weicourt/node.toml"), self.here(&format!("{node}{exchange}")))
            .expect("writes");
    }

    /// Runs a line of the page.
    fn run(&self, line: &str) -> String {
        let line = self.here(line);
        let words: Vec<&str> = line.split_whitespace().collect();
        if words[0] == "weicourt" {
            let ran = weicourt(&words[1..]);
            assert_eq!(ran.code, Some(0), "{line}: {}{}", ran.out, ran.err);
            return ran.out;
        }
        let ran = Command::new(words[0]).args(&words[1..]).output();
        let ran = ran.unwrap_or_else(|error| panic!("{line}: {error}; `make setup` installs it"));
        assert!(ran.status.success(), "{line}: {}", String::from_utf8_lossy(&ran.stderr));
        String::new()
    }
}

#[test]
fn every_step_of_the_page_works_as_it_stands() {
    let page = page();
    let dir = tempfile::tempdir().expect("directory");
    let court = Machine { dir: dir.path(), role: "court" };
    let front = Machine { dir: dir.path(), role: "front" };
    for machine in [&court, &front] {
        std::fs::create_dir(dir.path().join(machine.role)).expect("directory");
    }
    let commands: Vec<String> = blocks(&page, "sh")
        .iter()
        .flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert_eq!(commands.len(), 6, "{commands:#?}");
    // Directories and certificates, on both.
    for machine in [&court, &front] {
        for command in commands.iter().filter(|command| !command.starts_with("weicourt")) {
            machine.run(command);
        }
        // An issuer, and credentials of the message server.
        std::fs::copy(machine.here("/etc/weicourt/link.pem"), machine.here("/etc/weicourt/ca.pem"))
            .expect("copies");
        std::fs::write(machine.here("/etc/weicourt/nats.creds"), of_a_stranger()).expect("writes");
    }
    std::fs::copy(court.here("/etc/weicourt/link.pem"), front.here("/etc/weicourt/peer.pem"))
        .expect("copies");
    std::fs::copy(front.here("/etc/weicourt/link.pem"), court.here("/etc/weicourt/peer.pem"))
        .expect("copies");

    let configurations = blocks(&page, "toml");
    assert_eq!(configurations.len(), 7);
    let (of_court, of_front): (Vec<_>, Vec<_>) =
        configurations.iter().partition(|block| block.starts_with("# court node"));

    // Pairing.
    court.configure(of_court[0]);
    front.configure(of_front[0]);
    let pair = dir.path().join("pair.toml");
    let pair = pair.to_str().expect("UTF-8");
    let find = |what: &str| commands.iter().find(|command| command.contains(what)).expect("the page has it");
    court.run(&find("pair-file").replace("pair.toml", pair));
    let said = front.run(&find("import").replace("pair.toml", pair));
    let peer_keys =
        said.lines().find(|line| line.starts_with("peer_keys = ")).expect("the line for the court node");

    for exchange in of_court {
        court.configure(&format!("{exchange}{peer_keys}\n"));
        court.run("weicourt check-config /etc/weicourt/node.toml");
    }
    for exchange in of_front {
        front.configure(exchange);
        front.run("weicourt check-config /etc/weicourt/node.toml");
    }
    let renewed = front.run(find("--renew"));
    assert!(!said.contains(renewed.trim()), "other keys");
}
