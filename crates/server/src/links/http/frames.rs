//! Bundles in one body: for each its length, four bytes with the highest first, and its bytes.

use super::super::MOST_BYTES;

/// Puts bundles into one body.
pub(super) fn join(bundles: &[Vec<u8>]) -> Vec<u8> {
    let mut body = Vec::with_capacity(bundles.iter().map(|bundle| bundle.len() + 4).sum());
    for bundle in bundles {
        // `send` takes nothing larger than `MOST_BYTES`.
        body.extend_from_slice(&(bundle.len() as u32).to_be_bytes());
        body.extend_from_slice(bundle);
    }
    body
}

/// Takes bundles out of a body; `None` if it does not end with one.
pub(super) fn split(mut body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut bundles = Vec::new();
    while !body.is_empty() {
        let (size, rest) = body.split_first_chunk::<4>()?;
        let size = u32::from_be_bytes(*size) as usize;
        if size > MOST_BYTES || size > rest.len() {
            return None;
        }
        let (bundle, rest) = rest.split_at(size);
        bundles.push(bundle.to_owned());
        body = rest;
    }
    Some(bundles)
}

#[cfg(test)]
mod tests {
    use super::{join, split};

    #[test]
    fn what_was_joined_is_split_again() {
        for bundles in [vec![], vec![vec![]], vec![vec![1], vec![], vec![2; 70_000]]] {
            assert_eq!(split(&join(&bundles)), Some(bundles));
        }
    }

    #[test]
    fn a_body_that_was_cut_is_refused() {
        let whole = join(&[vec![1, 2, 3], vec![4, 5]]);
        let cuts = (0..=whole.len()).filter(|cut| split(&whole[..*cut]).is_some());
        assert_eq!(cuts.collect::<Vec<_>>(), [0, 7, 13], "only between bundles");
        assert_eq!(split(&[0xff, 0xff, 0xff, 0xff, 0]), None);
    }
}
