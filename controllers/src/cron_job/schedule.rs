//! Cron schedules: `30 2 * * MON-FRI`, `@hourly`, `@every 90s`.
//!
//! Upstream: `github.com/robfig/cron/v3`, whose standard parser and clock arithmetic these are.

use std::str::FromStr;

use bowline_apimachinery::time::{Duration, Time};

use super::civil::{Civil, Zone};

/// When something happens again and again.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    /// At certain times of certain days.
    Calendar(Box<Calendar>),
    /// This many seconds after the last time.
    Every(i64),
}

/// Sets of numbers, one bit each.
#[derive(Clone, Debug, PartialEq)]
struct Calendar {
    minute: u64,
    hour: u64,
    day: u64,
    month: u64,
    weekday: u64,
    zone: Zone,
}

/// Marks a field that was given as `*` or `?`.
const STAR: u64 = 1 << 63;

/// A text that is no schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseScheduleError {
    /// There is nothing.
    #[error("empty spec string")]
    Empty,
    /// There are more or fewer than five fields.
    #[error("expected exactly 5 fields, found {0}")]
    Fields(usize),
    /// A field has numbers that it cannot have, or no numbers.
    #[error("invalid field {0:?}")]
    Field(String),
    /// The zone named before the fields is not known.
    #[error("provided bad location {0:?}")]
    Zone(String),
    /// The word after `@` is not known.
    #[error("unrecognized descriptor: {0}")]
    Descriptor(String),
    /// The span after `@every` is not one.
    #[error("failed to parse duration {0:?}")]
    Every(String),
}

/// The limits of a field and the names of its numbers.
struct Bounds {
    min: u64,
    max: u64,
    names: &'static [&'static str],
}

const MINUTES: Bounds = Bounds { min: 0, max: 59, names: &[] };
const HOURS: Bounds = Bounds { min: 0, max: 23, names: &[] };
const DAYS: Bounds = Bounds { min: 1, max: 31, names: &[] };
const MONTHS: Bounds = Bounds {
    min: 1,
    max: 12,
    names: &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
};
const WEEKDAYS: Bounds =
    Bounds { min: 0, max: 6, names: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"] };

impl Schedule {
    /// Reads a schedule whose times are those of a zone, unless it names its own.
    ///
    /// # Errors
    /// When the text is no schedule.
    pub fn parse(text: &str, zone: &Zone) -> Result<Self, ParseScheduleError> {
        let mut zone = zone.clone();
        let mut rest = text;
        if rest.is_empty() {
            return Err(ParseScheduleError::Empty);
        }
        let prefixed = rest.strip_prefix("TZ=").or_else(|| rest.strip_prefix("CRON_TZ="));
        if let Some(prefixed) = prefixed {
            let (name, fields) = prefixed.split_once(' ').ok_or(ParseScheduleError::Fields(0))?;
            zone = Zone::named(name).ok_or_else(|| ParseScheduleError::Zone(name.to_owned()))?;
            rest = fields.trim();
        }
        let kind = match rest.strip_prefix('@') {
            Some(_) => descriptor(rest, zone)?,
            None => Kind::Calendar(Box::new(calendar(rest, zone)?)),
        };
        Ok(Self { kind })
    }

    /// The first time after a moment; none if there is none within five years.
    #[must_use]
    pub fn next(&self, after: Time) -> Option<Time> {
        let after = after.unix_seconds();
        let next = match &self.kind {
            Kind::Every(seconds) => after.checked_add(*seconds),
            Kind::Calendar(calendar) => calendar.next(after),
        };
        next.map(Time::from_unix_seconds)
    }
}

impl FromStr for Schedule {
    type Err = ParseScheduleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text, &Zone::utc())
    }
}

fn descriptor(text: &str, zone: Zone) -> Result<Kind, ParseScheduleError> {
    let fields = match text {
        "@yearly" | "@annually" => "0 0 1 1 *",
        "@monthly" => "0 0 1 * *",
        "@weekly" => "0 0 * * 0",
        "@daily" | "@midnight" => "0 0 * * *",
        "@hourly" => "0 * * * *",
        _ => {
            let Some(span) = text.strip_prefix("@every ") else {
                return Err(ParseScheduleError::Descriptor(text.to_owned()));
            };
            let span: Duration =
                span.parse().map_err(|_| ParseScheduleError::Every(span.to_owned()))?;
            return Ok(Kind::Every(span.as_secs().max(1)));
        }
    };
    Ok(Kind::Calendar(Box::new(calendar(fields, zone)?)))
}

fn calendar(text: &str, zone: Zone) -> Result<Calendar, ParseScheduleError> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields[..] else {
        return Err(ParseScheduleError::Fields(fields.len()));
    };
    Ok(Calendar {
        minute: field(minute, &MINUTES)?,
        hour: field(hour, &HOURS)?,
        day: field(day, &DAYS)?,
        month: field(month, &MONTHS)?,
        weekday: field(weekday, &WEEKDAYS)?,
        zone,
    })
}

