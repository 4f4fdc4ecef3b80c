//! One direction of a link: loses, doubles, delays, reorders, changes and cuts.

use crate::dice::Dice;

/// How bad a link is, in percent, and how slow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    pub(crate) loss: u64,
    pub(crate) doubling: u64,
    pub(crate) change: u64,
    pub(crate) cut: u64,
    pub(crate) delay_ms: u64,
    pub(crate) jitter_ms: u64,
    /// A ferry leaves only at multiples of this; 0 for a network.
    pub(crate) ferry_ms: i64,
    /// Whether what is sent during an outage waits for its end.
    pub(crate) holds: bool,
}

impl Weather {
    pub(crate) fn fine() -> Weather {
        Weather {
            loss: 0,
            doubling: 0,
            change: 0,
            cut: 0,
            delay_ms: 5,
            jitter_ms: 0,
            ferry_ms: 0,
            holds: false,
        }
    }

    pub(crate) fn roll(dice: &mut Dice) -> Weather {
        let mut upto = |percent, most| if dice.chance(percent) { dice.between(0, most) } else { 0 };
        let (loss, doubling, change, cut) = (upto(60, 40), upto(50, 25), upto(40, 15), upto(40, 15));
        let (delay_ms, jitter_ms) = (dice.pick(&[1, 5, 30, 200, 900]), dice.pick(&[0, 3, 100, 1500]));
        let ferry_ms = if dice.chance(15) { dice.pick(&[2_000, 60_000, 600_000]) } else { 0 };
        Weather { loss, doubling, change, cut, delay_ms, jitter_ms, ferry_ms, holds: dice.chance(30) }
    }
}

/// One direction.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) weather: Weather,
    pub(crate) down_until: i64,
}

impl Link {
    /// When and in which shape each copy of `bytes` arrives.
    pub(crate) fn carry(&self, bytes: Vec<u8>, now: i64, dice: &mut Dice) -> Vec<(i64, Vec<u8>)> {
        let weather = self.weather;
        let is_down = now < self.down_until;
        if is_down && !weather.holds {
            return Vec::new();
        }
        let n_copies =
            if dice.chance(weather.loss) { 0 } else { 1 } + u64::from(dice.chance(weather.doubling));
        let mut copies = Vec::new();
        for _ in 0..n_copies {
            let mut copy = bytes.clone();
            if dice.chance(weather.change) {
                let at = dice.between(0, copy.len() as u64 - 1) as usize;
                copy[at] ^= dice.between(1, 255) as u8;
            }
            if dice.chance(weather.cut) {
                copy.truncate(dice.between(0, copy.len() as u64 - 1) as usize);
            }
            let leaves_at = if is_down { self.down_until } else { now };
            let leaves_at = match weather.ferry_ms {
                0 => leaves_at,
                ferry_ms => (leaves_at / ferry_ms + 1) * ferry_ms,
            };
            let delay_ms = weather.delay_ms + dice.between(0, weather.jitter_ms);
            copies.push((leaves_at + delay_ms as i64, copy));
        }
        copies
    }
}
