//! From a signer's certificate up to one that is trusted.

use der::asn1::ObjectIdentifier;
use der::{Decode as _, Encode as _};
use x509_cert::ext::pkix::name::DirectoryString;
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, KeyUsage};
use x509_cert::{Certificate, TbsCertificate};

use crate::seal::algorithm::verify_signature;
use crate::seal::check::Chain;

/// Longest chain.
const LONGEST: usize = 8;
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");
/// Critical extensions that are looked at here, or say no more than which use is meant:
/// key usage, alternative name, basic constraints, policies, extended key usage.
const UNDERSTOOD: [ObjectIdentifier; 5] = [
    ObjectIdentifier::new_unwrap("2.5.29.15"),
    ObjectIdentifier::new_unwrap("2.5.29.17"),
    ObjectIdentifier::new_unwrap("2.5.29.19"),
    ObjectIdentifier::new_unwrap("2.5.29.32"),
    ObjectIdentifier::new_unwrap("2.5.29.37"),
];

/// A certificate and its bytes.
#[derive(Debug, Clone)]
pub(in crate::seal) struct Known {
    pub(in crate::seal) der: Vec<u8>,
    pub(in crate::seal) certificate: Certificate,
}

impl Known {
    /// `None` when it is no certificate, or not in the one form that DER allows.
    pub(in crate::seal) fn read(der: Vec<u8>) -> Option<Self> {
        let certificate = Certificate::from_der(&der).ok()?;
        (certificate.to_der().ok()? == der).then_some(Self { der, certificate })
    }

    fn body(&self) -> &TbsCertificate {
        self.certificate.tbs_certificate()
    }

    /// Common name, or else organisation, or else the whole name.
    pub(in crate::seal) fn name(&self) -> String {
        let subject = self.body().subject();
        let common = subject.common_name().ok().flatten().map(|name| said(&name));
        common.or_else(|| self.organisation()).unwrap_or_else(|| subject.to_string())
    }

    pub(in crate::seal) fn organisation(&self) -> Option<String> {
        self.body().subject().organization().ok().flatten().map(|name| said(&name))
    }

    /// Whether the key is for signatures of documents. A certificate that names no use may.
    pub(in crate::seal) fn may_sign(&self) -> bool {
        let usage = match self.body().get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
            Ok(None) => true,
            Err(_) => false,
        };
        usage && self.is_understood()
    }

    /// Whether the key is for time stamps and for nothing else, as RFC 3161 wants.
    pub(in crate::seal) fn may_stamp(&self) -> bool {
        let only = |used: &ExtendedKeyUsage| used.0 == [TIME_STAMPING];
        self.may_sign()
            && matches!(self.body().get_extension::<ExtendedKeyUsage>(), Ok(Some((true, used))) if only(&used))
    }

    /// Whether it may issue certificates with `n_between` others between it and the signer's.
    fn may_issue(&self, n_between: usize) -> bool {
        let constraints = match self.body().get_extension::<BasicConstraints>() {
            Ok(Some((_, constraints))) => constraints,
            _ => return false,
        };
        let usage = match self.body().get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.key_cert_sign(),
            Ok(None) => true,
            Err(_) => false,
        };
        let short = constraints.path_len_constraint.is_none_or(|most| n_between <= usize::from(most));
        constraints.ca && usage && short && self.is_understood()
    }

    fn is_understood(&self) -> bool {
        let all = self.body().extensions().map(Vec::as_slice).unwrap_or_default();
        all.iter().all(|extension| !extension.critical || UNDERSTOOD.contains(&extension.extn_id))
    }

    fn is_issued_by(&self, issuer: &Self) -> bool {
        let Ok(words) = self.body().to_der() else { return false };
        self.body().issuer() == issuer.body().subject()
            && self.body().signature() == self.certificate.signature_algorithm()
            && self.certificate.signature().as_bytes().is_some_and(|signature| {
                let key = issuer.body().subject_public_key_info();
                verify_signature(key, self.certificate.signature_algorithm(), None, &words, signature)
            })
    }

    /// How it stands at a moment, apart from who issued it.
    fn in_time(&self, at: i64) -> Chain {
        let seconds = |time: x509_cert::time::Time| {
            i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
        };
        let validity = self.body().validity();
        if at < seconds(validity.not_before) {
            Chain::NotYet
        } else if at > seconds(validity.not_after) {
            Chain::Expired
        } else {
            Chain::Trusted
        }
    }
}

fn said(name: &DirectoryString) -> String {
    name.value().chars().take(200).collect()
}

/// The way up from a signer.
pub(super) struct Climbed {
    pub(super) chain: Chain,
    /// Every certificate on the way is signed by the next, the last by itself or trusted, and no
    /// other stands beside. (The signer's own is bound by the signature.)
    pub(super) vouched: bool,
}

/// Climbs from `signer` over `others` to one of `roots`.
pub(super) fn climb(signer: &Known, others: &[Known], roots: &[Known], at: i64) -> Climbed {
    let mut way: Vec<&Known> = vec![signer];
    let is_root = |known: &Known| roots.iter().any(|root| root.der == known.der);
    let (mut trusted, mut vouched) = (false, true);
    while let Some(&highest) = way.last() {
        if is_root(highest) {
            trusted = true;
            break;
        }
        let above = roots.iter().chain(others).find(|issuer| {
            issuer.der != highest.der && issuer.may_issue(way.len() - 1) && highest.is_issued_by(issuer)
        });
        match above {
            Some(above) if way.len() < LONGEST => way.push(above),
            _ => {
                vouched = way.len() == 1 || highest.is_issued_by(highest);
                break;
            }
        }
    }
    vouched &= others.iter().all(|other| way.iter().any(|known| known.der == other.der));
    let chain = if trusted {
        let worst = way.iter().map(|known| known.in_time(at)).find(|chain| *chain != Chain::Trusted);
        worst.unwrap_or(Chain::Trusted)
    } else {
        Chain::Unknown
    };
    Climbed { chain, vouched }
}
