//! A set of numbers kept as ranges.

/// Sorted ranges, both ends included, that neither touch nor overlap.
#[derive(Debug, Default, Clone)]
pub(crate) struct Ranges(Vec<(u64, u64)>);

/// More ranges than this are not remembered: the lowest go first, and are at worst sent again.
const MAX_RANGES: usize = 1024;

impl Ranges {
    pub(crate) fn contains(&self, number: u64) -> bool {
        let index = self.0.partition_point(|(_, to)| *to < number);
        self.0.get(index).is_some_and(|(from, _)| *from <= number)
    }

    pub(crate) fn insert(&mut self, number: u64) {
        let index = self.0.partition_point(|(_, to)| *to < number);
        if self.0.get(index).is_some_and(|(from, _)| *from <= number) {
            return;
        }
        let joins_left = index > 0 && self.0[index - 1].1 + 1 == number;
        let joins_right = self.0.get(index).is_some_and(|(from, _)| number + 1 == *from);
        match (joins_left, joins_right) {
            (true, true) => {
                self.0[index - 1].1 = self.0[index].1;
                self.0.remove(index);
            }
            (true, false) => self.0[index - 1].1 = number,
            (false, true) => self.0[index].0 = number,
            (false, false) => self.0.insert(index, (number, number)),
        }
        if self.0.len() > MAX_RANGES {
            self.0.remove(0);
        }
    }

    /// Forgets numbers below `floor`.
    pub(crate) fn raise(&mut self, floor: u64) {
        self.0.retain_mut(|(from, to)| {
            *from = (*from).max(floor);
            *from <= *to
        });
    }

    /// The `n` highest ranges.
    pub(crate) fn highest(&self, n: usize) -> &[(u64, u64)] {
        &self.0[self.0.len().saturating_sub(n)..]
    }
}

#[cfg(test)]
mod tests {
    use super::Ranges;

    #[test]
    fn numbers_in_any_order_become_the_same_ranges() {
        let mut ranges = Ranges::default();
        for number in [5, 1, 9, 2, 7, 8, 5, 3] {
            ranges.insert(number);
        }
        assert_eq!(ranges.highest(9), [(1, 3), (5, 5), (7, 9)]);
        assert_eq!(ranges.highest(2), [(5, 5), (7, 9)]);
        ranges.insert(4);
        ranges.insert(6);
        assert_eq!(ranges.highest(9), [(1, 9)]);
        assert!(ranges.contains(1) && ranges.contains(9) && !ranges.contains(10) && !ranges.contains(0));
        ranges.raise(4);
        assert_eq!(ranges.highest(9), [(4, 9)]);
        ranges.raise(10);
        assert_eq!(ranges.highest(9), []);
    }
}
