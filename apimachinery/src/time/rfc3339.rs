//! Reading and printing RFC 3339 as Go's `time` package does, leniencies included.

use std::fmt::{self, Write};

/// Seconds from the epoch to Go's zero time, 0001-01-01T00:00:00Z.
pub(super) const ZERO_SECONDS: i64 = -62_135_596_800;

const SECONDS_PER_DAY: i64 = 86_400;

/// A text that is not a moment in RFC 3339.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseTimeError {
    /// The text does not have the shape of `2006-01-02T15:04:05Z`.
    #[error("parsing time {text:?}: expected {expected}")]
    Malformed {
        /// The text.
        text: String,
        /// The part that was looked for.
        expected: &'static str,
    },
    /// A part has the right shape, but no calendar or clock has that number.
    #[error("parsing time {text:?}: {part} out of range")]
    OutOfRange {
        /// The text.
        text: String,
        /// The part that is out of range.
        part: &'static str,
    },
}

/// How many digits of a second's fraction the text must have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fraction {
    /// None or any number of them.
    Any,
    /// Exactly six.
    Micros,
}

/// Seconds since the epoch and nanoseconds into that second.
pub(super) fn parse(text: &str, fraction: Fraction) -> Result<(i64, u32), ParseTimeError> {
    read(text, fraction).map_err(|fault| match fault {
        Fault::Expected(expected) => ParseTimeError::Malformed { text: text.to_owned(), expected },
        Fault::Range(part) => ParseTimeError::OutOfRange { text: text.to_owned(), part },
    })
}

enum Fault {
    Expected(&'static str),
    Range(&'static str),
}

fn read(text: &str, fraction: Fraction) -> Result<(i64, u32), Fault> {
    let mut rest = Rest(text.as_bytes());
    let year = rest.digits(4, "a year of four digits")?;
    rest.literal(b'-', "'-' after the year")?;
    let month = rest.digits(2, "a month of two digits")?;
    if !(1..=12).contains(&month) {
        return Err(Fault::Range("month"));
    }
    rest.literal(b'-', "'-' after the month")?;
    let day = rest.digits(2, "a day of two digits")?;
    rest.literal(b'T', "'T' after the date")?;
    let hour = rest.hour()?;
    if hour >= 24 {
        return Err(Fault::Range("hour"));
    }
    rest.literal(b':', "':' after the hour")?;
    let minute = rest.digits(2, "a minute of two digits")?;
    if minute >= 60 {
        return Err(Fault::Range("minute"));
    }
    rest.literal(b':', "':' after the minute")?;
    let second = rest.digits(2, "a second of two digits")?;
    if second >= 60 {
        return Err(Fault::Range("second"));
    }
    let nanos = match fraction {
        Fraction::Any => rest.any_fraction(),
        Fraction::Micros => rest.six_digit_fraction()?,
    };
    let offset = rest.offset()?;
    if !rest.0.is_empty() {
        return Err(Fault::Expected("nothing after the time zone"));
    }
    if day < 1 || day > days_in_month(year, month) {
        return Err(Fault::Range("day"));
    }
    let days = days_from_civil(year, month, day);
    let seconds = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second - offset;
    Ok((seconds, nanos))
}

/// What of the text is not read yet.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn literal(&mut self, byte: u8, expected: &'static str) -> Result<(), Fault> {
        match self.0.split_first() {
            Some((&first, rest)) if first == byte => {
                self.0 = rest;
                Ok(())
            }
            _ => Err(Fault::Expected(expected)),
        }
    }