/// The numbers of a field: ranges separated by commas.
fn field(text: &str, bounds: &Bounds) -> Result<u64, ParseScheduleError> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts.map(|part| range(part, bounds)).try_fold(0, |bits, range| Ok(bits | range?))
}

/// `*`, `5`, `1-10`, `*/15`, `1-10/3`, `10/3`.
fn range(text: &str, bounds: &Bounds) -> Result<u64, ParseScheduleError> {
    let fault = || ParseScheduleError::Field(text.to_owned());
    let mut halves = text.split('/');
    let limits = halves.next().unwrap_or_default();
    let step = halves.next().map(|step| plain(step).ok_or_else(fault)).transpose()?;
    if halves.next().is_some() {
        return Err(fault());
    }
    let mut ends = limits.split('-');
    let first = ends.next().unwrap_or_default();
    let last = ends.next();
    if ends.next().is_some() {
        return Err(fault());
    }
    let is_star = matches!(first, "*" | "?");
    let start = if is_star { bounds.min } else { number(first, bounds).ok_or_else(fault)? };
    let end = match (last, step) {
        _ if is_star => bounds.max,
        (Some(last), _) => number(last, bounds).ok_or_else(fault)?,
        (None, Some(_)) => bounds.max,
        (None, None) => start,
    };
    let step = step.unwrap_or(1);
    if start < bounds.min || end > bounds.max || start > end || step == 0 {
        return Err(fault());
    }
    let star = if is_star && step == 1 { STAR } else { 0 };
    // A step beyond the limits leaves the first number.
    let step = usize::try_from(step).unwrap_or(usize::MAX);
    Ok((start..=end).step_by(step).fold(star, |bits, n| bits | 1 << n))
}

fn number(text: &str, bounds: &Bounds) -> Option<u64> {
    let lower = text.to_lowercase();
    let named = bounds.names.iter().position(|name| *name == lower);
    named.map_or_else(|| plain(text), |at| Some(at as u64 + bounds.min))
}

/// A number as Go reads one, if it is not negative.
fn plain(text: &str) -> Option<u64> {
    text.parse::<i64>().ok().and_then(|number| u64::try_from(number).ok())
}

impl Calendar {
    /// Goes from field to field, largest first, and back to the beginning whenever one wraps.
    fn next(&self, after: i64) -> Option<i64> {
        let zone = &self.zone;
        let mut moment = after + 1;
        let last_year = zone.civil(moment).year + 5;
        // Once a field was advanced, all smaller ones start from their beginning.
        let mut advanced = false;
        'again: loop {
            let mut now = zone.civil(moment);
            if now.year > last_year {
                return None;
            }
            while self.month & bit(now.month) == 0 {
                if !advanced {
                    advanced = true;
                    now = Civil { day: 1, hour: 0, minute: 0, second: 0, ..now };
                }
                moment = zone.moment(Civil { month: now.month + 1, ..now });
                now = zone.civil(moment);
                if now.month == 1 {
                    continue 'again;
                }
            }
            while !self.is_day(&now) {
                if !advanced {
                    advanced = true;
                    now = Civil { hour: 0, minute: 0, second: 0, ..now };
                    now = zone.civil(zone.moment(now));
                }
                moment = self.midnight(zone.moment(Civil { day: now.day + 1, ..now }));
                now = zone.civil(moment);
                if now.day == 1 {
                    continue 'again;
                }
            }
            while self.hour & bit(now.hour) == 0 {
                if !advanced {
                    advanced = true;
                    moment = zone.moment(Civil { minute: 0, second: 0, ..now });
                }
                moment += 3600;
                now = zone.civil(moment);
                if now.hour == 0 {
                    continue 'again;
                }
            }
            while self.minute & bit(now.minute) == 0 {
                if !advanced {
                    advanced = true;
                    moment -= moment.rem_euclid(60);
                }
                moment += 60;
                now = zone.civil(moment);
                if now.minute == 0 {
                    continue 'again;
                }
            }
            if now.second == 0 {
                return Some(moment);
            }
            moment += 60 - now.second;
            advanced = true;
            if zone.civil(moment).second != 0 || zone.civil(moment).minute != now.minute {
                continue 'again;
            }
        }
    }

    /// The beginning of the day, where clocks skipped or repeated it.
    fn midnight(&self, moment: i64) -> i64 {
        match self.zone.civil(moment).hour {
            hour if hour > 12 => moment + (24 - hour) * 3600,
            hour => moment - hour * 3600,
        }
    }

    /// With both a day and a weekday given, either will do.
    fn is_day(&self, now: &Civil) -> bool {
        let day = self.day & bit(now.day) != 0;
        let weekday = self.weekday & bit(now.weekday()) != 0;
        if (self.day | self.weekday) & STAR != 0 { day && weekday } else { day || weekday }
    }
}

fn bit(number: i64) -> u64 {
    1 << number
}
