//! Whole numbers as decimal digits, without the machinery of formatting.

/// The digits of a number, with its sign.
pub(crate) struct Digits {
    text: [u8; 20],
    at: usize,
}

impl Digits {
    pub(crate) fn of(number: i64) -> Self {
        let mut digits = Self { text: [0; 20], at: 20 };
        let mut rest = number.unsigned_abs();
        while rest >= 100 {
            digits.pair((rest % 100) as u8);
            rest /= 100;
        }
        if rest >= 10 {
            digits.pair(rest as u8);
        } else {
            digits.push(b'0' + rest as u8);
        }
        if number < 0 {
            digits.push(b'-');
        }
        digits
    }

    fn push(&mut self, byte: u8) {
        self.at -= 1;
        self.text[self.at] = byte;
    }

    fn pair(&mut self, two: u8) {
        self.push(b'0' + two % 10);
        self.push(b'0' + two / 10);
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.text[self.at..]
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Digits;

    #[test]
    fn digits_are_those_that_formatting_gives() {
        for number in [0, 7, 10, 99, 100, 101, 999, 12_345, -1, -10, i64::MAX, i64::MIN] {
            assert_eq!(Digits::of(number).as_str(), number.to_string());
        }
    }
}