    fn digits(&mut self, count: usize, expected: &'static str) -> Result<i64, Fault> {
        let (digits, rest) = self.0.split_at_checked(count).ok_or(Fault::Expected(expected))?;
        if !digits.iter().all(u8::is_ascii_digit) {
            return Err(Fault::Expected(expected));
        }
        self.0 = rest;
        Ok(digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    }

    /// Go's layout takes an hour of one digit as well.
    fn hour(&mut self) -> Result<i64, Fault> {
        const EXPECTED: &str = "an hour";
        let two = self.0.get(1).is_some_and(u8::is_ascii_digit);
        self.digits(if two { 2 } else { 1 }, EXPECTED)
    }

    /// A point or a comma and digits, of which nine count.
    fn any_fraction(&mut self) -> u32 {
        let [b'.' | b',', digits @ ..] = self.0 else { return 0 };
        let count = digits.iter().take_while(|digit| digit.is_ascii_digit()).count();
        if count == 0 {
            return 0;
        }
        let counted = &digits[..count.min(9)];
        let nanos = counted.iter().fold(0, |nanos, digit| nanos * 10 + u32::from(digit - b'0'));
        let nanos = nanos * 10_u32.pow(9 - counted.len() as u32);
        self.0 = &digits[count..];
        nanos
    }

    fn six_digit_fraction(&mut self) -> Result<u32, Fault> {
        const EXPECTED: &str = "a fraction of six digits";
        let [b'.' | b',', digits @ ..] = self.0 else { return Err(Fault::Expected(EXPECTED)) };
        self.0 = digits;
        Ok(self.digits(6, EXPECTED)? as u32 * 1000)
    }

    /// `Z`, or hours and minutes east of Greenwich. As Go has it, 24 hours and 60 minutes pass.
    fn offset(&mut self) -> Result<i64, Fault> {
        const EXPECTED: &str = "'Z' or a time zone such as +01:00";
        let (sign, rest) = self.0.split_first().ok_or(Fault::Expected(EXPECTED))?;
        self.0 = rest;
        let sign = match sign {
            b'Z' => return Ok(0),
            b'+' => 1,
            b'-' => -1,
            _ => return Err(Fault::Expected(EXPECTED)),
        };
        let hours = self.digits(2, EXPECTED)?;
        self.literal(b':', EXPECTED)?;
        let minutes = self.digits(2, EXPECTED)?;
        if hours > 24 {
            return Err(Fault::Range("time zone offset hour"));
        }
        if minutes > 60 {
            return Err(Fault::Range("time zone offset minute"));
        }
        Ok(sign * (hours * 60 + minutes) * 60)
    }
}

/// Prints `seconds` since the epoch, with six digits of fraction if `micros` is given.
pub(super) fn write(f: &mut fmt::Formatter<'_>, seconds: i64, micros: Option<u32>) -> fmt::Result {
    let days = seconds.div_euclid(SECONDS_PER_DAY);
    let (year, month, day) = civil_from_days(days);
    let time = seconds.rem_euclid(SECONDS_PER_DAY);
    let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
    if !(0..=9999).contains(&year) {
        let sign = if year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{month:02}-{day:02}", year.unsigned_abs())?;
        write!(f, "T{hour:02}:{minute:02}:{second:02}")?;
        if let Some(micros) = micros {
            write!(f, ".{micros:06}")?;
        }
        return f.write_char('Z');
    }
    let (text, len) = usual((year, month, day), time, micros);
    f.write_str(std::str::from_utf8(&text[..len]).map_err(|_| fmt::Error)?)
}

/// Appends what [`write`] prints.
pub(super) fn append(out: &mut Vec<u8>, seconds: i64, micros: Option<u32>) {
    let date = civil_from_days(seconds.div_euclid(SECONDS_PER_DAY));
    if (0..=9999).contains(&date.0) {
        let (text, len) = usual(date, seconds.rem_euclid(SECONDS_PER_DAY), micros);
        return out.extend_from_slice(&text[..len]);
    }
    struct Unusual(i64, Option<u32>);
    impl fmt::Display for Unusual {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write(f, self.0, self.1)
        }
    }
    out.extend_from_slice(Unusual(seconds, micros).to_string().as_bytes());
}

/// A moment of a year of four digits, in a template: this is hot in encoders. `time` is the second
/// of the day.
fn usual(date: (i64, i64, i64), time: i64, micros: Option<u32>) -> ([u8; 27], usize) {
    let (year, month, day) = (date.0 as u32, date.1 as u32, date.2 as u32);
    let time = time as u32;
    let mut text = *b"0000-00-00T00:00:00.000000Z";
    let mut put = |at: usize, number: u32| {
        text[at] = b'0' + (number / 10) as u8;
        text[at + 1] = b'0' + (number % 10) as u8;
    };
    put(0, year / 100);
    put(2, year % 100);
    put(5, month);
    put(8, day);
    put(11, time / 3600);
    put(14, time / 60 % 60);
    put(17, time % 60);
    match micros {
        Some(micros) => {
            put(20, micros / 10_000);
            put(22, micros / 100 % 100);
            put(24, micros % 100);
            (text, 27)
        }
        None => {
            text[19] = b'Z';
            (text, 20)
        }
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the epoch to a date of the proleptic Gregorian calendar. Years are counted from
/// March, which puts the leap day last, in eras of 400 years, which all have the same length.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day)
}
