//! What two other programs say: pdfsig of poppler (with NSS), and pyHanko.

use std::path::PathBuf;
use std::process::Command;

use weicourt_documents::seal::{SealPlace, verify};

use super::{AUTHORITY, PLACE, sealed, sealed_by, summons, trust};

/// Runs a program and gives what it printed, well or badly ended.
fn said(program: &str, of: &str, arguments: &[&str]) -> String {
    let output =
        Command::new(program).args(arguments).env("LC_ALL", "C.UTF-8").output().unwrap_or_else(|error| {
            panic!("{program} of {of} is needed ('scripts/setup.sh test' installs it): {error}")
        });
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Sealed files, and one of them with a byte of its page changed.
struct Files {
    plain: Vec<u8>,
    stamped: Vec<u8>,
    twice: Vec<u8>,
    changed: Vec<u8>,
}

fn files() -> Files {
    let plain = sealed(&summons(), false);
    let twice =
        sealed_by(&AUTHORITY, &plain, &SealPlace { x: 60.0, ..PLACE }, true).expect("a file sealed twice");
    let mut changed = plain.clone();
    // Within the date in the head: no program stumbles over it while reading.
    let at = changed.windows(4).position(|window| window == b"/M(D").expect("a date") + 8;
    changed[at] = if changed[at] == b'9' { b'8' } else { b'9' };
    let files = Files { stamped: sealed(&summons(), true), plain, twice, changed };
    for file in [&files.plain, &files.stamped, &files.twice] {
        assert!(verify(file, &trust()).is_accepted());
    }
    assert!(!verify(&files.changed, &trust()).intact);
    files
}

#[test]
fn pdfsig_trusts_the_seals_and_sees_a_changed_byte() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name).to_str().expect("a path").to_owned();
    std::fs::write(path("root.pem"), &AUTHORITY.root_pem).expect("a file is written");
    let store = format!("sql:{}", dir.path().display());
    let made = said("certutil", "libnss3-tools", &["-N", "-d", &store, "--empty-password"]);
    assert_eq!(made, "");
    let known = said(
        "certutil",
        "libnss3-tools",
        &["-A", "-d", &store, "-n", "root", "-t", "CT,C,C", "-i", &path("root.pem")],
    );
    assert_eq!(known, "");
    let pdfsig = |bytes: &[u8]| {
        std::fs::write(path("file.pdf"), bytes).expect("a file is written");
        said("pdfsig", "poppler-utils", &["-nssdir", &store, &path("file.pdf")])
    };
    let files = files();
    for (file, n_seals) in [(&files.plain, 1), (&files.stamped, 1), (&files.twice, 2)] {
        let said = pdfsig(file);
        assert_eq!(said.matches("Signature Validation: Signature is Valid.").count(), n_seals, "{said}");
        assert_eq!(
            said.matches("Certificate Validation: Certificate is Trusted.").count(),
            n_seals,
            "{said}"
        );
        assert_eq!(said.matches("Total document signed").count(), 1, "{said}");
        assert!(said.contains("Signature Type: ETSI.CAdES.detached"), "{said}");
        assert!(said.contains("样例市样例区人民法院（测试 demo）"), "{said}");
    }
    let said = pdfsig(&files.changed);
    assert!(said.contains("Digest Mismatch") && !said.contains("Signature is Valid"), "{said}");
}

/// The interpreter that `scripts/setup.sh test` gave pyHanko; see `scripts/env.sh`.
fn python() -> PathBuf {
    let cache = std::env::var_os("WEICOURT_CACHE").map(PathBuf::from);
    let home = || {
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        cache
            .or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cache")))
            .map(|dir| dir.join("weicourt"))
    };
    cache.or_else(home).unwrap_or_default().join("pyhanko/bin/python")
}

#[test]
fn pyhanko_trusts_the_seals_and_sees_a_changed_byte() {
    let dir = tempfile::tempdir().expect("a directory");
    let path = |name: &str| dir.path().join(name).to_str().expect("a path").to_owned();
    std::fs::write(path("root.pem"), &AUTHORITY.root_pem).expect("a file is written");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/seals/pyhanko_check.py");
    let python = python();
    let pyhanko = |bytes: &[u8]| -> Vec<serde_json::Value> {
        std::fs::write(path("file.pdf"), bytes).expect("a file is written");
        let python = python.to_str().expect("a path");
        let said = said(python, "pyHanko", &[script, &path("file.pdf"), &path("root.pem")]);
        said.lines()
            .map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("pyHanko fails: {said}")))
            .collect()
    };
    let files = files();
    for (file, stamps) in
        [(&files.plain, vec![false]), (&files.stamped, vec![true]), (&files.twice, vec![false, true])]
    {
        let said = pyhanko(file);
        assert_eq!(said.len(), stamps.len(), "{said:?}");
        for (seal, stamped) in said.iter().zip(stamps) {
            for truth in ["bottom_line", "intact", "valid", "trusted"] {
                assert_eq!(seal[truth], true, "{truth}: {said:?}");
            }
            assert_eq!(seal["stamp"], stamped, "{said:?}");
        }
        assert_eq!(said.last().expect("a seal")["coverage"], "ENTIRE_FILE", "{said:?}");
    }
    let said = pyhanko(&files.changed);
    assert_eq!((&said[0]["intact"], &said[0]["bottom_line"]), (&false.into(), &false.into()), "{said:?}");
}
